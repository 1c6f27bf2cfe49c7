"""Reading a day that lies ahead."""

from datetime import date

import pytest

from domain.days import read_day
from domain.errors import UserError

MONDAY = date(2026, 11, 16)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("3 Jan", date(2027, 1, 3)),
        ("until 3 Jan", date(2027, 1, 3)),
        ("Jan 3rd", date(2027, 1, 3)),
        ("23 nov", date(2026, 11, 23)),
        ("3 January 2028", date(2028, 1, 3)),
        ("2027-01-03", date(2027, 1, 3)),
        ("3/1", date(2027, 1, 3)),
        ("3.1.", date(2027, 1, 3)),
        ("24.12", date(2026, 12, 24)),
        ("24.13", None),
        ("29 feb", date(2028, 2, 29)),
        ("today", MONDAY),
        ("tomorrow", date(2026, 11, 17)),
        ("monday", date(2026, 11, 23)),
        ("until next Monday", date(2026, 11, 23)),
        ("on tue", date(2026, 11, 17)),
        ("next week", date(2026, 11, 23)),
        ("next month", date(2026, 12, 1)),
        ("next quarter", date(2027, 1, 1)),
        ("january", date(2027, 1, 1)),
        ("w1", date(2027, 1, 4)),
        ("for 2 weeks", date(2026, 11, 30)),
        ("in ten days", None),
        ("in 10 days", date(2026, 11, 26)),
        ("a month", date(2026, 12, 16)),
        ("two weeks", date(2026, 11, 30)),
        ("until mon 5 apr", date(2027, 4, 5)),
        ("Tue, 5 Apr 2027", None),
        ("someday", None),
        ("31 feb", None),
        ("16 nov 2025", None),
        ("yesterday", None),
        ("last week", None),
        ("", None),
    ],
)
def test_a_day_ahead_is_read_as_people_mean_it(typed, meant):
    if meant is None:
        with pytest.raises(UserError):
            read_day(typed, today=MONDAY, locale="en-GB")
    else:
        assert read_day(typed, today=MONDAY, locale="en-GB") == meant


def test_the_locale_says_whether_the_day_or_the_month_comes_first():
    assert read_day("1/3", today=MONDAY, locale="en-US") == date(2027, 1, 3)
    with pytest.raises(UserError, match="could not read"):
        read_day("1.3", today=MONDAY, locale="en-US")


def test_a_day_that_is_over_is_refused_in_words():
    with pytest.raises(UserError, match="is over"):
        read_day("3 Nov 2026", today=MONDAY, locale="en-GB")
