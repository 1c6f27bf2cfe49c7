"""The drivers: which of them can be used, how each moves, and the words for it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain.evidence.inputs import Inputs, KpiFacts, KpiPoint
from domain.evidence.kpi_words import (
    at_point,
    coverage_said,
    freshness_for,
    period_named,
    trend_said,
    wording_for,
)
from domain.evidence.needs import need_of, range_of, without_last_value
from domain.evidence.pack import DriverFound
from domain.evidence.wording import on_day, share
from domain.forecast import Forecast, Movement, forecast_of, forecast_words, movement_of
from domain.freshness import ENOUGH_COVERED, ENOUGH_STOCK_VALUES, ENOUGH_VALUES, is_usable
from domain.periods import PERIODS_A_YEAR, Period
from domain.trends import Point, Trend, judge_together, trend_of
from domain.wording import counted, listed, lowered

NO_VALUES = "No values yet."
NOTHING_DUE = "nothing is due yet"
LATE = "{n} in a row are missing"
# Section 3.10 of the domain's rules: of numbers that stopped coming no trend is told.
STOPPED = "No trend is told: {late}."
COVERED = "only {reported} of {due} {unit}s are reported ({share}; {needed} are needed)"
FEW = "{n} so far, and {needed} are needed"
SINCE_PIVOT = "Since the pivot of {day}: {trend}"
NONE_SINCE = "No whole {unit} has been reported since the pivot of {day}."
NEXT = "{period}: {comes_out}, from {n} values."
# Bad news first.
RANKS: dict[Movement, int] = {"away": 0, "not_moving": 1, "cannot_tell": 2, "toward": 3}


@dataclass(frozen=True, kw_only=True)
class Driver:
    """A driver, its trend `alone` and after all of them were judged together, and how it moves by that."""

    kpi: KpiFacts
    alone: Trend
    trend: Trend
    movement: Movement
    is_usable: bool

    @property
    def can_be_told(self) -> bool:
        """Whether it counts in what the drivers say."""
        return self.is_usable and self.movement != "cannot_tell"

    @property
    def has_stopped(self) -> bool:
        """Whether two or more due values in a row are missing: it has no trend and no forecast."""
        return bool(self.kpi.points) and self.kpi.freshness == "very_stale"

    @property
    def is_untold(self) -> bool:
        """Whether no trend is told of it: it has stopped, or is not usable, with one of its own."""
        return self.has_stopped or (not self.is_usable and self.trend.is_called)


def drivers_of(inputs: Inputs) -> tuple[Driver, ...]:
    """Judge the driver KPIs of these inputs together: what moves the wrong way first, then by their keys."""
    kpis = sorted((kpi for kpi in inputs.kpis if kpi.is_driver), key=lambda kpi: kpi.key)
    alone = {kpi.key: _trend(kpi, kpi.points) for kpi in kpis}
    together = _together(kpis, alone, inputs)
    found = [_driver(kpi, alone[kpi.key], together[kpi.key]) for kpi in kpis]
    return tuple(sorted(found, key=lambda driver: RANKS[driver.movement]))


def without_last(drivers: Sequence[Driver], key: str, inputs: Inputs) -> tuple[Driver, ...]:
    """Judge the same drivers as if the last value of this one had not been counted.

    How fresh it is stays as it was: the question is what the value says, not that it came.
    """
    one = next(driver for driver in drivers if driver.kpi.key == key)
    kpi = without_last_value(one.kpi)
    alone = {driver.kpi.key: driver.alone for driver in drivers} | {key: _trend(kpi, kpi.points)}
    kpis = [kpi if driver is one else driver.kpi for driver in drivers]
    together = _together(kpis, alone, inputs)
    return tuple(
        _driver(kpi, alone[key], together[key])
        if driver is one
        else driver
        if together[driver.kpi.key] == driver.trend
        else _driver(driver.kpi, driver.alone, together[driver.kpi.key])
        for driver in drivers
    )


def _driver(kpi: KpiFacts, alone: Trend, together: Trend) -> Driver:
    movement: Movement = "cannot_tell"
    if usable := _is_usable(kpi):
        movement = movement_of(
            together, _points(kpi.points), needed=need_of(kpi), direction=kpi.direction, hold=range_of(kpi)
        )
    return Driver(kpi=kpi, alone=alone, trend=together, movement=movement, is_usable=usable)


def _together(kpis: Sequence[KpiFacts], alone: Mapping[str, Trend], inputs: Inputs) -> dict[str, Trend]:
    """Judge those together that count; any other keeps its own, which is not told where it is called."""
    counted = {
        kpi.key: alone[kpi.key] for kpi in kpis if _is_usable(kpi) and alone[kpi.key].n >= ENOUGH_VALUES
    }
    return {**alone, **judge_together(counted, level=inputs.thresholds.together_level)}


def _is_usable(kpi: KpiFacts) -> bool:
    return is_usable(freshness_for(kpi), len(kpi.points), is_stock=kpi.is_stock)


def _trend(kpi: KpiFacts, points: Sequence[KpiPoint]) -> Trend:
    return trend_of(
        _points(points),
        is_stock=kpi.is_stock,
        is_seasonal=kpi.is_seasonal,
        season_length=PERIODS_A_YEAR[kpi.cadence],
        needed_change=need_of(kpi),
    )


def _points(points: Sequence[KpiPoint]) -> list[Point]:
    return [Point(at=point.at, value=point.value) for point in points]


def found_of(drivers: Sequence[Driver], inputs: Inputs) -> tuple[DriverFound, ...]:
    """Say of each driver what its values show."""
    since = _since_pivot(drivers, inputs)
    return tuple(_found(driver, since.get(driver.kpi.key, ""), inputs) for driver in drivers)


def _found(driver: Driver, since: str, inputs: Inputs) -> DriverFound:
    kpi = driver.kpi
    return DriverFound(
        key=kpi.key,
        name=kpi.name,
        movement=driver.movement,
        is_usable=driver.is_usable,
        trend=course_said(driver, inputs),
        latest=at_point(kpi, kpi.points[-1], inputs) if kpi.points else NO_VALUES,
        coverage=coverage_said(kpi, inputs),
        p=None if driver.is_untold else driver.trend.p,
        why_not_usable="" if driver.is_usable else lacking_words(kpi, inputs),
        since_pivot="" if driver.is_untold else since,
        forecast="" if driver.is_untold else _forecast(kpi, inputs),
        target=kpi.target,
        pace=kpi.pace,
    )


def course_said(driver: Driver, inputs: Inputs) -> str:
    """Its trend in one line; where none is told, how many of its values are missing, or what it lacks."""
    if not driver.is_untold:
        return trend_said(driver.kpi, driver.trend, inputs)
    late = _late(driver.kpi, inputs) if driver.has_stopped else lacking_words(driver.kpi, inputs)
    return STOPPED.format(late=late)


def _late(kpi: KpiFacts, inputs: Inputs) -> str:
    return LATE.format(n=counted(len(kpi.late), wording_for(kpi, inputs).unit))


def lacking_words(kpi: KpiFacts, inputs: Inputs) -> str:
    """Say what keeps a driver from being used, by section 3.2 of the domain's rules."""
    return listed(_lacking(kpi, inputs))


def _lacking(kpi: KpiFacts, inputs: Inputs) -> Iterator[str]:
    unit = wording_for(kpi, inputs).unit
    needed = ENOUGH_STOCK_VALUES if kpi.is_stock else ENOUGH_VALUES
    if len(kpi.points) < needed:
        yield FEW.format(n=counted(len(kpi.points), "value"), needed=needed)
    if kpi.freshness == "nothing_due":
        yield NOTHING_DUE
    if kpi.freshness == "very_stale":
        yield _late(kpi, inputs)
    if kpi.coverage is not None and kpi.coverage < ENOUGH_COVERED:
        yield COVERED.format(
            reported=kpi.reported,
            due=kpi.due,
            unit=unit,
            share=share(float(kpi.coverage), inputs),
            needed=share(float(ENOUGH_COVERED), inputs),
        )


def pivoted_on(inputs: Inputs) -> date | None:
    """The day of the last decision to pivot; None where there was none."""
    return max((one.on for one in inputs.decisions if one.outcome == "pivot"), default=None)


def _since_pivot(drivers: Sequence[Driver], inputs: Inputs) -> dict[str, str]:
    """The trends of the periods that began after the last pivot, judged together too."""
    day = pivoted_on(inputs)
    if day is None:
        return {}
    month = inputs.fiscal_start_month
    points = {
        driver.kpi.key: [p for p in driver.kpi.points if Period.parse(p.period).start(month) >= day]
        for driver in drivers
    }
    trends = {driver.kpi.key: _trend(driver.kpi, points[driver.kpi.key]) for driver in drivers}
    together = _together([driver.kpi for driver in drivers], trends, inputs)
    return {
        driver.kpi.key: _said_since(driver.kpi, together[driver.kpi.key], day, inputs)
        for driver in drivers
        if driver.is_usable or not together[driver.kpi.key].is_called
    }


def _said_since(kpi: KpiFacts, trend: Trend, day: date, inputs: Inputs) -> str:
    if not trend.points:
        return NONE_SINCE.format(unit=wording_for(kpi, inputs).unit, day=on_day(day, inputs))
    return SINCE_PIVOT.format(day=on_day(day, inputs), trend=lowered(trend_said(kpi, trend, inputs)))


def next_of(kpi: KpiFacts) -> Forecast | None:
    """Where the KPI's next period would come out; None where that cannot be said."""
    found = forecast_of(
        _points(kpi.points),
        ahead=1,
        low=kpi.low,
        high=kpi.high,
        is_seasonal=kpi.is_seasonal,
        season_length=PERIODS_A_YEAR[kpi.cadence],
    )
    return found if isinstance(found, Forecast) else None


def _forecast(kpi: KpiFacts, inputs: Inputs) -> str:
    found = next_of(kpi)
    if found is None:
        return ""
    following = str(Period.parse(kpi.points[-1].period).next())
    return NEXT.format(
        period=period_named(following, inputs),
        comes_out=forecast_words(found, wording_for(kpi, inputs)),
        n=found.n,
    )
