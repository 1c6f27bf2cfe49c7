"""When a round is reminded of, and when it closes: so many working days later, at the same local time."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from domain.cadence import nth_working_day_after
from domain.holidays import Holidays
from domain.working_time import instant

REMINDED_AFTER, CLOSES_AFTER = 1, 2
# A round that was posted later than this runs from then on, so that nobody has less time for it.
LATE = timedelta(minutes=15)


def begun_at(due_at: datetime, now: datetime) -> datetime:
    """The moment from which the round runs: when it was due, or when it is posted if that is late."""
    return now.replace(second=0, microsecond=0) if now - due_at > LATE else due_at


def working_days_after(began: datetime, days: int, *, zone: str, holidays: Holidays) -> tuple[date, datetime]:
    """The local date so many working days after `began`, and the moment, in UTC, of the same local time."""
    local = began.astimezone(ZoneInfo(zone))
    day = nth_working_day_after(local.date(), days, holidays=holidays)
    return day, instant(day, local.time(), ZoneInfo(zone))
