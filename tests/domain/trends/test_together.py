"""Several trends judged at once, against scipy."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from domain.trends import Trend, judge_together
from tests.domain.trends.making import flow, points, words

RISING = flow(5, 4, 6, 5, 7, 6, 8, 9, 7, 10)
VERDICTS = st.sampled_from(["early", "likely", "clear", "none", "flat"])


def trend(p, verdict="likely", **more):
    return replace(RISING, p=p, verdict=verdict, direction="rise", **more)


def named(*trends):
    return {f"kpi{i}": one for i, one in enumerate(trends)}


def test_one_of_six_that_is_likely_alone_is_no_clear_trend():
    trends = named(
        trend(0.08), *(replace(RISING, p=p, verdict="none", direction="") for p in (0.3, 0.5, 0.9, 1, 1))
    )
    judged = judge_together(trends, level=0.10)
    assert (judged["kpi0"].verdict, judged["kpi0"].direction, judged["kpi0"].p) == ("none", "", 0.08)
    assert words(judged["kpi0"]) == "No clear trend in 10 values."
    assert judge_together(named(trend(0.08)), level=0.10)["kpi0"].verdict == "likely"


def test_a_p_that_fails_its_own_rank_survives_with_a_later_one_that_does_not():
    judged = judge_together(named(trend(0.04), trend(0.06), trend(0.09)), level=0.10)
    assert {one.verdict for one in judged.values()} == {"likely"}


def test_what_was_not_tested_does_not_count_and_stays():
    few = Trend(verdict="too_few", points=())
    judged = judge_together({"b": few, "a": trend(0.09), "c": few}, level=0.10)
    assert judged == {"b": few, "a": trend(0.09), "c": few}
    assert list(judged) == ["b", "a", "c"]
    assert judge_together({}, level=0.10) == {}


def test_one_that_falls_is_flat_where_that_holds():
    flat = trend(0.09, low=-0.1, high=0.2, needed_change=5.0, turns_on=24_311)
    rest = [trend(p, "none", low=-9.0, high=9.0) for p in (0.5, 0.9)]
    judged = judge_together(named(flat, *rest), level=0.10)
    assert judged["kpi0"].verdict == "flat"
    assert judged["kpi0"].turns_on is None


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12), st.sampled_from([0.05, 0.10, 0.25]))
def test_it_keeps_what_benjamini_and_hochberg_keep(ps, level):
    judged = judge_together(named(*map(trend, ps)), level=level)
    kept = stats.false_discovery_control(ps, method="bh") <= level
    assert [one.is_called for one in judged.values()] == list(kept)


@given(st.lists(st.tuples(st.floats(0, 1), VERDICTS), max_size=12))
def test_it_only_ever_takes_trends_away(given_trends):
    trends = named(*(trend(p, verdict) for p, verdict in given_trends))
    for key, judged in judge_together(trends, level=0.10).items():
        assert judged.p == trends[key].p
        assert judged == trends[key] or (trends[key].is_called and judged.verdict in {"none", "flat"})


def test_three_drivers_of_points_keep_their_points():
    judged = judge_together({"a": RISING}, level=0.10)
    assert judged["a"].points == tuple(points((5, 4, 6, 5, 7, 6, 8, 9, 7, 10)))


@pytest.mark.parametrize("level", [0.0, 1.0])
def test_the_ends_of_the_level(level):
    kept = judge_together(named(trend(0.5)), level=level)["kpi0"].is_called
    assert kept is (level == 1.0)
