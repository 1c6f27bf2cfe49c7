"""Which engagement somebody means in a direct conversation, for half an hour."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from storage.database import Session
from storage.insert import insert_once
from storage.tables import Context

LASTS = timedelta(minutes=30)


async def remember(
    session: Session, *, person_id: int, conversation: str, engagement_id: int, now: datetime
) -> None:
    """Remember the engagement that the person means here."""
    meant = {"engagement_id": engagement_id, "expires_at": now + LASTS}
    here = {"person_id": person_id, "conversation": conversation}
    # Two answers at the same moment remember one after the other.
    if not await insert_once(session, Context, {**here, **meant}):
        await session.execute(update(Context).filter_by(**here).values(**meant))


async def recall(session: Session, *, person_id: int, conversation: str, now: datetime) -> int | None:
    """The id of the engagement that the person means here, if they said so lately."""
    query = select(Context.engagement_id).where(
        Context.person_id == person_id, Context.conversation == conversation, Context.expires_at > now
    )
    return await session.scalar(query)


async def forget(session: Session, *, person_id: int, conversation: str) -> None:
    """Forget which engagement the person means here."""
    await session.execute(
        delete(Context).where(Context.person_id == person_id, Context.conversation == conversation)
    )
