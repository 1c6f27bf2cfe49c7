"""What is posted about a meeting at its own time: it waits in the outbox, once for each moment."""

from datetime import datetime, timedelta

from domain.jobs import jobs
from domain.meetings import Meeting
from handlers.meetings import ahead
from handlers.meetings.ahead import OPENS_BEFORE, Ahead, ensure_record
from handlers.meetings.standing import standing_of
from handlers.posts import home_of
from handlers.turn import Here
from storage import outbox, schedules
from storage.meetings import MEETING
from storage.outbox.gathering import gathered
from storage.schedules import CHANGED, Happened

CANCELLED = "cancelled"
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


async def plan_next_again(here: Here) -> None:
    """The same as `plan_again` for the next meeting, whose series was changed back."""
    coming = (await standing_of(here)).coming
    if coming:
        await plan_again(here, coming[0])


async def plan_again(here: Here, moved: Meeting) -> None:
    """Have the posts of a meeting wait that stands now where its schedule plans none for it any more.

    That is a day on which the post before it came or was missed already, or a time less than an hour away.
    """
    due_at = moved.moment - OPENS_BEFORE
    ended = await _ended_on_its_day(here, moved)
    if due_at > here.now and not ended:
        return
    key = (moved.schedule_id, moved.named)
    meeting = next((one for one in await ahead.coming(here) if one.key == key), None)
    if meeting is None:
        return
    if not any(one.reaches and one.due_at == due_at for one in ended):
        await _plan(here, meeting, MEETING, send_at=max(due_at, here.now), latest_at=meeting.moment)
    await plan_after(here, meeting)


async def _ended_on_its_day(here: Here, moved: Meeting) -> list[Happened]:
    """The occurrences of its schedule for that day that ended: it has one for each day."""
    found = await schedules.occurrences(
        here.session,
        engagement_id=here.engagement.id,
        schedule_id=moved.schedule_id,
        since=moved.day,
        until=moved.day,
    )
    ended = [one for one in found if one.job == MEETING and one.state != "planned"]
    return [one for one in ended if (one.state, one.reason) != ("cancelled", CHANGED)]


async def _plan(here: Here, meeting: Ahead, what: str, *, send_at: datetime, latest_at: datetime) -> None:
    record_id = (await ensure_record(here, meeting)).id
    address = await home_of(here)
    if address is None:
        return
    moment, e = meeting.moment.isoformat(), here.engagement.id
    key = f"{what}/of/{record_id}/{moment}"
    before = await gathered(here.session, engagement_id=e, begins=key)
    # What was cancelled while the meeting stood elsewhere is planned anew where it is brought back.
    if any(one.state != CANCELLED for one in before):
        return
    builds = {"what": what, "meeting": record_id, "moment": moment, "day": meeting.day.isoformat()}
    await outbox.add(
        here.session,
        key=f"{key}/{len(before) + 1}" if before else key,
        engagement_id=e,
        address=address,
        reply=None,
        builds={**builds, "at": send_at.isoformat()},
        job=MEETING if what == BEFORE_SPECIAL else what,
        send_at=send_at,
        latest_at=latest_at,
        now=here.now,
    )
