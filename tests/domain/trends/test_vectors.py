"""Worked examples with known results."""

from itertools import accumulate

import pytest

from domain.trends import limits_of, trend_of
from tests.domain.trends.making import flow, points, stock


@pytest.mark.parametrize(
    ("values", "p", "slope", "verdict"),
    [
        ((10, 12, 11, 15, 14, 18), 0.055556, 1.5, "none"),
        ((10, 12, 12, 15, 15, 18), 0.011111, 1.5, "early"),
        ((1, 2, 3, 4), 0.083333, 1.0, "four_values"),
        ((1, 2, 3, 4, 5), 0.016667, 1.0, "early"),
        ((3, 3, 3, 3, 3), 1.0, 0.0, "none"),
    ],
)
def test_few_values_are_tested_exactly(values, p, slope, verdict):
    trend = flow(*values)
    assert trend.p == trend.exact_p == pytest.approx(p, abs=5e-7)
    assert trend.slope == slope
    assert trend.verdict == verdict


def test_ties_count_in_the_slope_range():
    trend = flow(10, 12, 12, 15, 15, 18)
    assert (trend.low, trend.high) == (1.0, 2.0)
    assert trend.direction == "rise"


def test_from_eight_values_on_neighbours_that_resemble_each_other_raise_p():
    trend = flow(100, 98, 97, 97, 95, 90, 91, 88)
    assert trend.exact_p == pytest.approx(0.000694, abs=5e-7)
    assert trend.p == pytest.approx(0.0061, abs=5e-5)
    assert trend.slope == pytest.approx(-1.6905, abs=5e-5)
    assert (trend.low, trend.high) == (-2.0, -1.0)
    assert (trend.verdict, trend.direction) == ("clear", "fall")


def test_neighbours_that_differ_more_than_by_chance_do_not_lower_p_below_the_normal_part():
    trend = flow(5, 4, 6, 5, 7, 6, 8, 9, 7, 10)
    assert trend.exact_p == pytest.approx(0.002703, abs=5e-7)
    assert trend.p == pytest.approx(0.0050, abs=5e-5)
    assert (trend.slope, trend.low, trend.high) == (0.5, 0.4, 0.8)
    assert (trend.verdict, trend.direction) == ("clear", "rise")


def test_a_gap_stays_a_gap():
    trend = trend_of(points((50, 52, 51, 57, 58, 61), at=(0, 1, 2, 4, 5, 6)), is_stock=False)
    assert trend.slope == pytest.approx(1.8)
    assert (trend.low, trend.high) == (1.0, 2.5)


def test_a_stock_is_tested_by_its_changes():
    trend = stock(100, 103, 101, 106, 108, 107, 111, 114)
    assert trend.p == 0.09375
    assert (trend.verdict, trend.direction, trend.slope) == ("likely", "rise", 3.0)


@pytest.mark.parametrize(
    ("changes", "p", "verdict"),
    [
        ((2, 3, 1, 4, 2, 3), 0.03125, "clear"),
        ((2, 3, 1, 4, 2), 0.0625, "likely"),
        ((2, 3, 1, 4), 0.125, "none"),
    ],
)
def test_five_changes_are_likely_at_best(changes, p, verdict):
    trend = stock(*accumulate(changes, initial=100))
    assert (trend.p, trend.verdict) == (p, verdict)


def test_limits_come_from_moving_ranges():
    limits = limits_of(points((20, 22, 19, 24, 21, 23)))
    assert limits is not None
    assert limits.centre_at(99) == 21.5
    assert (round(limits.low_at(99), 2), round(limits.high_at(99), 2)) == (13.52, 29.48)
