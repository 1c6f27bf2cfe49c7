"""Schedules: versions, holidays, and the dates that come of them."""

from storage.schedules.holidays import add_holiday, end_holiday, holiday_rows, holidays_of
from storage.schedules.occurrences import Happened, due, follows, last_run, occurrences, plan, tell
from storage.schedules.occurrences import end as end_occurrence
from storage.schedules.occurrences import take as take_occurrence
from storage.schedules.planning import looked, to_plan, wait, with_base
from storage.schedules.planning import take as take_schedule
from storage.schedules.plans import CHANGED, release
from storage.schedules.versions import (
    Scheduled,
    add,
    announce,
    change,
    end,
    find,
    of_engagement,
    of_job,
)

__all__ = [
    "CHANGED",
    "Happened",
    "Scheduled",
    "add",
    "add_holiday",
    "announce",
    "change",
    "due",
    "end",
    "end_holiday",
    "end_occurrence",
    "find",
    "follows",
    "holiday_rows",
    "holidays_of",
    "last_run",
    "looked",
    "occurrences",
    "of_engagement",
    "of_job",
    "plan",
    "release",
    "take_occurrence",
    "take_schedule",
    "tell",
    "to_plan",
    "wait",
    "with_base",
]
