"""Reading reported numbers, whatever is typed."""

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Unreadable, UserError
from domain.feedback import read_feedback
from domain.kpis import KpiName, UnknownKpi, read_item, split_items
from domain.kpis.items import Habits

REVENUE = KpiName(id=1, key="revenue", name="Revenue", aliases=("sales",))
LEADS = KpiName(id=2, key="leads", name="Leads")
ACCEPTED = KpiName(id=3, key="leads_accepted", name="Leads accepted")
COST = KpiName(id=4, key="smc", name="Sales and marketing cost")
COMMA = KpiName(id=5, key="comma", name="Cost, per call")
CHURN = KpiName(id=6, key="churn_30", name="30-day churn")
NAMES = (REVENUE, LEADS, ACCEPTED, COST, COMMA, CHURN)
PIECES = [
    "leads",
    "leads accepted",
    "sales",
    "103",
    "1.234",
    "41 500 EUR",
    "sep",
    "Q3",
    "and",
    ",",
    ";",
    "\n",
]
PIECES += [
    '"',
    "“a note”",
    "=",
    ":",
    "-",
    "was",
    "for",
    "in",
    " ",
    "\t",
    "\u00a0",
    "30-day churn",
    "12 sep",
    "%",
]


def habits(**changes) -> Habits:
    usual = {
        "unit": "count",
        "cadence": "monthly",
        "today": date(2026, 11, 16),
        "locale": "en-GB",
        "currency": "GBP",
        "fiscal_start_month": 1,
    }
    return Habits(**{**usual, **changes})


def parts(text: str) -> list[tuple[str, str]]:
    return [(kpi.key, rest) for kpi, rest in split_items(text, NAMES, locale="en-GB")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("leads 103 sep, sales 219", [("leads", "103 sep"), ("revenue", "219")]),
        ("leads 103, sep", [("leads", "103, sep")]),
        ("leads 103, sep 2026", [("leads", "103, sep 2026")]),
        ("leads 1,030, sales 5", [("leads", "1,030"), ("revenue", "5")]),
        ("leads 103 and leads accepted 40", [("leads", "103"), ("leads_accepted", "40")]),
        ("leads 1; sales 2\nleads accepted 3", [("leads", "1"), ("revenue", "2"), ("leads_accepted", "3")]),
        ("sales and marketing cost 12", [("smc", "12")]),
        ("leads 1 and sales and marketing cost 12", [("leads", "1"), ("smc", "12")]),
        ("cost, per call 7, leads 3", [("comma", "7"), ("leads", "3")]),
        ("leads 3, 30-day churn 5", [("leads", "3"), ("churn_30", "5")]),
        (
            'leads 103 "sales, and more; 5", sales 2',
            [("leads", '103 "sales, and more; 5"'), ("revenue", "2")],
        ),
        ("leads 3\r\n\r\nsales 4\n", [("leads", "3"), ("revenue", "4")]),
    ],
)
def test_items_end_where_the_next_name_begins(text, found):
    assert parts(text) == found


def test_one_unknown_name_refuses_the_whole_text():
    with pytest.raises(UnknownKpi, match="“cpp”"):
        parts("leads 103, cpp 219")


@pytest.mark.parametrize("text", ["", " ", ",", ";\n;"])
def test_no_item_at_all_is_said(text):
    with pytest.raises(UserError):
        parts(text)


@pytest.mark.parametrize(
    ("text", "value", "period", "note"),
    [
        ("103", "103", "2026-10", ""),
        ("was 103 in sep", "103", "2026-09", ""),
        ("= 103", "103", "2026-10", ""),
        ("103, sep", "103", "2026-09", ""),
        ("for sep: 103", "103", "2026-09", ""),
        ("sep 103", "103", "2026-09", ""),
        ('103 "a" sep', "103", "2026-09", "a"),
        ('103 "one" "two"', "103", "2026-10", "one two"),
        ("103 „über 5“", "103", "2026-10", "über 5"),
        ("103 \n\n sep", "103", "2026-09", ""),
        ("12 sep", "12", "2026-09", ""),
        ("5 nov", "5", "2026-11", ""),
    ],
)
def test_value_period_and_note_are_told_apart(text, value, period, note):
    item = read_item(LEADS, text, habits())
    assert (item.value, str(item.period), item.note) == (Decimal(value), period, note)
    assert item.is_provisional is (period == "2026-11")


@pytest.mark.parametrize(
    ("locale", "value", "said"),
    [
        ("en-GB", "1.234", "with 3 decimals, not as 1234"),
        ("de-DE", "1234", "not as a number with 3 decimals"),
    ],
)
def test_a_mark_that_could_be_both_is_read_by_the_locale_and_said(locale, value, said):
    item = read_item(LEADS, "1.234", habits(locale=locale))
    assert item.value == Decimal(value)
    assert said in item.assumed[0]


@pytest.mark.parametrize(
    ("text", "unit", "said"),
    [
        ("12%", "count", "kept as a plain number"),
        ("$12", "currency", "kept in GBP, and I read USD"),
        ("3x", "percent", "kept as a percentage"),
        ("many", "count", 'could not read "many"'),
        ("", "count", "no number here yet"),
        ("103 dec 2026", "count", "has not begun yet"),
        ("103 Q3", "count", "Write sep, 2026-09"),
        ("103 2026-13", "count", "The calendar has no"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(text, unit, said):
    with pytest.raises(Unreadable, match=said):
        read_item(LEADS, text, habits(unit=unit))


@pytest.mark.parametrize(
    ("cadence", "today", "fiscal", "period"),
    [
        ("monthly", date(2027, 1, 1), 1, "2026-12"),
        ("monthly", date(2028, 2, 29), 1, "2028-01"),
        ("monthly", date(2028, 3, 1), 1, "2028-02"),
        ("weekly", date(2027, 1, 3), 1, "2026-W52"),
        ("weekly", date(2027, 1, 4), 1, "2026-W53"),
        ("quarterly", date(2027, 1, 1), 1, "2026-Q4"),
        ("quarterly", date(2027, 1, 1), 4, "2026-Q3"),
        ("quarterly", date(2027, 4, 1), 4, "2026-Q4"),
    ],
)
def test_no_period_means_the_last_one_that_has_ended(cadence, today, fiscal, period):
    item = read_item(LEADS, "5", habits(cadence=cadence, today=today, fiscal_start_month=fiscal))
    assert str(item.period) == period
    assert not item.is_provisional


@pytest.mark.parametrize("cadence", ["weekly", "monthly", "quarterly"])
@given(value=st.decimals(-(10**9), 10**9, places=2), days=st.integers(0, 2000))
def test_a_number_before_a_written_period_is_read_exactly(cadence, value, days):
    """The form of owed numbers puts the two together so."""
    today = date.fromordinal(date(2026, 1, 1).toordinal() + days)
    due = read_item(LEADS, "5", habits(cadence=cadence, today=today)).period
    item = read_item(LEADS, f"{value:f} {due}", habits(cadence=cadence, today=today))
    assert (item.value, item.period) == (value, due)


@given(st.one_of(st.text(max_size=300), st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join)))
def test_arbitrary_text_is_read_or_refused_in_words(text):
    with suppress(UserError):
        for kpi, rest in split_items(text, NAMES, locale="en-GB"):
            item = read_item(kpi, rest, habits(unit="currency"))
            assert item.value.is_finite()


@given(st.one_of(st.text(max_size=300), st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join)))
def test_arbitrary_feedback_is_read_or_refused_in_words(text):
    with suppress(UserError):
        assert read_feedback(text).text


def _seconds(run: Callable[[str], object], text: str) -> float:
    """The best of three: the noise of a busy machine only ever adds."""
    best = float("inf")
    for _try in range(3):
        start = time.perf_counter()
        with suppress(UserError):
            run(text)
        best = min(best, time.perf_counter() - start)
    return best


LONG = {
    "blanks": lambda n: "leads" + " " * n + "x",
    "blanks in two places": lambda n: "leads 5" + " " * (n // 2) + "x" + " " * (n // 2) + "5",
    "and": lambda n: "leads 5 " + "and " * (n // 4) + "5",
    "commas": lambda n: "leads 5" + ", x" * (n // 3) + " 5",
    "opening marks": lambda n: "leads " + "„" * n,
    "quotation marks": lambda n: "leads " + '"' * n,
    "lines": lambda n: "leads 5\n" * (n // 8),
    "digits": lambda n: "leads " + "9" * n,
    "colons": lambda n: "leads " + ":" * n,
    "dashes": lambda n: "leads " + "- " * (n // 2),
}
READERS: dict[str, Callable[[str], object]] = {
    "split": lambda text: split_items(text, NAMES, locale="en-GB"),
    "read": lambda text: read_item(LEADS, text[len("leads ") :], habits()),
    "feedback": lambda text: read_feedback(text[len("leads ") :]),
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("kind", LONG)
def test_reading_takes_time_in_proportion_to_the_text(kind, reader):
    """Four times the text takes about four times as long; where it took the square, it would be sixteen."""
    short, long = (_seconds(READERS[reader], LONG[kind](n)) for n in (10_000, 40_000))
    # What is over in a moment is no blow-up, whatever the ratio of two moments.
    assert long < max(10 * short, 0.05)
