"""Tripwires, feedback and promises as they stood at a moment; None: as they stand now."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, or_, select

from storage.database import Session
from storage.evidence.moments import until
from storage.registers import ACTION, OPEN
from storage.tables import (
    Feedback,
    FeedbackStep,
    Person,
    RegisterItem,
    RegisterStep,
    Tripwire,
)

ACTED, CLOSED, WITHDRAWN = "acted", "closed", "withdrawn"


@dataclass(frozen=True, kw_only=True)
class Heard:
    """A piece of feedback without its words; `has_led_to_change`: somebody wrote down what was done."""

    number: int
    day: date
    source: str
    sentiment: str
    theme: str
    voice: str
    has_led_to_change: bool


@dataclass(frozen=True, kw_only=True)
class Promised:
    """An action as it stood; `owner` is their name, empty where it has none."""

    number: int
    text: str
    origin: str
    opened_at: datetime
    owner: str
    due: date | None
    status: str


async def tripwires_at(session: Session, *, engagement_id: int, at: datetime | None) -> Sequence[Tripwire]:
    """The tripwires that stood, hit or not, by number."""
    query = select(Tripwire).where(Tripwire.engagement_id == engagement_id).order_by(Tripwire.number)
    if at is None:
        query = query.where(Tripwire.disarmed_at.is_(None))
    else:
        stood = or_(Tripwire.disarmed_at.is_(None), Tripwire.disarmed_at > at)
        query = query.where(Tripwire.armed_at <= at, stood)
    return (await session.scalars(query)).all()


async def feedback_at(
    session: Session, *, engagement_id: int, at: datetime | None, today: date
) -> list[Heard]:
    """The feedback that nobody had withdrawn, by number. Where its hour is unknown, its day decides."""
    query = select(Feedback).where(Feedback.engagement_id == engagement_id).order_by(Feedback.number)
    if at is not None:
        query = query.where(
            or_(Feedback.given_at <= at, and_(Feedback.given_at.is_(None), Feedback.day <= today))
        )
    steps: dict[int, list[str]] = defaultdict(list)
    became = select(FeedbackStep.feedback_id, FeedbackStep.status).order_by(FeedbackStep.id)
    became = became.where(FeedbackStep.engagement_id == engagement_id, *until(FeedbackStep.at, at))
    for feedback_id, status in await session.execute(became):
        steps[feedback_id].append(status)
    rows = (await session.scalars(query)).all()
    return [_heard(row, steps[row.id]) for row in rows if steps[row.id][-1:] != [WITHDRAWN]]


def _heard(row: Feedback, statuses: Sequence[str]) -> Heard:
    has_led = False
    for status in statuses:
        # An answer that was taken back is a step with the status from before.
        has_led = status == ACTED or (status == CLOSED and has_led)
    return Heard(
        number=row.number,
        day=row.day,
        source=row.source,
        sentiment=row.sentiment,
        theme=row.theme,
        voice=row.voice,
        has_led_to_change=has_led,
    )


async def promises_at(session: Session, *, engagement_id: int, at: datetime | None) -> list[Promised]:
    """Every action as it stood, by number."""
    mine = (RegisterItem.engagement_id == engagement_id, RegisterItem.kind == ACTION)
    query = select(RegisterItem).where(*mine, *until(RegisterItem.opened_at, at))
    became = select(RegisterStep).where(
        RegisterStep.engagement_id == engagement_id, *until(RegisterStep.at, at)
    )
    steps: dict[int, list[RegisterStep]] = defaultdict(list)
    for step in await session.scalars(became.order_by(RegisterStep.id)):
        steps[step.item_id].append(step)
    items = (await session.scalars(query.order_by(RegisterItem.number))).all()
    owners = {item.id: _last([item.owner_id], steps[item.id], "owner_id") for item in items}
    names = dict(
        (await session.execute(select(Person.id, Person.name).where(Person.id.in_(owners.values())))).all()
    )
    return [
        Promised(
            number=item.number,
            text=item.text,
            origin=item.origin,
            opened_at=item.opened_at,
            owner=names.get(owners[item.id], ""),
            due=_last([item.due], steps[item.id], "due"),
            status=_last([OPEN], steps[item.id], "status"),
        )
        for item in items
    ]


def _last(first: list[Any], steps: Sequence[RegisterStep], name: str) -> Any:
    """What the last step that says something of it says; `first` is how it began."""
    told = [*first, *(getattr(step, name) for step in steps)]
    return next((one for one in reversed(told) if one), None)
