"""Posts that Headway makes by itself: into the outbox, in the transaction that decided them."""

from dataclasses import replace

from domain.chat import Address, Reply
from handlers.turn import EngagementTurn
from storage import offers, outbox


async def post(
    turn: EngagementTurn, reply: Reply, *, address: Address, key: str, person_id: int | None = None
) -> None:
    """Put the reply into the outbox. Its buttons are for `person_id`, or for everyone where it is None."""
    place = replace(turn.place, person_id=person_id, conversation=address.place)
    ready = await offers.save_buttons(turn.session, reply, place)
    await outbox.add(
        turn.session,
        key=key,
        engagement_id=turn.engagement.id,
        address=address,
        reply=ready,
        now=turn.now,
    )
