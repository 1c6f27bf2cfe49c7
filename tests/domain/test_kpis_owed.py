"""Which numbers somebody owes."""

import pytest

from domain.kpis import owed_periods
from domain.periods import Period


def owed(last: str, *reported: str, since: str = "") -> list[str]:
    found = owed_periods(
        Period.parse(last),
        reported=[Period.parse(text) for text in reported],
        tracked_since=Period.parse(since) if since else None,
    )
    return [str(period) for period in found]


@pytest.mark.parametrize(
    ("last", "reported", "since", "found"),
    [
        ("2026-10", (), "", ["2026-10"]),
        ("2026-10", ("2026-10",), "", []),
        ("2026-10", ("2026-07",), "", ["2026-10", "2026-09", "2026-08"]),
        ("2026-10", ("2026-07", "2026-09"), "", ["2026-10", "2026-08"]),
        ("2026-01", ("2025-11",), "", ["2026-01", "2025-12"]),
        ("2027-W01", ("2026-W51",), "", ["2027-W01", "2026-W53", "2026-W52"]),
        ("2026-Q1", ("2025-Q3",), "", ["2026-Q1", "2025-Q4"]),
        ("2026-10", ("2026-09",), "2026-08", ["2026-10", "2026-08"]),
        ("2026-10", (), "2026-11", []),
        ("2026-10", ("2026-11",), "", []),
    ],
)
def test_ended_periods_without_a_value_are_owed_newest_first(last, reported, since, found):
    assert owed(last, *reported, since=since) == found


def test_a_form_stays_short():
    assert owed("2026-10", "2020-01") == [f"2026-{month:02}" for month in (10, 9, 8, 7, 6, 5)]
