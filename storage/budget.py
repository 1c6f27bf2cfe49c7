"""How often somebody is written to without having asked."""

from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, func, select, true

from domain.permissions import LEADS
from storage.database import Session
from storage.morning import ASKED_FOR
from storage.tables import Membership, OccurrencePost, OutboxPost

# What reached its person, or may have, or still will.
COUNTED = ("pending", "sending", "sent", "uncertain")


async def count_posts(
    session: Session,
    *,
    person_id: int,
    since: datetime,
    until: datetime,
    but: int | None = None,
    without_job: str = "",
) -> int:
    """How many posts but that one the person gets unasked in that time, or got: since <= when < until.

    All engagements count together, but for those that the person leads. A message with nothing but what
    they asked for does not count, nor does what the job `without_job` posts of its own.
    """
    when = func.coalesce(OutboxPost.sent_at, OutboxPost.next_send_at)
    query = select(func.count()).where(
        OutboxPost.person_id == person_id,
        OutboxPost.state.in_(COUNTED),
        OutboxPost.engagement_id.not_in(_led_by(person_id)),
        ~_is_asked_for(),
        when >= since,
        when < until,
        OutboxPost.id != (but or 0),
        OutboxPost.job != without_job if without_job else true(),
    )
    return await session.scalar(query) or 0


def _led_by(person_id: int) -> Select[int]:
    """The engagements that the person leads."""
    return select(Membership.engagement_id).where(
        Membership.person_id == person_id, Membership.ended_at.is_(None), Membership.role.in_(LEADS)
    )


def _is_asked_for() -> ColumnElement[bool]:
    """Whether there is nothing in the message but what its reader asked for."""
    of_it = exists().where(OccurrencePost.outbox_id == OutboxPost.id)
    is_wanted = func.coalesce(OccurrencePost.args[ASKED_FOR].as_boolean(), False)
    return of_it & ~of_it.where(~is_wanted)
