"""What the figures of a KPI say of periods to come, and how that stands against its target, in words."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TypedDict

from domain.forecast import (
    STANDINGS,
    Forecast,
    NoForecast,
    as_shown,
    forecast_of,
    forecast_words,
    standing_of,
    total_of,
    zone_of,
)
from domain.forecast.words import IS_WIDE
from domain.literals import literal
from domain.pace.recent import recent_change
from domain.periods import CADENCES, PERIODS_A_YEAR, Period
from domain.targets import Target, target_words
from handlers.kpis.figures import Figures, points_of

COURSE = "The course so far: {value} in {latest}; over {n} values it {moved}."
LATELY = "Over the last {n} values it {moved}."
MOVED = "{verb} by {size} a {unit} on average"
UNMOVED = "ended where it began"
YEAR_BEFORE = "A year before, {period} was {value}."
THEN = "{span}: {words}."
TOTAL_TO = "In total to {by}"
WITHOUT = "Not in that total: {periods}, not reported."
AGAINST = "Against the target, {target}: {standing}."
TARGET_TOO_FAR = "The target, {target}, is too far away to forecast: {most} {unit}s ahead is the most."


class _Traits(TypedDict):
    low: float | None
    high: float | None
    is_seasonal: bool
    season_length: int


def forecast_in(figures: Figures, period: Period) -> Forecast | NoForecast:
    """Forecast a period after the latest value, in the KPI's unit, rounded to what is shown of it."""
    ahead = period.ordinal - figures.latest.ordinal if figures.latest else 1
    given = forecast_of(points_of(figures.whole), ahead=ahead, **_traits(figures))
    return as_shown(given) if isinstance(given, Forecast) else given


def _total_in(figures: Figures, by: Period) -> Forecast | NoForecast:
    """Forecast the total that a target asks for, at its end."""
    so_far = figures.pace.total if figures.pace and figures.pace.total else 0
    ahead = by.ordinal - figures.latest.ordinal if figures.latest else 1
    given = total_of(points_of(figures.whole), so_far=float(so_far), ahead=ahead, **_traits(figures))
    return as_shown(given) if isinstance(given, Forecast) else given


def _traits(figures: Figures) -> _Traits:
    low, high = figures.traits.bounds
    return {
        "low": None if low is None else float(low),
        "high": None if high is None else float(high),
        "is_seasonal": figures.kpi.is_seasonal,
        "season_length": PERIODS_A_YEAR[literal(figures.kpi.cadence, CADENCES)],
    }


def course_lines(figures: Figures, given: Forecast) -> Iterator[str]:
    """Say what the forecast goes on from, and that it is wide where it is."""
    if figures.latest is None:
        return
    yield COURSE.format(
        value=figures.wording.write(figures.whole[figures.latest]),
        latest=figures.wording.name_period(figures.latest),
        n=given.n,
        moved=_moved(figures, given.drift),
    )
    if given.is_wide:
        yield IS_WIDE.format(n=given.n)


def lately_line(figures: Figures) -> str:
    """How it moved of late, in one line; empty from fewer than two values."""
    change, n = recent_change(figures.whole)
    return "" if change is None else LATELY.format(n=n, moved=_moved(figures, float(change)))


def year_before_line(figures: Figures, period: Period) -> str:
    """What the same period of the year before was, in one line; empty where that is not known."""
    same = next((p for p in figures.whole if (p.year, p.index) == (period.year - 1, period.index)), None)
    if same is None:
        return ""
    return YEAR_BEFORE.format(period=_name(figures, same), value=figures.wording.write(figures.whole[same]))


def _moved(figures: Figures, change: float) -> str:
    size = figures.wording.write_change(Decimal(repr(abs(change))))
    verb = "rose" if change > 0 else "fell"
    return MOVED.format(verb=verb, size=size, unit=figures.wording.unit) if change else UNMOVED


def target_period(figures: Figures, period: Period) -> Period | None:
    """The later period by which a level is to be reached; None where the forecast of `period` says enough."""
    target = figures.target
    if target is None or target.kind != "level_at_date" or target.by <= period:
        return None
    return target.by


def target_lines(figures: Figures, given: Mapping[Period, Forecast | NoForecast]) -> Iterator[str]:
    """Say how the course stands against the target; `given` are forecasts by period, that asked for first."""
    target, latest = figures.target, figures.latest
    if target is None or latest is None or target.by <= latest:
        return
    period = next(iter(given))
    if target.kind == "cumulative":
        span = TOTAL_TO.format(by=_name(figures, target.by))
        yield from _standing_lines(figures, target, _total_in(figures, target.by), span)
        yield from _left_out(figures)
    elif target.kind != "level_at_date" and (target.start or period) <= period <= target.by:
        yield from _standing_lines(figures, target, given[period])
    elif target.by in given:
        span = _name(figures, target.by) if target.by != period else ""
        yield from _standing_lines(figures, target, given[target.by], span)


def _standing_lines(
    figures: Figures, target: Target, given: Forecast | NoForecast, span: str = ""
) -> Iterator[str]:
    """Name the forecast, unless it was named already (no `span`), and how it stands against the target."""
    named = target_words(target, figures.wording, direction=figures.traits.direction)
    if isinstance(given, NoForecast):
        yield TARGET_TOO_FAR.format(target=named, most=given.most, unit=figures.wording.unit)
        return
    if span:
        yield THEN.format(span=span, words=forecast_words(given, figures.wording))
    zone = zone_of(target, figures.baseline, figures.traits.direction)
    yield AGAINST.format(target=named, standing=STANDINGS[standing_of(given, zone)])


def _left_out(figures: Figures) -> Iterator[str]:
    missing = figures.pace.missing if figures.pace else ()
    if missing:
        yield WITHOUT.format(periods=", ".join(_name(figures, period) for period in missing))


def _name(figures: Figures, period: Period) -> str:
    return figures.wording.name_period(period)
