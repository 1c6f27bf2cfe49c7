"""The words for each label."""

from itertools import accumulate

import pytest

from domain.trends import trend_of
from tests.domain.trends.making import flow, points, stock, words

LINE = tuple(range(1, 13))


def seasonal(*values: float, at=None, season_length: int = 12):
    series = points(values, at=at)
    return words(trend_of(series, is_stock=False, is_seasonal=True, season_length=season_length))


@pytest.mark.parametrize(
    ("values", "line"),
    [
        ((), "No values yet, so no trend can be called."),
        ((10,), "1 value is too few to call a trend. Value: 10."),
        ((10, 12, 15), "3 values are too few to call a trend. Values: 10, 12, 15."),
        ((1, 2, 3, 4), "Four values: no test can separate a trend from luck (best possible p is 0.08)."),
        ((10, 12, 11, 15, 14, 18), "No clear trend in 6 values."),
        ((3,) * 6, "No clear trend: all 6 values are equal."),
        (
            (5, 4, 6, 5, 7, 6, 8, 9, 7, 10),
            "Clear rise, about 0.5 a month (90% range 0.4 to 0.8), over 10 values.",
        ),
        (
            (100, 98, 97, 97, 95, 90, 91, 88),
            "Clear fall, about 1.69 a month (90% range 1 to 2), over 8 values.",
        ),
        (
            (10, 12, 12, 15, 15, 18),
            "Early sign of a rise: few points, about 1.5 a month (90% range 1 to 2), over 6 values."
            " It turns on single values, such as the value for period 5.",
        ),
    ],
)
def test_every_label_has_its_words(values, line):
    assert words(flow(*values)) == line


def test_a_stock_says_how_few_its_changes_are():
    assert "best possible p is 0.25" in words(stock(1, 2, 3, 4))
    assert words(stock(1, 2, 3, 4, 6)) == (
        "No clear trend in 5 values: no test can tell one in 4 changes (best possible p is 0.125)."
    )
    assert words(stock(100, 103, 101, 106, 108, 107, 111, 114)) == (
        "Likely rise, about 3 a month (90% range 0 to 4), over 8 values."
        " It turns on single values, such as the value for period 7."
    )


@pytest.mark.parametrize(
    ("direction", "rise", "fall"),
    [("up", ": the right way.", ": the wrong way."), ("down", ": the wrong way.", ": the right way.")],
)
def test_right_and_wrong_are_those_of_the_kpi(direction, rise, fall):
    assert words(flow(*LINE), direction).endswith(rise)
    assert words(flow(*LINE[::-1]), direction).endswith(fall)


def test_a_range_has_no_right_way_and_no_trend_has_none_either():
    assert " way" not in words(flow(*LINE), "range")
    assert " way" not in words(flow(3, 4, 3, 4, 3, 4, 3), "up")


def test_a_range_on_both_sides_of_zero_names_them():
    trend = trend_of(points((5, 4, 5, 6, 5, 4, 5, 5.5)), is_stock=False, needed_change=-5.0)
    assert words(trend) == (
        "Flat for practical purposes: from a fall of 0.2 to a rise of 0.333 a month (90% range),"
        " where a fall of 5 a month is needed, over 8 values."
    )


@pytest.mark.parametrize(
    ("values", "span"),
    [
        ((0,) * 9 + (1,), "no change a month"),
        ((5, 5, 6, 5, 5, 6, 5, 6), "a rise of 0 to 0.25 a month"),
        ((6, 5, 6, 5, 5, 6, 5, 5), "a fall of 0 to 0.25 a month"),
    ],
)
def test_a_range_on_one_side_of_zero_is_named_once(values, span):
    trend = trend_of(points(values), is_stock=False, needed_change=9.0)
    assert words(trend).startswith(f"Flat for practical purposes: {span} (90% range)")


def test_equal_values_are_flat_where_a_change_is_needed():
    trend = trend_of(points((3,) * 6), is_stock=False, needed_change=9.0)
    assert words(trend) == "Flat for practical purposes: all 6 values are equal."


def test_a_rise_in_steps_says_that_mostly_nothing_changes():
    trend = stock(*accumulate([0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1], initial=0))
    assert (trend.verdict, trend.slope) == ("clear", 0.0)
    assert words(trend).startswith("Clear rise, in steps")


def test_a_slope_has_three_figures():
    assert "about 123000 a month" in words(flow(*(123456 * i for i in range(12))))
    assert "about 0.00123 a month" in words(flow(*(0.00123456 * i for i in range(12))))


def test_one_year_cannot_tell_a_season_from_a_trend():
    assert seasonal(*range(11)) == "I can't tell trend from season with less than a year of data: 11 values."
    assert seasonal(*range(12)) == "I can't tell trend from season with one year of data: 12 values."


def test_pairs_a_year_apart_are_shown():
    assert seasonal(*range(13)) == (
        "I can't tell trend from season with less than two years of data: 13 values."
        " Year on year: period 12 12, a year before 0."
    )
    assert seasonal(20, *range(14)).endswith(
        " Year on year: higher in 2 of 3 months, latest period 14 13, a year before 1."
    )


def test_years_with_too_few_values_are_not_called_one_year():
    line = seasonal(*range(20), season_length=4)
    assert line.startswith("I can't tell trend from season with 20 values. Year on year: higher in 16 of 16")


def test_a_compared_season_says_so():
    line = seasonal(*range(24))
    assert line == (
        "Clear rise, about 1 a month (90% range 1 to 1), over 24 values,"
        " the same months of each year compared."
    )
    assert seasonal(*(i % 12 for i in range(30))) == (
        "No clear trend in 30 values, the same months of each year compared."
    )
