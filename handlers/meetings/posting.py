"""What is posted about a meeting at its own time: it waits in the outbox, once for each moment."""

from datetime import datetime, timedelta

from domain.jobs import jobs
from domain.meetings import Meeting
from handlers.meetings import ahead
from handlers.meetings.ahead import OPENS_BEFORE, Ahead, record_of
from handlers.posts import home_of
from handlers.turn import Here
from storage import outbox, schedules
from storage.meetings import MEETING
from storage.schedules import CHANGED

AFTER, BEFORE_SPECIAL = "meeting_after", "special review"
AN_HOUR = timedelta(hours=1)


async def plan_after(here: Here, meeting: Ahead, *, useful_until: datetime | None = None) -> None:
    """Have the post after the meeting wait, unless it does, or came already for that moment.

    It is of use as long as its job says, and until `useful_until` at least.
    """
    send_at = meeting.ends + AN_HOUR
    latest = send_at + timedelta(hours=jobs()[AFTER].latest_hours)
    await _plan(here, meeting, AFTER, send_at=send_at, latest_at=max(latest, useful_until or latest))


async def plan_special(here: Here, meeting: Ahead) -> None:
    """Have the posts before and after a special review wait, of which no schedule knows."""
    send_at = max(meeting.moment - OPENS_BEFORE, here.now)
    await _plan(here, meeting, BEFORE_SPECIAL, send_at=send_at, latest_at=meeting.ends)
    await plan_after(here, meeting)


async def plan_again(here: Here, moved: Meeting) -> None:
    """Have the posts of a meeting wait that was moved to where its schedule plans none for it any more.

    That is a day on which the post before it came or was missed already, or a time less than an hour away.
    """
    due_at = moved.moment - OPENS_BEFORE
    if due_at > here.now and not await _is_taken(here, moved):
        return
    key = (moved.schedule_id, moved.named)
    meeting = next((one for one in await ahead.coming(here) if one.key == key), None)
    if meeting is None:
        return
    await _plan(here, meeting, MEETING, send_at=max(due_at, here.now), latest_at=meeting.moment)
    await plan_after(here, meeting)


async def _is_taken(here: Here, moved: Meeting) -> bool:
    """Whether the one occurrence that its schedule has for that day ended."""
    found = await schedules.occurrences(
        here.session,
        engagement_id=here.engagement.id,
        schedule_id=moved.schedule_id,
        since=moved.day,
        until=moved.day,
    )
    ended = [one for one in found if one.job == MEETING and one.state != "planned"]
    return any((one.state, one.reason) != ("cancelled", CHANGED) for one in ended)


async def _plan(here: Here, meeting: Ahead, what: str, *, send_at: datetime, latest_at: datetime) -> None:
    record_id = (await record_of(here, meeting)).id
    address = await home_of(here)
    if address is None:
        return
    moment = meeting.moment.isoformat()
    builds = {"what": what, "meeting": record_id, "moment": moment, "day": meeting.day.isoformat()}
    await outbox.add(
        here.session,
        key=f"{what}/of/{record_id}/{moment}",
        engagement_id=here.engagement.id,
        address=address,
        reply=None,
        builds={**builds, "at": send_at.isoformat()},
        job=MEETING if what == BEFORE_SPECIAL else what,
        send_at=send_at,
        latest_at=latest_at,
        now=here.now,
    )
