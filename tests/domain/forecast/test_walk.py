"""The forecast: the domain's examples, what it refuses, and what holds for every series."""

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from domain.forecast import Forecast, NoForecast, farthest, forecast_of, total_of
from domain.forecast.student import t_quantile
from domain.trends import Point
from tests.domain.trends.making import START, points

GAPPED = points((50, 52, 51, 57, 58, 61), at=(0, 1, 2, 4, 5, 6))
STOCK = points((100, 103, 101, 106, 108, 107, 111, 114))
# Alder's new patients, as they were known when its log of forecasts was written.
PATIENTS = (421, 404, 437, 428, 446, 431, 455, 439, 432, 448)
COSTS = (61.5, 62.8, 61.0, 63.7, 64.9, 64.2, 66.8, 67.5, 69.1)
SEASONS = (14250, 18870, 16430, 9810, 8690, 8120, 7640, 7230, 6940, 7080, 8760, 9900)


def made(series, ahead, **more):
    found = forecast_of(series, ahead=ahead, **more)
    assert isinstance(found, Forecast)
    return found


def refused(series, ahead, **more):
    found = forecast_of(series, ahead=ahead, **more)
    assert isinstance(found, NoForecast)
    return found


@pytest.mark.parametrize(
    ("series", "ahead", "expected"),
    [
        (GAPPED, 1, (62.83, 59.87, 65.80)),
        (GAPPED, 3, (66.50, 60.67, 72.33)),
        (STOCK, 2, (118.0, 112.04, 123.96)),
        (points(PATIENTS[:9]), 2, (434.75, 389.42, 480.08)),
        (points(PATIENTS), 2, (454.0, 411.26, 496.74)),
        (points(COSTS), 2, (71.0, 67.5, 74.5)),
    ],
)
def test_examples_come_out(series, ahead, expected):
    found = made(series, ahead)
    assert (found.centre, found.low, found.high) == pytest.approx(
        expected, abs=0.0501 if ahead == 2 else 0.005
    )


@pytest.mark.parametrize("freedom", range(1, 61))
def test_t_is_that_of_scipy(freedom):
    for quantile in (0.5, 0.75, 0.9, 0.95, 0.995):
        assert t_quantile(quantile, freedom) == pytest.approx(stats.t.ppf(quantile, freedom), abs=1e-6)


@pytest.mark.parametrize(("quantile", "freedom"), [(0.4, 5), (1.0, 5), (0.9, 0)])
def test_what_is_no_quantile_is_refused(quantile, freedom):
    with pytest.raises(ValueError, match="quantile"):
        t_quantile(quantile, freedom)


@pytest.mark.parametrize(
    ("n", "ahead", "cause", "reason"),
    [
        (0, 1, "too_few", "A forecast takes at least 6 values; there is none yet."),
        (1, 1, "too_few", "A forecast takes at least 6 values; there is 1."),
        (5, 1, "too_few", "A forecast takes at least 6 values; there are 5."),
        (7, 4, "too_far", "4 periods ahead is too far to forecast from 7 values; 3 is the most."),
        (24, 7, "too_far", "7 periods ahead is too far to forecast from 24 values; 6 is the most."),
    ],
)
def test_it_says_why_there_is_none(n, ahead, cause, reason):
    found = refused(points(range(n)), ahead)
    assert (found.cause, found.reason) == (cause, reason)


@pytest.mark.parametrize(("n", "most"), [(5, 0), (6, 3), (7, 3), (11, 5), (12, 6), (24, 6)])
def test_the_horizon_grows_with_the_values_up_to_six(n, most):
    assert farthest(n) == most
    assert all(isinstance(forecast_of(points(range(n)), ahead=one), Forecast) for one in range(1, most + 1))
    assert isinstance(forecast_of(points(range(n)), ahead=most + 1), NoForecast)


def test_one_year_of_seasons_gives_none_and_two_do():
    found = refused(points(SEASONS), 1, is_seasonal=True)
    assert found.cause == "season"
    assert "takes at least 24 values, and there are 12" in found.words("month")
    assert made(points(SEASONS * 2), 1, is_seasonal=True).n == 24
    assert refused(points(range(60)), 1, is_seasonal=True, season_length=52).needed == 104


def test_only_the_last_24_values_count_and_36_of_a_season():
    long = points([9000.0] * 30 + [float(one) for one in range(24)])
    assert made(long, 1) == made(points(range(24), at=range(30, 54)), 1)
    assert made(long, 1, is_seasonal=True).n == 36


def test_the_range_stays_inside_what_the_kpi_can_be():
    falling = points((9, 7, 6, 3, 2, 1))
    found = made(falling, 3, low=0.0)
    assert (found.centre, found.low) == (0.0, 0.0)
    assert made(points((91, 94, 93, 97, 96, 99)), 3, high=100.0).high == 100.0


def test_a_straight_line_has_no_width():
    found = made(points((1, 2, 3, 4, 5, 6)), 2)
    assert (found.low, found.centre, found.high, found.is_wide) == (8.0, 8.0, 8.0, False)


def test_a_range_as_wide_as_all_values_is_called_wide():
    assert made(points(PATIENTS), 1).is_wide
    assert not made(STOCK, 1).is_wide


def test_a_total_is_the_sum_so_far_and_the_ends_of_every_period_that_is_left():
    steps = [made(STOCK, ahead) for ahead in (1, 2, 3)]
    found = total_of(STOCK, so_far=50.0, ahead=3)
    assert isinstance(found, Forecast)
    assert found.centre == pytest.approx(50 + sum(step.centre for step in steps))
    assert found.low == pytest.approx(50 + sum(step.low for step in steps))
    assert found.high == pytest.approx(50 + sum(step.high for step in steps))
    assert isinstance(total_of(STOCK, so_far=50.0, ahead=5), NoForecast)


@pytest.mark.parametrize(
    ("series", "ahead", "what"),
    [
        (points(range(6)), 0, "one period ahead"),
        (points(range(6), at=(0, 1, 1, 2, 3, 4)), 1, "ascending"),
        (points((1, 2, 3, 4, 5, inf)), 1, "finite"),
    ],
)
def test_what_makes_no_sense_is_refused(series, ahead, what):
    with pytest.raises(ValueError, match=what):
        forecast_of(series, ahead=ahead)


numbers = st.integers(-(10**6), 10**6).map(float)


@st.composite
def all_series(draw):
    values = draw(st.lists(numbers, min_size=6, max_size=24))
    steps = draw(st.lists(st.integers(1, 3), min_size=len(values), max_size=len(values)))
    at = [sum(steps[:i]) for i in range(len(values))]
    return points(values, at=at)


@given(all_series(), st.sampled_from([(None, None), (0.0, None), (0.0, 100.0)]))
def test_the_range_holds_its_centre_and_grows_with_the_horizon(series, bounds):
    low, high = bounds
    found = [made(series, ahead, low=low, high=high) for ahead in range(1, farthest(len(series)) + 1)]
    assert all(one.low <= one.centre <= one.high for one in found)
    if bounds == (None, None):
        widths = [one.high - one.low for one in found]
        assert widths == sorted(widths)


@given(all_series(), st.integers(-1000, 1000), st.sampled_from([0.25, 0.5, 2, 64, -1]))
def test_adding_and_scaling_do_the_same_to_the_forecast(series, added, factor):
    other = [Point(at=point.at + 7, value=(point.value + added) * factor) for point in series]
    one, two = made(series, 2), made(other, 2)
    ends = sorted(((one.low + added) * factor, (one.high + added) * factor))
    rounding = 1e-9 * max(1.0, *(abs(point.value) for point in series + other))
    assert two.centre == pytest.approx((one.centre + added) * factor, abs=rounding)
    assert [two.low, two.high] == pytest.approx(ends, abs=rounding)


def test_ordinals_far_from_zero_change_nothing():
    here = [Point(at=point.at - START, value=point.value) for point in STOCK]
    assert made(here, 2) == made(STOCK, 2)
