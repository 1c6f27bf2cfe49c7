"""Renewing the tokens of Slack installations: by one process at a time, for the tokens that were claimed."""

from datetime import datetime

from sqlalchemy import update

from storage.clock import database_now
from storage.database import Session
from storage.slack_installations import Kept, kept
from storage.tables import SlackInstallation

# By the database's clock: whoever renews a token has so long before another process may try.
LEASE_SECONDS = 60


async def claim(
    session: Session, *, installation_id: int, due_before: datetime, hopeless: str
) -> Kept | None:
    """Take the renewing of a token that runs out before `due_before` into our hands, for a minute.

    None where another process has it or had it, or where the reason `hopeless` stands on the row.
    """
    is_free = SlackInstallation.rotating_until.is_(None) | (SlackInstallation.rotating_until < database_now())
    taking = (
        update(SlackInstallation)
        .where(SlackInstallation.id == installation_id, SlackInstallation.ended_at.is_(None), is_free)
        .where(SlackInstallation.token_expires_at <= due_before, SlackInstallation.end_reason != hopeless)
        .values(rotating_until=database_now(plus_seconds=LEASE_SECONDS))
        .returning(SlackInstallation)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    row = (await session.scalars(taking)).first()
    return None if row is None else kept(row)


async def keep(
    session: Session, *, was: Kept, token: str, refresh_token: str, expires_at: datetime | None
) -> bool:
    """Put the new tokens in the place of those that were claimed.

    Return False where the installation ended or began anew meanwhile.
    """
    changes = {"token": token, "refresh_token": refresh_token, "token_expires_at": expires_at}
    return await _settle(session, was, **changes, rotating_until=None, end_reason="")


async def put_off(session: Session, *, was: Kept, seconds: int) -> bool:
    """Give the claim back: anybody may try again after so many seconds."""
    return await _settle(session, was, rotating_until=database_now(plus_seconds=seconds))


async def give_up(session: Session, *, was: Kept, reason: str) -> bool:
    """Write down why the token cannot be renewed. It works until its time is over."""
    return await _settle(session, was, rotating_until=None, end_reason=reason)


async def _settle(session: Session, was: Kept, **values: object) -> bool:
    """Change the installation, unless it is no longer the one that was claimed."""
    same = (
        SlackInstallation.id == was.id,
        SlackInstallation.ended_at.is_(None),
        SlackInstallation.installed_at == was.installed_at,
        SlackInstallation.token_expires_at == was.token_expires_at,
    )
    changed = update(SlackInstallation).where(*same).values(**values).returning(SlackInstallation.id)
    return (await session.execute(changed)).first() is not None


async def reseal(session: Session, *, was: Kept, token: str, refresh_token: str) -> bool:
    """Keep the same tokens, sealed anew. Return False where there are others by now."""
    same = (SlackInstallation.id == was.id, SlackInstallation.token == was.token)
    changed = update(SlackInstallation).where(*same).values(token=token, refresh_token=refresh_token)
    return (await session.execute(changed.returning(SlackInstallation.id))).first() is not None
