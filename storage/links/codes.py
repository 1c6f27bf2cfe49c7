"""One-time codes that an account shows and another one types. Only their fingerprints are stored."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update

from storage.database import Session
from storage.setup_codes import HALF, LETTERS
from storage.tables import Account, LinkCode, LinkTry

MINUTES = 15
MOST_TRIES = 5


async def make(session: Session, *, account: Account, now: datetime) -> str:
    """A new code of this account, as in K7QX-93MP, in place of any before it. It works for 15 minutes."""
    await session.execute(
        delete(LinkCode).where(or_(LinkCode.account_id == account.id, LinkCode.expires_at <= now))
    )
    letters = "".join(secrets.choice(LETTERS) for _letter in range(2 * HALF))
    session.add(
        LinkCode(
            fingerprint=_fingerprint(letters),
            person_id=account.person_id,
            account_id=account.id,
            created_at=now,
            expires_at=now + timedelta(minutes=MINUTES),
        )
    )
    await session.flush()
    return f"{letters[:HALF]}-{letters[HALF:]}"


async def find_open(session: Session, *, code: str, now: datetime) -> LinkCode | None:
    """The code that was typed, if it still works; with or without its hyphen, in letters of any size."""
    return (await session.scalars(select(LinkCode).where(_is_open(code, now)))).first()


async def use(session: Session, *, code: str, used_by: int, now: datetime) -> bool:
    """Use the code up for an account. Return False where it does not work, or no longer does."""
    using = update(LinkCode).where(_is_open(code, now)).values(used_at=now, used_by=used_by)
    return (await session.execute(using.returning(LinkCode.id))).first() is not None


async def void(session: Session, *, code: str) -> None:
    """Let nobody use the code any more: others could read it."""
    await session.execute(delete(LinkCode).where(LinkCode.fingerprint == _fingerprint(code)))


async def note_miss(session: Session, *, account_id: int, now: datetime) -> None:
    """Count a wrong code that was typed in the account."""
    await session.execute(delete(LinkTry).where(LinkTry.at <= now - timedelta(minutes=MINUTES)))
    session.add(LinkTry(account_id=account_id, at=now))
    await session.flush()


async def is_waiting(session: Session, *, account_id: int, now: datetime) -> bool:
    """Whether so many wrong codes were typed in the account lately that it has to wait."""
    lately = (LinkTry.account_id == account_id, LinkTry.at > now - timedelta(minutes=MINUTES))
    misses = await session.scalar(select(func.count()).select_from(LinkTry).where(*lately))
    return (misses or 0) >= MOST_TRIES


def _is_open(code: str, now: datetime) -> ColumnElement[bool]:
    return and_(
        LinkCode.fingerprint == _fingerprint(code),
        LinkCode.used_at.is_(None),
        LinkCode.expires_at > now,
    )


def _fingerprint(code: str) -> str:
    return hashlib.sha256(code.replace("-", "").upper().encode()).hexdigest()
