"""How long a platform takes no more posts, or edits, in a workspace: rows that all processes obey."""

from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, case, delete, exists, func, update

from storage.database import Session
from storage.insert import insert_once
from storage.tables import Hold, OutboxPost

Method = Literal["post", "edit"]


async def hold(session: Session, *, workspace: str, method: Method, until: datetime) -> None:
    """Hold those posts of the workspace, "slack/T1", back until then; what is held longer stays so."""
    values = {"workspace": workspace, "method": method, "until": until}
    if await insert_once(session, Hold, values):
        return
    held = (Hold.workspace == workspace, Hold.method == method, Hold.until < until)
    await session.execute(update(Hold).where(*held).values(until=until))


def is_held(now: ColumnElement[datetime]) -> ColumnElement[bool]:
    """Whether the row of the outbox is one that its platform does not take yet."""
    head = func.substr(OutboxPost.target, 1, func.length(Hold.workspace) + 1)
    method = case((OutboxPost.edits_id.is_(None), "post"), else_="edit")
    return exists().where(Hold.until > now, Hold.method == method, head == Hold.workspace + "/")


async def sweep(session: Session, *, now: datetime) -> None:
    """Throw away what holds nothing any more."""
    await session.execute(delete(Hold).where(Hold.until < now))
