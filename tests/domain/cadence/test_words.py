"""A cadence is said in one English phrase."""

from datetime import date

import pytest

from domain.cadence import (
    LAST,
    EachWorkingDay,
    MonthlyOnDay,
    MonthlyOnWeekday,
    MonthlyOnWorkingDay,
    OnDates,
    QuarterlyOnWorkingDay,
    Relative,
    Weekly,
    in_words,
)
from tests.domain.cadence.making import make_cadence


def weekly(*weekdays: int, weeks: int = 1) -> Weekly:
    return Weekly(weekdays=frozenset(weekdays), every_weeks=weeks)


@pytest.mark.parametrize(
    ("rule", "phrase"),
    [
        (weekly(1, weeks=2), "every second Tuesday at 9:30"),
        (weekly(0, 3), "every Monday and Thursday at 9:30"),
        (weekly(0, 2, 4, weeks=3), "every 3 weeks on Monday, Wednesday and Friday at 9:30"),
        (weekly(0, 1, 2, 3, 4), "every weekday at 9:30"),
        (weekly(*range(7)), "every day at 9:30"),
        (
            MonthlyOnWeekday(nth=1, weekday=1, every_months=2),
            "the first Tuesday of every second month at 9:30",
        ),
        (MonthlyOnWeekday(nth=LAST, weekday=4), "the last Friday of every month at 9:30"),
        (MonthlyOnDay(day=12, every_months=6), "the 12th of every sixth month at 9:30"),
        (MonthlyOnDay(day=22), "the 22nd of every month at 9:30"),
        (MonthlyOnDay(day=30), "the 30th (or last day) of every month at 9:30"),
        (MonthlyOnDay(day=31), "the last day of every month at 9:30"),
        (MonthlyOnWorkingDay(nth=3), "the third working day of every month at 9:30"),
        (QuarterlyOnWorkingDay(nth=21), "the 21st working day of every quarter at 9:30"),
        (EachWorkingDay(), "every working day at 9:30"),
        (OnDates(days=(date(2026, 11, 24), date(2026, 12, 15))), "on 24 Nov 2026 and 15 Dec 2026 at 9:30"),
        (Relative(schedule_id=3, days=-7), "7 days before the pivot or persevere meeting at 9:30"),
        (Relative(schedule_id=3, days=-1), "the day before the pivot or persevere meeting at 9:30"),
        (Relative(schedule_id=3, days=0), "on the day of the pivot or persevere meeting at 9:30"),
        (Relative(schedule_id=4, days=1), "the day after the QBR at 9:30"),
        (Relative(schedule_id=5, days=2), "2 days after the dates it follows at 9:30"),
    ],
)
def test_it_is_said_in_one_phrase(rule, phrase):
    names = {3: "Pivot or persevere meeting", 4: "QBR"}
    assert in_words(make_cadence(rule), names=names) == phrase
