"""Where a KPI stands on the way to a total, and to what is to hold in every period."""

from decimal import Decimal
from fractions import Fraction

import pytest

from domain.pace import is_miss, needed_change, pace_of
from domain.periods import Period
from tests.domain.targets.making import make_target, make_traits, make_values

YEAR = make_target("cumulative", "1200", start="2026-01")
SHOP = [9740, 9880, 10120, 9960, 9300, 8900, 6940, 7080, 8780, 9900]


def pace(target, *values, first="2026-01", due="2026-06", **traits):
    return pace_of(
        target, None, make_values(first, *values), make_traits(**traits), last_due=Period.parse(due)
    )


@pytest.mark.parametrize(
    ("last", "band"),
    [
        ("360", "ahead"),
        ("359.99", "on_pace"),
        ("240", "on_pace"),
        ("239.99", "behind"),
        ("120", "behind"),
        ("119", "far_behind"),
    ],
)
def test_the_sum_is_compared_with_the_share_of_reported_periods(last, band):
    found = pace(YEAR, 100, 100, 100, 0, 0, last)
    assert (found.expected, found.elapsed, found.band) == (600, Fraction(1, 2), band)


def test_a_gap_counts_neither_as_zero_nor_as_time():
    found = pace(YEAR, 100, None, 100, 100, 100, 100)
    assert (found.total, found.expected, found.pace) == (500, 500, 1)
    assert [str(period) for period in found.missing] == ["2026-02"]


def test_a_period_that_is_not_due_is_not_missing():
    assert pace(YEAR, 100, 100, due="2026-02").missing == ()
    assert [str(period) for period in pace(YEAR, 100, 100, due="2026-04").missing] == ["2026-03", "2026-04"]


def test_a_total_ends_reached_met_missed_or_unreported():
    assert pace(YEAR, *[300] * 4).band == "reached"
    assert pace(YEAR, *[100] * 12, due="2026-12").band == "met"
    assert pace(YEAR, *[99] * 12, due="2026-12").band == "missed"
    assert pace(YEAR, *[100] * 11, due="2026-12").band == "unreported"
    assert pace(YEAR, *[120] * 11, due="2026-12").band == "met"
    assert pace(YEAR, due="2026-12").band == "unreported"
    assert pace(YEAR).band == "no_values"
    assert pace(YEAR, 100).band == "too_early"


def test_what_a_total_needs_is_a_value_a_period():
    found = pace(YEAR, 100, 50, 60, 70, 80, 90)
    assert (found.needed, found.periods_left, found.short_by) == (125, 6, 750)
    assert (found.recent, found.recent_values) == (75, 6)
    assert needed_change(found) is None


@pytest.mark.parametrize(
    ("last", "band"),
    [
        ("40", "ahead"),
        ("41", "on_pace"),
        ("160", "on_pace"),
        ("161", "behind"),
        ("280", "behind"),
        ("281", "far_behind"),
    ],
)
def test_where_lower_is_better_the_total_is_a_cap(last, band):
    assert pace(YEAR, 100, 100, 100, 100, 100, last, direction="down").band == band


def test_a_cap_is_lost_when_it_is_passed_and_met_at_its_end():
    assert pace(YEAR, *[301] * 4, direction="down").band == "missed"
    assert pace(YEAR, *[100] * 12, due="2026-12", direction="down").band == "met"
    assert pace(YEAR, *[90] * 11, due="2026-12", direction="down").band == "unreported"


def test_a_total_that_is_not_above_zero_has_an_end_and_no_pace():
    debt = make_target("cumulative", "-100", start="2026-01")
    assert pace(debt, *[-30] * 6).band == "no_pace"
    assert pace(debt, *[-5] * 12, due="2026-12").band == "met"


def test_a_season_is_compared_with_the_year_before_where_it_is_known():
    values = make_values("2025-11", 16000, 17120, *SHOP)
    target = make_target("cumulative", "126000", start="2026-01")
    found = pace_of(target, None, values, make_traits(is_seasonal=True), last_due=Period.parse("2026-10"))
    assert (found.total, round(float(found.pace or 0), 2), found.band) == (Fraction(90600), 0.86, "behind")
    assert found.season is not None
    assert (found.season.pairs, found.season.rest) == (0, Fraction(33120))


def test_a_season_pairs_only_periods_that_both_have_a_value():
    values = make_values("2025-01", 10, None, 30, 40) | make_values("2026-01", 11, 22, None, 44)
    found = pace_of(YEAR, None, values, make_traits(is_seasonal=True), last_due=Period.parse("2026-04"))
    assert found.season is not None
    assert (found.season.pairs, found.season.before, found.season.now) == (2, Fraction(50), Fraction(55))
    assert found.season.rest is None


def test_week_53_has_no_year_before():
    target = make_target("cumulative", "100", "2026-W53", start="2026-W52")
    values = make_values("2025-W52", 40) | make_values("2026-W52", 50)
    found = pace_of(target, None, values, make_traits(is_seasonal=True), last_due=Period.parse("2026-W52"))
    assert found.season is not None
    assert (found.season.pairs, found.season.rest) == (1, None)


EVERY = make_target("per_period", "20", start="2026-01")
INSIDE = make_target("hold_range", low="4", high="5", start="2026-01")


@pytest.mark.parametrize(
    ("target", "values", "kept", "band"),
    [
        (EVERY, (20, 19, 25), (2, 3), "kept"),
        (EVERY, (20, 25, 19), (2, 3), "not_kept"),
        (EVERY, (20, None, 25), (2, 2), "kept"),
        (INSIDE, (4, 5, "4.5", "5.01"), (3, 4), "not_kept"),
        (INSIDE, ("3.99", 4), (1, 2), "kept"),
        (EVERY, (), (0, 0), "no_values"),
    ],
)
def test_every_period_is_counted_and_the_last_one_decides(target, values, kept, band):
    found = pace(target, *values, due="2026-03")
    assert ((found.kept, found.counted), found.band) == (kept, band)
    assert is_miss(found) is (band == "not_kept")


def test_lower_is_better_in_every_period_too():
    found = pace(EVERY, 20, 19, 21, due="2026-03", direction="down")
    assert (found.kept, found.band) == (2, "not_kept")


def test_at_its_end_one_miss_is_a_miss_and_a_gap_leaves_it_open():
    assert pace(EVERY, *[20] * 12, due="2026-12").band == "met"
    assert pace(EVERY, *[20] * 11, 19, due="2026-12").band == "missed"
    assert pace(EVERY, 20, None, *[20] * 10, due="2026-12").band == "unreported"
    assert pace(EVERY, *[20] * 11, due="2026-12").band == "unreported"
    assert pace(EVERY, *[20] * 11, due="2026-11").band == "kept"
    assert pace(EVERY, due="2026-12").band == "unreported"


def test_only_periods_from_start_to_end_count():
    assert pace(EVERY, *[1] * 3, *[20] * 2, first="2025-10", due="2026-02").kept == 2
    free = make_target("per_period", "20")
    assert pace(free, 1, 20, first="2025-12", due="2026-01").counted == 2
    assert Decimal(20) == pace(free, 1, 20, first="2025-12", due="2026-01").value
