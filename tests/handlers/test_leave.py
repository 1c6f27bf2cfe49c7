"""Being away, days off, quiet, and copies of the digest."""

from datetime import date

from sqlalchemy import update

from storage import wishes
from storage.tables import HistoryEvent, Person
from tests.handlers.occurring import engagement_id, person_id
from tests.handlers.play import DM, Play, labels

MONDAY, SUNDAY = date(2026, 11, 16), date(2026, 11, 22)


async def is_away(play: Play, day: date, account: str = "U_TOM") -> bool:
    async with play.database.read() as session:
        who = {"engagement_id": await engagement_id(play), "person_id": await person_id(play, account)}
        return await wishes.is_away(session, **who, day=day)


async def is_quiet(play: Play, job: str, day: date = MONDAY, account: str = "U_TOM") -> bool:
    who = {"engagement_id": await engagement_id(play), "person_id": await person_id(play, account)}
    async with play.database.read() as session:
        return await wishes.is_quiet(session, **who, job=job, day=day)


async def lines(play: Play) -> list[str]:
    return [row.what for row in await play.rows(HistoryEvent)]


async def test_away_says_when_it_ends_and_can_be_undone(northwind):
    said = await northwind.say("U_TOM", "away until 3 Jan")
    assert "You are away until Sun 3 Jan 2027, that day included." in said
    assert "Back on Mon 4 Jan 2027." in said
    assert await is_away(northwind, date(2027, 1, 3))
    assert "You are away until Sun 3 Jan 2027" in await northwind.say("U_TOM", "away")
    assert (await lines(northwind))[-1] == "is away until Sun 3 Jan 2027, that day included"
    await northwind.say("U_TOM", "away until 5 Jan")
    undone = await northwind.press("U_TOM", "Undo")
    assert undone == "Undone: Tom Hale is away until Sun 3 Jan 2027, that day included."
    assert [await is_away(northwind, date(2027, 1, day)) for day in (3, 4)] == [True, False]


async def test_an_absence_without_an_end_says_how_to_end_it_and_back_does(northwind):
    assert "It holds until `back` is typed." in await northwind.say("U_TOM", "away from today")
    back = await northwind.say("U_TOM", "back")
    assert "Welcome back." in back
    assert not await is_away(northwind, MONDAY)
    assert "You are not away." in await northwind.say("U_TOM", "away")
    assert "nothing was changed" in await northwind.say("U_TOM", "back")


async def test_the_day_is_that_of_the_persons_own_zone(northwind):
    await northwind.change(update(Person).where(Person.name == "Tom Hale").values(zone="Pacific/Auckland"))
    await northwind.pass_time(hours=4)
    await northwind.say("U_TOM", "away today")
    assert [await is_away(northwind, date(2026, 11, day)) for day in (16, 17)] == [False, True]


async def test_back_ends_what_an_engagement_file_told_and_undo_brings_it_back(northwind):
    told = [{"from": "2026-11-10", "to": "2026-11-20"}]
    await northwind.change(update(Person).where(Person.name == "Tom Hale").values(away=told))
    await northwind.say("U_TOM", "back")
    assert not await is_away(northwind, MONDAY)
    await northwind.press("U_TOM", "Undo")
    assert await is_away(northwind, MONDAY)


async def test_a_lead_may_say_it_of_others_and_they_may_not(northwind):
    said = await northwind.say("U_DANA", "away @Tom Hale until Monday")
    assert "Tom Hale is away until Sun 22 Nov, that day included." in said
    assert [await is_away(northwind, date(2026, 11, day)) for day in (22, 23)] == [True, False]
    assert "Tom Hale is away" in await northwind.say("U_DANA", "away tom")
    refused = await northwind.say("U_TOM", "away <@U_DANA> until friday")
    assert refused.startswith("Only a fractional CMO")
    assert "Tom Hale is back." in await northwind.say("U_DANA", "back tom")


async def test_plain_words_are_understood_where_they_name_days(northwind):
    said = {
        "I'm away until Monday": "You are away until Sun 22 Nov",
        "on vacation 24-28 Dec.": "You are away from Thu 24 Dec to Mon 28 Dec",
        "not on fridays": "Tom Hale works for Northwind Ltd now: Mon to Thu",
        "not on monday to friday": "no day would be left",
        "out of office until 3 Jan": "You are away until Sun 3 Jan 2027",
        "I'm sick today": "You are away on",
        "away on mondays": "works for Northwind Ltd now: Tue to Thu",
        "I don't work on mondays and tuesdays": "works for Northwind Ltd now: Wed",
        "away on friday": "You are away on Fri 20 Nov",
        "I'm sick of waiting for legal": "I don't know",
        "away week, nothing to report": 'I could not read "week, nothing to report" as days',
    }
    for words, answer in said.items():
        assert answer in await northwind.say("U_TOM", words, where=DM)


async def test_quiet_shows_what_comes_and_how_it_stops(northwind):
    mine = await northwind.say("U_TOM", "quiet")
    assert "`quiet kpi` stops it" in mine
    assert "`quiet until monday`" in mine
    assert "stale" not in mine
    assert "`quiet stale` stops it" in await northwind.say("U_DANA", "quiet")


async def test_one_kind_or_all_is_stopped_and_every_stop_says_how_it_ends(northwind):
    assert "`quiet off kpi` brings it back" in await northwind.say("U_TOM", "quiet kpi")
    assert await is_quiet(northwind, "kpi_due", SUNDAY)
    assert not await is_quiet(northwind, "actions")
    said = await northwind.say("U_TOM", "quiet until monday")
    assert "until Sun 22 Nov, that day included" in said
    assert "`quiet off` ends it" in said
    assert [await is_quiet(northwind, "actions", day) for day in (SUNDAY, date(2026, 11, 23))] == [
        True,
        False,
    ]
    await northwind.press("U_TOM", "Undo")
    assert not await is_quiet(northwind, "actions")
    assert "again" in await northwind.say("U_TOM", "quiet off kpi")
    assert not await is_quiet(northwind, "kpi_due")
    assert "nothing was changed" in await northwind.say("U_TOM", "quiet off")
    assert "I could not read “week, all fine”" in await northwind.say("U_TOM", "quiet week, all fine")

    old = await northwind.ask("U_TOM", "quiet kpi")
    await northwind.say("U_TOM", "quiet off")
    assert "changed again since then" in await northwind.click("U_TOM", next(old.buttons).id)
    assert not await is_quiet(northwind, "kpi_due")


async def test_observers_get_copies_of_the_digest_until_they_want_none(northwind):
    await northwind.join("U_KIT", "observer")
    assert "already. `digest off` ends it" in await northwind.say("U_KIT", "digest")
    mine = await northwind.say("U_KIT", "quiet")
    assert "Check-in digest: a copy of each one. `digest off` stops it.\nObservers are neither" in mine
    assert "no copies" in await northwind.say("U_KIT", "digest off")
    assert await is_quiet(northwind, "checkin_digest", SUNDAY, "U_KIT")
    assert "Undone" in await northwind.press("U_KIT", "Undo")
    assert not await is_quiet(northwind, "checkin_digest", SUNDAY, "U_KIT")
    assert "`quiet off digest` brings it back" in await northwind.say("U_KIT", "quiet digest")
    assert "stopped. `digest me` brings it back" in await northwind.say("U_KIT", "quiet")
    assert labels(await northwind.ask("U_KIT", "digest")) == ["Send me copies"]
    assert "`digest off` ends it" in await northwind.press("U_KIT", "Send me copies")
    assert not await is_quiet(northwind, "checkin_digest", SUNDAY, "U_KIT")


async def test_others_may_have_copies_of_the_digest(northwind):
    assert "`digest off` ends it" in await northwind.say("U_TOM", "digest me")
    async with northwind.database.read() as session:
        found = await wishes.subscribers(session, engagement_id=await engagement_id(northwind))
    assert found == [await person_id(northwind, "U_TOM")]
    assert "no copies" in await northwind.say("U_TOM", "digest off")
    assert "`digest me` sends you one" in await northwind.say("U_TOM", "digest")


async def test_what_somebody_wants_to_hear_is_in_no_history_and_an_absence_names_them_once(northwind):
    before = await lines(northwind)
    for words in ("quiet until monday", "quiet kpi", "quiet off", "digest me", "digest off"):
        await northwind.say("U_TOM", words)
    await northwind.press("U_TOM", "Undo")
    assert await lines(northwind) == before
    await northwind.say("U_DANA", "away @Tom Hale today")
    assert (await lines(northwind))[-1] == "noted that Tom Hale is away on Mon 16 Nov"


async def test_what_people_said_of_themselves_no_lead_ends(northwind):
    await northwind.say("U_TOM", "away until friday")
    assert "only they can end it" in await northwind.say("U_DANA", "back @Tom Hale")
    assert await is_away(northwind, MONDAY)
    await northwind.say("U_TOM", "back")
    assert not await is_away(northwind, MONDAY)
