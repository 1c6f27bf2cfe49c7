"""Reading an outcome, folding steps, the life of a draft, and what happened before and after a day."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from domain.decisions import last_day_of, read_outcome, reminder_of, since_of, state_of, told_of
from domain.holidays import Holidays
from domain.periods import Period
from domain.steps import Step

AT = datetime(2026, 11, 16, 10, tzinfo=UTC)
MONDAY = date(2026, 11, 16)
FREE = Holidays(own={date(2026, 11, 18): "Founders' day"})


def step(number: int, kind: str, **data: object) -> Step:
    """One step."""
    return Step(id=number, kind=kind, data=data, by_id=7, name="Ann", at=AT)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ('persevere "it works"', ("persevere", '"it works"')),
        ("Pivot: too few buy", ("pivot", "too few buy")),
        ("vision change now", ("vision_change", "now")),
        ("vision", ("vision_change", "")),
        ("continue", ("persevere", "")),
        ("go on, it pays", ("persevere", "it pays")),
        ("maybe", None),
        ("", None),
    ],
)
def test_an_outcome_is_read_as_people_type_it(typed, found):
    assert read_outcome(typed) == found


def test_steps_fold_to_parts_and_an_undo_takes_back_what_it_names():
    steps = [
        step(1, "part", review="2027-01-12", actions=[{"text": "one"}]),
        step(2, "part", actions=[{"text": "one"}, {"text": "two"}]),
        step(3, "undo", step=2),
        step(4, "part", giving=["patience"], review=None),
        step(5, "confirm", how="aloud"),
    ]
    told = told_of(steps)
    assert told.parts == {"actions": [{"text": "one"}], "giving": ["patience"]}
    assert (told.how, told.confirmed_by, told.last_id, told.is_withdrawn) == ("aloud", "Ann", 5, False)
    assert told_of([*steps, step(6, "withdraw")]).is_withdrawn
    assert told_of([]).last_id == 0


def test_a_draft_lives_for_five_working_days_without_weekends_and_holidays():
    assert last_day_of(MONDAY, holidays=Holidays()) == date(2026, 11, 23)
    assert last_day_of(MONDAY, holidays=FREE) == date(2026, 11, 24)


def state(today: date, **more: object) -> str:
    """Where a draft of Monday stands."""
    rest = {"in_force_at": None, "is_reversed": False, "is_withdrawn": False, **more}
    return state_of(noted_on=MONDAY, today=today, holidays=FREE, **rest)  # type: ignore[arg-type]  # values of several types


def test_past_its_last_day_a_draft_lapsed_and_one_in_force_never_does():
    assert state(date(2026, 11, 24)) == "draft"
    assert state(date(2026, 11, 25)) == "lapsed"
    assert state(date(2027, 3, 1), in_force_at=AT) == "in_force"
    assert state(date(2027, 3, 1), in_force_at=AT, is_reversed=True) == "reversed"
    assert state(MONDAY, is_withdrawn=True) == "withdrawn"


def test_three_reminders_then_silence_then_the_last_word():
    days = [date(2026, 11, day) for day in range(16, 27)]
    told = {
        day.day: reminder_of(MONDAY, after=day - timedelta(days=1), today=day, holidays=FREE) for day in days
    }
    assert {day: stage for day, stage in told.items() if stage} == {
        17: "finish",
        19: "finish",
        20: "finish",
        24: "lapses",
    }


@pytest.mark.parametrize(
    ("last_run", "today", "told"), [(16, 23, "finish"), (20, 23, ""), (23, 26, "lapses"), (24, 26, "")]
)
def test_what_a_missed_run_would_have_said_is_said_by_the_next_one(last_run, today, told):
    after, on = date(2026, 11, last_run), date(2026, 11, today)
    assert reminder_of(MONDAY, after=after, today=on, holidays=FREE) == told


def test_before_and_after_leave_the_period_of_the_day_out_and_count_what_they_compare():
    values = {Period.parse(f"2026-{month:02}"): Decimal(month * 10) for month in range(1, 13)}
    since = since_of(values, date(2026, 8, 26), fiscal_start_month=1)
    assert (since.before, since.before_count) == (Decimal(40), 7)
    assert (since.after, since.after_count) == (Decimal("105"), 4)
    nothing = since_of({}, date(2026, 8, 26), fiscal_start_month=1)
    assert (nothing.before, nothing.after, nothing.after_count) == (None, None, 0)
    many = {Period.parse(f"{year}-{month:02}"): Decimal(1) for year in (2024, 2025) for month in range(1, 13)}
    assert since_of(many, date(2026, 1, 15), fiscal_start_month=1).before_count == 12
