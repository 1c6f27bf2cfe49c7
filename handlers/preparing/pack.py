"""Two days before a meeting its pack is frozen and posted with the agenda; its lean waits."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from domain.chat import Args, Button, Buttons, Reply, reply
from domain.errors import UserError
from domain.holidays import Holidays
from domain.meetings.lead import PACK, pack_day
from domain.permissions import Action
from handlers import story
from handlers.evidence.freezing import cause_of, freeze_now
from handlers.evidence.hiding import without_money
from handlers.evidence.opening import open_button
from handlers.evidence.words import summary
from handlers.meetings import ahead
from handlers.meetings.ahead import Ahead, ensure_record, from_today, merge_records
from handlers.meetings.attending import FEWEST_VOTERS, attendees
from handlers.meetings.lasting import is_still_good
from handlers.meetings.lean import hides_lean
from handlers.meetings.posting import plan_after
from handlers.meetings.recording import add_step
from handlers.meetings.standing import standing_of
from handlers.meetings.words import when
from handlers.occasions import Moot, Nothing, Occasion, ToChannel, Unfit
from handlers.posts import home_of, tell_channel, worded_by
from handlers.preparing import after
from handlers.preparing.agenda import agenda_of, blocks_of
from handlers.preparing.chosen import meeting_of
from handlers.preparing.leaning import lean_blocks
from handlers.preparing.points import add_button
from handlers.preparing.voting import vote_button, votes_for
from handlers.preparing.words import for_everyone, head_of, votes_line
from handlers.routing import Router
from handlers.turn import EngagementTurn, Here, Unasked
from storage import evidence, meeting_records, outbox
from storage.database import Session
from storage.evidence import Frozen
from storage.outbox import Post
from storage.schedules import Scheduled
from storage.tables import Engagement

JOB = "meeting_pack"
WHAT = "meeting pack"
NONE_NEAR = "no meeting is two days away"
GONE, IS_OVER = "the meeting was moved or left out", "the meeting is over"
RESTS = "the meetings are paused"
SHOW_LEAN, SHOW_LEAN_ROUTE = "Show lean", "meet show lean"
SHOWN = "I show the lean in the channel now."
SHOWN_ALREADY = "The lean was shown already. Nothing was changed."
NO_PACK = "There is no pack for that meeting yet."
NO_CHANNEL = "The engagement has no channel in which I could show it."

router = Router()


def is_due(here: Here, meeting: Ahead, holidays: Holidays) -> bool:
    """Whether its pack is to be posted: the day has come, and it has none that is fresh.

    So a meeting that is moved by more than a week after its pack was posted gets a new one then; the pack,
    the votes, and the agenda of one that is moved by some days stand.
    """
    is_time = pack_day(meeting.day, holidays=holidays) <= here.today and here.now < meeting.moment
    return is_time and not _has_fresh(here, meeting)


def _has_fresh(here: Here, meeting: Ahead) -> bool:
    posted_at = [one.pack_at for one in meeting.records if one.pack_at is not None]
    return is_still_good(here, meeting, posted_at, lead=PACK)


async def decide(session: Session, occasion: Occasion) -> Sequence[ToChannel] | Nothing:
    """Freeze the pack of each meeting that is two working days away, and post it.

    A pause holds back the series alone. The post after a meeting waits from here on: it does not hang on the
    one before it, which an outage may cost.
    """
    here = Unasked(session=session, engagement=occasion.engagement, now=occasion.now)
    standing = await standing_of(here)
    if not standing.rests:
        await after.make_up(here, standing)
    near = [one for one in await from_today(here, standing) if one.kind == "special" or not standing.rests]
    due = [one for one in near if is_due(here, one, standing.holidays)]
    if not due:
        return Nothing(reason=RESTS if standing.rests else NONE_NEAR)
    for one in due:
        if one.kind == "regular":
            await plan_after(here, one)
    found = [await freeze_for(here, one, source="schedule") for one in due]
    return [ToChannel(builds=builds, key=str(builds["meeting"])) for builds in found]


async def freeze_for(
    here: Here, meeting: Ahead, *, source: str, by_id: int | None = None
) -> Mapping[str, Any]:
    """Freeze the pack of the meeting, and write down that it has one. Return what its post is built from."""
    own = await merge_records(here, meeting)
    frozen = await freeze_now(here, cause=cause_of(meeting.kind), meeting_id=own.id, by_id=by_id)
    await meeting_records.add_step(
        here.session,
        engagement_id=here.engagement.id,
        meeting_id=own.id,
        kind="pack",
        data={"snapshot": frozen.id},
        by_id=by_id,
        source=source,
        now=here.now,
    )
    return {"what": WHAT, "meeting": own.id, "snapshot": frozen.id}


async def post_now(turn: EngagementTurn, meeting: Ahead) -> None:
    """Freeze the pack of a meeting that is near, and post it at once."""
    builds = await freeze_for(turn, meeting, source=turn.source, by_id=turn.person.id)
    address = await home_of(turn)
    if address is not None:
        await outbox.add(
            turn.session,
            key=f"{JOB}/now/{builds['meeting']}/{builds['snapshot']}",
            engagement_id=turn.engagement.id,
            address=address,
            reply=None,
            builds=builds,
            job=JOB,
            latest_at=meeting.ends,
            now=turn.now,
        )


@worded_by
async def build(here: Unasked, post: Post, builds: Mapping[str, Any]) -> Reply | None:
    """The post, in the words of the moment. Raises Unfit where the meeting does not stand any more."""
    meetings = await ahead.everything(here)
    meeting = ahead.with_record(meetings, builds["meeting"])
    # The record of one that was moved far or left out is that of a later one, which gets a pack of its own.
    if meeting is None or not _has_fresh(here, meeting):
        raise Moot(GONE)
    if meeting.ends <= post.claimed_at:
        raise Unfit(IS_OVER)
    e = here.engagement.id
    frozen = await evidence.by_id(here.session, engagement_id=e, snapshot_id=builds["snapshot"])
    return await said(here, meeting, frozen, meetings) if frozen is not None else None


async def said(here: Here, meeting: Ahead, frozen: Frozen, meetings: Sequence[Ahead]) -> Reply:
    """When, who is expected, the agenda, the evidence, and how many votes are in."""
    people = await attendees(here, meeting.day)
    is_hidden = await hides_lean(here, meeting, people)
    evidence_blocks = summary(here, without_money(frozen), shows_lean=not is_hidden)
    return reply(
        *head_of(here, meeting, people),
        *blocks_of(here, await agenda_of(here, meeting, meetings)),
        *evidence_blocks,
        *votes_line(await votes_for(here, meeting), people),
        Buttons(tuple(_choices(meeting, frozen, is_hidden=is_hidden, can_vote=len(people) >= FEWEST_VOTERS))),
        everyone=True,
    )


def _choices(meeting: Ahead, frozen: Frozen, *, is_hidden: bool, can_vote: bool) -> list[Button]:
    found = [for_everyone(vote_button(meeting.record_id))] if can_vote else []
    found.append(open_button(frozen))
    if is_hidden:
        args = {"meeting": meeting.record_id}
        found.append(for_everyone(Button(label=SHOW_LEAN, route=SHOW_LEAN_ROUTE, args=args)))
    return [*found, for_everyone(add_button(meeting.record_id))]


@router.click(SHOW_LEAN_ROUTE, action=Action.MANAGE_MEETINGS)
async def show_lean(turn: EngagementTurn, args: Args) -> Reply:
    """Show the lean to everybody, before the votes are revealed."""
    meeting = await meeting_of(turn, args["meeting"])
    frozen = await pack_of_meeting(turn, meeting)
    if frozen is None:
        raise UserError(NO_PACK)
    if not await hides_lean(turn, meeting, await attendees(turn, meeting.day)):
        return reply(SHOWN_ALREADY)
    own = await ensure_record(turn, meeting)
    shown = reply(
        *lean_blocks(turn, frozen, meets_on=meeting.day), Buttons((open_button(frozen),)), everyone=True
    )
    if not await tell_channel(turn, shown, key=f"meeting/lean/{own.id}/{frozen.id}"):
        raise UserError(NO_CHANNEL)
    await add_step(turn, own.id, "lean")
    what = f"had the lean shown before the meeting of {when(turn, meeting)}"
    await story.tell(turn, subject="meeting", what=what)
    return reply(SHOWN)


async def pack_of_meeting(here: Here, meeting: Ahead) -> Frozen | None:
    """The last pack that was posted for the meeting."""
    posted = [
        (one.pack_at, one.pack_snapshot_id) for one in meeting.records if one.pack_at and one.pack_snapshot_id
    ]
    if not posted:
        return None
    _at, snapshot_id = max(posted)
    return await evidence.by_id(here.session, engagement_id=here.engagement.id, snapshot_id=snapshot_id)


async def preview(
    session: Session, engagement: Engagement, scheduled: Scheduled, *, now: datetime
) -> Reply | None:
    """What would be posted for the next meeting, if that were two days away; nothing of it is kept."""
    here = Unasked(session=session, engagement=engagement, now=now)
    trial = await session.begin_nested()
    try:
        coming = await ahead.coming(here)
        if not coming:
            return None
        builds = await freeze_for(here, coming[0], source="preview")
        meetings = await ahead.everything(here)
        meeting = next(one for one in meetings if one.moment > now)
        frozen = await evidence.by_id(session, engagement_id=engagement.id, snapshot_id=builds["snapshot"])
        return await said(here, meeting, frozen, meetings) if frozen is not None else None
    finally:
        await trial.rollback()
