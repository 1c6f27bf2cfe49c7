"""Whom to ask for a number that is due, and from which day on."""

from datetime import date

import pytest

from domain.holidays import Holidays
from domain.kpis.asking import Candidate, Days, days_to_ask, whom_to_ask

END_OF_MAY = date(2026, 5, 31)
WITHOUT = Holidays()
DAYS = Days(owner=date(2026, 6, 3), backup=date(2026, 6, 8))
OWNER, BACKUP = 1, 2


@pytest.mark.parametrize(
    ("last_day", "cadence", "grace", "owner", "backup"),
    [
        (END_OF_MAY, "monthly", None, date(2026, 6, 3), date(2026, 6, 8)),
        (END_OF_MAY, "monthly", 5, date(2026, 6, 5), date(2026, 6, 10)),
        (END_OF_MAY, "monthly", 0, date(2026, 6, 1), date(2026, 6, 4)),
        (date(2026, 6, 30), "quarterly", None, date(2026, 7, 3), date(2026, 7, 8)),
        (END_OF_MAY, "weekly", None, date(2026, 6, 1), date(2026, 6, 3)),
    ],
)
def test_working_days_are_counted_from_the_end_of_the_period(last_day, cadence, grace, owner, backup):
    days = days_to_ask(last_day, cadence, grace_business_days=grace, holidays=WITHOUT)
    assert days == Days(owner=owner, backup=backup)


def test_holidays_are_no_working_days():
    holidays = Holidays(own={date(2026, 6, 2): "Founders' day"})
    days = days_to_ask(END_OF_MAY, "monthly", grace_business_days=None, holidays=holidays)
    assert days == Days(owner=date(2026, 6, 4), backup=date(2026, 6, 9))


def candidate(person_id, **changes):
    return Candidate(person_id=person_id, **{"is_here": True, **changes})


TOLD = {"was_tried": True, "was_asked": True}


@pytest.mark.parametrize(
    ("today", "owner", "backup", "asked"),
    [
        (date(2026, 6, 2), {}, {}, []),
        (date(2026, 6, 3), {}, {}, [OWNER]),
        # The machine was down: the next working day catches up, and the backup owner comes after the owner.
        (date(2026, 6, 9), {}, {}, [OWNER]),
        (date(2026, 6, 4), TOLD, {}, []),
        (date(2026, 6, 8), TOLD, {}, [BACKUP]),
        (date(2026, 6, 9), TOLD, TOLD, []),
        # Quiet, or over their budget: tried again, and the backup owner on the same day as ever.
        (date(2026, 6, 4), {"was_tried": True}, {}, [OWNER]),
        (date(2026, 6, 8), {"was_tried": True}, {}, [OWNER, BACKUP]),
        # Away: the backup owner at once, the owner when they are back.
        (date(2026, 6, 3), {"is_here": False}, {}, [BACKUP]),
        (date(2026, 6, 4), {"is_here": False}, TOLD, []),
        (date(2026, 6, 5), {}, TOLD, [OWNER]),
        (date(2026, 6, 3), {"is_here": False}, {"is_here": False}, []),
    ],
)
def test_each_is_asked_once_in_their_turn(today, owner, backup, asked):
    found = whom_to_ask(today, DAYS, candidate(OWNER, **owner), candidate(BACKUP, **backup))
    assert found == asked


def test_nobody_stands_in_where_there_is_no_backup_owner_or_it_is_the_owner():
    away = candidate(OWNER, is_here=False)
    assert whom_to_ask(DAYS.backup, DAYS, away, None) == []
    assert whom_to_ask(DAYS.backup, DAYS, candidate(OWNER, was_tried=True), candidate(OWNER)) == [OWNER]
