"""Moving a schedule to other days or another time, and single dates of it; leaving one out."""

import re
from dataclasses import replace
from datetime import date, time
from itertools import islice
from zoneinfo import ZoneInfo

from domain.cadence import Cadence, Date
from domain.cadence import move as move_date
from domain.chat import Reply, reply
from domain.days import read_day
from domain.errors import UserError
from domain.moments import clock
from domain.permissions import Action
from domain.working_time import instant
from handlers.moments import short_day
from handlers.routing import Router
from handlers.schedules import named
from handlers.schedules.applying import answer, apply, next_in_words
from handlers.schedules.coming import ahead_of, next_ahead, used_days
from handlers.schedules.periods import begin_with_next
from handlers.schedules.reading import (
    read_again,
    read_beside,
    read_one_date,
    require_fitting,
    require_movable,
    time_alone,
    when_in_words,
)
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
POSTED = "{name}: that of {day} was decided already. Nothing was changed."
IS_OVER = "{day} is over. Name a time that is still to come."
AT_TIME = "{day} at {time}"
SAME = "{name}: {when} already. Nothing was changed."
NO_NEXT = "{name}: there is no date ahead. Nothing was changed."
TOLD = "moved {name} to {when}"
TOLD_ONCE, TOLD_SKIP = "moved {name} of {day} to {to}", "left out {name} of {day}"
HOW_TO_MOVE = "For one date, write `schedule move {handle} from 23 Nov to 24 Nov`."
HOW_TO_SKIP = "For one day, write `schedule skip {handle} on 23 Nov`."
MOST_NEAR = 3

_TO = re.compile(r"(?P<what>.+?)\s+to\s+(?P<to>.+)", re.IGNORECASE)
_THE_NEXT = re.compile(r"(?:the\s+)?next\s+", re.IGNORECASE)
_ON = re.compile(r"(?:on|of|from)\s+(?P<day>.+)", re.IGNORECASE)

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
    split = _TO.fullmatch(text)
    found, rest = await _find(turn, split["what"] if split else text)
    if split is None:
        raise UserError(WHERE_TO.format(handle=await _handle(turn, found)))
    if rest:
        handle = await _handle(turn, found)
        day = _day_after(turn, found, rest, HOW_TO_MOVE.format(handle=handle))
        return await _move_once(turn, found, day, *_read_to(turn, found, split["to"], day))
    if (to := read_one_date(turn, found.cadence, split["to"])) is not None:
        return await _move_once(turn, found, await _next(turn, found), *to)
    return await _move_always(turn, found, split["to"])


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
    found, rest = await _find(turn, _THE_NEXT.sub("", text, count=1) if _THE_NEXT.match(text) else text)
    how = HOW_TO_SKIP.format(handle=await _handle(turn, found))
    day = _day_after(turn, found, rest, how) if rest else await _next(turn, found)
    cadence = await _with_date(turn, found, day, None)
    told = TOLD_SKIP.format(name=found.name, day=short_day(turn, day))
    changed = await apply(turn, found, told, cadence=cadence)
    said = SKIPPED.format(name=found.name, day=short_day(turn, day), next=await next_in_words(turn, changed))
    return await answer(turn, said, [found], [changed])


async def _find(turn: EngagementTurn, typed: str) -> tuple[Scheduled, str]:
    found, rest = await named.find_first(turn, typed)
    require_movable(found)
    return found, rest


def _day_after(turn: EngagementTurn, scheduled: Scheduled, rest: str, how: str) -> date:
    """The day that stands behind the name. Raises UserError, also for other words."""
    if marked := _ON.fullmatch(rest):
        return _day(turn, marked["day"])
    try:
        return _day(turn, rest)
    except UserError:
        raise named.left_over(scheduled.name, rest, how) from None


def _read_to(turn: EngagementTurn, scheduled: Scheduled, typed: str, day: date) -> tuple[date, time | None]:
    """Where the date of that day goes: a day, a day with a time, or a time on the same day."""
    if (to := read_one_date(turn, scheduled.cadence, typed)) is not None:
        return to
    if (at := time_alone(typed, turn.today)) is not None:
        return day, at
    return _day(turn, typed), None


async def _move_once(
    turn: EngagementTurn, scheduled: Scheduled, day: date, to: date, at: time | None
) -> Reply:
    old = scheduled.cadence
    starts = at or old.times.get(day, old.at)
    await _require_free(turn, scheduled, day, to, starts)
    times = {of: other for of, other in old.times.items() if of != day}
    if starts != old.at:
        times[to] = starts
    cadence = replace(await _with_date(turn, scheduled, day, to), times=times)
    named_to = short_day(turn, to)
    if at is not None:
        named_to = AT_TIME.format(day=named_to, time=clock(at))
    parts = {"name": scheduled.name, "day": short_day(turn, day), "to": named_to}
    changed = await apply(turn, scheduled, TOLD_ONCE.format(**parts), cadence=cadence)
    said = MOVED_ONCE.format(**parts, next=await next_in_words(turn, changed))
    return await answer(turn, said, [scheduled], [changed])


async def _require_free(turn: EngagementTurn, scheduled: Scheduled, day: date, to: date, at: time) -> None:
    """Refuse a moment that is over, and a day that has a date of its own. Raises UserError."""
    named_to = short_day(turn, to)
    if to in await used_days(turn.session, scheduled, now=turn.now):
        raise UserError(POSTED.format(name=scheduled.name, day=named_to))
    if instant(to, at, ZoneInfo(scheduled.cadence.zone)) <= turn.now:
        over = AT_TIME.format(day=named_to, time=clock(at))
        raise UserError(IS_OVER.format(day=over))
    is_same = to == day and at == scheduled.cadence.times.get(day, scheduled.cadence.at)
    near = await _near(turn, scheduled, to) if to != day else []
    if is_same or any(one.day == to and not one.holiday for one in near):
        raise UserError(COMES_ANYWAY.format(name=scheduled.name, day=named_to))


async def _with_date(turn: EngagementTurn, scheduled: Scheduled, day: date, to: date | None) -> Cadence:
    """The cadence with the date of that day moved or left out. Raises UserError where there is none."""
    meant = next((one for one in await _near(turn, scheduled, day) if one.day == day), None)
    if meant is None:
        days = ", ".join(short_day(turn, one.day) for one in await _near(turn, scheduled, turn.today))
        near = NEAR.format(days=days) if days else ""
        raise UserError(NOT_THEN.format(name=scheduled.name, day=short_day(turn, day), near=near))
    if meant.holiday and to is None:
        words = {"name": scheduled.name, "day": short_day(turn, day), "holiday": meant.holiday}
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
    used = await used_days(turn.session, based, now=turn.now)
    ahead = ahead_of(running, now=turn.now, holidays=holidays, used=used)
    return list(islice((one for one in ahead if one.day >= day), MOST_NEAR))


async def _next(turn: EngagementTurn, scheduled: Scheduled) -> date:
    """The next date that is not left out."""
    based = await schedules.with_base(turn.session, scheduled)
    holidays = await schedules.holidays_of(turn.session, engagement_id=turn.engagement.id)
    used = await used_days(turn.session, based, now=turn.now)
    ahead = next_ahead(based, now=turn.now, holidays=holidays, used=used).next
    if ahead is None:
        raise UserError(NO_NEXT.format(name=scheduled.name))
    return ahead.day


async def _move_always(turn: EngagementTurn, scheduled: Scheduled, typed: str) -> Reply:
    beside = await read_beside(turn, scheduled, typed)
    cadence = beside or read_again(turn, scheduled.cadence, typed)
    old, when = await when_in_words(turn, scheduled.cadence), await when_in_words(turn, cadence)
    if (cadence.rule, cadence.at) == (scheduled.cadence.rule, scheduled.cadence.at):
        return reply(SAME.format(name=scheduled.name, when=when))
    handle = await _handle(turn, scheduled)
    require_fitting(scheduled, cadence, handle=handle)
    cadence, waits = await begin_with_next(turn, scheduled, cadence)
    once = [] if waits else [one.day for one in await _near(turn, scheduled, turn.today)][:1]
    changed = await apply(turn, scheduled, TOLD.format(name=scheduled.name, when=when), cadence=cadence)
    ahead = await next_in_words(turn, changed)
    said = MOVED.format(name=scheduled.name, when=when, old=old, next=ahead)
    if cadence.rule == scheduled.cadence.rule or not once:
        return await answer(turn, said, [scheduled], [changed], hint=waits)
    hint = ONCE.format(handle=handle, day=f"{once[0].day} {once[0]:%b}")
    return await answer(turn, said, [scheduled], [changed], hint=hint)


def _day(turn: EngagementTurn, typed: str) -> date:
    return read_day(typed, today=turn.today, locale=turn.engagement.locale)


async def _handle(turn: EngagementTurn, scheduled: Scheduled) -> str:
    own = await schedules.of_engagement(turn.session, engagement_id=turn.engagement.id)
    return named.handle_of(scheduled, own)
