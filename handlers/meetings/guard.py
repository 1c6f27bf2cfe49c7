"""The cadence guard: a word to the leads before the window for the next meeting closes without one."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

from domain.chat import Block, Button, Buttons, note, say
from domain.permissions import LEADS, Role
from handlers import buttons
from handlers.meetings.standing import Standing, standing_of
from handlers.meetings.words import on, since_words, when
from handlers.occasions import Item, Nothing, Occasion, Part, ToPerson
from handlers.turn import Unasked
from storage import meetings, members
from storage.database import Session

Stage = Literal["", "14", "3", "closed"]

NONE_IN_IT = "No meeting stands in the window for the next one: it closes on {last}, {left}."
CLOSED = "The window for the next meeting closed on {last}, and none was held in it."
COUNTED = "It counts from {since}, to a quarter after that."
STANDS_LATER = "The next one stands on {when}."
IN_DAYS, TODAY, TOMORROW = "in {days} days", "today", "tomorrow"
RESTS = "the meetings are paused"
OPEN = "the window is open until {last}"
STANDS = "a meeting stands inside the window"
TOLD = "whoever should know has been told"
PLAN, MOVE = "Plan a meeting", "Move one"
FIRST_WARNING, LAST_WARNING = 14, 3
URGENT, SOON = 2, 4


def stage_of(last: date, today: date) -> Stage:
    """How near the end of the window is: within 14 or 3 days, or over."""
    left = (last - today).days
    if left < 0:
        return "closed"
    if left <= LAST_WARNING:
        return "3"
    return "14" if left <= FIRST_WARNING else ""


async def decide(session: Session, occasion: Occasion) -> Sequence[ToPerson] | Nothing:
    """Tell the leads, and once it is over the client's CEO too: each of them once of each stage."""
    here = Unasked(session=session, engagement=occasion.engagement, now=occasion.now)
    standing = await standing_of(here)
    stage = stage_of(standing.window.last, here.today)
    if reason := _why_not(here, standing, stage):
        return Nothing(reason=reason)
    e, last = occasion.engagement.id, standing.window.last
    told = await meetings.told(session, engagement_id=e, window=last, stage=stage)
    roles = LEADS | {Role.CLIENT_CEO} if stage == "closed" else LEADS
    crowd = await members.current(session, engagement_id=e)
    args = {"window": last.isoformat(), "stage": stage}
    left = [one.person_id for one, _person in crowd if one.role in roles and one.person_id not in told]
    return [ToPerson(person_id=person_id, args=args) for person_id in left] or Nothing(reason=TOLD)


def _why_not(here: Unasked, standing: Standing, stage: Stage) -> str:
    if standing.rests:
        return RESTS
    if not stage:
        return OPEN.format(last=on(here, standing.window.last))
    return STANDS if _stands_inside(standing) else ""


def _stands_inside(standing: Standing) -> bool:
    return any(one.day <= standing.window.last for one in standing.coming)


async def put_into_words(session: Session, item: Item) -> Part | None:
    """The warning, unless a meeting stands in the window by now."""
    here = Unasked(session=session, engagement=item.engagement, now=item.now)
    standing = await standing_of(here)
    last = standing.window.last
    if item.args["window"] != last.isoformat() or standing.rests or _stands_inside(standing):
        return None
    is_over = standing.is_late
    since = since_words(here, standing, standing.since)
    blocks: list[Block] = [say(_warning(here, last)), note(COUNTED.format(since=since))]
    if standing.coming:
        blocks.insert(1, say(STANDS_LATER.format(when=when(here, standing.coming[0]))))
    return Part(blocks=[*blocks, Buttons(_choices(standing))], rank=URGENT if is_over else SOON)


def _warning(here: Unasked, last: date) -> str:
    left = (last - here.today).days
    if left < 0:
        return CLOSED.format(last=on(here, last))
    return NONE_IN_IT.format(
        last=on(here, last), left={0: TODAY, 1: TOMORROW}.get(left, IN_DAYS.format(days=left))
    )


def _choices(standing: Standing) -> tuple[Button, ...]:
    plan = buttons.open_form("meet", label=PLAN)
    return (buttons.open_form("meet move", label=MOVE), plan) if standing.coming else (plan,)
