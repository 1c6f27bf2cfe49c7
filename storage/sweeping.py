"""Throwing away what nobody needs any more: old receipts, dead offers, unsaved tables, sent answers."""

from datetime import datetime, timedelta

from sqlalchemy import delete

from storage import holds, imports, outbox, paces
from storage.database import Session
from storage.tables import Offer, Receipt

# Platforms send a request again for minutes; a person presses an old button for days.
KEPT_DAYS = 7


async def sweep(session: Session, *, now: datetime) -> None:
    """Delete receipts and ended offers of more than a week ago, and unsaved tables of more than a day.

    The words of answers to people leave the outbox a month after they were sent.
    """
    last = now - timedelta(days=KEPT_DAYS)
    await session.execute(delete(Receipt).where(Receipt.day < last))
    await session.execute(delete(Offer).where(Offer.expires_at < last))
    await imports.sweep(session, now=now)
    await holds.sweep(session, now=now)
    await paces.sweep(session, now=now)
    await outbox.sweep(session, now=now)
