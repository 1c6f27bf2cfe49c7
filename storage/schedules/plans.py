"""Undoing a plan: what was planned under an old version of a schedule does not happen any more."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, delete, exists, select, update

from storage.database import Session
from storage.outbox import obstacles
from storage.tables import Occurrence, OccurrencePost, OutboxPost, Schedule

CHANGED = obstacles.SCHEDULE_CHANGED


async def drop(session: Session, *, engagement_id: int, schedule_id: int, now: datetime) -> None:
    """Forget what was only planned, cancel what waits to be sent, and let the planner look again at once.

    What is on its way at this moment is left to delivery, which asks again before it sends. What follows a
    post that stands, as a digest does, still comes.
    """
    ours = (Occurrence.schedule_id == schedule_id, Occurrence.engagement_id == engagement_id)
    cancelled = await _cancel_waiting(session, engagement_id, schedule_id, now)
    is_gone = Occurrence.origin_id.is_(None) | Occurrence.origin_id.in_(cancelled)
    await session.execute(delete(Occurrence).where(*ours, is_gone, _is_ahead(now)))
    # Whatever is due already, a lead may have wanted it: that it does not come is to be seen.
    due = update(Occurrence).where(*ours, is_gone, Occurrence.state == "planned")
    ended = {"state": "cancelled", "reason": CHANGED, "ended_at": now}
    await session.execute(due.values(**ended).execution_options(synchronize_session=False))
    version = select(Schedule.version).where(Schedule.id == schedule_id).scalar_subquery()
    following = update(Occurrence).where(*ours, Occurrence.origin_id.is_not(None)).values(version=version)
    await session.execute(following.execution_options(synchronize_session=False))
    schedule = (Schedule.id == schedule_id, Schedule.engagement_id == engagement_id)
    await session.execute(
        update(Schedule).where(*schedule, Schedule.ended_at.is_(None)).values(plan_at=now, planned_until=None)
    )


def _is_ahead(now: datetime) -> ColumnElement[bool]:
    """Whether it is still to come: planned, or left out since a holiday was in its way."""
    has_posts = exists().where(OccurrencePost.occurrence_id == Occurrence.id)
    is_left_out = (Occurrence.state == "cancelled") & (Occurrence.reason != CHANGED) & ~has_posts
    return ((Occurrence.state == "planned") | is_left_out) & (Occurrence.due_at > now)


async def _cancel_waiting(
    session: Session, engagement_id: int, schedule_id: int, now: datetime
) -> Sequence[int]:
    """Cancel the occurrences whose only posts wait, and those posts: the new version may plan them again.

    A post that tells of others too is left: their part of it still holds. Return the cancelled occurrences.
    """
    mine = select(Occurrence.id).where(
        Occurrence.schedule_id == schedule_id,
        Occurrence.engagement_id == engagement_id,
        Occurrence.state == "decided",
        Occurrence.origin_id.is_(None),
    )
    of_others = exists().where(
        OccurrencePost.outbox_id == OutboxPost.id, OccurrencePost.occurrence_id.not_in(mine)
    )
    of_mine = exists().where(
        OccurrencePost.outbox_id == OutboxPost.id, OccurrencePost.occurrence_id.in_(mine)
    )
    waits = (OutboxPost.state == "pending", ~OutboxPost.is_uncertain, of_mine, ~of_others)
    ending = update(OutboxPost).where(*waits).values(state="cancelled", reason=CHANGED, next_send_at=now)
    ended = (await session.scalars(ending.returning(OutboxPost.id))).all()
    if not ended:
        return []
    told = select(OccurrencePost.occurrence_id).where(OccurrencePost.outbox_id.in_(ended))
    has_more = exists().where(
        OccurrencePost.occurrence_id == Occurrence.id,
        OccurrencePost.outbox_id.not_in(ended),
        OutboxPost.id == OccurrencePost.outbox_id,
        OutboxPost.state != "cancelled",
    )
    cancelling = (
        update(Occurrence)
        .where(Occurrence.id.in_(told), ~has_more)
        .values(state="cancelled", reason=CHANGED, ended_at=now)
        .returning(Occurrence.id)
    )
    return (await session.scalars(cancelling.execution_options(synchronize_session=False))).all()


async def release(session: Session, *, outbox_id: int, now: datetime) -> None:
    """Let the planner plan anew what this post was to tell: it did not go out, since its schedule changed."""
    told = select(OccurrencePost.occurrence_id).where(OccurrencePost.outbox_id == outbox_id)
    lives = exists().where(
        OccurrencePost.occurrence_id == Occurrence.id,
        OccurrencePost.outbox_id == OutboxPost.id,
        OutboxPost.state != "cancelled",
    )
    releasing = (
        update(Occurrence)
        .where(Occurrence.id.in_(told), Occurrence.state == "decided", Occurrence.origin_id.is_(None), ~lives)
        .values(state="cancelled", reason=CHANGED, ended_at=now)
        .returning(Occurrence.schedule_id)
        .execution_options(synchronize_session=False)
    )
    changed = (await session.scalars(releasing)).all()
    again = update(Schedule).where(Schedule.id.in_(changed), Schedule.ended_at.is_(None))
    await session.execute(again.values(plan_at=now, planned_until=None))
