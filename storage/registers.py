"""The registers: blockers and actions, each with its owner, its age and what became of it. They only grow."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute

from storage.database import Session
from storage.numbering import next_number
from storage.tables import Engagement, Person, RegisterItem, RegisterStep

BLOCKER, ACTION = "blocker", "action"
OPEN, DONE, DROPPED, WITHDRAWN = "open", "done", "dropped", "withdrawn"


@dataclass(frozen=True, kw_only=True)
class Item:
    """Something of the register as it stands now. `owner` is their name, empty where it has none.

    `opened_on` is the engagement's local date. `step_id` is the last step of it, taken at `changed_at`; both
    are None where there is none yet.
    """

    id: int
    number: int
    kind: str
    text: str
    owner_id: int | None
    owner: str
    due: date | None
    origin: str
    opened_at: datetime
    opened_on: date
    status: str
    step_id: int | None
    changed_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether it waits to be done."""
        return self.status == OPEN

    def age_in_days(self, today: date) -> int:
        """How many days it has been there; `today` is the engagement's local date."""
        return max(0, (today - self.opened_on).days)

    def is_overdue(self, today: date) -> bool:
        """Whether the day by which it was to be done is over."""
        return self.is_open and self.due is not None and self.due < today


async def open_item(
    session: Session,
    *,
    engagement_id: int,
    kind: str,
    text: str,
    owner_id: int | None,
    due: date | None,
    origin: str,
    by_id: int | None,
    now: datetime,
) -> Item:
    """Put something into the register, under the engagement's next number."""
    row = RegisterItem(
        engagement_id=engagement_id,
        number=await next_number(session, RegisterItem, engagement_id=engagement_id),
        kind=kind,
        text=text,
        owner_id=owner_id,
        due=due,
        origin=origin,
        by_id=by_id,
        opened_at=now,
    )
    session.add(row)
    await session.flush()
    return await _one(session, engagement_id, row.id)


async def add_step(
    session: Session,
    *,
    engagement_id: int,
    item_id: int,
    by_id: int | None,
    source: str,
    now: datetime,
    status: str = "",
    owner_id: int | None = None,
    due: date | None = None,
    words: str = "",
) -> Item:
    """Write down what became of an item; what is left out stays as it was."""
    row = RegisterStep(
        engagement_id=engagement_id,
        item_id=item_id,
        status=status,
        owner_id=owner_id,
        due=due,
        words=words,
        by_id=by_id,
        source=source,
        at=now,
    )
    session.add(row)
    await session.flush()
    return await _one(session, engagement_id, item_id)


async def find(session: Session, *, engagement_id: int, kind: str, number: int) -> Item | None:
    """The item with this number, whatever became of it; None for one of another kind."""
    wanted = (RegisterItem.kind == kind, RegisterItem.number == number)
    return next(iter(await _items(session, engagement_id, *wanted)), None)


async def open_items(
    session: Session, *, engagement_id: int, kind: str | None = None, owner_id: int | None = None
) -> list[Item]:
    """What is open, the oldest first; of one kind or owner if asked for."""
    wanted: list[Any] = [_status() == OPEN]
    if kind is not None:
        wanted.append(RegisterItem.kind == kind)
    if owner_id is not None:
        wanted.append(_owner_id() == owner_id)
    return await _items(session, engagement_id, *wanted)


async def with_origin(session: Session, *, engagement_id: int, origin: str) -> list[Item]:
    """What came from there, as from a decision, whatever became of it; the oldest first."""
    return await _items(session, engagement_id, RegisterItem.origin == origin)


async def done_since(session: Session, *, engagement_id: int, since: datetime) -> list[Item]:
    """What was done after that moment and is done still, the oldest first."""
    return await _items(session, engagement_id, _status() == DONE, _last(RegisterStep.at) > since)


async def counts(session: Session, *, engagement_id: int) -> dict[str, int]:
    """Kind -> how many of it are open."""
    query = (
        select(RegisterItem.kind, func.count())
        .where(RegisterItem.engagement_id == engagement_id, _status() == OPEN)
        .group_by(RegisterItem.kind)
    )
    return dict((await session.execute(query)).all())


async def _one(session: Session, engagement_id: int, item_id: int) -> Item:
    (item,) = await _items(session, engagement_id, RegisterItem.id == item_id)
    return item


async def _items(session: Session, engagement_id: int, *wanted: Any) -> list[Item]:
    return [_item(row) for row in await session.execute(_query(engagement_id).where(*wanted))]


def _query(engagement_id: int) -> Select[Any]:
    owner_id = _owner_id()
    return (
        select(
            RegisterItem,
            _status().label("status"),
            owner_id.label("owner_id"),
            Person.name,
            func.coalesce(_last(RegisterStep.due), RegisterItem.due).label("due"),
            _last(RegisterStep.id).label("step_id"),
            _last(RegisterStep.at).label("changed_at"),
            Engagement.zone,
        )
        .join(Engagement, Engagement.id == RegisterItem.engagement_id)
        .outerjoin(Person, Person.id == owner_id)
        .where(RegisterItem.engagement_id == engagement_id)
        .order_by(RegisterItem.opened_at, RegisterItem.id)
    )


def _item(row: Any) -> Item:
    item: RegisterItem = row.RegisterItem
    return Item(
        id=item.id,
        number=item.number,
        kind=item.kind,
        text=item.text,
        owner_id=row.owner_id,
        owner=row.name or "",
        due=row.due,
        origin=item.origin,
        opened_at=item.opened_at,
        opened_on=item.opened_at.astimezone(ZoneInfo(row.zone)).date(),
        status=row.status,
        step_id=row.step_id,
        changed_at=row.changed_at,
    )


def _status() -> Any:
    return func.coalesce(_last(RegisterStep.status), OPEN)


def _owner_id() -> Any:
    return func.coalesce(_last(RegisterStep.owner_id), RegisterItem.owner_id)


def _last(column: InstrumentedAttribute[Any]) -> Any:
    """What the last step of the item that says something of this column says."""
    says = column != "" if column is RegisterStep.status else column.is_not(None)
    steps = select(column).where(RegisterStep.item_id == RegisterItem.id, says)
    return steps.order_by(RegisterStep.id.desc()).limit(1).correlate(RegisterItem).scalar_subquery()
