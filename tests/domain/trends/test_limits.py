"""Whether one value is unusual, and how that is said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.trends import Point, is_unusual, limits_of, trend_of, unusual_words
from tests.domain.trends.making import START, points


def limits(*values: float, at=None):
    found = limits_of(points(values, at=at))
    assert found is not None
    return found


def said(value: float, limits, *, at: int = 50, bounds=(None, None)) -> str:
    return unusual_words(
        Point(at=START + at, value=value),
        limits,
        write_value="{:.10g}".format,
        period_name=lambda period: f"period {period - START}",
        bounds=bounds,
    )


def test_five_earlier_values_have_no_limits_and_six_have():
    assert limits_of(points(range(5))) is None
    assert limits(*range(6)).n == 6
    assert limits_of([]) is None


def test_moving_ranges_do_not_cross_gaps():
    found = limits(20, 22, 90, 92, 50, 52, at=(0, 1, 4, 5, 8, 9))
    assert found.half_width == pytest.approx(2 * 2.66)
    assert limits_of(points(range(6), at=range(0, 12, 2))) is None


def test_only_the_last_24_values_count():
    assert limits(*[1000.0] * 5, *[1.0, 2.0] * 12).centre_at(START) == 1.5


def test_beside_a_trend_the_line_is_the_centre():
    earlier = points((1, 2, 3.5, 4, 5, 6, 7.5, 8, 9))
    trend = trend_of(earlier, is_stock=False)
    beside = limits_of(earlier, trend)
    assert trend.is_called
    assert beside is not None
    assert beside.centre_at(START + 9) == pytest.approx(10, abs=0.3)
    assert not is_unusual(Point(at=START + 9, value=10.2), beside)
    assert is_unusual(Point(at=START + 9, value=5.0), beside)
    assert not is_unusual(Point(at=START + 9, value=5.0), limits(1, 2, 3.5, 4, 5, 6, 7.5, 8, 9))


def test_without_a_trend_the_mean_is_the_centre():
    earlier = points((10, 12, 11, 15, 14, 18))
    trend = trend_of(earlier, is_stock=False)
    assert (trend.verdict, trend.slope) == ("none", 1.5)
    assert limits_of(earlier, trend) == limits_of(earlier)


def test_a_value_on_a_straight_line_of_floats_is_usual():
    earlier = points([0.1 * i for i in range(12)])
    beside = limits_of(earlier, trend_of(earlier, is_stock=False))
    assert beside is not None
    assert not is_unusual(Point(at=START + 12, value=1.2), beside)
    assert is_unusual(Point(at=START + 12, value=1.3), beside)


def test_what_is_unusual_is_said_with_its_side_and_the_spread():
    found = limits(20, 22, 19, 24, 21, 23)
    assert said(30, found) == (
        "period 50: 30 is unusual: above the normal spread of 13.52 to 29.48, from 6 earlier values."
    )
    assert "13 is unusual: below the normal spread" in said(13, found)


def test_what_is_usual_is_no_sign_that_anything_changed():
    assert said(25, limits(20, 22, 19, 24, 21, 23)) == (
        "period 50: 25 is within the normal spread, no sign that anything changed"
        " (13.52 to 29.48, from 6 earlier values)."
    )


def test_a_spread_beside_a_trend_says_so():
    earlier = points((1, 2, 3.5, 4, 5, 6, 7.5, 8, 9))
    assert "around the trend" in said(10, limits_of(earlier, trend_of(earlier, is_stock=False)), at=9)


def test_a_shown_limit_keeps_to_what_the_kpi_can_be():
    found = limits(1, 0, 3, 2, 1, 0)
    assert found.low_at(START) < 0
    assert "(0 to 4.89," in said(1, found, bounds=(0.0, None))
    assert "-2.56 to 3 " in said(9, found, bounds=(None, 3.0)).replace(",", " ")


def test_a_spread_wholly_outside_what_the_kpi_can_be_is_shown_as_it_is():
    earlier = points((9, 8.1, 7, 5.9, 5, 4.1, 3, 2))
    line = said(0, limits_of(earlier, trend_of(earlier, is_stock=False)), at=14, bounds=(0.0, None))
    assert "above the normal spread of -5.215 to -4.76 around" in line


@given(st.lists(st.integers(0, 10**6), min_size=6, max_size=24), st.integers(0, 10**6))
def test_the_limits_that_are_shown_agree_with_the_word(values, value):
    found = limits(*(one / 1000 for one in values))
    line = said(value / 1000, found)
    low, high = line.split("spread of " if "unusual" in line else "(")[1].split(",")[0].split(" to ")
    assert (float(low) <= value / 1000 <= float(high)) is not ("unusual" in line)
