"""Tripwires as people type them, and which values they watch."""

from datetime import date
from decimal import Decimal

import pytest

from domain.errors import Unreadable
from domain.kpis.items import Habits
from domain.periods import Period
from domain.tripwires import Bound, first_watched, read_tripwire

HABITS = Habits(
    unit="currency",
    cadence="monthly",
    today=date(2026, 11, 16),
    locale="en-GB",
    currency="GBP",
    fiscal_start_month=1,
)
OCTOBER, NOVEMBER, DECEMBER = (Period(cadence="monthly", year=2026, index=month) for month in (10, 11, 12))


@pytest.mark.parametrize(
    ("typed", "bound", "text"),
    [
        ("> 300", (">", "300"), ""),
        (">300", (">", "300"), ""),
        ("above £1.5k", (">", "1500"), ""),
        ("goes over 300", (">", "300"), ""),
        ("is below 300", ("<", "300"), ""),
        ("at most 300", ("<=", "300"), ""),
        ("not above 300", ("<=", "300"), ""),
        (">= 300", (">=", "300"), ""),
        ("≥ 300 in dec", (">=", "300", DECEMBER), ""),
        ("above 300 in 2026-12 “reopen it”", (">", "300", DECEMBER), "reopen it"),
        ('under 300 until jan "rethink"', ("<", "300", None, date(2027, 1, 31)), "rethink"),
    ],
)
def test_people_type_it_in_many_ways(typed, bound, text):
    op, value, period, last_day = (*bound, None, None)[:4]
    draft = read_tripwire(typed, habits=HABITS)
    assert draft.bound == Bound(op=op, value=Decimal(value), period=period, last_day=last_day)
    assert draft.text == text


@pytest.mark.parametrize("typed", ["300", "", "above", "above many", "above 5%", "above 300 in smarch"])
def test_anything_else_is_refused_with_what_to_write(typed):
    with pytest.raises(Unreadable):
        read_tripwire(typed, habits=HABITS, name="CPL")


@pytest.mark.parametrize(("op", "crossed"), [("<", [1]), ("<=", [1, 2]), (">", [3]), (">=", [2, 3])])
def test_the_bound_itself_counts_only_where_it_says_so(op, crossed):
    bound = Bound(op=op, value=Decimal(2))
    assert [value for value in (1, 2, 3) if bound.is_crossed_by(Decimal(value))] == crossed


def test_periods_count_from_the_last_one_that_had_ended_to_the_last_day():
    since = first_watched(HABITS.today, HABITS)
    assert since == OCTOBER
    always = Bound(op=">", value=Decimal(1))
    until = Bound(op=">", value=Decimal(1), last_day=date(2026, 11, 30))
    single = Bound(op=">", value=Decimal(1), period=NOVEMBER)
    periods = (OCTOBER.previous(), OCTOBER, NOVEMBER, DECEMBER)
    watched = [
        [bound.watches(period, since=since, fiscal_start_month=1) for period in periods]
        for bound in (always, until, single)
    ]
    assert watched == [
        [False, True, True, True],
        [False, True, True, False],
        [False, False, True, False],
    ]
