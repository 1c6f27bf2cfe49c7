"""Posts that gather more to say while they wait: what each is built from, and putting more into it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update

from storage.database import Session
from storage.tables import OutboxPost


@dataclass(frozen=True, kw_only=True)
class Gathered:
    """A post by its key, its state, and what it is built from."""

    key: str
    state: str
    builds: Mapping[str, Any]


async def gathered(session: Session, *, engagement_id: int, begins: str) -> list[Gathered]:
    """The posts of the engagement whose keys begin so, the oldest first."""
    query = (
        select(OutboxPost.key, OutboxPost.state, OutboxPost.builds)
        .where(OutboxPost.engagement_id == engagement_id)
        .where(OutboxPost.key.startswith(begins, autoescape=True))
        .order_by(OutboxPost.id)
    )
    rows = await session.execute(query)
    return [Gathered(key=key, state=state, builds=dict(builds or {})) for key, state, builds in rows]


async def gather(session: Session, *, engagement_id: int, key: str, builds: Mapping[str, Any]) -> bool:
    """Have the post built from that. Return False where it does not wait any more."""
    waits = (OutboxPost.engagement_id == engagement_id, OutboxPost.key == key, OutboxPost.state == "pending")
    changing = update(OutboxPost).where(*waits).values(builds=dict(builds)).returning(OutboxPost.id)
    changed = await session.scalars(changing.execution_options(synchronize_session=False))
    return changed.first() is not None
