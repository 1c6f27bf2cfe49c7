"""The post an hour before a meeting: when it is, who is expected, its agenda, and how it begins."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from domain.chat import Buttons, Reply, reply
from handlers.evidence.opening import open_button
from handlers.meetings import ahead
from handlers.meetings.ahead import Ahead, ensure_record, everything
from handlers.meetings.attending import attendees
from handlers.meetings.posting import plan_after
from handlers.meetings.standing import Standing, standing_of
from handlers.occasions import Moot, Nothing, Occasion, ToChannel, Unfit
from handlers.posts import worded_by
from handlers.preparing.agenda import agenda_of, blocks_of
from handlers.preparing.pack import freeze_for, pack_of_meeting
from handlers.preparing.starting import start_button
from handlers.preparing.words import head_of
from handlers.turn import Here, Unasked
from storage.database import Session
from storage.outbox import Post
from storage.schedules import Scheduled
from storage.tables import Engagement

WHAT = "meeting"
NO_MORE, IS_OVER = "the meeting was moved or left out", "the meeting is over"
BEGAN = "the meeting began"
RESTS = "the meetings are paused"


async def decide(session: Session, occasion: Occasion) -> Sequence[ToChannel] | Nothing:
    """One post in the channel if the meeting still stands; the one after it waits from then on.

    A meeting that was planned too late for the post of its pack gets a pack now.
    """
    here = Unasked(session=session, engagement=occasion.engagement, now=occasion.now)
    standing = await standing_of(here)
    meeting = await _standing_on(here, occasion.local_date, standing)
    if meeting is None:
        was_held = any(one.day == occasion.local_date for one in standing.held)
        return Nothing(reason=IS_OVER if was_held else NO_MORE)
    own = await ensure_record(here, meeting)
    if own.pack_at is None:
        await freeze_for(here, meeting, source="schedule")
    builds = {
        "what": WHAT,
        "day": occasion.local_date.isoformat(),
        "moment": meeting.moment.isoformat(),
        "at": occasion.now.isoformat(),
    }
    await plan_after(here, meeting)
    return [ToChannel(builds=builds)]


async def _standing_on(here: Here, day: date, standing: Standing) -> Ahead | None:
    """The regular meeting to come that stands on that day."""
    coming = await ahead.coming(here, standing)
    return next((one for one in coming if one.day == day and one.kind == "regular"), None)


@worded_by
async def build(here: Unasked, post: Post, builds: Mapping[str, Any]) -> Reply:
    """The post, in the words of the moment at which it goes out."""
    here = replace(here, now=datetime.fromisoformat(builds["at"]))
    standing = await standing_of(here)
    meeting = await _standing_on(here, date.fromisoformat(builds["day"]), standing)
    if meeting is None or meeting.moment != datetime.fromisoformat(builds["moment"]):
        raise Moot(NO_MORE)
    if standing.rests:
        raise Unfit(RESTS)
    return await _offered(here, meeting, post)


@worded_by
async def build_special(here: Unasked, post: Post, builds: Mapping[str, Any]) -> Reply:
    """The same for a special review, which no schedule knows. Raises Unfit."""
    meeting = await ahead.find(here, builds["meeting"])
    if meeting is None:
        raise Moot(NO_MORE)
    return await _offered(here, meeting, post)


async def _offered(here: Unasked, meeting: Ahead, post: Post) -> Reply:
    if meeting.ends <= post.claimed_at:
        raise Unfit(IS_OVER)
    if meeting.started_at is not None:
        raise Unfit(BEGAN)
    return await said(here, meeting)


async def preview(
    session: Session, engagement: Engagement, scheduled: Scheduled, *, now: datetime
) -> Reply | None:
    """What will be posted before the next meeting; None where there is none."""
    here = Unasked(session=session, engagement=engagement, now=now)
    coming = await ahead.coming(here)
    return await said(here, coming[0]) if coming else None


async def said(here: Here, meeting: Ahead) -> Reply:
    """When it is, who is expected, the agenda, [Start] and [Open pack]."""
    people = await attendees(here, meeting.day)
    frozen = await pack_of_meeting(here, meeting)
    choices = (start_button(), *([open_button(frozen)] if frozen else []))
    agenda = await agenda_of(here, meeting, await everything(here))
    head, body = head_of(here, meeting, people), blocks_of(here, agenda)
    return reply(*head, *body, Buttons(choices), everyone=True)
