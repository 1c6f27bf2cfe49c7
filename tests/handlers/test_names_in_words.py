"""Words that are kept hold names; where a person is meant, a mention is a person."""

import pytest

from domain.chat import Address, Form, Reply, Typed
from domain.plain_text import plain_text
from handlers import home
from handlers.people import UNSEEN
from handlers.services import Services
from storage import channels
from storage.tables import Feedback
from tests.handlers.play import CHANNEL, DM, Play, labels

SAID = "<@U_TOM> and <@U_NOBODY> read <#C_ELSE>"
KEPT = "@Tom Hale and @somebody read #channel"


@pytest.mark.parametrize("where", [CHANNEL, DM])
async def test_feedback_keeps_names(northwind, where):
    await northwind.say("U_DANA", f'feedback + "{SAID}" customer', where=where)
    (row,) = await northwind.rows(Feedback)
    assert row.text == KEPT
    await northwind.say("U_DANA", f"feedback declined 1 as {SAID}", where=where)
    told = await northwind.say("U_DANA", "feedback show 1", where=where)
    assert KEPT in told
    assert "U_TOM" not in told


async def test_feedback_keeps_names_when_it_is_asked_how_it_was_meant(northwind):
    await northwind.say("U_DANA", f'feedback "{SAID}" customer')
    await northwind.press("U_DANA", "Positive")
    (row,) = await northwind.rows(Feedback)
    assert row.text == KEPT


async def test_notes_and_reasons_keep_names(northwind):
    await northwind.say("U_DANA", f'kpi leads 103 sep "{SAID}"')
    await northwind.say("U_DANA", f'kpi fix leads 97 sep "told by {SAID}"')
    await northwind.say("U_DANA", f'kpi target leads 120 by dec "{SAID}"')
    for line in ("kpi why leads sep", "history", "kpi show leads"):
        told = await northwind.say("U_DANA", line)
        assert "<@" not in told
        assert "U_TOM" not in told
    assert f"told by {KEPT}" in await northwind.say("U_DANA", "kpi why leads sep")


async def test_plain_words_and_words_nobody_knows_are_shown_with_names(northwind):
    assert "I don't know “@Tom Hale juggles”" in await northwind.say("U_DANA", "<@U_TOM> juggles", where=DM)
    assert "“card @Tom Hale”" in await northwind.say("U_DANA", "card <@U_TOM>")


async def test_the_engagements_own_channel_is_named(northwind):
    async with northwind.database.write() as session:
        held = await channels.hold(session, workspace_id=1, external_id=CHANNEL)
        held.name = "northwind"
        await channels.hold(session, workspace_id=1, external_id="C_ELSE")
    await northwind.say("U_DANA", f'feedback + "see <#{CHANNEL}> and <#C_ELSE>" customer')
    (row,) = await northwind.rows(Feedback)
    assert row.text == "see #northwind and #channel"


async def test_a_mention_is_a_person_where_one_is_meant(northwind):
    await northwind.say("U_KIT", "help", where=DM)
    assert "Kit Larkspur belongs to" in await northwind.say("U_DANA", "members add <@U_KIT|kit> sales")
    assert "is client CEO now" in await northwind.say("U_DANA", "members role <@U_KIT> ceo")
    assert "works for" in await northwind.say("U_DANA", "members hours <@U_KIT> tue 9-15")
    assert "reports no numbers" in await northwind.say("U_DANA", "members handover <@U_KIT>")
    assert "no longer belongs" in await northwind.say("U_DANA", "members remove <@U_KIT>")


@pytest.mark.parametrize("line", ["members add <@U0BOT|headway> team", "members role <@U0BOT> ceo"])
async def test_whoever_cannot_be_seen_is_not_shown_as_an_id(northwind, line):
    assert await northwind.say("U_DANA", line) == UNSEEN


async def test_somebody_who_is_picked_and_cannot_be_seen_is_not_shown_as_an_id(play: Play):
    await play.ask("U_DANA", "setup")
    answer = await play.fill("U_DANA", name="Northwind", team=["U0BOT"])
    assert isinstance(answer, Form)
    assert UNSEEN in plain_text(answer)
    assert UNSEEN in answer.error + "".join(field.error for field in answer.fields)


@pytest.mark.parametrize(
    ("said", "begins"),
    [
        ("hi", "Hello! `home` shows"),
        ("Hello Headway!", "Hello! "),
        ("good morning :wave:", "Hello! "),
        ("Thanks!", "You're welcome. `home` shows"),
        ("thank you so much", "I don't know"),
        ("hi leads 3", "I don't know"),
        ("history", "History of"),
        ("hitchhike", "I don't know"),
    ],
)
@pytest.mark.parametrize("where", [CHANNEL, DM])
async def test_a_greeting_is_answered_with_what_to_do_next(northwind, said, begins, where):
    assert (await northwind.say("U_DANA", said, where=where)).startswith(begins)


async def test_an_observer_is_greeted_with_what_they_may_see(northwind):
    await northwind.join("U_ANN", "observer")
    assert "`card` shows" in await northwind.say("U_ANN", "hi", where=DM)


async def test_who_serves_two_clients_is_not_asked_which_one_they_greet(northwind):
    await northwind.set_up(name="Birch", where="#birch")
    assert (await northwind.say("U_DANA", "hi", where=DM)).startswith("Hello! ")


async def test_a_form_that_is_asked_for_in_words_is_named_before_its_button(northwind):
    northwind.can_open_form = False
    for line, title in {
        "kpi": "Numbers you owe",
        "feedback": "Give feedback",
        "settings": "Settings",
    }.items():
        answer = await northwind.ask("U_DANA", line)
        assert plain_text(answer).splitlines()[0] == title
        assert labels(answer) == ["Open form"]


async def test_what_was_typed_is_shown_as_it_was_where_no_command_is_known(northwind):
    answer = await northwind.ask("U_DANA", "`status` of *it*")
    assert isinstance(answer, Reply)
    assert Typed("`status` of *it*") in getattr(answer.blocks[0], "spans", ())


async def test_the_home_tab_does_not_point_to_itself(northwind):
    await northwind.say("U_DANA", "kpi leads 7 aug")
    assert "`home` shows everybody" in await northwind.say("U_DANA", "status")
    here = Address(platform="test", workspace="W1", account="U_TOM")
    shown = await home.tab(Services(database=northwind.database), here, now=northwind.now)
    said = "\n".join(plain_text(one) for one in shown.replies)
    assert "Late: Qualified leads." in said
    assert "`home`" not in said
