"""Working days are counted, and rules that name no day cannot be made."""

from datetime import date

import pytest

from domain.cadence import (
    MonthlyOnDay,
    MonthlyOnWeekday,
    MonthlyOnWorkingDay,
    OnDates,
    QuarterlyOnWorkingDay,
    Weekly,
    is_working_day,
    nth_working_day_after,
)
from domain.holidays import Holidays

MON_12, TUE_13, WED_14 = date(2026, 10, 12), date(2026, 10, 13), date(2026, 10, 14)


def test_working_days_are_counted_after_the_day():
    holidays = Holidays(own={MON_12: "Off"})
    friday = date(2026, 10, 9)
    assert nth_working_day_after(friday, 1, holidays=holidays) == TUE_13
    assert nth_working_day_after(date(2026, 10, 10), 2, holidays=holidays) == WED_14
    assert is_working_day(friday, holidays=holidays)
    assert not is_working_day(MON_12, holidays=holidays)
    assert not is_working_day(date(2026, 10, 10), holidays=holidays)
    with pytest.raises(ValueError, match="from 1"):
        nth_working_day_after(friday, 0, holidays=holidays)


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        (Weekly, {"weekdays": frozenset()}),
        (Weekly, {"weekdays": frozenset({7})}),
        (Weekly, {"weekdays": frozenset({0}), "every_weeks": 0}),
        (MonthlyOnDay, {"day": 32}),
        (MonthlyOnDay, {"day": 1, "every_months": 0}),
        (MonthlyOnWeekday, {"nth": 0, "weekday": 1}),
        (MonthlyOnWeekday, {"nth": 1, "weekday": 7}),
        (MonthlyOnWorkingDay, {"nth": 24}),
        (QuarterlyOnWorkingDay, {"nth": 67}),
        (QuarterlyOnWorkingDay, {"nth": 1, "fiscal_start_month": 13}),
        (OnDates, {"days": ()}),
        (OnDates, {"days": (WED_14, MON_12)}),
    ],
)
def test_a_rule_that_names_no_day_cannot_be_made(rule, values):
    with pytest.raises(ValueError, match=r"\w"):
        rule(**values)
