"""Which engagement is meant, and that none speaks of another."""

import pytest

from domain.chat import Form, Say
from domain.plain_text import plain_text
from handlers.resolve import split_client
from storage import channels, people
from storage.tables import Context
from tests.handlers.play import CHANNEL, DM, FREE_CHANNEL, NOWHERE, OTHER_CHANNEL, OUTSIDE, Play, labels

WHICH = "Which client do you mean?"


@pytest.fixture
async def two(northwind: Play) -> Play:
    """Dana leads Northwind and Birch; Tom is in Northwind, Kit leads Cedar elsewhere."""
    await northwind.set_up("U_DANA", name="Birch AG", where=OTHER_CHANNEL)
    await northwind.set_up("U_KIT", name="Cedar Oy", where="#cedar")
    await northwind.say("U_DANA", "settings aliases NW, Nord")
    await northwind.say("U_DANA", "kpi leads 103 sep")
    await northwind.say("U_DANA", "kpi leads 7 sep", where=OTHER_CHANNEL)
    return northwind


@pytest.mark.parametrize("name", ["Northwind Ltd", "northwind ltd", "NW", "nord"])
async def test_a_client_is_named_by_name_or_alias(two, name):
    assert "Northwind Ltd" in await two.say("U_DANA", f"in {name}: card", where=DM)


async def test_somebody_elses_client_and_an_unknown_one_are_refused_alike(two):
    for name in ("Cedar Oy", "Nowhere", "x" * 120, "cedar_oy"):
        for who in ("U_DANA", "U_TOM", "U_LEO"):
            for where in (DM, CHANNEL):
                expected = NOWHERE if (who, where) == ("U_LEO", DM) else OUTSIDE
                assert await two.say(who, f"in {name}: kpi list", where=where) == expected


async def test_a_channel_speaks_of_its_own_engagement_alone(two):
    assert await two.say("U_DANA", "in Birch AG: card", where=CHANNEL) == OUTSIDE
    assert "Northwind Ltd" in await two.say("U_DANA", "in NW: card", where=CHANNEL)
    assert "| 7" not in (said := await two.say("U_DANA", "kpi why leads sep", where=CHANNEL))
    assert "103" in said
    assert "7" in (await two.say("U_DANA", "kpi why leads sep", where=OTHER_CHANNEL)).splitlines()[0]


async def test_a_free_channel_says_how_to_begin_and_names_nobody(two):
    for who in ("U_DANA", "U_LEO"):
        said = await two.say(who, "card", where=FREE_CHANNEL)
        assert said == "No engagement lives in this channel yet. Type `setup` to begin one."
    assert await two.say("U_DANA", "in Birch AG: card", where=FREE_CHANNEL) == OUTSIDE


async def test_in_direct_messages_the_one_client_of_a_person_is_meant(two):
    assert "Northwind Ltd" in await two.say("U_TOM", "card", where=DM)


async def test_with_several_clients_it_asks_and_remembers_for_half_an_hour(two):
    assert WHICH in await two.say("U_DANA", "kpi leads 5 aug", where=DM)
    assert labels(two.last["U_DANA", DM]) == ["Birch AG", "Northwind Ltd"]
    assert "Recorded" in await two.press("U_DANA", "Birch AG", where=DM)
    assert "Birch AG" in await two.say("U_DANA", "card", where=DM)
    assert "Northwind Ltd" in await two.say("U_DANA", "in NW: card", where=DM)
    assert "Northwind Ltd" in await two.say("U_DANA", "card", where=DM)
    await two.pass_time(minutes=30)
    assert WHICH in await two.say("U_DANA", "card", where=DM)
    assert len(await two.rows(Context)) == 1


@pytest.mark.parametrize("form", ["kpi owed", "kpi record", "feedback", "settings"])
async def test_a_form_that_is_asked_for_opens_after_the_question(two, form):
    assert WHICH in plain_text(await two.open("U_DANA", form, where=DM))
    await two.press("U_DANA", "Birch AG", where=DM)
    assert isinstance(two.last["U_DANA", DM], Form)


async def test_what_one_person_meant_is_nothing_to_another(two):
    await two.join("U_KIT", "team")
    await two.say("U_DANA", "in NW: card", where=DM)
    assert WHICH in await two.say("U_KIT", "card", where=DM)


async def test_the_name_is_not_asked_of_who_belongs_nowhere(two):
    assert await two.say("U_LEO", "what a lovely day", where=DM) == NOWHERE


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("in Birch: card", ("Birch", "card")),
        ("IN  Birch AG :  kpi leads 5", ("Birch AG", "kpi leads 5")),
        ("in: card", ("", "in: card")),
        ("in Birch card", ("", "in Birch card")),
        ("inBirch: card", ("", "inBirch: card")),
        ("in a\nb: card", ("", "in a\nb: card")),
    ],
)
def test_the_client_stands_before_a_colon(text, parts):
    assert split_client(text) == parts


async def test_a_direct_message_about_one_of_several_clients_names_it(two):
    assert (await two.say("U_DANA", "in NW: leads were 88 in aug", where=DM)).startswith("Northwind Ltd:")
    assert (await two.say("U_DANA", "save", where=DM)).startswith("Northwind Ltd:")


async def test_a_slip_in_the_name_of_ones_own_client_is_pointed_out(two):
    assert "Did you mean your client Northwind Ltd" in await two.say(
        "U_DANA", "in Nortwind Ltd: card", where=DM
    )
    assert await two.say("U_KIT", "in Nortwind Ltd: card", where=DM) == OUTSIDE


async def test_undo_can_be_typed_behind_the_name_of_the_client(two):
    await two.say("U_DANA", "in NW: kpi leads 88 aug", where=DM)
    assert "Undone" in await two.say("U_DANA", "in NW: undo", where=DM)


async def test_an_answer_without_buttons_names_the_client_too(two):
    await two.say("U_DANA", "in Birch AG: card", where=DM)
    assert (await two.say("U_DANA", "kpi why leads sep", where=DM)).startswith("Birch AG:")


async def test_a_form_that_is_shown_again_still_names_the_client(two):
    await two.ask("U_DANA", "in Birch AG: kpi", where=DM)
    again = await two.fill("U_DANA", where=DM, **{"revenue:2026-10": "a lot"})
    assert isinstance(again, Form)
    assert again.title.endswith("(Birch AG)")


async def test_a_full_member_who_belongs_nowhere_hears_how_to_begin(two):
    assert "type `setup` in their channel" in await two.say("U_LEO", "hello", where=DM)
    guest = plain_text(await two.act("U_LEO", Say(text="hello"), where=DM, is_guest=True))
    assert guest == NOWHERE
    assert await two.say("U_LEO", "hello", where=CHANNEL) == OUTSIDE


async def test_a_private_channel_is_refused_at_once(two):
    async with two.database.write() as session:
        workspace = await people.find_workspace(session, platform="test", external_id="W1")
        assert workspace is not None
        secret = await channels.hold(session, workspace_id=workspace.id, external_id=FREE_CHANNEL)
        secret.closed = channels.PRIVATE
    for words in ("card", "setup"):
        said = await two.say("U_DANA", words, where=FREE_CHANNEL)
        assert said.startswith("This channel is private, and I cannot post in private channels.")
