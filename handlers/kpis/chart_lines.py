"""What the values of a chart are held against: target, plan, baseline, and a range to hold."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from domain.chat import ChartBand, ChartLine, ChartMark
from domain.kpis.items import Habits
from domain.periods import Period
from domain.periods.calendar import short_label
from domain.targets import Baseline, Target, wording_of

TARGET, PLAN, BASELINE = "Target", "Plan", "Baseline"
EVERY, HOLD = "Target, each {unit}", "Range to hold"
LOW_TO_HIGH = "{low} to {high}"


@dataclass(frozen=True, kw_only=True)
class Axis:
    """How one KPI is written, and the first period that is drawn."""

    habits: Habits
    first: Period

    def mark(self, period: Period, value: Decimal) -> ChartMark | None:
        """The value at its place; None before the first period."""
        at = period.ordinal - self.first.ordinal
        label = short_label(period, self.habits.fiscal_start_month)
        shown = wording_of(self.habits).write(value)
        return None if at < 0 else ChartMark(at=at, label=label, value=float(value), shown=shown)


def lines_of(axis: Axis, target: Target | None, baseline: Baseline | None) -> Iterator[ChartLine]:
    """Target, plan and baseline, as far as they can be drawn beside single values."""
    start = axis.mark(baseline.period, baseline.value) if baseline else None
    if start is not None:
        yield ChartLine(name=BASELINE, marks=(start,), kind="baseline")
    if target is None or target.value is None or target.kind == "cumulative":
        return
    goal = axis.mark(target.by, target.value)
    if goal is None:
        return
    if target.kind == "per_period":
        yield ChartLine(
            name=EVERY.format(unit=wording_of(axis.habits).unit),
            marks=_span(axis, target, goal),
            kind="level",
        )
        return
    yield ChartLine(name=TARGET, marks=(goal,))
    planned = [mark for period, value in target.plan if (mark := axis.mark(period, value)) is not None]
    if planned:
        begin = (start,) if start is not None and start.at < planned[0].at else ()
        end = (goal,) if planned[-1].at < goal.at else ()
        yield ChartLine(name=PLAN, marks=(*begin, *planned, *end), kind="plan")


def _span(axis: Axis, target: Target, goal: ChartMark) -> tuple[ChartMark, ...]:
    """From the first period that counts, or the first that is drawn, to the last."""
    period = max(target.start or axis.first, axis.first)
    start = axis.mark(period, target.goal)
    return (goal,) if start is None or start.at >= goal.at else (start, goal)


def band_of(axis: Axis, target: Target | None) -> ChartBand | None:
    """The range to hold."""
    if target is None or target.kind != "hold_range":
        return None
    low, high = target.ends
    write = wording_of(axis.habits).write
    shown = LOW_TO_HIGH.format(low=write(low), high=write(high))
    return ChartBand(name=HOLD, shown=shown, low=float(low), high=float(high))
