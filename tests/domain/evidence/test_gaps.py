"""What a pack says is missing, and which test would settle most."""

from datetime import date

import pytest

from domain.evidence import pack_of
from tests.domain.evidence.making import (
    going_on,
    make_assumption,
    make_experiment,
    make_inputs,
    make_kpi,
    rising,
    still,
)


def test_a_gap_names_who_can_fill_it_and_the_last_working_day_before_the_pack():
    stale = rising("leads", freshness="very_stale", late=("2026-09", "2026-10"), owner="Callum Wrenfield")
    pack = pack_of(going_on(kpis=(stale, rising())))
    gap = next(gap for gap in pack.gaps if gap.about == "kpi:leads")
    assert (gap.who, gap.how) == ("Callum Wrenfield", "Report September 2026 and October 2026.")
    # The meeting is on a Tuesday, and the pack of that on the Friday before it.
    assert gap.by == date(2026, 11, 19)


def test_a_driver_without_trend_and_target_asks_for_a_target():
    pack = pack_of(going_on(kpis=(still(needed=None), rising())))
    gap = next(gap for gap in pack.gaps if gap.about == "kpi:still")
    assert gap.how == "Set a target with a date for it."


def test_the_cheapest_test_is_the_one_nearest_to_its_sample():
    tests = (
        make_experiment(1, "running", sample_planned=300, n=100),
        make_experiment(
            2, "running", sample_planned=120, n=74, stop_on=date(2026, 12, 17), owner="Idris Fallow"
        ),
    )
    gaps = [gap for gap in pack_of(going_on(experiments=tests)).gaps if gap.about.startswith("experiment")]
    assert [gap.about for gap in gaps] == ["experiment:2", "experiment:1"]
    assert gaps[0].who == "Idris Fallow"
    assert gaps[0].how == (
        "The cheapest test, as it is nearest to its sample: 46 more, by its stop date 17 December 2026."
    )


def test_where_no_test_runs_the_one_that_would_settle_most_is_proposed():
    pack = pack_of(going_on(assumptions=(make_assumption(1, "supported"), make_assumption(2))))
    assert pack.settles.startswith('A test of assumption 2 "They want number 2", which nobody has begun')
    assert "if it is invalidated, it would be mixed" in pack.settles


def gap_of(kpi):
    pack = pack_of(going_on(kpis=(kpi, rising())))
    return next(gap for gap in pack.gaps if gap.about == f"kpi:{kpi.key}")


@pytest.mark.parametrize(
    ("target", "what", "how"),
    [
        ({"target": "9,000 in all"}, "its target is a total", "Give it a target for each month instead"),
        (
            {
                "target": "60 by October",
                "target_low": 60.0,
                "target_high": 60.0,
                "target_at": 1,
                "band": "missed",
            },
            "the day of its target has passed",
            "Set a new target",
        ),
        ({"target": "40 each month", "target_low": 40.0, "target_high": 40.0}, "meets its target", "Nothing"),
    ],
)
def test_a_driver_whose_target_asks_for_no_change_says_which_target_it_has(target, what, how):
    gap = gap_of(make_kpi("kept", *[50, 51] * 6, **target))
    assert what in gap.what
    assert gap.how.startswith(how)


@pytest.mark.parametrize(("low", "high"), [(200.0, 200.0), (180.0, 220.0)])
def test_what_each_period_is_to_keep_is_needed_by_the_next(low, high):
    far = make_kpi("far", *[50, 51] * 6, target="far more", target_low=low, target_high=high)
    (found,) = pack_of(make_inputs(kpis=(far,))).drivers
    assert found.movement == "not_moving"


def test_a_seasonal_driver_says_how_many_values_it_takes():
    gap = gap_of(make_kpi("quarters", *[9] * 20, first="2021-Q4", cadence="quarterly", is_seasonal=True))
    assert gap.what == (
        "Quarters cannot be told: trend and season can be told apart from 24 values on, and it has 20."
    )
    weeks = make_kpi("weeks", *range(110), first="2024-W40", cadence="weekly", is_seasonal=True)
    (found,) = pack_of(make_inputs(kpis=(weeks,))).drivers
    assert found.trend.startswith("Clear rise")


def test_of_a_kpi_that_counts_another_thing_now_no_new_number_is_asked_for():
    held = make_assumption(1, kpi_key="rising", op=">=", value=3.0, periods=24, held_to=rising())
    gap = next(gap for gap in pack_of(going_on(assumptions=(held,))).gaps if gap.about == "assumption:1")
    assert "can no longer be told by its KPI" in gap.what
    assert "too early" not in gap.what
    assert gap.how == "Write it anew with a threshold for a KPI as it is now, or plan a test."
