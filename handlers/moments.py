"""Writing moments and days where the engagement is."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from domain import moments
from domain.periods.calendar import day_label
from handlers.turn import Here


def moment(turn: Here, at: datetime) -> str:
    """The moment in the engagement's zone, as in 14 September 2026 11:20."""
    local = at.astimezone(ZoneInfo(turn.engagement.zone))
    return f"{day(turn, local.date())} {local:%H:%M}"


def day(turn: Here, on: date) -> str:
    """The day with its month in words, as in 14 September 2026, or September 14, 2026 where that is usual."""
    return day_label(on, turn.engagement.locale)


def short_day(turn: Here, on: date) -> str:
    """The day in a few letters, as in Mon 16 Nov; with its year where that is another one than today's."""
    return moments.short_day(on, today=turn.today, locale=turn.engagement.locale)


def clock(at: datetime, zone: str) -> str:
    """The time of day in that zone, as in 9:30."""
    return moments.clock(at.astimezone(ZoneInfo(zone)).time())
