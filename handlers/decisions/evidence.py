"""The meeting and the evidence with which a decision is kept."""

from dataclasses import dataclass
from datetime import timedelta

from domain.chat import Args, Reply
from domain.permissions import Action
from handlers.decisions.drafts import find_draft
from handlers.decisions.parts import add_parts
from handlers.evidence.freezing import freeze_now
from handlers.meetings.ahead import Ahead, at_hand, last_held, record_of
from handlers.meetings.ahead import find as find_meeting
from handlers.meetings.standing import standing_of
from handlers.moments import short_day
from handlers.routing import Router
from handlers.turn import EngagementTurn, Here
from storage import decisions

# What is noted later than that was hardly decided in the meeting.
DECIDED_WITHIN = timedelta(days=7)

router = Router()


@dataclass(frozen=True, kw_only=True)
class Held:
    """The record of the meeting in which something was decided, and the pack that was posted for it."""

    id: int
    day_in_words: str
    snapshot_id: int | None


async def held_meeting(here: Here, record_id: int | None) -> Held | None:
    """The meeting with this record; else the one that goes on, or was held within a week, and has none.

    None where what was decided was decided between meetings.
    """
    meeting = await find_meeting(here, record_id) if record_id else await undecided(here)
    if meeting is None or (record_id is None and here.now - meeting.moment > DECIDED_WITHIN):
        return None
    record = await record_of(here, meeting)
    packs = [one.pack_snapshot_id for one in (record, *meeting.records) if one.pack_snapshot_id]
    day = short_day(here, meeting.day)
    return Held(id=record.id, day_in_words=day, snapshot_id=packs[0] if packs else None)


async def undecided(here: Here) -> Ahead | None:
    """The meeting that was begun or is the last one held, where nothing is noted as decided in it yet."""
    standing = await standing_of(here)
    next_one = await at_hand(here, standing)
    begun = next_one if next_one is not None and next_one.started_at else None
    meeting = begun or await last_held(here, standing)
    if meeting is None:
        return None
    noted = await decisions.all_of(here.session, engagement_id=here.engagement.id)
    ids = {one.meeting_id for one in noted if not one.is_withdrawn}
    return None if ids & set(meeting.record_ids) else meeting


async def evidence_for(turn: EngagementTurn, meeting: Held | None) -> int:
    """The id of the pack that was posted for the meeting; else of one that is frozen now."""
    if meeting is not None and meeting.snapshot_id is not None:
        return meeting.snapshot_id
    cause, meeting_id = ("meeting", meeting.id) if meeting else ("asked", None)
    frozen = await freeze_now(turn, cause=cause, meeting_id=meeting_id, by_id=turn.person.id)
    return frozen.id


@router.click("decide evidence", action=Action.RECORD_DECISION)
async def keep(turn: EngagementTurn, args: Args) -> Reply:
    """Keep the evidence as it stands now with the draft."""
    draft = await find_draft(turn, args["number"])
    meeting = await held_meeting(turn, draft.decided.meeting_id) if draft.decided.meeting_id else None
    return await add_parts(turn, draft, {"evidence": await evidence_for(turn, meeting)})
