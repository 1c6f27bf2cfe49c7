"""Numbers from somebody who may not record them."""

import pytest
from sqlalchemy import select

from domain.chat import Reply
from domain.plain_text import plain_text
from storage.tables import KpiUpdate, Offer, OutboxPost
from tests.handlers.occurring import at, person_id
from tests.handlers.play import DM, Play, button


async def owner(play: Play, who: str, key: str = "cost_per_lead", **values: str) -> None:
    """Give the KPI another owner."""
    await play.ask("U_DANA", f"kpi edit {key}")
    await play.fill("U_DANA", owner=who, **values)


async def proposal(play: Play, who: str) -> tuple[str, str]:
    """The last proposal to this person, in words, and the token of its [Save]."""
    reply = (await play.posts(who))[-1]
    return plain_text(reply), button(reply, "Save")


async def test_the_owner_confirms_and_the_proposer_is_named(northwind):
    assert "I have asked Dana Reed to confirm" in await northwind.say("U_TOM", 'kpi leads 88 sep "by hand"')
    words, token = await proposal(northwind, "U_DANA")
    assert "Tom Hale proposes Qualified leads = 88 for September 2026 (Northwind Ltd)" in words
    assert await northwind.rows(KpiUpdate) == []
    assert "Recorded" in await northwind.click("U_DANA", token, where=DM)
    (update,) = await northwind.rows(KpiUpdate)
    assert (update.note, update.source) == ("by hand (proposed by Tom Hale)", "button")
    assert "Undone" in await northwind.press("U_DANA", "Undo", where=DM)


async def test_a_proposal_can_be_dropped(northwind):
    await northwind.say("U_TOM", "kpi leads 88 sep")
    (reply,) = await northwind.posts("U_DANA")
    assert await northwind.click("U_DANA", button(reply, "Drop"), where=DM) == "Dropped. Nothing was saved."
    assert "already" in await northwind.click("U_DANA", button(reply, "Save"), where=DM)
    assert await northwind.rows(KpiUpdate) == []


async def test_a_proposal_against_a_recorded_value_says_so_and_overwrites_nothing(northwind):
    await northwind.say("U_DANA", "kpi leads 103 sep")
    await northwind.say("U_TOM", "kpi leads 88 sep")
    words, token = await proposal(northwind, "U_DANA")
    assert "Recorded so far: 103" in words
    said = await northwind.click("U_DANA", token, where=DM)
    assert "is 103 already, reported by Dana Reed. You wrote 88" in said
    assert len(await northwind.rows(KpiUpdate)) == 1


async def test_an_odd_proposal_is_asked_about(northwind):
    await northwind.say("U_TOM", "kpi leads -88 sep")
    _words, token = await proposal(northwind, "U_DANA")
    assert "below 0" in await northwind.click("U_DANA", token, where=DM)
    assert await northwind.rows(KpiUpdate) == []


async def test_own_numbers_are_recorded_and_only_the_others_proposed(northwind):
    await owner(northwind, "U_TOM")
    said = await northwind.say("U_TOM", "kpi leads 88 sep, cpl 219 sep")
    assert "Recorded: Cost per lead is £219" in said
    assert "Qualified leads = 88 for September 2026 is proposed" in said
    assert len(await northwind.rows(KpiUpdate)) == 1
    assert await northwind.posts("U_TOM") == []


async def test_an_owner_who_left_is_not_asked(northwind):
    await owner(northwind, "U_TOM")
    await northwind.join("U_ANN", "team")
    await northwind.say("U_DANA", "members remove @Tom Hale")
    assert "I have asked Dana Reed" in await northwind.say("U_ANN", "kpi cpl 219 sep")
    assert await northwind.posts("U_TOM") == []


async def test_the_backup_is_asked_where_the_owner_may_not_record(northwind):
    await northwind.join("U_ANN", "team")
    await northwind.say("U_DANA", "members role @Tom Hale ceo")
    await owner(northwind, "U_TOM", backup="U_ANN")
    assert "I have asked Ann Berg" in await northwind.say("U_TOM", "kpi cpl 219 sep")


async def test_a_value_that_is_recorded_already_is_not_proposed(northwind):
    await northwind.say("U_DANA", "kpi leads 103 sep")
    assert "is 103 already" in await northwind.say("U_TOM", "kpi leads 103 sep")
    assert await northwind.posts("U_DANA") == []


async def test_who_may_no_longer_record_it_asks_somebody_else(northwind):
    await northwind.join("U_ANN", "cmo")
    await northwind.say("U_TOM", "kpi leads 88 sep")
    _words, token = await proposal(northwind, "U_DANA")
    await owner(northwind, "U_ANN", key="leads")
    await northwind.say("U_ANN", "members role @Dana Reed team")
    assert "I have asked Ann Berg" in await northwind.click("U_DANA", token, where=DM)
    assert await northwind.rows(KpiUpdate) == []


@pytest.mark.parametrize("who", ["U_TOM", "U_KIT"])
async def test_a_proposal_is_for_the_one_who_was_asked(northwind, who):
    await northwind.say("U_TOM", "kpi leads 88 sep")
    _words, token = await proposal(northwind, "U_DANA")
    assert "somebody else" in await northwind.click(who, token, where=DM)


async def test_a_proposal_sent_twice_is_posted_once(northwind):
    for _again in range(2):
        await northwind.say("U_TOM", "kpi leads 88 sep", key="same")
    assert len(await northwind.posts("U_DANA")) == 1


async def test_the_numbers_of_one_request_come_in_one_message_in_the_working_time_of_its_reader(northwind):
    await northwind.join("U_ANN", "team")
    for key in ("leads", "cost_per_lead"):
        await owner(northwind, "U_ANN", key=key)
    await northwind.say("U_DANA", "away @Ann Berg until tuesday")
    northwind.now = at("2026-11-16 20:00")
    said = await northwind.say("U_TOM", "kpi leads 88 sep, cpl 219 sep")
    assert said.count("I ask Ann Berg to confirm once they are at work.") == 2
    (post,) = await northwind.rows(OutboxPost, OutboxPost.key.startswith("proposal/"))
    assert post.person_id == await person_id(northwind, "U_ANN")
    assert post.next_send_at == at("2026-11-17 09:00")
    (reply,) = await northwind.posts("U_ANN")
    assert "Tom Hale proposes 2 numbers (Northwind Ltd)." in plain_text(reply)
    await northwind.click("U_ANN", button(reply, "Save all"), where=DM)
    assert len(await northwind.rows(KpiUpdate)) == 2


async def test_whoever_had_two_messages_in_a_week_finds_it_at_home_and_decides_there(northwind):
    await northwind.join("U_ANN", "team")
    await owner(northwind, "U_ANN", key="leads")
    for value in (86, 87):
        await northwind.say("U_TOM", f"kpi leads {value} sep")
    assert "Ann Berg finds it in their `home`." in await northwind.say("U_TOM", "kpi leads 88 sep")
    assert len(await northwind.posts("U_ANN")) == 2
    await northwind.pass_time(days=60)
    home = await northwind.ask("U_ANN", "home", where=DM)
    assert "Qualified leads = 88 for September 2026 is proposed by Tom Hale." in plain_text(home)
    assert isinstance(home, Reply)
    save, drop = [[one.id for one in home.buttons if one.label == label][2] for label in ("Save", "Drop")]
    assert "Qualified leads is 88" in await northwind.click("U_ANN", save, where=DM)
    assert "88" not in await northwind.say("U_ANN", "home", where=DM)
    assert "That is decided" in await northwind.click("U_ANN", drop, where=DM)


async def test_a_proposal_of_an_earlier_version_stands_at_home_and_can_be_saved(northwind):
    await northwind.say("U_TOM", "kpi leads 88 sep")
    _words, token = await proposal(northwind, "U_DANA")
    async with northwind.database.write() as session:
        offer = (await session.scalars(select(Offer).where(Offer.token == token))).one()
        offer.args = {"item": offer.args["items"][0]}
    assert "is proposed by somebody in the team" in await northwind.say("U_DANA", "home", where=DM)
    assert "Recorded" in await northwind.click("U_DANA", token, where=DM)
