"""Whether the lean is hidden for now, so that nobody votes with it in mind."""

from handlers.meetings.ahead import Ahead, from_today
from handlers.meetings.attending import FEWEST_VOTERS, attendees
from handlers.turn import Here


async def is_lean_hidden(here: Here) -> bool:
    """Whether private votes are open for a meeting that did not begin, and nobody had the lean shown."""
    return any([await hides_lean(here, one) for one in await from_today(here) if one.votes_are_open])


async def hides_lean(here: Here, meeting: Ahead) -> bool:
    """Whether the lean is hidden until this meeting begins. With too few people to vote it never is."""
    if meeting.started_at is not None or any(one.lean_shown_at for one in meeting.records):
        return False
    return len(await attendees(here, meeting.day)) >= FEWEST_VOTERS
