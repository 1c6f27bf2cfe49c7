"""What must hold within a KPI of the file: periods of its cadence, possible values, history that agrees."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from domain.engagement_file.document import Path, refusal
from domain.errors import Unreadable
from domain.periods import Period

A_PERIOD = "a {cadence} period that exists, such as {example}"
AT_LEAST = "a value of at least {limit}"
AT_MOST = "a value of at most {limit}"
EARLIER_VALUE = "the value that the correction before it left"
LATEST_VALUE = "the value that `values` has for {period}"
ONLY_RUNNING = "a period without whole values or corrections"

EXAMPLES = {"weekly": "2026-W46", "monthly": "2026-10", "quarterly": "2026-Q4"}
LOWEST = {"count": 0, "percent": 0}
HIGHEST = {"percent": 100}


def check_kpi(kpi: dict[str, Any], path: Path) -> None:
    """Refuse a KPI whose numbers cannot all be true. Raises BadFile."""
    for place, period in _periods(kpi):
        _check_period(period, kpi["cadence"], path + place)
    for place, value in _values(kpi):
        _check_value(value, kpi, path + place)
    _check_running(kpi, path)
    _check_corrections(kpi, path)


def _periods(kpi: dict[str, Any]) -> Iterator[tuple[Path, str]]:
    for name in ("values", "reported"):
        yield from (((name, period), period) for period in kpi.get(name, ()))
    if "tracked_since" in kpi:
        yield ("tracked_since",), kpi["tracked_since"]
    for name in ("baseline", "running"):
        if kpi.get(name):
            yield (name, "period"), kpi[name]["period"]
    for index, correction in enumerate(kpi.get("corrections", ())):
        yield ("corrections", index, "period"), correction["period"]
    for index, target in enumerate(kpi["targets"]):
        yield from ((("targets", index, name), target[name]) for name in ("from", "by") if name in target)
        yield from ((("targets", index, "plan", period), period) for period in target.get("plan", ()))


def _check_period(written: str, cadence: str, path: Path) -> None:
    try:
        is_right = Period.parse(written).cadence == cadence
    except Unreadable:
        is_right = False
    if not is_right:
        raise refusal(path, A_PERIOD.format(cadence=cadence, example=EXAMPLES[cadence]), written)


def _values(kpi: dict[str, Any]) -> Iterator[tuple[Path, Decimal]]:
    if "running" in kpi:
        yield ("running", "value"), kpi["running"]["value"]
    yield from ((("values", period), value) for period, value in kpi["values"].items() if value is not None)


def _check_value(value: Decimal, kpi: dict[str, Any], path: Path) -> None:
    lowest = kpi.get("valid_min", LOWEST.get(kpi["unit"]))
    highest = kpi.get("valid_max", HIGHEST.get(kpi["unit"]))
    if lowest is not None and value < lowest:
        raise refusal(path, AT_LEAST.format(limit=lowest), value)
    if highest is not None and value > highest:
        raise refusal(path, AT_MOST.format(limit=highest), value)


def _check_running(kpi: dict[str, Any], path: Path) -> None:
    if "running" not in kpi:
        return
    whole = set(kpi["values"]) | {correction["period"] for correction in kpi.get("corrections", ())}
    if kpi["running"]["period"] in whole:
        raise refusal((*path, "running", "period"), ONLY_RUNNING, kpi["running"]["period"])


def _check_corrections(kpi: dict[str, Any], path: Path) -> None:
    latest: dict[str, tuple[Path, Any]] = {}
    for index, correction in enumerate(kpi.get("corrections", ())):
        period, place = correction["period"], (*path, "corrections", index)
        if period in latest and latest[period][1] != correction["from"]:
            raise refusal((*place, "from"), EARLIER_VALUE, correction["from"])
        latest[period] = ((*place, "to"), correction["to"])
    for period, (place, value) in latest.items():
        if kpi["values"].get(period) != value:
            raise refusal(place, LATEST_VALUE.format(period=period), value)
