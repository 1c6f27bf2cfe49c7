"""How many values tell what: it has to fit to what the trend test says of so many."""

import pytest

from domain.trends import Point, trend_of
from domain.trends.reach import Reach, reach_of

SIGNS = {"early_rise"}


@pytest.mark.parametrize(
    ("count", "is_stock", "tells", "needed"),
    [
        (0, False, "nothing", 5),
        (4, False, "nothing", 5),
        (5, False, "early_sign", 8),
        (7, False, "early_sign", 8),
        (8, False, "trend", None),
        (5, True, "nothing", 6),
        (6, True, "early_sign", 7),
        (7, True, "trend", None),
    ],
)
def test_flows_need_eight_values_and_stocks_six_changes(count, is_stock, tells, needed):
    found = reach_of(count, is_stock=is_stock, is_seasonal=False, season_length=12)
    assert found == Reach(tells=tells, needed=needed)


@pytest.mark.parametrize(("length", "needed"), [(12, 24), (52, 104), (4, 24)])
def test_a_season_takes_two_years_and_24_values_at_least(length, needed):
    short = reach_of(needed - 1, is_stock=False, is_seasonal=True, season_length=length)
    assert short == Reach(tells="nothing", needed=needed)
    assert reach_of(needed, is_stock=False, is_seasonal=True, season_length=length).needed is None


def test_a_stock_with_seasons_is_never_told_however_long_it_is():
    found = reach_of(60, is_stock=True, is_seasonal=True, season_length=12)
    assert found == Reach(tells="nothing", needed=None)
    points = [Point(at=n, value=10.0 + 2 * n) for n in range(60)]
    assert trend_of(points, is_stock=True, is_seasonal=True).verdict == "season"
    assert trend_of(points, is_stock=False, is_seasonal=True).verdict == "clear"


@pytest.mark.parametrize("is_stock", [False, True])
@pytest.mark.parametrize("count", range(3, 10))
def test_what_it_promises_the_test_of_a_steady_rise_keeps(count, is_stock):
    points = [Point(at=n, value=10.0 + 2 * n + n % 2 / 10) for n in range(count)]
    verdict = trend_of(points, is_stock=is_stock).verdict
    tells = reach_of(count, is_stock=is_stock, is_seasonal=False, season_length=12).tells
    assert (verdict == "clear") == (tells == "trend")
    assert (verdict in ("too_few", "four_values", "none")) == (tells == "nothing")
