"""What came to nothing and has nothing to say any more, whatever a lead decides about it."""

from handlers.checkins.open_round import IS_OPEN
from handlers.checkins.participation import count
from handlers.meetings.standing import standing_of
from handlers.turn import Here
from storage import checkins
from storage.unposted import Unposted

CHECKIN_CLOSED = "That check-in has closed meanwhile, so there is nothing to answer any more."
MEETING_OVER = "That meeting is over."
CHECKIN, MEETING = "checkin", "meeting"


async def why_lapsed(here: Here, one: Unposted) -> str:
    """Why it would not be posted any more, as a sentence; empty where it may be."""
    if one.job == CHECKIN and one.kind == "post":
        return "" if await _is_open(here, one) else CHECKIN_CLOSED
    if one.job == MEETING:
        return MEETING_OVER if await _is_over(here, one) else ""
    return ""


async def why_not_now(here: Here, one: Unposted) -> str:
    """The same, or that another check-in would be closed by it."""
    if one.job == CHECKIN and one.kind == "date":
        e = here.engagement.id
        last = await checkins.latest_open(here.session, engagement_id=e, now=here.now)
        if last is not None:
            return IS_OPEN.format(number=last.number, counted=(await count(here, last)).in_words)
    return await why_lapsed(here, one)


async def _is_open(here: Here, one: Unposted) -> bool:
    last = await checkins.latest_open(here.session, engagement_id=here.engagement.id, now=here.now)
    return last is not None and last.id == one.builds.get("checkin")


async def _is_over(here: Here, one: Unposted) -> bool:
    """Whether the meeting before which it was due has begun."""
    meetings = (await standing_of(here)).meetings
    after = (meeting for meeting in meetings if not meeting.is_left_out and meeting.moment >= one.due_at)
    meant = next(after, None)
    return meant is None or meant.moment <= here.now
