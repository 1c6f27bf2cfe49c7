"""Our bots in Teams beside the one from the environment; their secrets are sealed before they come here."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import InstrumentedAttribute

from storage.database import Session
from storage.insert import insert_once
from storage.tables import TeamsConversation, TeamsRegistration

# Why nothing is posted in the conversations of a bot that is gone, until it comes back.
REMOVED = "the bot was removed"


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A registration as it is kept."""

    app_id: str
    tenant_id: str
    secret: str = field(repr=False)
    added_at: datetime


def _value(row: TeamsRegistration) -> Kept:
    return Kept(**{one.name: getattr(row, one.name) for one in fields(Kept)})


async def save(session: Session, *, app_id: str, tenant_id: str, secret: str, now: datetime) -> bool:
    """Write the registration down; one that is there already begins anew. Return whether it is a new one.

    One that was removed goes on where it was.
    """
    values = {"tenant_id": tenant_id, "secret": secret, "added_at": now, "removed_at": None}
    row = (await session.scalars(select(TeamsRegistration).where(_is(app_id)))).first()
    if row is None and await insert_once(session, TeamsRegistration, {"app_id": app_id, **values}):
        return True
    was_removed = row is not None and row.removed_at is not None
    await session.execute(update(TeamsRegistration).where(_is(app_id)).values(values))
    ours = (_is(app_id, TeamsConversation.app_id), _is(tenant_id, TeamsConversation.tenant_id))
    stopped = update(TeamsConversation).where(*ours, TeamsConversation.stopped == REMOVED)
    await session.execute(stopped.values(stopped=""))
    return was_removed


async def living(session: Session) -> Sequence[Kept]:
    """Every registration that was not removed, the oldest first."""
    query = select(TeamsRegistration).where(TeamsRegistration.removed_at.is_(None))
    rows = await session.scalars(query.order_by(TeamsRegistration.added_at, TeamsRegistration.id))
    return [_value(row) for row in rows]


async def remove(session: Session, *, app_id: str, now: datetime) -> str | None:
    """End the registration: its secret goes, and nothing is posted any more where only it could.

    Return its tenant; None where there is no such registration, or no longer.
    """
    ending = (
        update(TeamsRegistration)
        .where(_is(app_id), TeamsRegistration.removed_at.is_(None))
        .values(secret="", removed_at=now)
        .returning(TeamsRegistration.tenant_id)
    )
    tenant_id = (await session.scalars(ending)).first()
    if tenant_id is not None:
        # In Teams it stays installed, and what was closed to it stays closed.
        its = (_is(app_id, TeamsConversation.app_id), TeamsConversation.stopped == "")
        await session.execute(update(TeamsConversation).where(*its).values(stopped=REMOVED))
    return tenant_id


async def reseal(session: Session, *, was: Kept, secret: str) -> int:
    """Keep the secret under another seal, unless it changed meanwhile. Return how many there were: 1 or 0."""
    changing = update(TeamsRegistration).where(
        TeamsRegistration.app_id == was.app_id, TeamsRegistration.secret == was.secret
    )
    resealed = await session.execute(changing.values(secret=secret).returning(TeamsRegistration.id))
    return len(resealed.all())


def _is(wanted: str, kept: InstrumentedAttribute[str] = TeamsRegistration.app_id) -> ColumnElement[bool]:
    """Whether it is this id; Microsoft does not look at the case."""
    return func.lower(kept) == wanted.lower()
