"""Days of the week on which somebody does not work for this client: not on fridays."""

import re

from domain.chat import Reply
from domain.errors import UserError
from domain.permissions import Action
from domain.working_time import DAYS, read_hours
from handlers.leave.changes import asker
from handlers.members.hours import hours
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import members

NO_DAY_LEFT = "Then no day would be left. To be away for a while, type `away until 3 Jan`."

_QUOTE = "['\N{RIGHT SINGLE QUOTATION MARK}]"
_I_AM = rf"(?:i am |i{_QUOTE}?m )"
_NOT_ON = re.compile(
    rf"(?:{_I_AM}|i do |i work |i don{_QUOTE}?t work |i do not work )?not on (?P<days>.+)", re.IGNORECASE
)
# Of one friday it would be an absence.
_OFF_EACH = re.compile(
    rf"(?:i don{_QUOTE}?t work|i do not work|i never work|{_I_AM}?(?:away|off|out|not in))"
    r" (?:on )?(?P<days>(?:(?:,? ?and |, ?| )?(?:mon|tues|wednes|thurs|fri|satur|sun)days)+)",
    re.IGNORECASE,
)

router = Router()


@router.words(action=Action.READ_CARD)
async def not_on(turn: EngagementTurn, text: str) -> Reply | None:
    """Take days out of one's working week, as `members hours` would."""
    off = says_off(text)
    if not off:
        return None
    who = await asker(turn)
    works = members.working_time(turn.membership, who.known.person, turn.engagement)
    left = sorted(works.days - set(off))
    if not left:
        raise UserError(NO_DAY_LEFT)
    return await hours(turn, " ".join(DAYS[day] for day in left))


def says_off(text: str) -> tuple[int, ...]:
    """The days of the week on which somebody says that they never work; nothing where they do not."""
    typed = text.strip().rstrip(".!")
    found = _NOT_ON.fullmatch(typed) or _OFF_EACH.fullmatch(typed)
    return _days(found["days"]) if found else ()


def _days(typed: str) -> tuple[int, ...]:
    """The days of the week, where nothing else was typed."""
    try:
        read = read_hours(typed)
    except UserError:
        return ()
    return read.days or () if read.starts is None else ()
