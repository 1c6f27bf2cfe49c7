"""Meetings as people type them: which one is meant, which command they look for, who may begin one."""

from datetime import UTC, datetime

import pytest

from domain.chat import Form
from domain.plain_text import plain_text
from handlers.meetings.choosing import split_reason
from tests.handlers.play import Play, labels

BY_TWO = "meet every 2 months first tuesday 15:00"
OWN_EXAMPLES = "Write it as in `meet every 2 months first tuesday 15:00` or `meet on 24 Nov 2026 15:00`."


@pytest.fixture
async def planned(northwind: Play) -> Play:
    """Northwind meets every second month, on 5 January first."""
    await northwind.say("U_DANA", BY_TWO)
    return northwind


FILLED_IN = {
    "meet move to 8.1. 15 Uhr": ("2027-01-05", "2027-01-08", "15:00"),
    "meet move 8 jan 3pm": ("2027-01-05", "2027-01-08", "15:00"),
    "meet move to friday at 16": ("2027-01-05", "2027-01-08", "16:00"),
    "meet move to 16:30": ("2027-01-05", "2027-01-05", "16:30"),
    "meet move 2 mar": ("2027-03-02", "", ""),
    "meet move 2 mar 9h": ("2027-03-02", "2027-03-02", "09:00"),
    "meet move 5 Jan to 8.01": ("2027-01-05", "2027-01-08", "15:00"),
    "meet move 15.30": ("2027-01-05", "2027-01-05", "15:30"),
}


async def test_a_move_that_names_no_meeting_means_the_next_one(planned):
    planned.now = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
    for typed, values in FILLED_IN.items():
        form = await planned.ask("U_DANA", typed)
        assert isinstance(form, Form), typed
        found = [(field.value or ("",))[0] for field in form.fields]
        assert tuple(found[:3]) == values, typed
        assert "The next one belongs between" in form.intro
    said = await planned.say("U_DANA", "meet move to friday 3 pm because Kit is away")
    assert "The meeting of Tue 5 Jan, 15:00 is on Fri 8 Jan, 15:00 now." in said
    assert "because Kit" not in await planned.say("U_DANA", "history")
    unread = await planned.say("U_DANA", "meet move 8 jan 20 jan")
    assert "The next meeting is planned for Fri 8 Jan, 15:00. The next one belongs between" in unread


@pytest.mark.parametrize(
    ("typed", "words", "why"),
    [
        ('5 Jan to 8 Jan because "the CEO is away"', "5 Jan to 8 Jan", "the CEO is away"),
        ('5 Jan, because they said "no"', "5 Jan", 'they said "no"'),
        ("5 Jan to 8 Jan because of the strike", "5 Jan to 8 Jan", "because of the strike"),
        ('5 Jan "because Kit is ill"', "5 Jan", "Kit is ill"),
        ('5 Jan since "nobody is there"', "5 Jan", "nobody is there"),
        ('5 Jan "Kit is ill because of flu', "5 Jan", "Kit is ill because of flu"),
    ],
)
def test_a_reason_is_parted_from_the_day_whether_in_quotes_behind_because_or_both(typed, words, why):
    assert split_reason(typed) == (words, why)


LOOKED_FOR = {
    'meet postpone "Kit is ill"': "`meet move`",
    "meet cancel": "`meet skip`",
    "meet pause": "`schedule pause meetings`",
    "meet resume": "`schedule resume meetings`",
    "meet override": "Move it all the same",
    "meet banana": OWN_EXAMPLES,
    "meet drop-in every month": OWN_EXAMPLES,
    "meet end of every quarter 15:00": "every quarter",
}


async def test_words_that_are_no_rhythm_are_answered_with_the_command_that_was_looked_for(planned):
    for typed, said in LOOKED_FOR.items():
        assert said in await planned.say("U_DANA", typed), typed
    assert labels(await planned.ask("U_DANA", "meet postpone")) == ["Move one"]
    assert "all rest with: schedule pause meetings" in await planned.say("U_DANA", "help meet")


async def test_a_single_day_in_place_of_a_series_says_that_nothing_follows(planned):
    said = plain_text(await planned.ask("U_DANA", "meet 12 jan 2pm"))
    assert "After Tue 12 Jan 2027, none is planned." in said


async def test_whoever_may_not_begin_a_meeting_reads_that_and_start_alone_finds_it(planned):
    assert "can begin a meeting" in await planned.say("U_TOM", "meet start")
    said = await planned.say("U_DANA", "start")
    assert "Did you mean `meet start`, `exp start` or `status`?" in said
