"""One-time codes with which a guest may set up an engagement. Only their fingerprints are stored."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, select, update

from storage.database import Session
from storage.tables import SetupCode

DAYS = 14
# Without letters and digits that look alike.
LETTERS = "ACDEFGHJKLMNPQRTUVWXY34679"
HALF = 4


async def make(session: Session, *, workspace_id: int, made_by: int, now: datetime) -> str:
    """A new code for this workspace, as in K7QX-93MP; it works once, for 14 days."""
    halves = ("".join(secrets.choice(LETTERS) for _letter in range(HALF)) for _half in range(2))
    code = "-".join(halves)
    session.add(
        SetupCode(
            workspace_id=workspace_id,
            fingerprint=_fingerprint(code),
            made_by=made_by,
            created_at=now,
            expires_at=now + timedelta(days=DAYS),
        )
    )
    await session.flush()
    return code


async def is_open(session: Session, *, workspace_id: int, code: str, now: datetime) -> bool:
    """Whether the code still works in this workspace."""
    query = select(SetupCode.id).where(_is_open(workspace_id, code, now))
    return await session.scalar(query) is not None


async def use(session: Session, *, workspace_id: int, code: str, used_by: int, now: datetime) -> bool:
    """Use the code up. Return False where it does not work, or no longer does."""
    mine = update(SetupCode).where(_is_open(workspace_id, code, now))
    used = await session.execute(mine.values(used_at=now, used_by=used_by).returning(SetupCode.id))
    return used.first() is not None


def _is_open(workspace_id: int, code: str, now: datetime) -> ColumnElement[bool]:
    return and_(
        SetupCode.workspace_id == workspace_id,
        SetupCode.fingerprint == _fingerprint(code),
        SetupCode.used_at.is_(None),
        SetupCode.expires_at > now,
    )


def _fingerprint(code: str) -> str:
    return hashlib.sha256(code.upper().encode()).hexdigest()
