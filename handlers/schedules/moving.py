"""Moving a schedule to other days or another time, and single dates of it; leaving one out."""

import re
from dataclasses import replace
from datetime import date
from itertools import islice

from domain.cadence import Cadence, Date, in_words
from domain.cadence import move as move_date
from domain.chat import Reply, reply
from domain.days import read_day
from domain.errors import UserError
from domain.permissions import Action
from handlers.routing import Router
from handlers.schedules import named
from handlers.schedules.applying import answer, apply, next_in_words
from handlers.schedules.coming import ahead_of, next_ahead
from handlers.schedules.reading import read_again, require_fitting, require_movable, says_how_often
from handlers.schedules.words import short_day
from handlers.turn import EngagementTurn
from storage import schedules
from storage.schedules import Scheduled

MOVED = "{name}: {when} from now on (was {old}). {next}"
MOVED_ONCE = "{name}: {to} instead of {day}. {next}"
SKIPPED = "{name}: {day} is left out. {next}"
ONCE = "Only one date? Undo, and type `schedule move {handle} from {day} to …`."
WHERE_TO = (
    "Where to? As in `schedule move {handle} to tuesday 10:00`, or `… from 23 Nov to 24 Nov` for one date."
)
NOT_THEN = "{name}: there is no date on {day}.{near}"
NEAR = " The next dates: {days}."
LEFT_OUT_ANYWAY = "{name}: {day} is left out anyway ({holiday}). Nothing was changed."
COMES_ANYWAY = "{name}: there is a date on {day} already. Nothing was changed."
SAME = "{name}: {when} already. Nothing was changed."
NO_NEXT = "{name}: there is no date ahead. Nothing was changed."
TOLD = "moved {name} to {when}"
TOLD_ONCE, TOLD_SKIP = "moved {name} of {day} to {to}", "left out {name} of {day}"
MOST_NEAR = 3

_ONCE = re.compile(r"(?P<name>.+?)\s+from\s+(?P<day>.+?)\s+to\s+(?P<to>.+)", re.IGNORECASE)
_ALWAYS = re.compile(r"(?P<name>.+?)\s+to\s+(?P<to>.+)", re.IGNORECASE)
_SKIP = re.compile(r"(?P<name>.+?)\s+(?:on|of|from)\s+(?P<day>.+)", re.IGNORECASE)

router = Router()


@router.command(
    "schedule move",
    action=Action.MANAGE_SCHEDULES,
    usage="schedule move NAME to WHEN",
    summary="Change when it comes, as in `schedule move checkin to tuesday 10:00`, or move one date of it",
)
async def move(turn: EngagementTurn, text: str) -> Reply:
    """Let a schedule, or one date of it, come at another time."""
    if not text:
        return await named.ask_which(turn, "move")
    if once := _ONCE.fullmatch(text):
        found = await _find(turn, once["name"])
        return await _move_once(turn, found, _day(turn, once["day"]), _day(turn, once["to"]))
    always = _ALWAYS.fullmatch(text)
    found = await _find(turn, always["name"] if always else text)
    if always is None:
        raise UserError(WHERE_TO.format(handle=await _handle(turn, found)))
    if (to := _as_day(turn, always["to"])) is not None:
        return await _move_once(turn, found, await _next(turn, found), to)
    return await _move_always(turn, found, always["to"])


@router.command(
    "schedule skip",
    action=Action.MANAGE_SCHEDULES,
    usage="schedule skip NAME [on DAY]",
    summary="Leave one date out: the next one, or that of a day, as in `schedule skip checkin on 23 Nov`",
)
async def skip(turn: EngagementTurn, text: str) -> Reply:
    """Leave one date of a schedule out."""
    if not text:
        return await named.ask_which(turn, "skip")
    split = _SKIP.fullmatch(text)
    name = split["name"] if split else text
    found = await _find(turn, name.casefold().removeprefix("the ").removeprefix("next "))
    day = _day(turn, split["day"]) if split else await _next(turn, found)
    cadence = await _with_date(turn, found, day, None)
    told = TOLD_SKIP.format(name=found.name, day=_words(turn, day))
    changed = await apply(turn, found, told, cadence=cadence)
    said = SKIPPED.format(name=found.name, day=_words(turn, day), next=await next_in_words(turn, changed))
    return await answer(turn, said, [found], [changed])


async def _find(turn: EngagementTurn, typed: str) -> Scheduled:
    found = await named.find(turn, typed)
    require_movable(found)
    return found


async def _move_once(turn: EngagementTurn, scheduled: Scheduled, day: date, to: date) -> Reply:
    if any(one.day == to and not one.holiday for one in await _near(turn, scheduled, to)):
        raise UserError(COMES_ANYWAY.format(name=scheduled.name, day=_words(turn, to)))
    cadence = await _with_date(turn, scheduled, day, to)
    parts = {"name": scheduled.name, "day": _words(turn, day), "to": _words(turn, to)}
    changed = await apply(turn, scheduled, TOLD_ONCE.format(**parts), cadence=cadence)
    said = MOVED_ONCE.format(**parts, next=await next_in_words(turn, changed))
    return await answer(turn, said, [scheduled], [changed])


async def _with_date(turn: EngagementTurn, scheduled: Scheduled, day: date, to: date | None) -> Cadence:
    """The cadence with the date of that day moved or left out. Raises UserError where there is none."""
    meant = next((one for one in await _near(turn, scheduled, day) if one.day == day), None)
    if meant is None:
        days = ", ".join(_words(turn, one.day) for one in await _near(turn, scheduled, turn.today))
        near = NEAR.format(days=days) if days else ""
        raise UserError(NOT_THEN.format(name=scheduled.name, day=_words(turn, day), near=near))
    if meant.holiday and to is None:
        words = {"name": scheduled.name, "day": _words(turn, day), "holiday": meant.holiday}
        raise UserError(LEFT_OUT_ANYWAY.format(**words))
    based = await schedules.with_base(turn.session, scheduled)
    holidays = await schedules.holidays_of(turn.session, engagement_id=turn.engagement.id)
    moved = move_date(based.cadence, day=day, to=to, holidays=holidays).moved
    return replace(scheduled.cadence, moved=moved)


async def _near(turn: EngagementTurn, scheduled: Scheduled, day: date) -> list[Date]:
    """The first dates ahead that are on this day or later; a pause does not count."""
    based = await schedules.with_base(turn.session, scheduled)
    holidays = await schedules.holidays_of(turn.session, engagement_id=turn.engagement.id)
    running = replace(based, is_paused=False, paused_until=None)
    ahead = ahead_of(running, now=turn.now, holidays=holidays)
    return list(islice((one for one in ahead if one.day >= day), MOST_NEAR))


async def _next(turn: EngagementTurn, scheduled: Scheduled) -> date:
    """The next date that is not left out."""
    based = await schedules.with_base(turn.session, scheduled)
    holidays = await schedules.holidays_of(turn.session, engagement_id=turn.engagement.id)
    ahead = next_ahead(based, now=turn.now, holidays=holidays).next
    if ahead is None:
        raise UserError(NO_NEXT.format(name=scheduled.name))
    return ahead.day


async def _move_always(turn: EngagementTurn, scheduled: Scheduled, typed: str) -> Reply:
    cadence = read_again(turn, scheduled.cadence, typed)
    old, when = in_words(scheduled.cadence), in_words(cadence)
    if (cadence.rule, cadence.at) == (scheduled.cadence.rule, scheduled.cadence.at):
        return reply(SAME.format(name=scheduled.name, when=when))
    handle = await _handle(turn, scheduled)
    require_fitting(scheduled, cadence, handle=handle)
    once = [one.day for one in await _near(turn, scheduled, turn.today)][:1]
    changed = await apply(turn, scheduled, TOLD.format(name=scheduled.name, when=when), cadence=cadence)
    ahead = await next_in_words(turn, changed)
    said = MOVED.format(name=scheduled.name, when=when, old=old, next=ahead)
    if cadence.rule == scheduled.cadence.rule or not once:
        return await answer(turn, said, [scheduled], [changed])
    hint = ONCE.format(handle=handle, day=f"{once[0].day} {once[0]:%b}")
    return await answer(turn, said, [scheduled], [changed], hint=hint)


def _as_day(turn: EngagementTurn, typed: str) -> date | None:
    """The one day that was typed; None for a day of the week, a time and everything else that comes again."""
    if not any(char.isdigit() for char in typed) or says_how_often(typed):
        return None
    try:
        return _day(turn, typed)
    except UserError:
        return None


def _day(turn: EngagementTurn, typed: str) -> date:
    return read_day(typed, today=turn.today, locale=turn.engagement.locale)


def _words(turn: EngagementTurn, day: date) -> str:
    return short_day(day, today=turn.today, locale=turn.engagement.locale)


async def _handle(turn: EngagementTurn, scheduled: Scheduled) -> str:
    own = await schedules.of_engagement(turn.session, engagement_id=turn.engagement.id)
    return named.handle_of(scheduled, own)
