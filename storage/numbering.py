"""The number of the next thing of its kind in an engagement."""

from sqlalchemy import func, select

from storage.database import Session
from storage.tables import Engagement
from storage.tables.base import Numbered


async def hold(session: Session, *, engagement_id: int) -> None:
    """Let nobody else number anything in the engagement until this transaction ends."""
    await session.execute(
        select(Engagement.id).where(Engagement.id == engagement_id).with_for_update(key_share=True)
    )


async def next_number(session: Session, table: type[Numbered], *, engagement_id: int) -> int:
    """One more than the highest number in the engagement."""
    # Two at once must not want the same number: the second one waits for the first.
    await hold(session, engagement_id=engagement_id)
    last = await session.scalar(select(func.max(table.number)).where(table.engagement_id == engagement_id))
    return (last or 0) + 1
