"""On which day, and when, a decision was made: at its meeting, though it may have come into force later."""

from collections.abc import Sequence
from datetime import date, datetime

from domain.decisions import Decided
from handlers.meetings.ahead import Ahead
from handlers.turn import Here, local_day

FILE = "file"


def meeting_of(one: Decided, meetings: Sequence[Ahead]) -> Ahead | None:
    """The meeting of the decision; None where it was made between meetings, or its meeting is not known."""
    return next((each for each in meetings if each.has_own(one.meeting_id)), None)


def decided_on(here: Here, one: Decided, meeting: Ahead | None) -> date:
    """The day of its meeting, else that on which it came into force, or was noted."""
    return meeting.day if meeting else local_day(here.engagement, one.in_force_at or one.at)


def decided_at(here: Here, one: Decided, meeting: Ahead | None) -> datetime | None:
    """When it was noted, at its meeting; the end of that where it was noted later. None: of a file."""
    if one.origin == FILE:
        return None
    if meeting is None or local_day(here.engagement, one.at) <= meeting.day:
        return one.at
    return meeting.ends
