"""Whether what was asked or posted for a meeting holds still, after it was moved."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from domain.meetings.lead import still_stands
from handlers.meetings.ahead import Ahead
from handlers.turn import Here, local_day


def is_still_good(here: Here, meeting: Ahead, moments: Iterable[datetime], *, lead: timedelta) -> bool:
    """Whether any of what was done at those moments, `lead` before the meeting, holds for it."""
    days = [local_day(here.engagement, moment) for moment in moments]
    was = [one.was for one in meeting.postponements]
    return any(still_stands(day, meets_on=meeting.day, put_off_from=was, lead=lead) for day in days)
