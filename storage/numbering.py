"""The number of the next thing of its kind in an engagement."""

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute

from storage.database import Session
from storage.tables import Engagement


async def next_number(
    session: Session,
    number: InstrumentedAttribute[int],
    within: InstrumentedAttribute[int],
    *,
    engagement_id: int,
) -> int:
    """One more than the highest `number` in the engagement, which the column `within` tells."""
    # Two at once must not want the same number: the second one waits for the first.
    await session.execute(
        select(Engagement.id).where(Engagement.id == engagement_id).with_for_update(key_share=True)
    )
    last = await session.scalar(select(func.max(number)).where(within == engagement_id))
    return (last or 0) + 1
