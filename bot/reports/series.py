"""The values of a driver over time as they are drawn: every period of the axis, gaps too, and the words."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from domain.chat.charts import ChartBand, ChartLine, ChartMark, ChartPoint, Panel, make_chart
from domain.evidence.drivers import next_of
from domain.evidence.inputs import Inputs
from domain.evidence.kpi_facts import KpiFacts
from domain.forecast import Forecast, as_shown
from domain.freshness import Calendar
from domain.literals import literal
from domain.numbers import FORMAT_UNITS, format_amount
from domain.periods import Period
from domain.periods.calendar import short_label
from domain.wording import listed

# A target farther off would press the values together: it is named, and its place is the edge.
MOST_AHEAD = 6
TARGET, EACH, HOLD = "Target", "Target, each period", "Range to hold"
BY = "{value} by {period}"
LOW_TO_HIGH = "{low} to {high}"
FORECAST = "Forecast for {period}"
EARLY = "{periods} came before it was due."
EARLY_ONES = "{periods} came before they were due."
RANGE = "{forecast}: {low} to {high} (80% range)."


@dataclass(frozen=True, kw_only=True)
class Goal:
    """What the values are to reach: a value or a range, and the place of its period on the axis, if any."""

    name: str
    value: str
    by: str
    low: float
    high: float
    at: int | None

    @property
    def words(self) -> str:
        """The value, and the period by which it is to be reached, if there is one."""
        return BY.format(value=self.value, period=self.by) if self.by else self.value

    @property
    def is_range(self) -> bool:
        """Whether it is a range to stay in."""
        return self.low != self.high


@dataclass(frozen=True)
class Series:
    """One KPI of a frozen pack, with the periods from its first value to the end of the axis."""

    kpi: KpiFacts
    inputs: Inputs

    @cached_property
    def periods(self) -> tuple[Period, ...]:
        """Every period of the axis, in order; none where nothing is reported."""
        points = self.kpi.points
        if not points:
            return ()
        period, last = Period.parse(points[0].period), self._last
        found = [period]
        while found[-1].ordinal < last:
            found.append(found[-1].next())
        return tuple(found)

    @property
    def _last(self) -> int:
        newest = self.kpi.points[-1].at
        missing = [Period.parse(code).ordinal for code in self.kpi.missing]
        ahead = [newest + 1] if self.forecast else []
        target = self.kpi.target_at
        if self.kpi.target_low is not None and target is not None and newest < target <= newest + MOST_AHEAD:
            ahead.append(target)
        return max([newest, *missing, *ahead])

    @cached_property
    def forecast(self) -> Forecast | None:
        """Where the next period would come out; None where the values allow none."""
        return next_of(self.kpi)

    @property
    def known(self) -> int:
        """How many periods there are up to the last one that is reported or missed."""
        newest = self.kpi.points[-1].at if self.kpi.points else 0
        missing = [Period.parse(code).ordinal for code in self.kpi.missing]
        first = self.periods[0].ordinal if self.periods else 0
        return max([newest, *missing]) - first + 1 if self.periods else 0

    @property
    def early(self) -> str:
        """Which periods were reported before they were due, as the count of those that were due has none."""
        kpi = self.kpi
        calendar = Calendar(
            today=self.inputs.today,
            cadence=kpi.cadence,
            fiscal_start_month=self.inputs.fiscal_start_month,
        )
        last = calendar.last_due.ordinal
        counted = [one for one in kpi.points if last - kpi.due < one.at <= last]
        # A KPI with days of grace of its own is counted to another period: then nothing is said.
        if len(counted) != kpi.reported:
            return ""
        ahead = [self.label(Period.parse(one.period)) for one in kpi.points if one.at > last]
        sentence = EARLY if len(ahead) == 1 else EARLY_ONES
        return sentence.format(periods=listed(ahead)) if ahead else ""

    @cached_property
    def values(self) -> dict[int, float]:
        """Place on the axis, from 0 -> value."""
        return {one.at - self.periods[0].ordinal: one.value for one in self.kpi.points}

    @cached_property
    def shown(self) -> dict[int, str]:
        """Place on the axis, from 0 -> the value as people read it."""
        return {one.at - self.periods[0].ordinal: self.write(one.text) for one in self.kpi.points}

    @property
    def labels(self) -> tuple[str, ...]:
        """The periods of the axis in a few letters."""
        return tuple(self.label(period) for period in self.periods)

    @cached_property
    def goal(self) -> Goal | None:
        """What is to be reached, where it can be drawn."""
        low, high, at = self.kpi.target_low, self.kpi.target_high, self.kpi.target_at
        if low is None or high is None or not self.periods:
            return None
        place = None if at is None else at - self.periods[0].ordinal
        is_there = place is not None and 0 <= place < len(self.periods)
        both = LOW_TO_HIGH.format(low=self.write(repr(low)), high=self.write(repr(high)))
        return Goal(
            name=HOLD if low != high else TARGET if at is not None else EACH,
            value=self.write(repr(low)) if low == high else both,
            by="" if place is None else self._period_at(place),
            low=low,
            high=high,
            at=place if is_there else None,
        )

    def _period_at(self, place: int) -> str:
        period = self.periods[0]
        for _step in range(abs(place)):
            period = period.next() if place > 0 else period.previous()
        return self.label(period)

    @property
    def forecast_name(self) -> str:
        """Of which period the forecast is; nothing where there is none."""
        if self.forecast is None:
            return ""
        return FORECAST.format(period=self._period_at(self.kpi.points[-1].at - self.periods[0].ordinal + 1))

    @property
    def forecast_words(self) -> str:
        """The range of the next period; nothing where there is none."""
        found = self.forecast
        if found is None:
            return ""
        shown = as_shown(found)
        low, high = self.write(f"{shown.low:f}"), self.write(f"{shown.high:f}")
        return RANGE.format(forecast=self.forecast_name, low=low, high=high)

    @property
    def words(self) -> str:
        """What the chart shows, for whoever does not see it."""
        points = tuple(
            ChartPoint(label=label, value=self.values.get(at), shown=self.shown.get(at, ""))
            for at, label in enumerate(self.labels[: self.known])
        )
        panel = Panel(
            name=self.kpi.name,
            unit=self.unit,
            points=points,
            lines=_lines(self.goal),
            band=_band(self.goal),
        )
        return " ".join(filter(None, (make_chart(title="", panels=(panel,)).alt, self.forecast_words)))

    @property
    def unit(self) -> str:
        """What is counted."""
        return {"percent": "%", "currency": self.inputs.currency}.get(self.kpi.unit, self.kpi.unit)

    def label(self, period: Period) -> str:
        """A period in a few letters: Oct 2026, W46 2026, Q4 2026."""
        return short_label(period, self.inputs.fiscal_start_month).partition(" (")[0]

    def write(self, exact: str) -> str:
        """A value as people read it, as exact as it is."""
        return self._format(Decimal(exact))

    def _format(self, value: Decimal) -> str:
        unit = literal(self.kpi.unit, FORMAT_UNITS)
        return format_amount(value, unit=unit, locale=self.inputs.locale, currency=self.inputs.currency)


def _lines(goal: Goal | None) -> tuple[ChartLine, ...]:
    if goal is None or goal.is_range:
        return ()
    mark = ChartMark(at=goal.at or 0, label=goal.by, value=goal.low, shown=goal.value)
    return (ChartLine(name=goal.name, marks=(mark,), kind="target" if goal.by else "level"),)


def _band(goal: Goal | None) -> ChartBand | None:
    if goal is None or not goal.is_range:
        return None
    return ChartBand(name=goal.name, shown=goal.words, low=goal.low, high=goal.high)


def series_of(inputs: Inputs, keys: Sequence[str]) -> dict[str, Series]:
    """Key of a KPI -> its values over time, of those keys that are known."""
    return {kpi.key: Series(kpi, inputs) for kpi in inputs.kpis if kpi.key in keys}
