"""Which label a series gets."""

from itertools import accumulate
from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.trends import Point, YearPair, trend_of
from tests.domain.trends.making import START, flow, noise, points, stock

SEASON = (0, 1, 3, 6, 9, 12, 14, 12, 9, 6, 3, 1)


def seasonal(*values: float, season_length: int = 12):
    return trend_of(points(values), is_stock=False, is_seasonal=True, season_length=season_length)


@pytest.mark.parametrize("n", range(4))
def test_up_to_three_values_are_too_few(n):
    trend = flow(*range(n))
    assert (trend.verdict, trend.n, trend.p, trend.slope) == ("too_few", n, None, None)


def test_seven_values_are_an_early_sign_at_most_and_never_likely():
    assert flow(*range(7)).verdict == "early"
    assert flow(10, 12, 11, 15, 14, 18).verdict == "none"


def test_eight_values_can_be_clear_or_likely():
    assert flow(*range(8)).verdict == "clear"
    likely = flow(3, 1, 2, 5, 4, 6, 3, 7)
    assert likely.p == pytest.approx(0.0809, abs=5e-5)
    assert (likely.verdict, likely.direction) == ("likely", "rise")


def test_only_the_last_24_values_are_used():
    trend = flow(*range(100, 76, -1), *range(24))
    assert (trend.n, trend.direction) == (24, "rise")
    assert [point.at for point in trend.points] == list(range(START + 24, START + 48))


def test_equal_changes_are_equal_whatever_floats_make_of_them():
    tenths, whole = stock(0.1, 0.2, 0.3, 0.4, 0.3, 0.4, 0.4, 0.6), stock(1, 2, 3, 4, 3, 4, 4, 6)
    assert tenths.p == whole.p
    assert tenths.slope == pytest.approx(0.1)


def test_a_change_across_a_gap_of_a_stock_is_one_change_per_period():
    trend = trend_of(points((100, 102, 108, 109, 113, 118, 121), at=(0, 1, 4, 5, 6, 7, 8)), is_stock=True)
    assert trend.p == stock(*accumulate((2, 2, 1, 4, 5, 3), initial=100)).p
    assert trend.slope == 2.5


def test_changes_that_mostly_go_against_the_larger_ones_are_no_trend():
    trend = stock(*accumulate([-(i + 1) for i in range(12)] + [i + 13 for i in range(11)], initial=500))
    assert trend.p is not None
    assert trend.p <= 0.10
    assert trend.slope is not None
    assert trend.slope < 0
    assert (trend.verdict, trend.direction) == ("none", "")


def test_a_range_that_does_not_hold_the_median_change_is_left_out():
    trend = stock(*accumulate([1] * 12 + [40, 50, 60, 70, 80, 90, 100, 110, 120, 130, 140], initial=0))
    assert (trend.verdict, trend.slope) == ("clear", 1.0)
    assert (trend.low, trend.high) == (None, None)


@pytest.mark.parametrize(
    ("needed", "verdict"), [(None, "none"), (0.0, "none"), (1.3, "none"), (1.4, "flat"), (-1.4, "flat")]
)
def test_flat_needs_a_range_below_a_quarter_of_the_needed_change(needed, verdict):
    trend = trend_of(points((5, 4, 5, 6, 5, 4, 5, 5.5)), is_stock=False, needed_change=needed)
    assert trend.low is not None
    assert trend.high is not None
    assert max(-trend.low, trend.high) == pytest.approx(1 / 3)
    assert trend.verdict == verdict


def test_a_trend_is_not_flat_however_small_it_is():
    trend = trend_of(points(range(12)), is_stock=False, needed_change=1000.0)
    assert trend.verdict == "clear"


def test_a_wave_is_no_trend_from_its_own_season():
    year = flow(*SEASON[:7], 14)
    assert year.verdict == "clear"
    assert seasonal(*SEASON[:7], 14).verdict == "season"
    assert seasonal(*SEASON, *SEASON[:11]).verdict == "season"
    assert seasonal(*SEASON, *SEASON).verdict == "none"


def test_a_rise_from_year_to_year_is_found_under_the_season():
    trend = seasonal(*(SEASON[i % 12] + 0.5 * i for i in range(24)))
    assert (trend.verdict, trend.direction, trend.slope) == ("clear", "rise", 0.5)
    assert trend.exact_p == pytest.approx(2 / 2**12)


def test_a_season_can_be_told_from_three_years_at_most():
    assert seasonal(*range(100)).n == 36
    assert seasonal(*range(200), season_length=52).n == 156


def test_two_years_of_weeks_are_104():
    weeks = noise(3)
    values = [weeks.gauss(0.2 * i, 1) for i in range(104)]
    assert seasonal(*values[:103], season_length=52).verdict == "season"
    assert seasonal(*values, season_length=52).verdict == "clear"


def test_a_season_knows_its_pairs_a_year_apart():
    trend = seasonal(*range(14))
    assert trend.year_pairs == (
        YearPair(before=Point(at=START, value=0.0), after=Point(at=START + 12, value=12.0)),
        YearPair(before=Point(at=START + 1, value=1.0), after=Point(at=START + 13, value=13.0)),
    )
    assert not flow(*range(14)).year_pairs


def worst_without(series, *, is_stock, level, direction):
    """Leave each out by asking for the trend of what is left."""
    turned = []
    for left_out in series:
        rest = trend_of([point for point in series if point != left_out], is_stock=is_stock)
        rises = (rest.slope or 0.0) > 0
        if rest.p > level or rises is not (direction == "rise"):
            turned.append((rest.p, left_out.at))
    return max(turned)[1] if turned else None


@given(st.lists(st.integers(-9, 9), min_size=6, max_size=7), st.sampled_from([0, 1, 3]))
def test_a_short_series_turns_on_the_value_without_which_p_is_largest(values, slope):
    series = points([slope * i + value / 3 for i, value in enumerate(values)])
    trend = trend_of(series, is_stock=False)
    if trend.is_called and trend.slope:
        expected = worst_without(series, is_stock=False, level=0.05, direction=trend.direction)
        assert trend.turns_on == expected


@given(st.lists(st.integers(-90, 90), min_size=7, max_size=15), st.sampled_from([0, 30, 60]))
def test_a_stock_turns_on_the_value_without_which_p_is_largest(changes, drift):
    series = points(list(accumulate((drift + change for change in changes), initial=0)))
    trend = trend_of(series, is_stock=True)
    if trend.is_called:
        level = 0.10 if trend.verdict == "likely" else 0.05
        rests = [trend_of([one for one in series if one != left_out], is_stock=True) for left_out in series]
        without = zip((rest.p or 0.0 for rest in rests), series, strict=True)
        failing = [(p, one.at) for p, one in without if p > level]
        assert trend.turns_on == (max(failing)[1] if failing else None)


def test_a_long_rise_turns_on_nothing_and_a_weak_one_on_its_end():
    assert flow(*range(12)).turns_on is None
    assert flow(1, 3, 2, 4, 3, 5, 4, 3, 6).turns_on == START + 8


def test_no_value_is_blamed_where_any_would_leave_too_few():
    assert stock(*accumulate((2, 3, 1, 4, 2, 3), initial=100)).turns_on is None
    assert flow(1, 2, 3, 4, 5).turns_on is None


@pytest.mark.parametrize("at", [(1, 1, 2, 3), (1, 3, 2, 4)])
def test_points_out_of_order_are_refused(at):
    with pytest.raises(ValueError, match="ascending"):
        trend_of(points(range(4), at=at), is_stock=False)


@pytest.mark.parametrize("value", [nan, inf])
def test_values_that_are_no_numbers_are_refused(value):
    with pytest.raises(ValueError, match="finite"):
        trend_of(points((1, 2, value, 4)), is_stock=False)
