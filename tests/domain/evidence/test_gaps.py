"""What a pack says is missing, and which test would settle most."""

from datetime import date

from domain.evidence import (
    pack_of,
)
from tests.domain.evidence.making import (
    going_on,
    make_assumption,
    make_experiment,
    rising,
    still,
)


def test_a_gap_names_who_can_fill_it_and_the_last_working_day_before_the_pack():
    stale = rising("leads", freshness="very_stale", late=("2026-09", "2026-10"), owner="Callum Wrenfield")
    pack = pack_of(going_on(kpis=(stale, rising())))
    gap = next(gap for gap in pack.gaps if gap.about == "kpi:leads")
    assert (gap.who, gap.how) == ("Callum Wrenfield", "Report September 2026 and October 2026.")
    # The meeting is on a Tuesday, the pack on the Sunday before it.
    assert gap.by == date(2026, 11, 20)


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
