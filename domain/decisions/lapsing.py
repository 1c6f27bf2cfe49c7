"""How long a draft of a decision lives, and when somebody is reminded of it."""

from datetime import date, datetime
from typing import Literal

from domain.cadence import nth_working_day_after
from domain.holidays import Holidays

State = Literal["draft", "in_force", "reversed", "lapsed", "withdrawn"]
Reminder = Literal["", "finish", "lapses"]

DAYS_TO_FINISH = 5
DAYS_REMINDED = 3


def last_day_of(noted_on: date, *, holidays: Holidays) -> date:
    """The last day on which a draft of that day can be finished: the fifth working day after it."""
    return nth_working_day_after(noted_on, DAYS_TO_FINISH, holidays=holidays)


def state_of(  # noqa: PLR0913 - where it stands depends on all of these, each given by name
    *,
    noted_on: date,
    today: date,
    holidays: Holidays,
    in_force_at: datetime | None,
    is_reversed: bool,
    is_withdrawn: bool,
) -> State:
    """Where a decision stands; days are those of the engagement."""
    if in_force_at is not None:
        return "reversed" if is_reversed else "in_force"
    if is_withdrawn:
        return "withdrawn"
    return "draft" if today <= last_day_of(noted_on, holidays=holidays) else "lapsed"


def reminder_of(since: date, *, after: date, today: date, holidays: Holidays) -> Reminder:
    """Of what somebody is told today: to finish, on the first three working days after `since`; that it
    lapses, on the fifth; else of nothing.

    `after` is the day of the last run: what belongs to a day between it and today is told today.
    """
    days = [nth_working_day_after(since, n, holidays=holidays) for n in range(1, DAYS_TO_FINISH + 1)]
    is_new = [after < day <= today for day in days]
    if is_new[-1]:
        return "lapses"
    return "finish" if any(is_new[:DAYS_REMINDED]) else ""
