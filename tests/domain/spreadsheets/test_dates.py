"""Dates of a table: the cells of a column say together what a lone one leaves open."""

from decimal import Decimal

import pytest

from domain.spreadsheets import Cell, NoTable
from tests.domain.spreadsheets.steps import frame_of, judged, kept, long, reasons, sheet_of


def periods_of(found):
    return [str(one.period) if one.period else None for one in found.numbers]


def test_one_date_that_is_clear_decides_for_the_column():
    dates = ("03/04/2026", "31/05/2026", "06/07/2026")
    found = long(*((date, "leads", "1") for date in dates), frame=frame_of(locale="en-US"))
    assert periods_of(found) == ["2026-04", "2026-05", "2026-07"]
    assert found.said == ('Dates such as "03/04/2026" have the day first, as others of that column show.',)


@pytest.mark.parametrize(
    ("locale", "period", "which"), [("en-GB", "2026-04", "day"), ("en-US", "2026-03", "month")]
)
def test_where_no_date_is_clear_the_locale_decides_and_it_is_said_once(locale, period, which):
    rows = [("03/04/2026", "leads", "1"), ("03/04/2026", "churn", "1")]
    found = long(*rows, frame=frame_of(locale=locale))
    assert periods_of(found) == [period, period]
    assert len(found.said) == 1
    assert f"I took the {which} first, as in {locale}" in found.said[0]


def test_where_the_dates_contradict_each_other_each_is_read_as_it_can_be():
    found = long(*((date, "leads", "1") for date in ("31/05/2026", "05/30/2026", "03/04/2026")))
    assert periods_of(found) == ["2026-05", "2026-05", "2026-04"]


@pytest.mark.parametrize(
    "written",
    ["2026-09-30 00:00:00", "2026-09-30T23:59:59Z", "30/09/2026 12:30", "30.09.2026", "Sep-26", "9/2026"],
)
def test_days_and_months_are_read_as_programs_write_them(written):
    assert periods_of(long((written, "leads", "1"))) == ["2026-09"]


@pytest.mark.parametrize("cell", ["46295", Cell("46295", "number"), "46295.5"])
def test_the_number_of_a_day_is_read_as_a_day_and_said(cell):
    found = long((cell, "leads", "1"))
    assert periods_of(found) == ["2026-09"]
    assert 'I read "46295' in found.said[0]
    assert "30 September 2026" in found.said[0]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (("Nov", "Dec", "Jan", "Feb"), ["2025-11", "2025-12", "2026-01", "2026-02"]),
        (("Feb", "Jan", "Dec", "Nov"), ["2026-02", "2026-01", "2025-12", "2025-11"]),
        (("Nov 2024", "Dec", "Jan"), ["2024-11", "2024-12", "2025-01"]),
        (("Nov", "Dec", "Jan 2025"), ["2024-11", "2024-12", "2025-01"]),
        (("Aug", "Sep", "Oct"), ["2026-08", "2026-09", "2026-10"]),
        (("Jan", "Mar", "Jun"), ["2026-01", "2026-03", "2026-06"]),
    ],
)
def test_the_months_of_a_header_go_on_from_year_to_year(header, expected):
    found = judged(sheet_of(("KPI", *header), ("Leads", *("1" for _ in header))))
    assert periods_of(found) == expected
    assert found.said[0].startswith(f'No year stands beside every one of "{header[0]}" to "{header[-1]}"')


def test_quarters_and_weeks_of_a_header_go_on_as_well():
    found = judged(sheet_of(("KPI", "Q3", "Q4", "Q1"), ("Pipeline", "1", "2", "3")))
    assert periods_of(found) == ["2025-Q3", "2025-Q4", "2026-Q1"]
    found = judged(sheet_of(("KPI", "w51", "w52", "w1", "w2"), ("Calls answered", "1", "2", "3", "4")))
    assert periods_of(found) == ["2025-W51", "2025-W52", "2026-W01", "2026-W02"]


def test_a_year_that_is_missing_in_a_column_is_said():
    found = long(("Dec", "leads", "5"))
    assert periods_of(found) == ["2025-12"]
    assert found.said == ('No year stands beside dates such as "Dec": I took December 2025.',)


def test_a_date_stands_for_the_period_that_contains_it_in_the_cadence_of_its_kpi():
    found = long(("2026-09-30", "leads", "1"), ("2026-09-30", "calls", "2"), ("2026-09-30", "pipeline", "3"))
    assert kept(found) == {
        ("leads", "2026-09"): 1,
        ("calls", "2026-W40"): 2,
        ("pipeline", "2026-Q3"): Decimal(3),
    }


@pytest.mark.parametrize(
    ("date", "kpi", "reason"),
    [
        ("last summer", "leads", "bad_date"),
        ("", "leads", "bad_date"),
        ("Total", "leads", "bad_date"),
        ("2026-13-01", "leads", "other_cadence"),
        ("Oct 2026", "calls", "other_cadence"),
        ("31/31/2026", "leads", "other_cadence"),
        ("12345678", "leads", "bad_date"),
    ],
)
def test_what_is_no_period_of_the_kpi_is_refused(date, kpi, reason):
    assert reasons(long((date, kpi, "1"), ("2026-10", "leads", "1")))[0] == reason


RUN_OF_25 = ("Jan 25", "Feb 25", "Oct 25", "Nov 25", "Dec 25")


@pytest.mark.parametrize("locale", ["en-GB", "en-US"])
def test_a_run_of_months_each_with_the_same_number_behind_it_is_months_of_a_year(locale):
    expected = ["2025-01", "2025-02", "2025-10", "2025-11", "2025-12"]
    across = sheet_of(("KPI", *RUN_OF_25), ("Leads", *("1" for _ in RUN_OF_25)))
    found = judged(across, frame_of(locale=locale))
    assert periods_of(found) == expected
    assert found.said == ('I read "Jan 25" as January 2025, the month and the year.',)
    down = long(*((label, "leads", "1") for label in RUN_OF_25), frame=frame_of(locale=locale))
    assert (periods_of(down), down.said) == (expected, found.said)


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (("Nov 24", "Dec 24", "Jan 25"), ["2024-11", "2024-12", "2025-01"]),
        (("Jan 25", "Nov 24", "Dec 24"), ["2025-01", "2024-11", "2024-12"]),
        (("Sept. 25", "Oct 25"), ["2025-09", "2025-10"]),
        (("Oct 20", "Oct 27"), ["2026-10", "2026-10"]),
        (("Jan 31", "Feb 28", "Mar 31"), ["2026-01", "2026-02", "2026-03"]),
        (("Jan 28", "Feb 28"), ["2026-01", "2026-02"]),
        (("Jan 15", "Feb 15", "Mar 15"), ["2026-01", "2026-02", "2026-03"]),
        (("Oct 25",), ["2026-10"]),
    ],
)
def test_only_a_run_that_goes_forward_month_by_month_has_years_of_two_digits(labels, expected):
    assert periods_of(long(*((label, "leads", "1") for label in labels))) == expected


@pytest.mark.parametrize("header", ["Mrz 2025", "Okt"])
def test_a_heading_that_names_no_period_here_is_said_to_be_unread(header):
    found = judged(sheet_of(("KPI", header, "Sep 2026"), ("Leads", "40", "41")))
    assert kept(found) == {("leads", "2026-09"): 41}
    assert found.said == (f"I could not read the header “{header}” as a period, so I left out column B.",)
    with pytest.raises(NoTable) as caught:
        judged(sheet_of(("KPI", header), ("Leads", "40")))
    assert f"could not read the header “{header}” as a period" in caught.value.sentence
