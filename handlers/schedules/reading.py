"""Reading when a schedule shall come from now on, beside when it comes now."""

import re
from dataclasses import replace
from datetime import date, time

from domain.cadence import Cadence, EachWorkingDay, MonthlyOnWeekday, Relative, Rule, Weekly, read_cadence
from domain.cadence.clauses import hour_of, read_clauses
from domain.errors import UserError
from handlers.turn import EngagementTurn
from storage.schedules import Scheduled

DAILY = (
    "{name}: I look every working day, and speak only where there is something to say."
    " The time can change: `schedule move {handle} to 10:00`."
)
MEETING = "meeting"
MEETINGS = "Meetings have a window to stay in: change them with `meet`, `meet move` or `meet skip`."
IS_FOLLOWING = "{name}: this follows another schedule. Move that one."

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
    if isinstance(scheduled.cadence.rule, Relative):
        raise UserError(IS_FOLLOWING.format(name=scheduled.name))


def read_again(turn: EngagementTurn, old: Cadence, typed: str) -> Cadence:
    """The cadence as it was typed: a time alone keeps the days, a day of the week keeps the weeks between."""
    if (at := time_alone(typed, turn.today)) is not None:
        return replace(old, at=at)
    new = read_when(turn, old, typed, default_at=old.at)
    if says_how_often(typed) or not isinstance(new.rule, Weekly):
        return new
    # Counted from the same week as before, every second week stays the same one.
    return replace(new, rule=_as_often(old.rule, new.rule), starts=old.starts)


def read_when(turn: EngagementTurn, old: Cadence, typed: str, *, default_at: time) -> Cadence:
    """The cadence that was typed, from today on, or from where the old one starts. Raises UserError."""
    new = read_cadence(
        typed,
        zone=old.zone,
        starts=max(old.starts, turn.today),
        default_at=default_at,
        fiscal_start_month=turn.engagement.fiscal_start_month,
    )
    return replace(new, on_holiday=old.on_holiday)


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
