"""Reading when a schedule shall come from now on, beside when it comes now."""

import re
from dataclasses import replace
from datetime import date, time

from domain.cadence import (
    Cadence,
    EachWorkingDay,
    MonthlyOnWeekday,
    OnDates,
    Relative,
    Rule,
    Weekly,
    in_words,
    read_cadence,
)
from domain.cadence.clauses import hour_of, read_clauses
from domain.days import COUNTS, read_day
from domain.errors import UserError
from handlers.schedules.named import NO_MEETING
from handlers.turn import EngagementTurn
from storage import schedules
from storage.schedules import Scheduled

DAILY = (
    "{name}: I look every working day, and speak only where there is something to say."
    " The time can change: `schedule move {handle} to 10:00`."
)
MEETING = "meeting"
MEETINGS = "Meetings have a window to stay in: change them with `meet`, `meet move` or `meet skip`."
NOT_AGAIN = (
    "That is no time that comes again. Write it as in `every tuesday 10:00`; to move one date, as in"
    " `schedule move checkin from 23 Nov to 1 Dec 10:00`."
)
FOLLOWERS = frozenset({"checkin", "stale", "actions"})
NOT_BESIDE = "{name}: this cannot follow the meeting. The check-in, stale numbers and overdue actions can."

_BESIDE = re.compile(
    r"(?P<count>\d{1,2}|the|[a-z]+) days? (?P<side>before|after) (?:the |each |every )?meetings?"
    r"(?:,? (?:at )?(?P<at>.+))?",
    re.IGNORECASE,
)
_HOW_OFTEN = re.compile(
    r"\b(?:every|each|daily|fortnightly|bi-?weekly|yearly|of the|day|week|month|quarter)",
    re.IGNORECASE,
)


def require_movable(scheduled: Scheduled) -> None:
    """Refuse what has rules of its own about its dates. Raises UserError."""
    if scheduled.job == MEETING:
        raise UserError(MEETINGS)


def require_fitting(scheduled: Scheduled, cadence: Cadence, *, handle: str) -> None:
    """Refuse days that the job cannot come on. Raises UserError."""
    if cadence.rule == scheduled.cadence.rule:
        return
    if isinstance(scheduled.cadence.rule, EachWorkingDay):
        raise UserError(DAILY.format(name=scheduled.name, handle=handle))


def read_again(turn: EngagementTurn, old: Cadence, typed: str) -> Cadence:
    """The cadence as it was typed: a time alone keeps the days, a day of the week keeps the weeks between."""
    if (at := time_alone(typed, turn.today)) is not None:
        return replace(old, at=at)
    new = read_when(turn, old, typed, default_at=old.at)
    if says_how_often(typed) or not isinstance(new.rule, Weekly):
        return new
    # Counted from the same week as before, every second week stays the same one.
    return replace(new, rule=_as_often(old.rule, new.rule), starts=old.starts)


async def read_beside(turn: EngagementTurn, scheduled: Scheduled, typed: str) -> Cadence | None:
    """The cadence of so many days before or after each meeting; None where something else was typed.

    Raises UserError where there is no meeting, and for what cannot follow one.
    """
    found = _BESIDE.fullmatch(" ".join(typed.split()))
    count = _count(found["count"]) if found else 0
    if found is None or not count:
        return None
    if scheduled.job not in FOLLOWERS:
        raise UserError(NOT_BESIDE.format(name=scheduled.name))
    meeting = await schedules.of_job(turn.session, engagement_id=turn.engagement.id, job=MEETING)
    if meeting is None:
        raise UserError(NO_MEETING)
    at = time_alone(found["at"], turn.today) if found["at"] else scheduled.cadence.at
    if at is None:
        return None
    days = -count if found["side"].casefold() == "before" else count
    rule = Relative(schedule_id=meeting.id, days=days)
    return replace(scheduled.cadence, rule=rule, at=at, moved={}, times={})


def _count(typed: str) -> int:
    return int(typed) if typed.isdigit() else {"the": 1, **COUNTS}.get(typed.casefold(), 0)


async def when_in_words(turn: EngagementTurn, cadence: Cadence) -> str:
    """When it comes, with the name of what it follows."""
    rule = cadence.rule
    if not isinstance(rule, Relative):
        return in_words(cadence)
    here = turn.engagement.id
    base = await schedules.find(turn.session, engagement_id=here, schedule_id=rule.schedule_id)
    return in_words(cadence, names={base.id: base.name} if base else {})


def read_when(turn: EngagementTurn, old: Cadence, typed: str, *, default_at: time) -> Cadence:
    """The cadence that was typed, from today on, or from where the old one starts. Raises UserError."""
    new = read_cadence(
        typed,
        zone=old.zone,
        starts=max(old.starts, turn.today),
        default_at=default_at,
        fiscal_start_month=turn.engagement.fiscal_start_month,
    )
    if isinstance(new.rule, OnDates) and not isinstance(old.rule, OnDates):
        raise UserError(NOT_AGAIN)
    return replace(new, on_holiday=old.on_holiday)


def read_one_date(turn: EngagementTurn, old: Cadence, typed: str) -> tuple[date, time | None] | None:
    """The one day that was typed, and the time beside it if there is one; None for what comes again.

    Raises UserError for several days.
    """
    if not any(char.isdigit() for char in typed) or says_how_often(typed):
        return None
    try:
        return read_day(typed, today=turn.today, locale=turn.engagement.locale), None
    except UserError:
        pass
    try:
        read = read_cadence(typed, zone=old.zone, starts=turn.today, default_at=old.at)
    except UserError:
        return None
    if not isinstance(read.rule, OnDates):
        return None
    if len(read.rule.days) > 1:
        raise UserError(NOT_AGAIN)
    return read.rule.days[0], read.at


def time_alone(typed: str, today: date) -> time | None:
    """The time of day, where nothing else was typed. Raises UserError for one that does not exist."""
    text = typed.casefold().strip()
    if text.isdigit():
        return hour_of(text)
    found = read_clauses(text, starts=today)
    is_alone = found.times and not (found.days or found.starts or found.rest.strip())
    return next(iter(found.times)) if is_alone else None


def says_how_often(typed: str) -> bool:
    """Whether the words say more than a day of the week and a time, as in every monday, daily."""
    return _HOW_OFTEN.search(typed) is not None


def _as_often(old: Rule, new: Weekly) -> Rule:
    """The day of the week that was typed, in the weeks or months of the old rule."""
    match old:
        case Weekly(every_weeks=weeks):
            return replace(new, every_weeks=weeks)
        case MonthlyOnWeekday() if len(new.weekdays) == 1:
            return replace(old, weekday=next(iter(new.weekdays)))
        case _:
            return new
