"""What was there and does not hold any more: days that are over, KPIs that nobody follows by now."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

Parts = Mapping[str, Any]

TRIPWIRE = "A tripwire watches a KPI that was retired: clear it, or write another one."
ASSUMPTION = "The KPI of the new assumption was retired: pick another one, or none."
EXPERIMENT = "The first test would end at once or is over: give it a later day."
ACTION = "The day of an action is over: say anew by when it is done."
HANDOVER = "The day of the hand-over is over: say anew by when it is written."
REAPPROVAL = "The day of the new approval is over: say anew by when."


def stale_parts(parts: Parts, *, today: date, retired_kpis: Collection[int]) -> list[tuple[str, str]]:
    """The parts that do not hold today, each with the sentence that says so.

    A test has to end after today, everything else may be due today. `retired_kpis` are ids.
    """
    wires, new = parts.get("tripwires"), parts.get("assumption")
    found = (
        (bool(dead_tripwires(wires, retired_kpis)), "tripwires", TRIPWIRE),
        (isinstance(new, Mapping) and new.get("kpi_id") in retired_kpis, "assumption", ASSUMPTION),
        (_is_before(_day(parts, "experiment", "stop_on"), today, or_on=True), "experiment", EXPERIMENT),
        (overdue_action(parts.get("actions"), today) is not None, "actions", ACTION),
        (_is_before(_day(parts, "handover", "due"), today), "handover", HANDOVER),
        (_is_before(parts.get("reapproval"), today), "reapproval", REAPPROVAL),
    )
    return [(part, sentence) for is_stale, part, sentence in found if is_stale]


def dead_tripwires(wires: Any, retired_kpis: Collection[int]) -> list[Mapping[str, Any]]:
    """The tripwires that could never be hit, since nobody reports their KPI any more."""
    return [one for one in _mappings(wires) if one.get("kpi_id") in retired_kpis]


def overdue_action(actions: Any, today: date) -> Mapping[str, Any] | None:
    """The first action whose day is over; None where there is none."""
    return next((one for one in _mappings(actions) if _is_before(one.get("due"), today)), None)


def _mappings(of: Any) -> list[Mapping[str, Any]]:
    return [one for one in of if isinstance(one, Mapping)] if isinstance(of, list) else []


def _day(parts: Parts, name: str, key: str) -> Any:
    found = parts.get(name)
    return found.get(key) if isinstance(found, Mapping) else None


def _is_before(value: Any, today: date, *, or_on: bool = False) -> bool:
    """Whether the day is over; no day is missing, and said so elsewhere."""
    try:
        on = date.fromisoformat(value)
    except (TypeError, ValueError):
        return False
    return on < today or (or_on and on == today)
