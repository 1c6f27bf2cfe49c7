"""Reading the days of leave."""

from datetime import date

import pytest

from domain.errors import UserError
from domain.leave import Span, read_span

MONDAY = date(2026, 11, 16)
JAN_3 = date(2027, 1, 3)


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("until 3 Jan", MONDAY, JAN_3),
        ("till 2027-01-03", MONDAY, JAN_3),
        ("until 3.1.", MONDAY, JAN_3),
        ("until Monday", MONDAY, date(2026, 11, 22)),
        ("until friday", MONDAY, date(2026, 11, 19)),
        ("until tomorrow", MONDAY, MONDAY),
        ("until next week", MONDAY, date(2026, 11, 22)),
        ("until january", MONDAY, date(2026, 12, 31)),
        ("24 Dec to 3 Jan", date(2026, 12, 24), JAN_3),
        ("from 24 Dec until 3 Jan", date(2026, 12, 24), JAN_3),
        ("24 Dec \N{EN DASH} 3 Jan", date(2026, 12, 24), JAN_3),
        ("24 dec-3 jan", date(2026, 12, 24), JAN_3),
        ("24-28 Dec", date(2026, 12, 24), date(2026, 12, 28)),
        ("Dec 24 to 28", date(2026, 12, 24), date(2026, 12, 28)),
        ("2026-12-24 to 2027-01-03", date(2026, 12, 24), JAN_3),
        ("10 nov to 20 nov", MONDAY, date(2026, 11, 20)),
        ("tue to thu", date(2026, 11, 17), date(2026, 11, 19)),
        ("for 2 weeks", MONDAY, date(2026, 11, 29)),
        ("two weeks", MONDAY, date(2026, 11, 29)),
        ("from 1 dec for a week", date(2026, 12, 1), date(2026, 12, 7)),
        ("next week", date(2026, 11, 23), date(2026, 11, 29)),
        ("this week", MONDAY, date(2026, 11, 22)),
        ("tomorrow", date(2026, 11, 17), date(2026, 11, 17)),
        ("on friday.", date(2026, 11, 20), date(2026, 11, 20)),
        ("from friday", date(2026, 11, 20), None),
    ],
)
def test_days_of_leave_are_read_as_people_mean_them(typed: str, first: date, last: date | None) -> None:
    assert read_span(typed, today=MONDAY, locale="en-GB") == Span(first=first, last=last)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "could not read"),
        ("week, nothing to report", 'could not read "week, nothing to report" as days'),
        ("until further notice", "could not read"),
        ("until 3 Nov 2026", "is over"),
        ("2027-01-03 to 2026-12-24", "ends before it begins"),
    ],
)
def test_anything_else_is_refused_with_what_to_write(typed: str, said: str) -> None:
    with pytest.raises(UserError, match=said):
        read_span(typed, today=MONDAY, locale="en-GB")
