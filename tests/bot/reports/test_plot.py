"""Charts of a page: everything lies inside, gaps stay gaps, targets and forecasts are where they belong."""

from bot.reports.plot import HEIGHT, WIDTH, plot_of
from bot.reports.series import Series
from domain.periods import Period
from tests.bot.reports.made import BY
from tests.domain.evidence.making import make_inputs, make_kpi

YEAR = (421, 404, 437, 428, 446, 431, 455, 439, 432, 448, 426, 434)


def plotted(*values, **changes):
    kpi = make_kpi("leads", *(values or YEAR), **{"target_at": BY, **changes})
    made = plot_of(Series(kpi, make_inputs()))
    assert made is not None
    return made


def places(plot):
    yield from ((dot.x, dot.y) for dot in plot.dots)
    yield from ((tick.x, tick.y) for tick in (*plot.value_ticks, *plot.period_ticks))
    if plot.forecast:
        yield from ((plot.forecast_at, plot.forecast.start), (plot.forecast_at, plot.forecast.end))
    if plot.target_mark:
        yield (plot.target_mark.x, plot.target_mark.y)
    if plot.last:
        yield (plot.last.x, plot.last.y)


def test_everything_lies_inside_whatever_the_values_are():
    odd: tuple[tuple[float, ...], ...] = (
        *(YEAR, (0, 0, 0), (5,), (-3, -2, -9, 4), (0.001, 0.002), (1,) * 36),
        (1_000_000_000_000, 2_000_000_000_000, 5),
    )
    for values in odd:
        plot = plotted(*values, target_low=7.0, target_high=7.0)
        assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in places(plot)), values
        assert plot.value_ticks


def test_a_gap_is_no_line_and_is_marked():
    plot = plotted(212, 216, None, None, 236, 240)
    assert [run.count(",") for run in plot.runs] == [2, 2]
    [gap] = plot.gaps
    assert plot.dots[1].x < gap.start < gap.end < plot.dots[2].x


def test_periods_that_are_missing_at_the_end_are_gaps_too():
    plot = plotted(9.8, 10.4, 9.1, missing=("2026-02", "2026-03"))
    [gap] = plot.gaps
    assert gap.start > plot.dots[-1].x


def test_a_forecast_stands_one_period_after_the_last_value_with_its_middle_inside():
    plot = plotted()
    assert plot.forecast is not None
    assert plot.forecast_at > plot.dots[-1].x
    assert plot.forecast.start < plot.forecast.middle < plot.forecast.end
    assert plotted(1, 2, 3).forecast is None


def test_a_target_is_a_line_to_its_period_and_one_far_off_has_no_mark():
    near = plotted(target_low=460.0, target_high=460.0)
    assert near.target is not None
    assert near.target_mark is not None
    assert near.target_mark.x > near.forecast_at
    far = plotted(target_low=460.0, target_high=460.0, target_at=Period.parse("2030-01").ordinal)
    assert far.target is not None
    assert far.target_mark is None


def test_a_range_to_hold_is_a_band():
    plot = plotted(target_low=400.0, target_high=450.0, target_at=None)
    assert plot.target is None
    assert plot.band is not None
    assert plot.band.start < plot.band.end


def test_nothing_reported_is_no_chart():
    assert plot_of(Series(make_kpi("leads"), make_inputs())) is None


def test_names_of_weeks_and_quarters_are_short():
    weekly = make_kpi("calls", 81, 83, 80, first="2026-W52", cadence="weekly")
    assert Series(weekly, make_inputs()).labels == ("W52 2026", "W53 2026", "W01 2027")
    quarterly = make_kpi("deals", 1, 2, first="2026-Q4", cadence="quarterly")
    assert Series(quarterly, make_inputs()).labels == ("Q4 2026", "Q1 2027")


def test_a_target_is_written_as_exactly_as_it_was_set():
    kpi = make_kpi("rate", 33, 34, unit="percent", target_low=33.75, target_high=33.75, target_at=BY)
    goal = Series(kpi, make_inputs()).goal
    assert goal is not None
    assert goal.words == "33.75% by Dec 2026"
