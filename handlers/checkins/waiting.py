"""Where an answer in plain words belongs, for somebody who works for several clients."""

from domain.permissions import Role
from handlers.turn import Turn
from storage import checkins, engagements
from storage.engagements import Seat


async def waits_in(turn: Turn) -> int | None:
    """The id of the one engagement of theirs whose open check-in they have not answered; else None."""
    seats = await engagements.seats_of(turn.session, person_id=turn.person.id, workspace_id=turn.workspace.id)
    waiting = [seat.engagement.id for seat in seats if await _waits(turn, seat)]
    return waiting[0] if len(waiting) == 1 and len(seats) > 1 else None


async def _waits(turn: Turn, seat: Seat) -> bool:
    if seat.membership.role == Role.OBSERVER:
        return False
    whose = {"engagement_id": seat.engagement.id, "person_id": turn.person.id}
    round_ = await checkins.open_for(turn.session, **whose, now=turn.now)
    return round_ is not None and (
        await checkins.head_of(turn.session, **whose, checkin_id=round_.id) is None
    )
