"""Late requests: acknowledged already, and still to be answered. They belong to whoever holds the lease."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, update

from storage.clock import database_now
from storage.database import Session
from storage.insert import insert_once
from storage.tables import LateRequest

# By the database's clock. Work on a request is cut off before its lease is over.
LEASE_SECONDS = 60
MAX_ATTEMPTS = 3


@dataclass(frozen=True, kw_only=True)
class Late:
    """A late request, as its platform sent it."""

    key: str
    kind: str
    body: Mapping[str, Any]
    attempts: int


async def add(
    session: Session, *, key: str, platform: str, kind: str, body: Mapping[str, Any], now: datetime
) -> bool:
    """Keep the request, under a lease of ours. Return False where it is kept already."""
    values = {
        "key": key,
        "platform": platform,
        "kind": kind,
        "body": dict(body),
        "attempts": 1,
        "created_at": now,
        "lease_until": now,
    }
    is_new = await insert_once(session, LateRequest, values)
    mine = update(LateRequest).where(LateRequest.key == key)
    await session.execute(mine.values(lease_until=database_now(plus_seconds=LEASE_SECONDS)))
    return is_new


async def done(session: Session, *, key: str) -> None:
    """Erase the request: it is answered, or given up."""
    await session.execute(delete(LateRequest).where(LateRequest.key == key))


async def take_over(session: Session, *, platform: str) -> Sequence[Late]:
    """Take every request whose worker was lost, under a new lease."""
    lost = (LateRequest.platform == platform, LateRequest.lease_until < database_now())
    taken = (
        update(LateRequest)
        .where(*lost)
        .values(attempts=LateRequest.attempts + 1, lease_until=database_now(plus_seconds=LEASE_SECONDS))
        .returning(LateRequest)
        .execution_options(synchronize_session=False)
    )
    rows = (await session.scalars(taken)).all()
    return [Late(key=row.key, kind=row.kind, body=row.body, attempts=row.attempts) for row in rows]
