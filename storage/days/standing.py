"""What was recorded on one day and still stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    CTE,
    BindParameter,
    Row,
    Select,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
    union,
)
from sqlalchemy.orm import aliased

from storage.database import Session
from storage.imports import SOURCE
from storage.tables import (
    Kpi,
    KpiDefinition,
    KpiImport,
    KpiUpdate,
    Person,
)
from storage.types import UtcDateTime

# A day with more numbers than this is told as "at least": looking at all of them takes too long.
MOST_COUNTED = 100


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """A number of one day; `corrects` is the value that it corrects, None where it corrects none.

    One that is not `is_in_force` was counted by a definition that was replaced since.
    """

    name: str
    unit: str
    period: str
    value: Decimal
    is_provisional: bool
    corrects: Decimal | None
    is_in_force: bool
    who: str


@dataclass(frozen=True, kw_only=True)
class Imported:
    """What one person's tables brought on a day: how many values, of how many KPIs."""

    values: int
    kpis: int
    who: str


@dataclass(frozen=True, kw_only=True)
class Day:
    """What stands of one day: some of the numbers, how many there are (to MOST_COUNTED), and the imports."""

    numbers: Sequence[Recorded]
    count: int
    imports: Sequence[Imported]

    def __bool__(self) -> bool:
        """Whether anything stands."""
        return bool(self.numbers or self.imports)


# Queries of every report are built once: building one costs more than running it.
_SINCE = bindparam("since", type_=UtcDateTime())
_UNTIL = bindparam("until", type_=UtcDateTime())
_UNDO: BindParameter[str] = bindparam("undo_reason")


def _last_of_day(last: type[KpiUpdate], *, is_undo: bool) -> Select[int, str]:
    """The links that stand at the end of the day: those of people, or the undos.

    An undo takes back what it supersedes whenever it came, so one after midnight counts as well.
    """
    later = aliased(KpiUpdate)
    followed = exists().where(
        later.supersedes_id == last.id, or_(later.recorded_at < _UNTIL, later.reason == _UNDO)
    )
    kind = last.reason == _UNDO if is_undo else and_(last.reason != _UNDO, last.recorded_at < _UNTIL)
    return (
        select(last.id.label("id"), last.reason.label("reason"))
        .where(last.engagement_id == bindparam("engagement_id"), last.recorded_at >= _SINCE)
        .where(kind, last.value.is_not(None), last.source != SOURCE, ~followed)
    )


def _brought_back() -> CTE:
    """The undos of the day, and whatever they brought back."""
    last, undo, undone, back = (aliased(KpiUpdate) for _name in range(4))
    found = _last_of_day(last, is_undo=True).cte("brought_back", recursive=True)
    step = (
        select(back.id, back.reason)
        .join(undone, undone.supersedes_id == back.id)
        .join(undo, undo.supersedes_id == undone.id)
        .join(found, found.c.id == undo.id)
        .where(found.c.reason == _UNDO)
    )
    return found.union(step)


_LAST = aliased(KpiUpdate)
_NEWEST = _last_of_day(_LAST, is_undo=False).order_by(_LAST.recorded_at.desc()).limit(MOST_COUNTED).subquery()
_STANDING = union(select(_NEWEST.c.id), select(_brought_back().c.id)).cte("standing")
_BEFORE = aliased(KpiUpdate)
_NUMBERS = (
    select(
        KpiUpdate.id,
        KpiUpdate.kind,
        Kpi.name,
        func.coalesce(KpiDefinition.unit, Kpi.unit).label("unit"),
        KpiUpdate.period,
        KpiUpdate.value,
        KpiUpdate.is_provisional,
        _BEFORE.value.label("before"),
        KpiDefinition.id.label("replaced"),
        Person.name.label("who"),
        func.count().over().label("how_many"),
    )
    .join(_STANDING, _STANDING.c.id == KpiUpdate.id)
    .join(Kpi, Kpi.id == KpiUpdate.kpi_id)
    .join(Person, Person.id == KpiUpdate.reported_by)
    .outerjoin(_BEFORE, _BEFORE.id == KpiUpdate.supersedes_id)
    .outerjoin(
        KpiDefinition,
        and_(KpiDefinition.kpi_id == KpiUpdate.kpi_id, KpiDefinition.version == KpiUpdate.definition_version),
    )
    .where(KpiUpdate.reason != _UNDO, KpiUpdate.source != SOURCE)
    .where(KpiUpdate.recorded_at >= _SINCE, KpiUpdate.recorded_at < _UNTIL)
    .order_by(KpiUpdate.id.desc())
    .limit(bindparam("most"))
)
_TABLES = (
    select(
        func.count().label("how_many"),
        func.count(KpiUpdate.kpi_id.distinct()).label("kpis"),
        func.max(Person.name).label("who"),
    )
    .join(KpiImport, KpiImport.id == KpiUpdate.import_id)
    .join(Person, Person.id == KpiImport.person_id)
    .where(KpiImport.engagement_id == bindparam("engagement_id"), KpiImport.undone_at.is_(None))
    .where(KpiImport.saved_at >= _SINCE, KpiImport.saved_at < _UNTIL)
    .group_by(KpiImport.person_id)
    .order_by(func.count(KpiUpdate.kpi_id.distinct()))
)


async def told_of(
    session: Session, *, engagement_id: int, since: datetime, until: datetime, undo_reason: str, most: int
) -> Day:
    """What was recorded from `since` to before `until`, and was not taken back.

    A link whose reason is `undo_reason` is an undo. Of the numbers there are the newest `most`, oldest
    first, the last one of each KPI and period; files of whole engagements are left out.
    """
    day = {"engagement_id": engagement_id, "since": since, "until": until}
    newest = (await session.execute(_NUMBERS, {**day, "undo_reason": undo_reason, "most": most})).all()
    tables = await session.execute(_TABLES, day)
    return Day(
        numbers=[_recorded(row) for row in reversed(newest)],
        count=newest[0].how_many if newest else 0,
        imports=[Imported(values=row.how_many, kpis=row.kpis, who=row.who) for row in tables],
    )


def _recorded(row: Row[*tuple[Any, ...]]) -> Recorded:
    return Recorded(
        name=row.name,
        unit=row.unit,
        period=row.period,
        value=row.value,
        is_provisional=row.is_provisional,
        corrects=row.before if row.kind == "correction" else None,
        is_in_force=row.replaced is None,
        who=row.who,
    )
