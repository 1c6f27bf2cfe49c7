"""Installings of the Slack app that were begun, and the welcome that follows when they are done."""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from storage.database import Session
from storage.tables import OutboxPost, SlackInstalling

# How long somebody may take to press [Allow].
STATE_SECONDS = 600


async def was_welcomed(session: Session, *, key_prefix: str, since: datetime) -> bool:
    """Whether a welcome with such a key went out since then, or still waits."""
    query = select(OutboxPost.id).where(
        OutboxPost.key.startswith(key_prefix, autoescape=True),
        OutboxPost.created_at > since,
        OutboxPost.state.not_in(("cancelled", "failed")),
    )
    return await session.scalar(query.limit(1)) is not None


async def issue_state(session: Session, *, state: str, now: datetime) -> None:
    """Somebody began to install; the state works once, for ten minutes. What ran out is thrown away."""
    await session.execute(delete(SlackInstalling).where(SlackInstalling.expires_at <= now))
    session.add(
        SlackInstalling(fingerprint=_fingerprint(state), expires_at=now + timedelta(seconds=STATE_SECONDS))
    )
    await session.flush()


async def consume_state(session: Session, *, state: str, now: datetime) -> bool:
    """Use the state up. Return False where it does not work, or no longer does."""
    mine = delete(SlackInstalling).where(SlackInstalling.fingerprint == _fingerprint(state))
    expires_at = (await session.scalars(mine.returning(SlackInstalling.expires_at))).first()
    return expires_at is not None and expires_at > now


def _fingerprint(state: str) -> str:
    return hashlib.sha256(state.encode()).hexdigest()
