"""The day's post says what stands of a day: recorded, corrected, imported, and taken back."""

from datetime import UTC, datetime

from domain.errors import Untraceable
from domain.plain_text import plain_text
from scheduler.delivery import NOTHING_TO_SAY
from storage.codec import reply_from_json
from tests.handlers.bringing import TABLE, drop
from tests.handlers.days import ALL_BACK, lines, rows, told
from tests.handlers.play import CHANNEL, button

NIGHT = datetime(2026, 11, 16, 23, 55, tzinfo=UTC)


async def test_every_number_of_a_day_stands_in_one_post_with_value_period_and_person(northwind):
    await northwind.say("U_DANA", "kpi leads 103 sep, revenue 41.5k sep")
    await northwind.pass_time(hours=2)
    await northwind.say("U_DANA", "kpi leads 98 aug")
    (row,) = await rows(northwind)
    assert (row.target, row.state) == (f"test/W1/{CHANNEL}", "pending")
    assert await lines(northwind) == [
        "Qualified leads, September 2026: 103, by Dana Reed",
        "Revenue, September 2026: £41,500, by Dana Reed",
        "Qualified leads, August 2026: 98, by Dana Reed",
    ]
    (row,) = await rows(northwind)
    assert reply_from_json(row.reply).visible_to == "everyone"


async def test_a_correction_says_what_it_was_and_replaces_the_line(northwind):
    await northwind.say("U_DANA", "kpi leads 103 sep")
    await northwind.say("U_DANA", 'kpi fix leads 97 sep "webinar leads"')
    assert await lines(northwind) == [
        "Qualified leads, September 2026: 97 (corrected, was 103), by Dana Reed"
    ]
    await northwind.press("U_DANA", "Undo")
    assert await lines(northwind) == ["Qualified leads, September 2026: 103, by Dana Reed"]


async def test_a_correction_of_an_older_value_is_told_today_and_the_old_post_stays(northwind):
    await northwind.say("U_DANA", "kpi leads 103 sep")
    await northwind.pass_time(days=1)
    await northwind.say("U_DANA", 'kpi fix leads 97 sep "webinar leads"')
    first, second = await told(northwind)
    assert "103, by Dana Reed" in first
    assert "Recorded on Tue 17 Nov" in second
    assert "97 (corrected, was 103), by Dana Reed" in second
    await northwind.press("U_DANA", "Undo")
    assert "103, by Dana Reed" in (await told(northwind))[0]
    assert ALL_BACK in (await told(northwind))[1]


async def test_what_is_undone_vanishes(northwind):
    await northwind.say("U_DANA", "kpi leads 98 aug")
    await northwind.say("U_DANA", "kpi leads 103 sep, revenue 41.5k sep")
    await northwind.deliver()
    await northwind.press("U_DANA", "Undo")
    assert await lines(northwind) == ["Qualified leads, August 2026: 98, by Dana Reed"]


async def test_where_nothing_is_left_it_says_so_until_something_comes_again(northwind):
    await northwind.say("U_DANA", "kpi leads 103 sep")
    await northwind.deliver()
    await northwind.press("U_DANA", "Undo")
    assert await lines(northwind) == [ALL_BACK]
    await northwind.say("U_DANA", "kpi leads 104 sep")
    assert await lines(northwind) == ["Qualified leads, September 2026: 104, by Dana Reed"]


async def test_a_day_whose_every_number_was_taken_back_before_it_was_told_is_not_told(play_on_both):
    northwind = play_on_both
    await northwind.set_up()
    await northwind.say("U_DANA", "kpi leads 103 sep")
    await northwind.press("U_DANA", "Undo")
    assert await told(northwind) == []
    (row,) = await rows(northwind)
    assert (row.state, row.reason) == ("cancelled", NOTHING_TO_SAY)
    await northwind.say("U_DANA", "kpi leads 104 sep")
    await northwind.press("U_DANA", "Undo")
    assert await told(northwind) == []
    await northwind.say("U_DANA", "kpi leads 105 sep")
    assert await lines(northwind) == ["Qualified leads, September 2026: 105, by Dana Reed"]


async def test_where_the_first_post_may_have_arrived_it_is_said_that_all_was_taken_back(northwind):
    await northwind.deliver()
    await northwind.say("U_DANA", "kpi leads 103 sep")
    northwind.messenger.fails = [Untraceable("nobody knows")]
    await northwind.deliver()
    await northwind.press("U_DANA", "Undo")
    await northwind.deliver()
    first, second = await rows(northwind)
    assert (first.state, second.state) == ("uncertain", "sent")
    assert ALL_BACK in plain_text(reply_from_json(second.reply))


async def test_undone_corrections_one_after_the_other_bring_the_first_value_back(play_on_both):
    northwind = play_on_both
    await northwind.set_up()
    await northwind.say("U_DANA", "kpi leads 103 sep")
    for value in (97, 96):
        await northwind.say("U_DANA", f'kpi fix leads {value} sep "webinar leads"')
        await northwind.press("U_DANA", "Undo")
    assert await lines(northwind) == ["Qualified leads, September 2026: 103, by Dana Reed"]
    await northwind.say("U_DANA", 'kpi fix leads 95 sep "webinar leads"')
    assert await lines(northwind) == [
        "Qualified leads, September 2026: 95 (corrected, was 103), by Dana Reed"
    ]


async def test_undone_corrections_of_yesterdays_value_leave_nothing(northwind):
    await northwind.say("U_DANA", "settings posts off")
    await northwind.say("U_DANA", "kpi leads 103 sep")
    await northwind.say("U_DANA", "settings posts on")
    await northwind.pass_time(days=1)
    for value in (97, 96):
        await northwind.say("U_DANA", f'kpi fix leads {value} sep "webinar leads"')
        await northwind.deliver()
        await northwind.press("U_DANA", "Undo")
        (text,) = await told(northwind)
        assert ALL_BACK in text


async def test_an_undo_after_midnight_changes_the_post_of_the_day_before(play_on_both):
    northwind = play_on_both
    await northwind.set_up()
    northwind.now = NIGHT
    await northwind.say("U_DANA", "kpi revenue 41.5k sep")
    await northwind.say("U_DANA", "kpi leads 103 sep")
    await northwind.deliver()
    await northwind.pass_time(minutes=10)
    await northwind.press("U_DANA", "Undo")
    assert await lines(northwind) == ["Revenue, September 2026: £41,500, by Dana Reed"]


async def test_after_midnight_the_day_before_keeps_what_today_replaced(northwind):
    northwind.now = NIGHT
    await northwind.say("U_DANA", "kpi leads 40 nov")
    await northwind.pass_time(minutes=10)
    await northwind.say("U_DANA", "kpi leads 41 nov")
    first, second = await told(northwind)
    assert "40 so far, by Dana Reed" in first
    assert "41 so far, by Dana Reed" in second
    await northwind.press("U_DANA", "Undo")
    first, second = await told(northwind)
    assert "40 so far, by Dana Reed" in first
    assert ALL_BACK in second


async def test_the_day_and_the_numbers_are_written_as_the_locale_does(northwind):
    await northwind.say("U_DANA", "settings locale en-US")
    await northwind.say("U_DANA", "kpi revenue 41.5k sep")
    (text,) = await told(northwind)
    assert text.splitlines()[0] == "Recorded on Mon, Nov 16"
    assert "Revenue, September 2026: £41,500" in text


async def test_a_running_period_is_told_as_so_far(northwind):
    await northwind.say("U_DANA", "kpi leads 40 nov")
    assert await lines(northwind) == ["Qualified leads, November 2026: 40 so far, by Dana Reed"]


async def test_a_table_is_one_line_and_vanishes_when_it_is_undone(play_on_both):
    northwind = play_on_both
    await northwind.set_up()
    await northwind.say("U_DANA", "kpi leads 98 aug")
    await drop(northwind, TABLE)
    await northwind.press("U_DANA", "Import")
    other = "Qualified leads, August 2026: 98, by Dana Reed"
    assert await lines(northwind) == ["Imported 3 values of 2 KPIs, by Dana Reed", other]
    imported = northwind.last["U_DANA", CHANNEL]
    await northwind.say("U_DANA", 'kpi fix leads 42 sep "webinar leads"')
    assert (await lines(northwind))[2] == (
        "Qualified leads, September 2026: 42 (corrected, was 41), by Dana Reed"
    )
    await northwind.press("U_DANA", "Undo")
    await northwind.click("U_DANA", button(imported, "Undo"))
    assert await lines(northwind) == [other]


async def test_a_table_of_one_value_is_told_in_the_singular(northwind):
    await drop(northwind, "date,kpi,value\n2026-09,leads,41\n")
    await northwind.press("U_DANA", "Import")
    assert await lines(northwind) == ["Imported 1 value of 1 KPI, by Dana Reed"]


async def test_a_value_under_a_definition_that_was_replaced_stays_and_is_marked(play_on_both):
    northwind = play_on_both
    await northwind.set_up()
    await northwind.say("U_DANA", "kpi revenue 41.5k sep")
    await northwind.ask("U_DANA", "kpi edit revenue")
    await northwind.fill("U_DANA", definition="Something else altogether", unit="count")
    await northwind.say("U_DANA", "kpi revenue 7 sep")
    assert await lines(northwind) == [
        "Revenue, September 2026: £41,500 (by an earlier definition), by Dana Reed",
        "Revenue, September 2026: 7, by Dana Reed",
    ]


async def test_an_undo_brings_back_the_one_value_before_and_no_earlier_one(northwind):
    await northwind.say("U_DANA", "kpi leads 103 sep")
    for value in (97, 96, 95):
        await northwind.say("U_DANA", f'kpi fix leads {value} sep "webinar leads"')
    await northwind.press("U_DANA", "Undo")
    assert await lines(northwind) == ["Qualified leads, September 2026: 96 (corrected, was 97), by Dana Reed"]


async def test_a_large_table_does_not_hide_the_numbers_of_people(northwind):
    await northwind.say("U_DANA", "kpi leads 103 sep")
    await northwind.pass_time(minutes=1)
    months = [f"{2010 + at // 12}-{at % 12 + 1:02},leads,103" for at in range(120)]
    await drop(northwind, "\n".join(["date,kpi,value", *months]))
    await northwind.press("U_DANA", "Import")
    assert await lines(northwind) == [
        "Imported 120 values of 1 KPI, by Dana Reed",
        "Qualified leads, September 2026: 103, by Dana Reed",
    ]
