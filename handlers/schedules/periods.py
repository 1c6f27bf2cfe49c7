"""Beginning a changed rhythm with the next period, where this one has had its post already."""

from dataclasses import replace
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from domain.cadence import (
    Cadence,
    EachWorkingDay,
    OnDates,
    QuarterlyOnWorkingDay,
    Relative,
    Rule,
    Weekly,
    dates,
)
from handlers.schedules.coming import DAY, LOOKED_AHEAD
from handlers.turn import EngagementTurn
from storage import schedules
from storage.schedules import Scheduled

WAITS = "That of this {period} was posted already, so the new days begin after it."
# From the shortest to the longest; `_length_of` gives how long each is.
WEEK, MONTH, QUARTER = "week", "month", "quarter"
PERIODS = (WEEK, MONTH, QUARTER)
MONTHS_A_QUARTER = 3
OUT = frozenset({"posting", "sent", "uncertain"})


async def begin_with_next(
    turn: EngagementTurn, scheduled: Scheduled, cadence: Cadence
) -> tuple[Cadence, str]:
    """Let the new days begin after the period whose post is out, so that it does not come twice in it.

    Return the cadence, and a sentence where it waits; it is empty where nothing was posted.
    """
    old, new = scheduled.cadence.rule, cadence.rule
    if old == new or not (_period_of(old) and _period_of(new)):
        return cadence, ""
    period = min(_period_of(old), _period_of(new), key=PERIODS.index)
    first = _first_day(period, new, turn.today)
    posted = await _last_posted(turn, scheduled, first)
    if posted is None:
        return cadence, ""
    several = isinstance(new, Weekly) and len(new.weekdays) > 1
    last = posted if several else first + _length_of(period) - DAY
    return await _begun_after(turn, cadence, last), WAITS.format(period=period)


def _period_of(rule: Rule) -> str:
    match rule:
        case Weekly():
            return WEEK
        case QuarterlyOnWorkingDay():
            return QUARTER
        case EachWorkingDay() | OnDates() | Relative():
            return ""
    return MONTH


def _first_day(period: str, rule: Rule, today: date) -> date:
    if period == WEEK:
        return today - DAY * today.weekday()
    months = 0
    if isinstance(rule, QuarterlyOnWorkingDay) and period == QUARTER:
        months = (today.month - rule.fiscal_start_month) % MONTHS_A_QUARTER
    return today.replace(day=1) - relativedelta(months=months)


def _length_of(period: str) -> timedelta | relativedelta:
    if period == WEEK:
        return timedelta(weeks=1)
    return relativedelta(months=1 if period == MONTH else MONTHS_A_QUARTER)


async def _last_posted(turn: EngagementTurn, scheduled: Scheduled, since: date) -> date | None:
    found = await schedules.occurrences(
        turn.session,
        engagement_id=turn.engagement.id,
        schedule_id=scheduled.id,
        since=since,
        until=turn.today,
    )
    days = [one.local_date for one in found if one.job == scheduled.job and one.state in OUT]
    return max(days, default=None)


async def _begun_after(turn: EngagementTurn, cadence: Cadence, last: date) -> Cadence:
    """Begin with the first date after that day: every second week stays the same one."""
    holidays = await schedules.holidays_of(turn.session, engagement_id=turn.engagement.id)
    as_named = replace(cadence, on_holiday="keep", moved={})
    found = dates(as_named, after=last, until=last + LOOKED_AHEAD, holidays=holidays)
    first = next((one.day for one in found), None)
    return cadence if first is None else replace(cadence, starts=first)
