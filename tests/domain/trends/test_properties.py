"""What holds for every series."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.trends import Point, trend_of
from tests.domain.trends.making import START, points, words

RANK = {"rise": 1, "": 0, "fall": -1}
OPPOSITE = {"rise": "fall", "fall": "rise", "": ""}
numbers = st.one_of(st.integers(-20, 20), st.integers(-(10**6), 10**6))
gaps = st.integers(1, 3)


@st.composite
def all_series(draw, *, at_least=0, at_most=24):
    n = draw(st.integers(at_least, at_most))
    drift = draw(st.sampled_from([0, 0, 1, 5, -3]))
    steps = draw(st.lists(st.one_of(st.just(1), gaps), min_size=n, max_size=n))
    noise = draw(st.lists(numbers, min_size=n, max_size=n))
    at = [START + sum(steps[:i]) for i in range(n)]
    return [Point(at=one, value=float(drift * one + rest)) for one, rest in zip(at, noise, strict=True)]


kinds = st.fixed_dictionaries({"is_stock": st.booleans(), "is_seasonal": st.booleans()})


def turned(series):
    return [Point(at=-point.at, value=point.value) for point in reversed(series)]


@given(all_series(), st.booleans())
def test_turning_time_around_turns_the_direction_and_keeps_p(series, is_stock):
    there, back = trend_of(series, is_stock=is_stock), trend_of(turned(series), is_stock=is_stock)
    assert (there.verdict, there.direction) == (back.verdict, OPPOSITE[back.direction])
    assert there.exact_p == back.exact_p
    assert (there.slope is None and back.slope is None) or there.slope == -(back.slope or 0.0)


@given(all_series(), kinds, st.integers(-1000, 1000), st.sampled_from([0.25, 0.5, 2, 64]))
def test_adding_and_scaling_change_nothing_but_the_slope(series, kind, added, factor):
    other = [Point(at=point.at, value=(point.value + added) * factor) for point in series]
    one, two = trend_of(series, **kind), trend_of(other, **kind)
    assert (one.verdict, one.direction, one.exact_p) == (two.verdict, two.direction, two.exact_p)
    assert one.turns_on == two.turns_on
    rounding = 1e-11 * max((abs(point.value) for point in series + other), default=0.0)
    assert (one.slope or 0.0) * factor == pytest.approx(two.slope or 0.0, abs=rounding)


@given(all_series(at_most=60), kinds)
def test_the_label_never_contradicts_the_slope(series, kind):
    trend = trend_of(series, **kind)
    assert RANK[trend.direction] * (trend.slope or 0.0) >= 0
    assert bool(trend.direction) is trend.is_called
    if trend.is_called:
        assert trend.p is not None
        assert trend.p <= 0.10
    if trend.low is not None and trend.high is not None:
        assert trend.low <= (trend.slope or 0.0) <= trend.high


@given(all_series(), kinds, st.one_of(st.none(), numbers.map(float)))
def test_flat_is_said_only_of_what_is_flat_and_every_line_names_its_number_of_values(series, kind, needed):
    trend = trend_of(series, needed_change=needed, **kind)
    line = words(trend)
    assert ("flat" in line.lower()) is (trend.verdict == "flat")
    assert "\n" not in line
    assert any(said in line for said in (f"{trend.n} value", "Four values", "No values"))
    if trend.verdict == "flat":
        assert needed


@given(all_series(), kinds, st.randoms(use_true_random=False))
def test_the_order_in_which_values_came_does_not_matter(series, kind, shuffler: random.Random):
    mixed = list(series)
    shuffler.shuffle(mixed)
    assert trend_of(sorted(mixed, key=lambda point: point.at), **kind) == trend_of(series, **kind)


@given(st.lists(numbers, max_size=3), kinds)
def test_three_values_are_never_a_trend(values, kind):
    trend = trend_of(points(values), **kind)
    assert trend.verdict == "too_few"
    assert not trend.direction


@given(all_series(at_least=5), st.booleans())
def test_a_value_that_a_trend_turns_on_is_one_of_its_own(series, is_stock):
    trend = trend_of(series, is_stock=is_stock)
    if trend.turns_on is not None:
        assert trend.is_called
        assert trend.turns_on in {point.at for point in series}
