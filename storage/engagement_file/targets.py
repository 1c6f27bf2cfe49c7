"""Baselines and targets of a file as rows, and back."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from storage.engagement_file.links import SOURCE
from storage.tables import Kpi, KpiTarget
from storage.targets import BASELINE

AMOUNTS = ("value", "low", "high")


def rows_of(
    entry: Mapping[str, Any], kpi: Kpi, people: Mapping[str, int], *, now: datetime
) -> list[KpiTarget]:
    """The rows of a KPI that is in the database already, from its entry in a file."""
    baseline = entry["baseline"] or {}
    targets = entry["targets"] or ([{"kind": BASELINE}] if baseline else [])
    return [_row(target, baseline, kpi, people, now) for target in targets]


def _row(
    target: Mapping[str, Any],
    baseline: Mapping[str, Any],
    kpi: Kpi,
    people: Mapping[str, int],
    now: datetime,
) -> KpiTarget:
    return KpiTarget(
        engagement_id=kpi.engagement_id,
        kpi_id=kpi.id,
        definition_version=kpi.definition_version,
        kind=target["kind"],
        **{name: Decimal(target[name]) for name in AMOUNTS if name in target},
        start=target.get("from", ""),
        by=target.get("by", ""),
        plan={period: str(value) for period, value in target.get("plan", {}).items()},
        baseline_value=Decimal(baseline["value"]) if baseline else None,
        baseline_period=baseline.get("period", ""),
        set_on=date.fromisoformat(target["set_on"]) if "set_on" in target else None,
        set_by=people.get(target.get("set_by", "")),
        reason=target.get("reason", ""),
        source=SOURCE,
        recorded_at=now,
    )


def entries_of(rows: Sequence[KpiTarget], names: Mapping[int, str]) -> dict[str, Any]:
    """Baseline and targets as the file has them; `names` are what people are called there, by our id.

    The last target of a file is in force: of a KPI whose target was taken away it can carry none.
    """
    standing = [] if rows and rows[-1].kind == BASELINE else [row for row in rows if row.kind != BASELINE]
    baselines = [{"value": row.baseline_value, "period": row.baseline_period} for row in rows[-1:]]
    return {
        "baseline": next((one for one in baselines if one["value"] is not None), None),
        "targets": [_entry(row, names) for row in standing],
    }


def _entry(row: KpiTarget, names: Mapping[int, str]) -> dict[str, Any]:
    entry = {
        "kind": row.kind,
        **{name: getattr(row, name) for name in AMOUNTS},
        "from": row.start or None,
        "by": row.by,
        "plan": {period: Decimal(value) for period, value in row.plan.items()} or None,
        "set_on": row.set_on.isoformat() if row.set_on else None,
        "set_by": names.get(row.set_by or 0),
        "reason": row.reason or None,
    }
    return {name: value for name, value in entry.items() if value is not None}
