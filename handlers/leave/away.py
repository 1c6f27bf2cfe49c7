"""When somebody is away: nobody asks, reminds or counts them then."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from domain.chat import Args, Buttons, Reply, reply
from domain.errors import UserError
from domain.leave import Span, read_span
from domain.permissions import Action
from handlers import buttons, people, permissions
from handlers.leave.changes import (
    Somebody,
    add,
    asker,
    day_in_words,
    days_in_words,
    end,
    member,
    take_back,
    tell,
    undo_button,
    wished,
)
from handlers.leave.days_off import not_on
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import wishes
from storage.wishes import Wish

AWAY = "{are} away {days}. I don't ask, remind or count {them} then.{back}"
BACK_ON = " Back on {day}."
UNTIL_BACK = " It holds until `{back}` is typed."
NOT_AWAY = "{are} not away."
HOW = (
    "Say when you are: `away until 3 Jan`, `away 24 Dec to 3 Jan`, `away friday`; and `back` ends it."
    " For days that you never work for this client: `not on fridays`."
)
HERE_AGAIN = "Welcome back. I ask and count you again."
THEY_ARE_BACK = "{name} is back. I ask and count them again."
THEIRS = "{name} said that themselves, for everything they work on: only they can end it."
NONE_TO_END = "{are} not away, so nothing was changed."
JUST_BACK = "Type `back` alone, or `away until monday` for the days until then."
UNDONE = "Undone: {state}"
YOU_ARE, THEY_ARE = "You are", "{name} is"
STATE = "{name} is away {days}."
TOLD, TOLD_BACK = (
    ("is away {days}", "noted that {name} is away {days}"),
    ("is back", "noted that {name} is back"),
)
TOLD_UNDONE = "undid a change: {state}"
UNDO = "away undo"

DAY = timedelta(days=1)
_I_AM = r"(?:i am|i'm|im|i\N{RIGHT SINGLE QUOTATION MARK}m|i will be|i'll be)"
# The longest first: out of office is not out.
_GONE = r"(?:out of (?:the )?office|off sick|sick|ill|unwell|away|off|out|ooo|on (?:leave|vacation|holiday))"
_SAYS_AWAY = re.compile(rf"(?:{_I_AM} )?{_GONE} (?P<days>.+)", re.IGNORECASE)

router = Router()


@router.command(
    "away",
    action=Action.READ_CARD,
    usage="away [@NAME] [until DAY | DAY to DAY]",
    summary="Say when you are away: nobody asks or counts you then, as in `away until 3 Jan`",
    takes_people=True,
)
async def away(turn: EngagementTurn, text: str) -> Reply:
    """Show when somebody is away, or let them be; others for whoever may manage members."""
    if (off := await not_on(turn, f"away {text}")) is not None:
        return off
    who, span = await _read(turn, text)
    if span is None:
        return await _show(turn, who)
    await _require(turn, who)
    return await _go(turn, who, span)


@router.words(action=Action.READ_CARD)
async def away_in_plain_words(turn: EngagementTurn, text: str) -> Reply | None:
    """Understand what people write of themselves: I'm away until Monday."""
    who = await asker(turn)
    span = says_away(text, today=who.today, locale=turn.engagement.locale)
    return None if span is None else await _go(turn, who, span)


def says_away(text: str, *, today: date, locale: str = "en-GB") -> Span | None:
    """The days of which somebody says that they are away; None where they say nothing of it."""
    found = _SAYS_AWAY.fullmatch(text.strip())
    try:
        return read_span(found["days"], today=today, locale=locale) if found else None
    except UserError:
        return None


@router.command(
    "back",
    action=Action.READ_CARD,
    usage="back [@NAME]",
    summary="Say that you are here again",
    takes_people=True,
)
async def back(turn: EngagementTurn, text: str) -> Reply:
    """End an absence: the one of today, else those that are to come."""
    who = await asker(turn)
    if text.strip():
        who = await _named(turn, text, otherwise=JUST_BACK)
    await _require(turn, who)
    ending = await _changeable(turn, who)
    now_away = [wish for wish in ending if wish.holds_on(who.today)]
    if not (now_away or any(wish.id for wish in ending)):
        if await _absences(turn, who) and not _is_asker(turn, who):
            return reply(THEIRS.format(name=who.name))
        return reply(NONE_TO_END.format(are=_are(turn, who)))
    ended = await end(turn, who, now_away or ending)
    more = {"absent": await wishes.cut_absences_of_files(turn.session, person_id=who.id, day=who.today)}
    await tell(turn, who, TOLD_BACK[not _is_asker(turn, who)].format(name=who.name))
    said = HERE_AGAIN if _is_asker(turn, who) else THEY_ARE_BACK.format(name=who.name)
    return reply(said, Buttons((undo_button(UNDO, who, ended=ended, more=more),)))


@router.click(UNDO, action=Action.READ_CARD)
async def undo(turn: EngagementTurn, args: Args) -> Reply:
    """Bring back the absences from before."""
    who = await member(turn, await people.find(turn, args["account"]))
    await _require(turn, who)
    await take_back(turn, who, args)
    await wishes.put_absences_of_files(turn.session, person_id=who.id, absent=args["absent"])
    state = _state(turn, who, await _absences(turn, who))
    await tell(turn, who, TOLD_UNDONE.format(state=state))
    return reply(UNDONE.format(state=state))


async def _read(turn: EngagementTurn, text: str) -> tuple[Somebody, Span | None]:
    """Whom it is about, and on which days; without days it only asks."""
    me = await asker(turn)
    if not text.strip():
        return me, None
    try:
        return me, read_span(text, today=me.today, locale=turn.engagement.locale)
    except UserError as error:
        if not text.strip().startswith(("@", "<@")) and not await _begins_with_name(turn, text):
            raise UserError(error.sentence) from None
    known, rest = await people.split_person(turn, text)
    who = await member(turn, known)
    return who, read_span(rest, today=who.today, locale=turn.engagement.locale) if rest else None


async def _begins_with_name(turn: EngagementTurn, text: str) -> bool:
    spoken = f"{text.strip().casefold()} "
    names = [known.person.name.casefold() for known in await people.members_here(turn)]
    return any(spoken.startswith((f"{name} ", f"{name.split()[0]} ")) for name in names if name)


async def _named(turn: EngagementTurn, text: str, *, otherwise: str) -> Somebody:
    known, rest = await people.split_person(turn, text)
    if rest:
        raise UserError(otherwise)
    return await member(turn, known)


async def _require(turn: EngagementTurn, who: Somebody) -> None:
    if not _is_asker(turn, who):
        await permissions.require(turn, Action.MANAGE_MEMBERS)


async def _go(turn: EngagementTurn, who: Somebody, span: Span) -> Reply:
    """Let them be away on these days; earlier absences on any of them no longer count."""
    replaced = [wish for wish in await _changeable(turn, who) if _overlaps(wish, span)]
    ended = await end(turn, who, replaced)
    more = {"absent": await wishes.cut_absences_of_files(turn.session, person_id=who.id, day=span.first)}
    added = [await add(turn, who, wishes.AWAY, span)]
    days = days_in_words(turn, span, who.today)
    await tell(turn, who, TOLD[not _is_asker(turn, who)].format(name=who.name, days=days))
    undo_it = undo_button(UNDO, who, added=added, ended=ended, more=more)
    return reply(_say_away(turn, who, span), Buttons((undo_it,)))


def _overlaps(wish: Wish, span: Span) -> bool:
    begins_in_time = span.last is None or wish.first_day <= span.last
    return begins_in_time and not wish.is_over(span.first)


async def _absences(turn: EngagementTurn, who: Somebody) -> list[Wish]:
    return [wish for wish in await wished(turn, who) if wish.kind == wishes.AWAY]


async def _changeable(turn: EngagementTurn, who: Somebody) -> list[Wish]:
    """The absences that whoever asks may change: of others those that hold for this client alone.

    What people said of themselves holds for every client of theirs, and is theirs to end.
    """
    found = await _absences(turn, who)
    is_own = _is_asker(turn, who)
    return [wish for wish in found if is_own or not wish.id or wish.engagement_id == turn.engagement.id]


async def _show(turn: EngagementTurn, who: Somebody) -> Reply:
    found = await _absences(turn, who)
    said = [_say_away(turn, who, wish.span) for wish in found] or [NOT_AWAY.format(are=_are(turn, who))]
    if not _is_asker(turn, who):
        return reply(*said)
    is_now = any(wish.holds_on(who.today) for wish in found)
    return reply(*said, HOW, *([Buttons((buttons.run("I'm back", "back"),))] if is_now else []))


def _say_away(turn: EngagementTurn, who: Somebody, span: Span) -> str:
    """When they are away, and how it ends."""
    is_me = _is_asker(turn, who)
    if span.last is None:
        ends = UNTIL_BACK.format(back="back" if is_me else f"back @{who.name}")
    else:
        ends = BACK_ON.format(day=day_in_words(turn, span.last + DAY, who.today))
    days = days_in_words(turn, span, who.today)
    return AWAY.format(are=_are(turn, who), days=days, them="you" if is_me else "them", back=ends)


def _state(turn: EngagementTurn, who: Somebody, found: Sequence[Wish]) -> str:
    if not found:
        return NOT_AWAY.format(are=THEY_ARE.format(name=who.name))
    days = ", ".join(days_in_words(turn, wish.span, who.today) for wish in found)
    return STATE.format(name=who.name, days=days)


def _is_asker(turn: EngagementTurn, who: Somebody) -> bool:
    return who.id == turn.person.id


def _are(turn: EngagementTurn, who: Somebody) -> str:
    return YOU_ARE if _is_asker(turn, who) else THEY_ARE.format(name=who.name)
