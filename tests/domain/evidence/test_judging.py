"""Which drivers are judged together, and by which target each one is judged."""

from dataclasses import replace
from datetime import date

import pytest

from domain.evidence import pack_of
from domain.evidence.inputs import TripwireFacts
from domain.periods import Period
from tests.domain.evidence.making import (
    TODAY,
    going_on,
    make_inputs,
    make_kpi,
    rising,
    signals_said,
    still,
)

# Each is a likely rise, and both together still are.
LIKELY = (101, 108, 101, 108, 106, 103, 108, 108, 107, 111, 106, 113)
LIKELY_TOO = (109, 100, 103, 102, 108, 111, 108, 111, 108, 105, 112, 113)
STOPPED = {"freshness": "very_stale", "late": ("2026-09", "2026-10"), "reported": 12, "due": 24}
LAST = Period.parse("2026-10").ordinal
NOV, DEC = LAST + 1, LAST + 2


def found_in(*kpis):
    """The pack of these drivers, and how each one is found to move."""
    pack = pack_of(make_inputs(kpis=kpis))
    return pack, {driver.key: driver.movement for driver in pack.drivers}


@pytest.mark.parametrize(
    "other",
    [
        make_kpi("other", 5, 5, 5, 5, first="2026-07"),
        make_kpi("other", *[5, 6] * 6, first="2025-09", **STOPPED),
        make_kpi("other", *[5, 6] * 6, reported=12, due=24),
    ],
)
def test_a_driver_that_does_not_count_decides_of_no_other_ones_trend(other):
    pack, moves = found_in(make_kpi("a", *LIKELY), make_kpi("b", *LIKELY_TOO), other)
    assert (pack.signal("S2").verdict, moves["a"], moves["b"]) == ("continue", "toward", "toward")


def test_drivers_that_stopped_make_no_trend_of_another_ones_noise():
    gone = [replace(rising(key), **STOPPED) for key in ("x", "y")]
    pack, moves = found_in(make_kpi("a", *LIKELY), still("b"), *gone)
    assert moves == {"a": "cannot_tell", "b": "not_moving", "x": "cannot_tell", "y": "cannot_tell"}
    assert [driver.key for driver in pack.drivers] == ["b", "a", "x", "y"]


def reaching(*values, goal=60.0, months=3):
    """A KPI that is to reach a goal so many months after its last value, as it is gathered."""
    needed = None if values[-1] >= goal else (goal - values[-1]) / months
    aim = {"target": "60 by then", "target_low": goal, "target_high": goal}
    at = Period.parse("2025-11").ordinal + len(values) - 1 + months
    return make_kpi("aa", *values, needed=needed, **aim, target_at=at)


def test_without_its_last_value_a_target_asks_for_the_way_from_the_one_before():
    values = [50, 51] * 5 + [50]
    wire = TripwireFacts(number=1, kpi_key="zz", words="w", armed_on=date(2026, 8, 26), hit_on=TODAY)

    def packed(kpi):
        return pack_of(going_on(kpis=(kpi, still("bb")), tripwires=(wire,)))

    whole, without = packed(reaching(*values, 62)), packed(reaching(*values, months=4))
    assert (whole.lean, without.lean) == ("mixed", "pivot")
    assert whole.fragile[0] == (
        "Fragile: it turns on one number, Aa of 62 in October 2026. Without it, it would lean to pivot."
    )


@pytest.mark.parametrize(
    ("span", "what"),
    [
        ({"target_until": LAST}, "the day of its target has passed"),
        ({"target_from": NOV, "target_until": DEC}, "its target has not begun"),
    ],
)
@pytest.mark.parametrize("low", [60.0, 70.0])
def test_a_target_that_is_over_or_has_not_begun_asks_for_nothing(span, what, low):
    far = still(needed=None, target="far", target_low=low, target_high=70.0, band="missed", **span)
    pack, moves = found_in(far, rising())
    assert moves["still"] == "cannot_tell"
    assert what in next(gap.what for gap in pack.gaps if gap.about == "kpi:still")
    runs = replace(far, target_from=LAST - 3, target_until=DEC)
    assert found_in(runs)[1] == {"still": "not_moving"}


def test_away_from_a_range_is_away_whichever_way_the_kpi_is_to_go():
    past = {"target": "hold 50 to 80", "target_low": 50.0, "target_high": 80.0}
    pack, moves = found_in(rising("a", **past), rising("b", **past))
    assert (moves, signals_said(pack)["S2"]) == ({"a": "away", "b": "away"}, "change")
    assert not any(way in pack.drivers[0].trend for way in ("the right way", "the wrong way"))


def test_no_trend_is_told_of_a_driver_that_is_too_sparse_to_be_judged_with_the_others():
    pack, _moves = found_in(rising("sparse", reported=12, due=24))
    (found,) = pack.drivers
    assert found.trend.startswith("No trend is told: only 12 of 24 months are reported")
    assert (found.p, found.forecast, found.since_pivot) == (None, "", "")
    assert [one.in_full for one in pack.opening] == [f"Sparse: {found.trend}"]
