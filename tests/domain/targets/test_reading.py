"""Targets as people type them."""

import time

import pytest

from domain.errors import Unreadable
from domain.targets import read_target
from tests.domain.targets.making import make_habits


def read(text, *settings, **more):
    return read_target(text, habits=make_habits(*settings, **more), name="Leads")


def refusal(text, *settings, **more):
    with pytest.raises(Unreadable) as raised:
        read(text, *settings, **more)
    return raised.value.sentence


def shown(draft):
    """Kind, value or ends, periods and bound, on one line."""
    amount = f"{draft.low}..{draft.high}" if draft.value is None else str(draft.value)
    by = str(draft.by or "")
    return " ".join(filter(None, (draft.kind, draft.bound, amount, str(draft.start or ""), f"-> {by}")))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("120 by dec", "level_at_date 120 -> 2026-12"),
        ("by dec 120", "level_at_date 120 -> 2026-12"),
        ("= 120 by Dec 2026", "level_at_date 120 -> 2026-12"),
        ("reach 120 by the end of march", "level_at_date 120 -> 2027-03"),
        ("increase to 120 by oct", "level_at_date 120 -> 2027-10"),
        ("120 in december", "level_at_date 120 -> 2026-12"),
        ("120 dec 2026", "level_at_date 120 -> 2026-12"),
        ("41 500 by 31 dec", "level_at_date 41500 -> 2026-12"),
        ("1.2k by year end", "level_at_date 1200 -> 2026-12"),
        ("120 by eoy", "level_at_date 120 -> 2026-12"),
        ("120 by the end of the year", "level_at_date 120 -> 2026-12"),
        ("120 by end of next year", "level_at_date 120 -> 2027-12"),
        ("120 by 2027", "level_at_date 120 -> 2027-12"),
        ("120 by q1", "level_at_date 120 -> 2027-03"),
        ("120 by 2025-12", "level_at_date 120 -> 2025-12"),
        ("below 40 by dec", "level_at_date below 40 -> 2026-12"),
        ("at most 40 by dec", "level_at_date below 40 -> 2026-12"),
    ],
)
def test_a_value_with_an_end_is_a_level_at_a_date(text, expected):
    assert shown(read(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *(
            (f"{word} 3", "per_period below 3 2026-11 -> ")
            for word in ("below", "under", "at most", "<=", "<", "≤")
        ),
        *(
            (f"{word} 3", "per_period above 3 2026-11 -> ")
            for word in ("above", "over", "at least", ">=", "≥")
        ),
        ("max 3", "per_period below 3 2026-11 -> "),
        ("no more than 3", "per_period below 3 2026-11 -> "),
        ("up to 3", "per_period below 3 2026-11 -> "),
        ("3 or less", "per_period below 3 2026-11 -> "),
        ("40 or more", "per_period above 40 2026-11 -> "),
        ("40+", "per_period above 40 2026-11 -> "),
        ("stay at most 3 until mar", "per_period below 3 2026-11 -> 2027-03"),
        ("keep below 3 to march", "per_period below 3 2026-11 -> 2027-03"),
        ("hold 120 until mar", "per_period 120 2026-11 -> 2027-03"),
        ("20 a month", "per_period 20 2026-11 -> "),
        ("20 per month", "per_period 20 2026-11 -> "),
        ("20/month", "per_period 20 2026-11 -> "),
        ("each month 20", "per_period 20 2026-11 -> "),
        ("20 monthly until mar", "per_period 20 2026-11 -> 2027-03"),
        ("20 in every month by mar", "per_period 20 2026-11 -> 2027-03"),
        ("at least 20 a month from jan to jun", "per_period above 20 2027-01 -> 2027-06"),
        ("20 a month from jan", "per_period 20 2027-01 -> "),
        ("20 a month from now on", "per_period 20 2026-11 -> "),
    ],
)
def test_a_bound_or_a_rate_counts_in_every_period(text, expected):
    assert shown(read(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("500k in total by dec", "cumulative 500000 2026-11 -> 2026-12"),
        ("total 500k from jul to dec", "cumulative 500000 2026-07 -> 2026-12"),
        ("total of 500 from feb to jun", "cumulative 500 2027-02 -> 2027-06"),
        ("500 altogether from this month to mar", "cumulative 500 2026-11 -> 2027-03"),
        ("at most 500 in total from jan 2026 to dec 2026", "cumulative below 500 2026-01 -> 2026-12"),
        ("126k this year", "cumulative 126000 2026-01 -> 2026-12"),
        ("126k in total this year", "cumulative 126000 2026-01 -> 2026-12"),
        ("126k in 2027", "cumulative 126000 2027-01 -> 2027-12"),
    ],
)
def test_a_total_is_added_up_over_its_periods(text, expected):
    assert shown(read(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("between 4.6 and 5", "hold_range 4.6..5 2026-11 -> "),
        ("4.6 to 5", "hold_range 4.6..5 2026-11 -> "),
        ("4.6-5.0", "hold_range 4.6..5.0 2026-11 -> "),
        ("4.6 – 5 to dec", "hold_range 4.6..5 2026-11 -> 2026-12"),
        ("hold 4.6 to 5 until dec", "hold_range 4.6..5 2026-11 -> 2026-12"),
        ("keep between 4.6 and 5 from jan to oct", "hold_range 4.6..5 2027-01 -> 2027-10"),
        ("-5 to 5", "hold_range -5..5 2026-11 -> "),
        ("40-50k", "hold_range 40000..50000 2026-11 -> "),
        ("500 to 1k", "hold_range 500..1000 2026-11 -> "),
        ("hold 2000 to 2040", "hold_range 2000..2040 2026-11 -> "),
    ],
)
def test_two_ends_are_a_range_to_hold(text, expected):
    assert shown(read(text, "score")) == expected


@pytest.mark.parametrize(
    ("text", "settings", "expected"),
    [
        ("92 by w52", ("percent", "weekly"), "level_at_date 92 -> 2026-W52"),
        ("92% by dec", ("percent", "weekly"), "level_at_date 92 -> 2026-W52"),
        ("20 a week until w50", ("count", "weekly"), "per_period 20 2026-W46 -> 2026-W50"),
        ("92 by mar", ("count", "quarterly"), "level_at_date 92 -> 2027-Q1"),
        ("90 a quarter from q1 to q3", ("count", "quarterly"), "per_period 90 2027-Q1 -> 2027-Q3"),
        ("£1.6m by 2027-q1", ("currency", "quarterly"), "level_at_date 1600000 -> 2027-Q1"),
        ("between 2 and 3%", ("percent", "monthly"), "hold_range 2..3 2026-11 -> "),
    ],
)
def test_unit_and_cadence_are_those_of_the_kpi(text, settings, expected):
    assert shown(read(text, *settings)) == expected


@pytest.mark.parametrize(
    "text",
    [
        '120 by mar from 80 in jun plan dec 95, jan 105 "the board\'s wish"',
        '"the board\'s wish" 120 by mar, plan: dec 95 and jan 105, baseline jun 80',
        "from jun 80 to 120 by mar “the board's wish” plan 95 in dec, 105 in jan",
    ],
)
def test_tails_stand_in_any_order(text):
    draft = read(text)
    assert shown(draft) == "level_at_date 120 -> 2027-03"
    assert draft.baseline is not None
    assert (str(draft.baseline.value), str(draft.baseline.period)) == ("80", "2026-06")
    assert [(str(period), str(value)) for period, value in draft.plan] == [
        ("2026-12", "95"),
        ("2027-01", "105"),
    ]
    assert draft.reason == "the board's wish"


def test_a_plan_keeps_decimals_and_thousands():
    plan = read("2,000 by mar plan dec 1,200.5, jan 2027 1 500").plan
    assert [(str(period), str(value)) for period, value in plan] == [
        ("2026-12", "1200.5"),
        ("2027-01", "1500"),
    ]
    german = read("200 by mar plan dez 95,5, jan 105", locale="de").plan
    assert [str(value) for _period, value in german] == ["95.5", "105"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("120 by q1", 'I read "q1" as up to March 2027.'),
        ("1.234 by dec", "I read 1.234 as a number with 3 decimals, not as 1234."),
        ("500 in total by dec", "The total counts from November 2026 on."),
        ("120 by dec from 1.234 in jun", "I read 1.234 as a number with 3 decimals, not as 1234."),
        ("120 by 03/04", 'I read "03/04" as 3 April 2027, the day first.'),
    ],
)
def test_what_was_decided_is_said_back(text, said):
    assert read(text).assumed[0].startswith(said)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Write the target behind the KPI's name, as in `120 by dec` or `below 3%`."),
        ("banana", 'I could not read "banana" as a target. Write it as in `120 by dec` or `below 3%`.'),
        ("by dec", 'I could not read "by dec" as a target.'),
        ("120 by dec from jun", 'I could not read "120 by dec from jun" as a target.'),
        ("120 by dec until mar", 'I could not read "120 by dec until mar" as a target.'),
        ("120", "Say by when, as in `120 by dec`. To reach it in every month, write `120 a month`."),
        ("total 500", "Say by when the total is to be reached, as in `500k in total by dec`."),
        ("120 by dec by jan", "I found two parts with `by`"),
        ("from 80 to 120 by dec", "Say when it was 80, as in `from 80 in jun`."),
        ("120 by smarch", 'I could not read "smarch" as a period. Write dec, 2027-03,'),
        ("120 by dec from 80 in smarch", 'I could not read "smarch" as a period. Write sep, 2026-09,'),
        ("20 a week", '"a week" counts by the week, and this number is kept by the month.'),
        ("5% by dec", "Leads is kept as a plain number, and I read a percentage."),
        ("120 by dec from £80 in jun", "Leads is kept as a plain number, and I read money."),
        (
            "120 by dec plan soon",
            'I could not read "soon" as points of a plan. Write them as in `plan dec 95`.',
        ),
        ("120 by dec plan nov 90, nov 95", 'I could not read "nov 90, nov 95" as points of a plan.'),
    ],
)
def test_a_refusal_says_how_to_write_it(text, sentence):
    assert refusal(text).startswith(sentence)


@pytest.mark.parametrize("piece", ["1 to ", "from ", "by dec ", "plan oct 1, ", '"', "a", "120 ", "(", "- "])
def test_forty_thousand_characters_take_no_time(piece):
    before = time.perf_counter()
    refusal((piece * 40_000)[:40_000])
    assert time.perf_counter() - before < 0.5
