"""Targets of KPIs: what is to be reached, from where, set by whom. A new one supersedes the one before."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError

from domain.errors import UserError
from domain.literals import literal
from domain.periods import Period
from domain.targets import TARGET_KINDS, Baseline, Target
from storage.database import Session
from storage.tables import Kpi, KpiTarget

WITHDRAWAL = "withdrawal"
BASELINE = "baseline"


class WithdrawnMeanwhile(UserError):
    """That target was taken back already. Nothing was changed."""


# Built once: the answer to every number asks for it.
_OF = (
    select(KpiTarget)
    .join(Kpi, (Kpi.id == KpiTarget.kpi_id) & (Kpi.definition_version == KpiTarget.definition_version))
    .where(KpiTarget.engagement_id == bindparam("engagement_id"))
    .where(KpiTarget.kpi_id.in_(bindparam("kpi_ids", expanding=True)))
    .order_by(KpiTarget.id)
)


async def standing(
    session: Session, *, engagement_id: int, kpi_ids: Collection[int]
) -> dict[int, list[KpiTarget]]:
    """KPI id -> the targets of its definition in force that nobody took back, oldest first."""
    wanted = {"engagement_id": engagement_id, "kpi_ids": list(kpi_ids)}
    rows = (await session.scalars(_OF, wanted)).all()
    found: dict[int, list[KpiTarget]] = {kpi_id: [] for kpi_id in kpi_ids}
    for row in still_standing(rows):
        found[row.kpi_id].append(row)
    return found


def still_standing(rows: Sequence[KpiTarget]) -> Iterable[KpiTarget]:
    """The rows that no withdrawal takes back, without the withdrawals."""
    withdrawn = {row.withdraws_id for row in rows}
    return (row for row in rows if row.kind != WITHDRAWAL and row.id not in withdrawn)


def target_in(row: KpiTarget) -> Target | None:
    """The target that a row holds; None for a baseline alone."""
    if row.kind == BASELINE:
        return None
    return Target(
        kind=literal(row.kind, TARGET_KINDS),
        value=row.value,
        low=row.low,
        high=row.high,
        start=Period.parse(row.start) if row.start else None,
        by=Period.parse(row.by),
        plan=tuple(sorted((Period.parse(period), Decimal(value)) for period, value in row.plan.items())),
    )


def baseline_in(row: KpiTarget) -> Baseline | None:
    """Where the KPI stood before the target of this row."""
    if row.baseline_value is None:
        return None
    return Baseline(value=row.baseline_value, period=Period.parse(row.baseline_period))


def row_of(
    kpi: Kpi,
    target: Target,
    baseline: Baseline | None,
    *,
    set_on: date,
    set_by: int,
    reason: str,
    source: str,
    now: datetime,
) -> KpiTarget:
    """A target as a row that is not written down yet."""
    return KpiTarget(
        kpi_id=kpi.id,
        definition_version=kpi.definition_version,
        kind=target.kind,
        value=target.value,
        low=target.low,
        high=target.high,
        start=str(target.start or ""),
        by=str(target.by),
        plan={str(period): f"{value:f}" for period, value in target.plan},
        baseline_value=baseline.value if baseline else None,
        baseline_period=str(baseline.period) if baseline else "",
        set_on=set_on,
        set_by=set_by,
        reason=reason,
        source=source,
        recorded_at=now,
    )


def baseline_alone(before: KpiTarget, *, set_on: date, set_by: int, source: str, now: datetime) -> KpiTarget:
    """A row without a target, which keeps the baseline of the one before."""
    return KpiTarget(
        kpi_id=before.kpi_id,
        definition_version=before.definition_version,
        kind=BASELINE,
        baseline_value=before.baseline_value,
        baseline_period=before.baseline_period,
        set_on=set_on,
        set_by=set_by,
        source=source,
        recorded_at=now,
    )


async def find(session: Session, *, engagement_id: int, target_id: int) -> KpiTarget | None:
    """One target of the engagement."""
    query = select(KpiTarget).where(KpiTarget.engagement_id == engagement_id, KpiTarget.id == target_id)
    return (await session.scalars(query)).first()


async def add(session: Session, target: KpiTarget, *, engagement_id: int) -> KpiTarget:
    """Write down a target; from now on it is the one in force."""
    target.engagement_id = engagement_id
    session.add(target)
    await session.flush()
    return target


async def withdraw(
    session: Session, target: KpiTarget, *, engagement_id: int, person_id: int, source: str, now: datetime
) -> None:
    """Take a target back: the one before it is in force again. Raises WithdrawnMeanwhile if that was done."""
    session.add(
        KpiTarget(
            engagement_id=engagement_id,
            kpi_id=target.kpi_id,
            definition_version=target.definition_version,
            kind=WITHDRAWAL,
            withdraws_id=target.id,
            set_by=person_id,
            source=source,
            recorded_at=now,
        )
    )
    try:
        await session.flush()
    except IntegrityError as error:
        raise WithdrawnMeanwhile from error
