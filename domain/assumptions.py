"""Assumptions: what has to be true for the strategy to work, and what counts as supported, written first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Literal, get_args
from zoneinfo import ZoneInfo

from domain.kpis.doubts import FITTING
from domain.literals import literal, one_of
from domain.numbers import Amount, is_other_currency
from domain.periods import Cadence
from domain.steps import Mark, Step, standing
from domain.thresholds import read_bar, span_in
from domain.tripwires import Op

Kind = Literal["value", "growth", "channel", "price", "segment", "other"]
Said = Literal["", "supported", "not_supported", "mixed"]
Bar = Literal["", "<", "<=", ">", ">="]

KINDS: tuple[Kind, ...] = get_args(Kind)
SAID: tuple[Said, ...] = get_args(Said)
BARS: tuple[Bar, ...] = get_args(Bar)
KIND_NAMES: Mapping[Kind, str] = MappingProxyType(
    {
        "value": "value: they want it",
        "growth": "growth: it spreads, or can be sold",
        "channel": "channel: they can be reached there",
        "price": "price: they pay that much",
        "segment": "segment: these are the right ones",
        "other": "something else",
    }
)
CRITICAL, NOT_CRITICAL = "critical", "not critical"
# What may be changed -> what it is called.
FIELDS: Mapping[str, str] = MappingProxyType(
    {"threshold": "threshold", "kpi_id": "KPI", "kind": "type", "is_critical": "weight"}
)


@dataclass(frozen=True, kw_only=True)
class Assumed:
    """An assumption as it stands.

    Where `op` is set, the values of its KPI are to be `op` `value` in each of `periods` periods; else only
    experiments tell. `said` is the status that a named person gave it,
    and `said_why` their reason; of a retired one, the reason for that. `changed_on` is set where its
    threshold was edited after a linked result, which only an engagement file can tell: here that is refused.
    `held_at` is when the threshold or the KPI was last changed, None where they are as first written. `marks`
    are all edits. `step_id` is the last step that counts, None where there is none.
    """

    id: int
    number: int
    key: str
    text: str
    kind: Kind
    is_critical: bool
    threshold: str
    kpi_id: int | None = None
    op: Bar = ""
    value: Decimal | None = None
    periods: int = 0
    opened_on: date
    origin: str = ""
    by_id: int | None = None
    by: str = ""
    at: datetime
    said: Said = ""
    said_by: str = ""
    said_why: str = ""
    changed_on: date | None = None
    held_at: datetime | None = None
    is_retired: bool = False
    marks: tuple[Mark, ...] = ()
    step_id: int | None = None

    @property
    def held(self) -> "Held | None":
        """What the KPI's values are held against; None where they tell nothing."""
        if not self.op or self.value is None or self.kpi_id is None:
            return None
        return Held(op=self.op, value=self.value, periods=self.periods)


@dataclass(frozen=True, kw_only=True)
class Held:
    """What values of a KPI are held against: `op` `value`, in its unit, in each of `periods` periods."""

    op: Op
    value: Decimal
    periods: int


@dataclass(frozen=True, kw_only=True)
class Draft:
    """An assumption that is not written down yet."""

    text: str
    threshold: str
    kind: Kind = "other"
    is_critical: bool = True
    kpi_id: int | None = None
    held: Held | None = None


def held_by(threshold: str, *, unit: str, cadence: Cadence, locale: str, currency: str) -> Held | None:
    """What a KPI's values are held against by these words; None where only experiments can tell.

    They tell where the number is of the KPI's unit, and where it is said in how many of its periods.
    """
    bar = read_bar(threshold, locale=locale, currency=currency)
    periods = span_in(threshold, cadence=cadence)
    if bar is None or periods is None or bar.is_comparison or bar.sample is not None:
        return None
    if not is_of_unit(bar.amount, unit=unit, currency=currency):
        return None
    return Held(op=bar.op, value=bar.amount.value, periods=periods)


def is_of_unit(amount: Amount, *, unit: str, currency: str) -> bool:
    """Whether a number in a threshold can be one of the KPI: a percentage says so, since much is counted."""
    if unit == "percent":
        return amount.unit == "percent"
    return amount.unit in FITTING[unit] and not (unit == "currency" and is_other_currency(amount, currency))


def fold(written: Assumed, steps: Sequence[Step], *, zone: ZoneInfo) -> Assumed:
    """The assumption after its steps, oldest first; `zone` tells on which day a step was taken.

    Kinds and data: "change" (fields of FIELDS; op, value and periods with a threshold; is_after_result),
    "status" (status; its reason), "retire" (its reason), "undo" (step). Decimals are texts.
    """
    for step in standing(steps):
        written = replace(_after(written, step, step.day(zone)), step_id=step.id)
    return written


def _after(now: Assumed, step: Step, on: date) -> Assumed:
    if step.kind == "change":
        return _changed(now, step, on)
    if step.kind == "status":
        said = one_of(step.data.get("status", ""), SAID) or ""
        return replace(now, said=said, said_by=step.name, said_why=step.reason)
    if step.kind == "retire":
        return replace(now, is_retired=True, said_by=step.name, said_why=step.reason)
    return now


def _changed(now: Assumed, step: Step, on: date) -> Assumed:
    data = step.data
    marks = [
        Mark(what=what, was=_was(now, name), on=on, by=step.name)
        for name, what in FIELDS.items()
        if name in data
    ]
    after = replace(
        now,
        threshold=data.get("threshold", now.threshold),
        kind=literal(data.get("kind", now.kind), KINDS),
        is_critical=data.get("is_critical", now.is_critical),
        kpi_id=data.get("kpi_id", now.kpi_id),
        changed_on=on if data.get("is_after_result") else now.changed_on,
        marks=(*now.marks, *marks),
    )
    if "op" not in data:
        return after
    value = data.get("value")
    exact = None if value is None else Decimal(value)
    bar, periods = literal(data["op"], BARS), int(data.get("periods", 0))
    return replace(after, op=bar, value=exact, periods=periods, held_at=step.at)


def _was(now: Assumed, name: str) -> str:
    if name == "is_critical":
        return CRITICAL if now.is_critical else NOT_CRITICAL
    return "" if name == "kpi_id" else str(getattr(now, name))
