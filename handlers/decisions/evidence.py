"""The meeting and the evidence with which a decision is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from domain.chat import Args, Reply
from domain.decisions import Decided, Parts
from domain.evidence.cause import Cause
from domain.permissions import Action
from handlers.decisions.drafts import find_draft
from handlers.decisions.parts import add_parts
from handlers.evidence.freezing import cause_of, frozen_today
from handlers.meetings.ahead import Ahead, at_hand, ensure_record, everything, last_held
from handlers.meetings.ahead import find as find_meeting
from handlers.moments import short_day
from handlers.routing import Router
from handlers.turn import EngagementTurn, Here
from storage import decisions

# What is noted later than that was hardly decided in the meeting.
DECIDED_WITHIN = timedelta(days=7)
BETWEEN_MEETINGS: Cause = "decision"

router = Router()


@dataclass(frozen=True, kw_only=True)
class Held:
    """The record of the meeting in which something was decided, and the pack that was posted for it.

    `cause` is that of its packs.
    """

    id: int
    cause: Cause
    day_in_words: str
    snapshot_id: int | None


async def held_meeting(here: Here, record_id: int | None) -> Held | None:
    """The meeting with this record; else the one that goes on, or was held within a week, and has none.

    None where what was decided was decided between meetings.
    """
    meeting = await find_meeting(here, record_id) if record_id else await _undecided_now(here)
    if meeting is None or (record_id is None and here.now - meeting.moment > DECIDED_WITHIN):
        return None
    record = await ensure_record(here, meeting)
    packs = [one.pack_snapshot_id for one in (record, *meeting.records) if one.pack_snapshot_id]
    day = short_day(here, meeting.day)
    posted = packs[0] if packs else None
    return Held(id=record.id, cause=cause_of(meeting.kind), day_in_words=day, snapshot_id=posted)


async def _undecided_now(here: Here) -> Ahead | None:
    noted = await decisions.all_of(here.session, engagement_id=here.engagement.id)
    return undecided(here, noted, await everything(here))


def undecided(here: Here, noted: Sequence[Decided], meetings: Sequence[Ahead]) -> Ahead | None:
    """The meeting that was begun or is the last one held, where nothing is noted as decided in it yet."""
    next_one = at_hand(here, meetings)
    begun = next_one if next_one is not None and next_one.started_at else None
    meeting = begun or last_held(here, meetings)
    if meeting is None:
        return None
    is_decided = any(meeting.has_own(one.meeting_id) for one in noted if not one.is_withdrawn)
    return None if is_decided else meeting


async def evidence_for(turn: EngagementTurn, meeting: Held | None) -> int:
    """The id of the pack that was posted for the meeting; else of one as of now."""
    if meeting is not None and meeting.snapshot_id is not None:
        return meeting.snapshot_id
    cause, meeting_id = (meeting.cause, meeting.id) if meeting else (BETWEEN_MEETINGS, None)
    frozen = await frozen_today(turn, cause=cause, meeting_id=meeting_id, by_id=turn.person.id)
    return frozen.id


@router.click("decide evidence", action=Action.RECORD_DECISION)
async def keep(turn: EngagementTurn, args: Args) -> Reply:
    """Keep the evidence as it stands now with the draft."""
    draft = await find_draft(turn, args["number"])
    meeting = await held_meeting(turn, draft.decided.meeting_id) if draft.decided.meeting_id else None
    return await add_parts(turn, draft, Parts(evidence=await evidence_for(turn, meeting)))
