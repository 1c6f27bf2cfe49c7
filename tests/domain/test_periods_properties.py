"""What holds for every period, day and text."""

import contextlib
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.errors import UserError
from domain.periods import (
    Cadence,
    Period,
    due_on,
    is_ended,
    label,
    last_ended,
    looks_like_period,
    period_of,
    read_period,
    split_trailing_period,
)

LOCALES = ["en", "en-GB", "en-US", "de", "fr", "fi", "de-CH", "sv", "en-IN", "ja", "ar", "xx"]
cadences = st.sampled_from(["weekly", "monthly", "quarterly"])
fiscal_months = st.integers(1, 12)
days = st.dates(date(1900, 1, 1), date(2199, 12, 31))
todays = st.dates(date(2005, 1, 1), date(2099, 12, 31))
locales = st.sampled_from(LOCALES)
words = st.sampled_from(
    [
        "sep",
        "31",
        "03/04",
        "2026",
        "q3",
        "w46",
        "last",
        "month",
        "week",
        "103",
        "oktober",
        "-",
        "'",
        "of",
        "fy26",
        ",",
        ".",
        "yesterday",
        "2026-",
    ]
)
typed = st.one_of(
    st.text(), st.lists(words, max_size=6).map(" ".join), st.lists(words, max_size=4).map("".join)
)


@st.composite
def periods(draw):
    return period_of(draw(days), draw(cadences), draw(fiscal_months))


@given(periods())
def test_what_is_written_is_parsed_back(period):
    assert Period.parse(str(period)) == period


@given(periods())
def test_next_and_previous_undo_each_other_and_keep_the_order(period):
    assert period.next().previous() == period == period.previous().next()
    assert period.previous() < period < period.next()


@given(days, cadences, fiscal_months)
def test_the_period_of_a_day_contains_it_and_its_neighbours_do_not(day, cadence, fiscal):
    period = period_of(day, cadence, fiscal)
    assert period.contains(day, fiscal)
    assert not period.next().contains(day, fiscal)
    assert not period.previous().contains(day, fiscal)


@given(periods(), fiscal_months)
def test_periods_follow_each_other_without_a_gap(period, fiscal):
    assert period.end(fiscal) + timedelta(days=1) == period.next().start(fiscal)


@given(st.integers(1900, 2199), fiscal_months)
def test_fiscal_quarters_tile_the_year(year, fiscal):
    quarters = [Period(cadence="quarterly", year=year, index=index) for index in (1, 2, 3, 4)]
    assert quarters[0].start(fiscal) == date(year, fiscal, 1)
    assert quarters[3].end(fiscal) + timedelta(days=1) == date(year + 1, fiscal, 1)
    assert sum((q.end(fiscal) - q.start(fiscal)).days + 1 for q in quarters) in (365, 366)


@given(st.integers(1900, 2199), st.integers(-7, 7))
def test_weeks_around_new_year_are_the_iso_ones(year, offset):
    day = date(year, 1, 1) + timedelta(days=offset)
    week = period_of(day, "weekly", 1)
    assert (week.year, week.index) == day.isocalendar()[:2]
    assert (week.end(1) - week.start(1)).days == 6
    assert week.start(1).weekday() == 0


@given(todays, cadences, fiscal_months)
def test_the_last_ended_period_has_ended_and_the_one_after_it_has_not(today, cadence, fiscal):
    period = last_ended(today, cadence, fiscal)
    assert is_ended(period, today, fiscal)
    assert not is_ended(period.next(), today, fiscal)


@given(periods(), st.integers(1, 30), fiscal_months)
def test_a_due_day_is_a_business_day_after_so_many_of_them(period, grace, fiscal):
    due, end = due_on(period, grace, fiscal), period.end(fiscal)
    between = [end + timedelta(days=n) for n in range(1, (due - end).days + 1)]
    assert due.weekday() < 5
    assert sum(day.weekday() < 5 for day in between) == grace


@given(todays, cadences, fiscal_months, locales, st.integers(0, 20))
def test_a_period_is_read_back_from_its_form_its_name_and_its_days(today, cadence, fiscal, locale, steps):
    period = period_of(today, cadence, fiscal)
    for _ in range(steps if period.year - steps // 4 > 2001 else 0):
        period = period.previous()
    name = label(period, locale, fiscal).partition(" (")[0]
    for text in (str(period), name, str(period.start(fiscal)), str(period.end(fiscal))):
        found = read_period(text, today=today, cadence=cadence, locale=locale, fiscal_start_month=fiscal)
        assert (found.period, found.assumed) == (period, "")


@given(todays, fiscal_months, locales, st.integers(1, 12), st.sampled_from("qwm"))
def test_a_year_left_out_means_the_latest_that_has_begun(today, fiscal, locale, index, kind):
    forms: dict[str, tuple[Cadence, str]] = {
        "m": ("monthly", f"{date(2000, index, 1):%B}"),
        "q": ("quarterly", f"q{(index - 1) // 3 + 1}"),
        "w": ("weekly", f"w{index}"),
    }
    cadence, text = forms[kind]
    found = read_period(text, today=today, cadence=cadence, locale=locale, fiscal_start_month=fiscal).period
    later = Period(cadence=cadence, year=found.year + 1, index=found.index)
    assert found.start(fiscal) <= today < later.start(fiscal)


@given(typed, todays, cadences, locales, fiscal_months)
def test_the_readers_raise_nothing_but_user_errors_on_any_text(text, today, cadence, locale, fiscal):
    looks_like_period(text, locale=locale)
    with contextlib.suppress(UserError):
        Period.parse(text)
    with contextlib.suppress(UserError):
        found = read_period(text, today=today, cadence=cadence, locale=locale, fiscal_start_month=fiscal)
        assert found.period.cadence == cadence
    with contextlib.suppress(UserError):
        rest, _ = split_trailing_period(
            text, today=today, cadence=cadence, locale=locale, fiscal_start_month=fiscal
        )
        assert text.startswith(rest)
