"""The catalogues that ship with the product: KPI library, use cases, currencies, zones, locales."""

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True, kw_only=True)
class LibraryKpi:
    """A KPI that can be picked instead of being described."""

    key: str
    name: str
    group: str
    unit: str
    direction: str
    aggregation: str
    definition: str
    formula: str
    aliases: tuple[str, ...] = ()
    valid_min: Decimal | None = None
    valid_max: Decimal | None = None
    is_revenue: bool = False


@dataclass(frozen=True, kw_only=True)
class Starter:
    """An assumption to begin with: its `kpi` is to be at least so much in each of `periods` periods.

    That is `at_least`, or where it is None `lift_pct` percent above the recent values.
    """

    text: str
    kind: str
    kpi: str
    periods: int
    at_least: int | None = None
    lift_pct: int = 0


@dataclass(frozen=True, kw_only=True)
class UseCase:
    """Why a fractional CMO is called."""

    key: str
    name: str
    kpis: tuple[str, ...]
    assumption: Starter


@cache
def library() -> dict[str, LibraryKpi]:
    """The KPI library by key."""
    made = [_library_kpi(entry) for entry in _load("kpis.toml")["kpi"]]
    return {kpi.key: kpi for kpi in made}


def _library_kpi(entry: dict[str, Any]) -> LibraryKpi:
    bounds: dict[str, Any] = {
        name: Decimal(entry[name]) for name in ("valid_min", "valid_max") if name in entry
    }
    values: dict[str, Any] = {**entry, **bounds, "aliases": tuple(entry["aliases"])}
    return LibraryKpi(**values)


@cache
def use_cases() -> dict[str, UseCase]:
    """The use cases by key."""
    entries: list[dict[str, Any]] = _load("use_cases.toml")["use_case"]
    made = [
        UseCase(**{**e, "kpis": tuple(e["kpis"]), "assumption": Starter(**e["assumption"])}) for e in entries
    ]
    return {use_case.key: use_case for use_case in made}


@cache
def currencies() -> tuple[str, ...]:
    """ISO codes of the currencies that the setup form offers."""
    return tuple(_load("places.toml")["currencies"])


@cache
def zones() -> tuple[str, ...]:
    """IANA names of the time zones that the setup form offers."""
    return tuple(_load("places.toml")["zones"])


@cache
def locales() -> dict[str, str]:
    """Language tag -> what numbers and dates look like there."""
    return {entry["key"]: entry["name"] for entry in _load("places.toml")["locale"]}


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files(__name__).joinpath(name).read_text(encoding="utf-8"))
