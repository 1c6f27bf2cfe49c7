"""Where people meet Headway in Teams: chats, channels and their threads, group chats, menus of messages."""

from typing import Any

import pytest

from bot.teams.receive.clicks import OLD_LIST
from bot.teams.render.options import DATASET
from bot.teams.send import IN_OUR_CHAT
from domain.chat import Address, Table, reply
from storage import outbox
from tests.scenarios.stage import CHANNEL, DM, MONDAY
from tests.teams.person import person
from tests.teams.reading import read_dialog, read_message
from tests.teams.seeing import labels
from tests.teams.things import Message

TABLE = b"Month,Leads\nAug 2026,91\nSep 2026,95\n"


async def test_in_a_channel_the_thread_is_told_where_the_answer_is(northwind, dana):
    answer = await northwind.say("U_DANA", "kpi leads 103 sep")
    assert "Recorded: Qualified leads is 103" in answer.text
    asked = next(one for one in northwind.teams.world.messages if "leads 103" in one.text)
    # The day's post goes elsewhere in the channel, and may come before it or after it.
    (pointer,) = [one for one in dana.seen(CHANNEL) if "I answered you" in read_message(one)]
    assert pointer.thread == asked.thread
    assert "Dana Reed I answered you in your own chat with me" in read_message(pointer)
    # What all may know stands in the channel: the day's post.
    day = [one for one in dana.seen(CHANNEL) if "September 2026: 103, by Dana Reed" in read_message(one)]
    assert len(day) == 1
    assert day[0].thread != asked.thread


async def test_a_form_is_offered_in_the_thread_where_it_was_asked_for(northwind, dana):
    await dana.say("What about the numbers?", CHANNEL)
    thread = dana.seen(CHANNEL)[-1].id
    await dana.mention(CHANNEL, "kpi", thread=thread)
    await northwind.posts("U_DANA")
    offered = dana.seen(CHANNEL)[-1]
    assert offered.thread == thread
    assert labels(offered, "U_DANA") == ("Open form",)
    tom = person(northwind.teams, "U_TOM")
    await tom.click("Open form", CHANNEL)
    assert "offered to somebody else" in read_dialog(tom.dialog)
    assert "To get your own, type `@Headway kpi`" in read_dialog(tom.dialog)
    assert "For Dana Reed" in read_message(offered)


async def test_a_group_chat_can_hold_an_engagement(stage):
    stage.teams.world.add_group_chat("Birch", "northwind", ["U_DANA", "U_TOM"])
    await person(stage.teams, "U_DANA").install("#Birch")
    await stage.app.delivery.deliver(stage.now)
    assert (await stage.say("U_DANA", "setup", where="#Birch")).has_form
    answer = await stage.fill("U_DANA", {"name": "Birch"}, where="#Birch")
    assert "Birch is set up" in answer.text
    assert "Welcome: Birch" in await stage.posts("U_TOM", where="#Birch")
    assert "Recorded" in (await stage.say("U_DANA", "kpi leads 5 sep", where="#Birch")).text


async def test_a_used_button_leaves_the_message_for_everybody(northwind, dana):
    await northwind.say("U_DANA", "kpi leads 103 sep", where=DM)
    message = dana.find("Undo").message
    assert isinstance(message, Message)
    answer = await northwind.press("U_DANA", "Undo", where=DM)
    assert "counts as not reported" in answer.text
    assert "Undo" not in labels(message, "U_DANA")
    # Not for this device alone: the message itself was changed.
    message.views.clear()
    assert "Undo" not in labels(message, "U_DANA")
    assert "Recorded: Qualified leads is 103" in read_message(message)


async def test_a_button_for_all_stays_and_answers_each_in_their_chat(northwind):
    await northwind.posts("U_TOM")
    for who in ("U_TOM", "U_DANA"):
        one = person(northwind.teams, who)
        await one.click("Show the card", CHANNEL)
        assert one.notices[-1] == IN_OUR_CHAT
        assert "Northwind Ltd" in await northwind.posts(who, where=DM)


async def test_a_client_without_execute_gets_the_same_by_submit(northwind, dana):
    await northwind.say("U_DANA", "kpi leads 103 sep", where=DM)
    message = dana.find("Undo").message
    assert (await dana.click("Undo", as_submit=True)).status == 202
    assert "counts as not reported" in await northwind.posts("U_DANA", where=DM)
    assert "Undo" not in labels(message, "U_DANA")


async def test_a_short_form_is_filled_where_it_stands(northwind, dana):
    await northwind.say("U_DANA", "kpi leads 103, cpl 219", where=DM)
    asked = await northwind.say("U_DANA", "kpi", where=DM)
    assert asked.has_form
    assert dana.dialog is None
    form = dana.seen()[-1]
    wrong = await northwind.fill("U_DANA", {"revenue:2026-10": "a lot"}, where=DM)
    assert 'I could not read "a lot" as a number' in wrong.text
    answer = await northwind.fill("U_DANA", {"revenue:2026-10": "41.5k"}, where=DM)
    assert "Revenue is £41,500 for October 2026" in answer.text
    assert "Undo" in answer.buttons
    form.views.clear()
    assert "You sent this form" in read_message(form)


async def test_a_long_list_is_read_page_by_page(northwind, dana):
    await dana.say("help")
    rows = tuple((f"row {number}", "x" * 300) for number in range(120))
    table = Table(columns=("Row", "Words"), rows=tuple(tuple((cell,) for cell in row) for row in rows))
    chat = Address(platform="teams", workspace=dana.bot.tenant_id, account=dana.user.account)
    async with northwind.app.database.write() as session:
        await outbox.add(
            session, key="long", engagement_id=None, address=chat, reply=reply(table), now=MONDAY
        )
    await northwind.posts("U_DANA", where=DM)
    message, pages = dana.find("Show more").message, []
    while "Show more" in labels(message, "U_DANA"):
        pages.append(read_message(message, "U_DANA"))
        await dana.click("Show more")
    pages.append(read_message(message, "U_DANA"))
    assert len(pages) > 1
    assert all(any(f"row {number}  " in page for page in pages) for number in range(120))
    # Another device begins at the beginning.
    message.views.clear()
    assert read_message(message, "U_DANA") == pages[0]


async def test_a_chart_stands_in_the_card_as_a_picture(northwind, dana):
    for line in ("kpi leads 80 jul", "kpi leads 91 aug", "kpi leads 95 sep"):
        await dana.say(line)
    pictures: list[Any] = []
    # On a busy machine the first one is drawn too late, and said in words; the next one is ready.
    for _try in range(3):
        await northwind.say("U_DANA", "kpi chart leads", where=DM)
        pictures = pictures or [part for part in dana.seen()[-1].card["body"] if part["type"] == "Image"]
    assert len(pictures) == 1
    assert pictures[0]["url"].startswith("data:image/png;base64,")
    assert "95" in pictures[0]["altText"]


async def test_a_long_choice_is_searched_as_it_is_typed(northwind, dana):
    await northwind.say("U_DANA", "kpi fix", where=DM)
    await dana.click("Open form")
    form_id = next(found.action["data"]["form"] for found in dana.buttons() if "form" in found.action["data"])
    asked = {
        "dataset": f"{DATASET}{form_id}/kpi",
        "queryText": "lead",
        "queryOptions": {"skip": 0, "top": 15},
    }
    answer = await dana.call("application/search", asked)
    titles = [one["title"] for one in answer.json["value"]["results"]]
    assert sorted(titles) == ["Cost per lead", "Qualified leads"]
    stranger = await dana.call("application/search", {"dataset": "graph.microsoft.com/users"})
    assert stranger.json["value"]["results"] == []


async def test_a_list_that_is_not_kept_any_more_says_so(northwind, dana):
    value = {"action": {"type": "Action.Execute", "verb": "page", "data": {"page": 2}}, "trigger": "manual"}
    answer = await dana.call("adaptiveCard/action", value)
    assert answer.json["value"] == OLD_LIST


async def test_a_table_that_is_dropped_is_read(northwind, dana):
    assert (await dana.drop_file("leads.csv", TABLE)).status == 202
    said = await northwind.posts("U_DANA", where=DM)
    assert "I read 2 numbers" in said


async def test_a_file_with_words_answers_both(northwind, dana):
    await dana.drop_file("leads.csv", TABLE, text="help")
    said = await northwind.posts("U_DANA", where=DM)
    assert "What I can do" in said
    assert "I read 2 numbers" in said


async def test_a_file_in_a_channel_is_asked_for_in_the_chat(northwind, dana):
    assert (await dana.drop_file("leads.csv", TABLE, CHANNEL)).status == 202
    said = await northwind.posts("U_DANA", where=DM)
    assert "I can read files in our own chat alone" in said


async def test_any_message_can_be_saved_as_feedback(northwind, dana):
    tom = person(northwind.teams, "U_TOM")
    await tom.say("The returns form took 20 minutes", CHANNEL)
    message = tom.seen(CHANNEL)[-1]
    await dana.message_action("save_as_feedback", message)
    assert "The returns form took 20 minutes" in str(dana.dialog.card)
    await dana.submit({"sentiment": "negative", "source": "customer"})
    assert "Feedback 1 is saved" in read_dialog(dana.dialog)
    listed = (await northwind.say("U_DANA", "feedback list", where=DM)).text
    assert "The returns form took 20 minutes" in listed


async def test_what_comes_in_is_taken_while_no_token_can_be_had(stage):
    stage.app.teams.edge.gate.tokens.forget(stage.teams.world.bot.app_id)
    stage.teams.faults.fail_next(503, times=20, on="login")
    dana = person(stage.teams, "U_DANA")
    await dana.install()
    assert (await dana.say("help")).status == 202


async def test_long_work_shows_that_somebody_types(northwind, dana, monkeypatch):
    monkeypatch.setattr("bot.teams.receive.saying.TYPING_AFTER_SECONDS", 0.0)
    await dana.say("help")
    await northwind.posts("U_DANA", where=DM)
    assert northwind.teams.world.typing


@pytest.mark.parametrize("type", ["typing", "messageReaction", "endOfConversation", "event", "somethingNew"])
async def test_activities_that_mean_nothing_to_us_are_taken(northwind, dana, type):
    before = len(northwind.teams.world.messages)
    assert (await dana.act(type)).status == 202
    assert len(northwind.teams.world.messages) == before


@pytest.mark.parametrize(
    "name", ["fileConsent/invoke", "signin/verifyState", "message/submitAction", "x/y", ""]
)
async def test_invokes_that_mean_nothing_to_us_are_taken(northwind, dana, name):
    answer = await dana.call(name, {"action": "accept"})
    assert (answer.status, answer.json) == (200, {})
