"""Which way a driver moves, after all drivers were judged together."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import domain.catalogues
from domain.forecast import movement_of
from domain.periods import Period
from domain.trends import Point, judge_together, trend_of
from tests.domain.trends.making import flow, points

RISING = (10.0, 12, 11, 15, 14, 18, 17, 21, 20, 24)
NOISE = (10.0, 12, 9, 11, 8, 12, 10, 9, 11, 10)
SAMPLE = Path(domain.catalogues.__file__).with_name("sample.json")


def moved(values, *, needed, direction="up", hold=None):
    series = points(values)
    return movement_of(flow(*values), series, needed=needed, direction=direction, hold=hold)


@pytest.mark.parametrize(
    ("direction", "movement"), [("up", "toward"), ("down", "away"), ("range", "cannot_tell")]
)
def test_a_trend_goes_toward_what_is_wanted_or_away_from_it(direction, movement):
    assert moved(RISING, needed=None, direction=direction) == movement
    mirrored = {"toward": "away", "away": "toward", "cannot_tell": "cannot_tell"}
    assert moved(RISING[::-1], needed=None, direction=direction) == mirrored[movement]


def test_a_range_is_neared_or_left():
    assert moved(RISING, needed=None, direction="range", hold=(25, 30)) == "toward"
    assert moved(RISING, needed=None, direction="range", hold=(20, 30)) == "cannot_tell"
    assert moved(RISING, needed=None, direction="range", hold=(30, 30)) == "toward"
    assert moved(RISING, needed=None, direction="range", hold=(5, 10)) == "away"
    assert moved(RISING, needed=None, direction="up", hold=(5, 10)) == "away"
    assert moved(RISING, needed=2.0, direction="range") == "toward"
    assert moved(RISING, needed=-2.0, direction="range") == "away"


def test_no_trend_and_a_need_out_of_reach_is_not_moving():
    assert moved(NOISE, needed=5.0) == "not_moving"
    assert moved(NOISE, needed=-5.0, direction="down") == "not_moving"


def test_a_need_within_reach_cannot_be_told():
    assert moved(NOISE, needed=0.5) == "cannot_tell"


def test_a_need_that_was_outrun_is_not_missed():
    # 5.8 a period on average, give or take 4, and no clear trend: 0.5 lies outside, on the good side.
    outrun = (0.0, 10, 20, 30, 29, 28.9)
    assert flow(*outrun).verdict == "none"
    assert moved(outrun, needed=0.5) == "cannot_tell"
    assert moved(outrun, needed=12.0) == "not_moving"


def test_without_a_need_no_trend_says_nothing():
    assert moved(NOISE, needed=None) == "cannot_tell"
    assert moved(NOISE, needed=0.0) == "cannot_tell"


def test_too_few_values_and_one_year_of_seasons_cannot_be_told():
    assert moved((1.0, 2.0, 3.0), needed=100.0) == "cannot_tell"
    assert moved((1.0, 2.0, 3.0, 4.0), needed=100.0) == "cannot_tell"
    season = points(RISING)
    trend = trend_of(season, is_stock=False, is_seasonal=True)
    assert movement_of(trend, season, needed=100.0, direction="up") == "cannot_tell"


def test_flat_for_practical_purposes_is_not_moving():
    still = points((100, 101, 100, 99, 100, 101, 99, 100, 100, 101))
    trend = trend_of(still, is_stock=False, needed_change=20.0)
    assert trend.verdict == "flat"
    assert movement_of(trend, still, needed=20.0, direction="up") == "not_moving"


@pytest.mark.parametrize(
    ("key", "movements"),
    [
        (
            "alder",
            {
                "new_patients": "not_moving",
                "enquiry_to_booking_rate": "not_moving",
                "cost_per_new_patient": "away",
                "care_plan_members": "toward",
            },
        ),
        (
            "birch",
            {
                "qualified_enquiries": "not_moving",
                "quote_to_order_rate": "cannot_tell",
                "cost_per_enquiry": "toward",
                "service_contract_value": "toward",
            },
        ),
    ],
)
def test_the_drivers_of_the_samples_move_as_they_are_known_to(key, movements):
    drivers = {one["key"]: one for one in _sample(key)["kpis"] if one["driver"]}
    series = {name: _points(one) for name, one in drivers.items()}
    needed = {name: _needed(one, series[name]) for name, one in drivers.items()}
    trends = {
        name: trend_of(series[name], is_stock=one["aggregation"] == "last", needed_change=needed[name])
        for name, one in drivers.items()
    }
    judged = judge_together(trends, level=0.10)
    found = {
        name: movement_of(judged[name], series[name], needed=needed[name], direction=one["direction"])
        for name, one in drivers.items()
    }
    assert found == movements


def _sample(key):
    return next(one for one in json.loads(SAMPLE.read_text())["engagements"] if one["key"] == key)


def _points(entry):
    known = {Period.parse(code): value for code, value in entry["values"].items() if value is not None}
    return [Point(at=period.ordinal, value=float(known[period])) for period in sorted(known)]


def _needed(entry, series):
    target = entry["targets"][-1]
    return (target["value"] - series[-1].value) / (Period.parse(target["by"]).ordinal - series[-1].at)


@given(st.lists(st.integers(-50, 50).map(float), min_size=5, max_size=24), st.floats(-20, 20))
def test_turning_everything_upside_down_changes_nothing(values, needed):
    mirrored = [-value for value in values]
    assert moved(values, needed=needed) == moved(mirrored, needed=-needed, direction="down")


@given(st.lists(st.integers(-50, 50).map(float), min_size=5, max_size=24), st.floats(0.01, 100))
def test_a_larger_need_is_never_more_in_reach(values, needed):
    if moved(values, needed=needed) == "not_moving":
        assert moved(values, needed=2 * needed) == "not_moving"
