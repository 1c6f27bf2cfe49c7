"""How fresh a KPI is, and how much of it is reported."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.freshness import Calendar, Freshness, coverage_words, freshness_of, freshness_words, is_usable
from domain.periods import Period, label
from domain.periods.calendar import day_label
from tests.domain.targets.making import make_values

TODAY = date(2026, 11, 15)
MONTHS = Calendar(today=TODAY, cadence="monthly")
ALL = [1] * 12


def fresh(first, *values, calendar=MONTHS, since=None):
    tracked = Period.parse(since) if since else None
    return freshness_of(make_values(first, *values), calendar, tracked_since=tracked)


def name(period):
    return label(period, "en-GB", 1)


def words(found):
    said = freshness_words(found, name_period=name, name_day=lambda day: day_label(day, "en-GB"))
    return coverage_words(found, name_period=name), said


@pytest.mark.parametrize(
    ("today", "written"),
    [
        ("2026-11-06", "2026-09"),
        ("2026-11-07", "2026-10"),
        ("2026-12-07", "2026-10"),
        ("2026-12-08", "2026-11"),
    ],
)
def test_a_month_is_late_once_its_fifth_business_day_has_passed(today, written):
    calendar = Calendar(today=date.fromisoformat(today), cadence="monthly")
    assert str(calendar.last_due) == written


def test_a_week_has_two_days_and_a_kpi_may_have_its_own_grace():
    week = Calendar(today=date(2026, 11, 10), cadence="weekly")
    assert (str(week.last_due), week.due_on(Period.parse("2026-W45"))) == ("2026-W44", date(2026, 11, 10))
    quarter = Calendar(today=date(2026, 10, 8), cadence="quarterly")
    assert str(quarter.last_due) == "2026-Q3"
    assert (
        str(Calendar(today=date(2026, 11, 2), cadence="monthly", grace_business_days=0).last_due) == "2026-10"
    )
    long = Calendar(today=date(2026, 11, 2), cadence="weekly", grace_business_days=30)
    assert str(long.last_due) == "2026-W38"


@pytest.mark.parametrize(
    ("values", "state", "late"),
    [
        (ALL, "fresh", []),
        ([*ALL[:11], None], "stale", ["2026-10"]),
        ([*ALL[:10], None, None], "very_stale", ["2026-09", "2026-10"]),
        ([*ALL[:10], None, 1], "fresh", []),
        ([*ALL, 1], "fresh", []),
        ([*ALL[:11], None, 1], "fresh", []),
    ],
)
def test_what_lies_behind_the_latest_value_makes_it_stale(values, state, late):
    found = fresh("2025-11", *values)
    assert (found.state, [str(period) for period in found.late]) == (state, late)


def test_counting_begins_with_the_first_value_or_where_it_was_said():
    assert (fresh("2026-08", 1, 1, 1).reported, fresh("2026-08", 1, 1, 1).due) == (3, 3)
    assert fresh("2026-08", 1, 1, 1, since="2026-06").due == 5
    assert fresh("2026-08", 1, 1, 1, since="2026-10").due == 1
    never = fresh("2026-08", since="2026-09")
    assert (never.state, never.reported, never.due) == ("very_stale", 0, 2)
    assert fresh("2026-08").state == "nothing_due"
    assert fresh("2026-11", 1).state == "nothing_due"
    assert fresh("2026-11", since="2026-11").state == "nothing_due"


def test_only_the_last_24_due_periods_count():
    found = fresh("2020-01", 1, None, *[1] * 80)
    assert (found.reported, found.due, found.coverage) == (24, 24, 1)


@pytest.mark.parametrize(
    ("values", "coverage", "freshness"),
    [
        (ALL, "12 of 12 months reported.", "Up to date."),
        ([*ALL[:9], None, 1, 1], "11 of 12 months reported; August 2026 is missing.", "Up to date."),
        (
            [*ALL[:10], None, None],
            "10 of 12 months reported; September 2026 and October 2026 are missing.",
            "2 months in a row are missing; September 2026 was due on 7 October 2026.",
        ),
        (
            [*ALL[:8], None, None, None],
            "8 of 12 months reported; August 2026, September 2026, October 2026 and 1 before are missing.",
            "4 months in a row are missing; July 2026 was due on 7 August 2026.",
        ),
        (
            [1, None, *ALL[:9]],
            "10 of 12 months reported; December 2025 and October 2026 are missing.",
            "October 2026 is missing; it was due on 6 November 2026.",
        ),
    ],
)
def test_the_words_name_what_is_missing(values, coverage, freshness):
    assert words(fresh("2025-11", *values)) == (coverage, freshness)


def test_the_words_of_one_period_and_of_none():
    assert words(fresh("2026-10", 1))[0] == "1 of 1 month reported."
    assert words(fresh("2026-11", 1)) == ("Nothing is due yet.", "Nothing is due yet.")
    three = words(fresh("2026-06", 1, None, None, None, 1))[0]
    assert three == "2 of 5 months reported; July 2026, August 2026 and September 2026 are missing."


@pytest.mark.parametrize(
    ("state", "covered", "values", "is_stock", "expected"),
    [
        ("fresh", (5, 5), 5, False, True),
        ("stale", (5, 6), 5, False, True),
        ("very_stale", (10, 12), 10, False, False),
        ("nothing_due", (0, 0), 9, False, False),
        ("fresh", (9, 12), 9, False, True),
        ("fresh", (8, 11), 8, False, False),
        ("fresh", (4, 4), 4, False, False),
        ("fresh", (5, 5), 5, True, False),
        ("fresh", (6, 6), 6, True, True),
    ],
)
def test_a_kpi_is_usable_when_it_is_fresh_covered_and_long_enough(state, covered, values, is_stock, expected):
    found = Freshness(state=state, cadence="monthly", reported=covered[0], due=covered[1])
    assert is_usable(found, values, is_stock=is_stock) is expected


@given(
    st.sets(st.integers(0, 40)),
    st.dates(date(2005, 1, 1), date(2099, 1, 1)),
    st.sampled_from(["weekly", "monthly", "quarterly"]),
    st.integers(1, 12),
    st.integers(0, 30),
)
def test_reported_and_missing_are_all_that_is_due(steps, today, cadence, fiscal, grace):
    calendar = Calendar(today=today, cadence=cadence, fiscal_start_month=fiscal, grace_business_days=grace)
    line = [calendar.last_due.next().next()]
    for _step in range(40):
        line.append(line[-1].previous())
    reported = {line[step] for step in steps}
    found = freshness_of(reported, calendar, tracked_since=None)
    assert found.reported + len(found.missing) == found.due <= 24
    assert not set(found.missing) & reported
    assert not found.late or found.late[-1] == calendar.last_due
    assert set(found.late[-24:]) == {period for period in found.missing if period > max(reported)}
    assert all(calendar.due_on(period) < today for period in found.missing)
    assert calendar.due_on(calendar.last_due.next()) >= today
    assert found.coverage is None or 0 <= found.coverage <= Fraction(1)
    assert (found.state == "nothing_due") == (found.due == 0)
