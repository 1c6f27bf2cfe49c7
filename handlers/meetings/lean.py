"""Whether the lean is hidden for now, so that nobody votes with it in mind."""

from collections.abc import Sequence
from datetime import UTC, datetime

from domain.meetings.lead import INPUTS
from handlers.meetings.ahead import Ahead
from handlers.meetings.attending import FEWEST_VOTERS, attendees
from handlers.meetings.lasting import is_still_good
from handlers.turn import Here
from storage import meeting_records
from storage.tables import Person

BEGINNING = datetime.min.replace(tzinfo=UTC)


async def hidden_since(here: Here, meetings: Sequence[Ahead]) -> datetime | None:
    """The moment after which leans are hidden for now; None where none is. `meetings` are all that there are.

    They are while private votes are open for a meeting, and nobody had the lean shown. The moment is that of
    the last meeting before, and of the last votes that were revealed: those leans are known.
    """
    open_ones = [one for one in meetings if votes_are_open(here, one)]
    hiding = [one for one in open_ones if await hides_lean(here, one, await attendees(here, one.day))]
    if not hiding:
        return None
    held = [one.moment for one in meetings if one.moment <= here.now and one not in hiding]
    revealed = [one.revealed_at for one in meetings if one.revealed_at is not None]
    return max([*held, *revealed], default=BEGINNING)


def votes_are_open(here: Here, meeting: Ahead) -> bool:
    """Whether votes were asked for, and wait for the meeting to begin; at the end of its day nobody waits.

    What was asked before it was moved far does not count.
    """
    asked = [at for one in meeting.records for at in (one.inputs_at, one.pack_at) if at is not None]
    was_asked = is_still_good(here, meeting, asked, lead=INPUTS)
    return was_asked and meeting.started_at is None and here.today <= meeting.day


async def hides_lean(here: Here, meeting: Ahead, people: Sequence[Person]) -> bool:
    """Whether the lean is hidden until this meeting begins; `people` are expected now.

    Where too few can vote it is not. Once votes were asked for, or one is in, nobody who leaves changes that.
    """
    if meeting.started_at is not None or meeting.lean_shown_at is not None:
        return False
    asked = [one.inputs_at for one in meeting.records if one.inputs_at is not None]
    if len(people) >= FEWEST_VOTERS or is_still_good(here, meeting, asked, lead=INPUTS):
        return True
    e = here.engagement.id
    return bool(await meeting_records.votes_of(here.session, engagement_id=e, meeting_ids=meeting.record_ids))
