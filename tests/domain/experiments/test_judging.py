"""What a result says by the threshold that was written first, and how results and days are typed."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import UserError
from domain.experiments import Experimented, Goal, goal_of, judge
from domain.experiments.days import read_start_day
from domain.experiments.results import read_result

HERE = {"locale": "en-GB", "currency": "GBP"}
STOP = date(2026, 12, 11)
RUNNING = Experimented(
    id=1,
    number=3,
    key="",
    name="Call back within ten minutes",
    at=datetime(2026, 10, 20, tzinfo=UTC),
    threshold="at least 42%",
    op=">=",
    value=Decimal(42),
    is_share=True,
    sample_planned=300,
    started_on=date(2026, 10, 20),
    stop_on=STOP,
    outcome="running",
)


@pytest.mark.parametrize(
    ("threshold", "goal"),
    [
        (">= 42% booked on >= 300 enquiries", Goal(op=">=", value=Decimal(42), is_share=True, sample=300)),
        (">= 5 enquiries", Goal(op=">=", value=Decimal(5))),
        # One result is no month, and a difference is no share of those observed.
        (">= 3 contracts a month for two months", Goal()),
        ("at least 15% more bookings", Goal()),
        ("bookings up 15%", Goal()),
    ],
)
def test_a_threshold_is_read_where_one_result_can_be_held_against_it(threshold, goal):
    assert goal_of(threshold, **HERE) == goal


@pytest.mark.parametrize(
    ("hits", "n", "today", "early", "allowed"),
    [
        (126, 300, STOP, "", ("validated", "inconclusive")),
        (125, 300, STOP, "", ("invalidated", "inconclusive")),
        (58, 164, STOP, "below_sample", ("inconclusive",)),
        (126, 300, date(2026, 12, 10), "before_stop", ("inconclusive",)),
        (None, None, STOP, "no_result", ("inconclusive",)),
    ],
)
def test_only_what_the_threshold_says_may_be_concluded_and_nothing_too_early(hits, n, today, early, allowed):
    judged = judge(replace(RUNNING, hits=hits, n=n), today)
    assert (judged.early, judged.allowed, judged.suggestion) == (early, allowed, allowed[0])


def test_a_share_on_the_threshold_is_not_lost_to_rounding():
    third = replace(RUNNING, value=Decimal("33.3"), op="<=", hits=1, n=3, sample_planned=None)
    assert judge(third, STOP).meets is False


def test_a_threshold_without_a_number_leaves_it_to_people():
    bare = replace(RUNNING, op="", value=None, hits=300, n=300)
    assert judge(bare, STOP).suggestion is None
    assert len(judge(bare, STOP).allowed) == 3


@given(hits=st.integers(0, 400), more=st.integers(0, 400), days=st.integers(-60, 60))
def test_nothing_is_decided_below_the_sample_or_before_the_stop_date(hits, more, days):
    today = date.fromordinal(STOP.toordinal() + days)
    judged = judge(replace(RUNNING, hits=hits, n=hits + more), today)
    is_early = hits + more < 300 or days < 0
    assert (judged.allowed == ("inconclusive",)) == is_early


@pytest.mark.parametrize(
    ("typed", "hits", "value", "n"),
    [
        ("58 of 164", 58, None, 164),
        ("58/164", 58, None, 164),
        ("1,058 out of 2,300 final", 1058, None, 2300),
        ("0 of 12", 0, None, 12),
        ("6.1 n 400", None, "6.1", 400),
        ("£6.10 n=400", None, "6.10", 400),
        ("6.1% on 400", None, "6.1", 400),
        ('n 2 "3 contracts in two months"', None, None, 2),
    ],
)
def test_results_are_typed_in_a_few_ways(typed, hits, value, n):
    seen = read_result(typed, **HERE)
    assert (seen.hits, seen.n) == (hits, n)
    assert seen.value == (None if value is None else Decimal(value))
    assert seen.is_final == ("final" in typed)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("35%", "needs the number of those observed"),
        ("6.1", "needs the number of those observed"),
        ("up 6%", "needs the number of those observed"),
        ("0 of 0", "begins with one observation"),
        ("65 of 64", "more than were observed"),
        ("5.5 of 64", "no whole number"),
        ("5 of many", "no whole number"),
        ("much n 12", "as a number"),
        ("n 12", "as a result"),
    ],
)
def test_a_result_without_an_n_is_refused_with_what_to_write(typed, why):
    with pytest.raises(UserError, match=why):
        read_result(typed, **HERE)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("on 3 Nov", date(2026, 11, 3)),
        ("since 3 Dec", date(2025, 12, 3)),
        ("2026-11-16", date(2026, 11, 16)),
        ("yesterday", date(2026, 11, 15)),
        ("friday", date(2026, 11, 13)),
        ("monday", date(2026, 11, 16)),
    ],
)
def test_a_start_lies_today_or_before(typed, day):
    assert read_start_day(typed, today=date(2026, 11, 16), locale="en-GB") == day


@pytest.mark.parametrize("typed", ["2026-12-03", "soon", "31 Feb", ""])
def test_any_other_start_is_refused(typed):
    with pytest.raises(UserError):
        read_start_day(typed, today=date(2026, 11, 16), locale="en-GB")
