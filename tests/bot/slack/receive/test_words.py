"""What is read in Slack can be typed where it stands, and what is copied from there is understood."""

import json
from typing import Any

import pytest

from tests.scenarios.reading import read_message
from tests.scenarios.slack_stage import SlackStage
from tests.scenarios.stage import CHANNEL, DM
from tests.slack.person import person
from tests.slack.things import EVERYONE, Message, User


def ours(stage: SlackStage, who: str, where: str = CHANNEL) -> list[Message]:
    return [one for one in person(stage.slack, who).seen("" if where == DM else where) if one.bot_id]


def said(shown: Any) -> str:
    """Every word of blocks or a view."""
    return json.dumps(shown, ensure_ascii=False)


async def test_the_welcome_card_says_what_reaches_us_from_a_channel(northwind):
    card = next(one for one in ours(northwind, "U_TOM") if one.seen_by == EVERYONE)
    for text in (card.text, read_message(card)):
        assert "`/kpi revenue 1200`" in text
        assert '`/feedback - "the form took 20 minutes" customer`' in text
        assert "`/headway members add @name team`" in text
        assert "Type `/headway help` here" in text


async def test_the_fallback_of_a_channel_has_no_numbers_to_type(northwind):
    card = next(one for one in ours(northwind, "U_TOM") if one.seen_by == EVERYONE)
    assert "1 record numbers" not in card.text
    await northwind.say("U_DANA", "kpi leads 3 sep")
    assert "1 undo" not in ours(northwind, "U_DANA")[-1].text
    await northwind.say("U_DANA", "kpi leads 4 aug", where=DM)
    assert "1 undo" in ours(northwind, "U_DANA", DM)[-1].text


@pytest.mark.parametrize(
    ("has_mentions", "where", "expected"),
    [
        (False, CHANNEL, "Type `/headway help` to see"),
        (True, CHANNEL, "Type `@Headway help` to see"),
        (False, DM, "Type `help` to see"),
    ],
)
async def test_an_answer_says_how_to_ask_where_it_was_asked(northwind, has_mentions, where, expected):
    northwind.mentions = has_mentions
    assert expected in (await northwind.say("U_DANA", "what a lovely day", where=where)).text
    assert expected in ours(northwind, "U_DANA", where)[-1].text


async def test_a_click_in_a_channel_is_answered_with_slash_commands(northwind):
    await northwind.say("U_DANA", "home")
    assert "Set one: `/kpi target revenue …`" in (await northwind.press("U_DANA", "Scorecard")).text


async def test_a_window_and_its_hints_say_it_without_marks(stage):
    await stage.say("U_DANA", "setup")
    modal = person(stage.slack, "U_DANA").modal
    assert modal is not None
    hints = [block["hint"]["text"] for block in modal.body["blocks"] if block.get("hint")]
    assert "They join as team members. Change a role later with /headway members role." in hints
    assert not [hint for hint in hints if "`" in hint]


async def test_an_error_under_a_field_has_no_marks(northwind):
    await northwind.say("U_DANA", "kpi target leads")
    dana = person(northwind.slack, "U_DANA")
    sent = await dana.submit_view({"target": "many"})
    (sentence,) = sent.errors.values()
    assert "Write it as in 120 by dec or below 3%" in sentence


async def test_the_result_of_a_form_says_it_with_slash_commands(northwind):
    await northwind.say("U_DANA", "kpi")
    await northwind.fill("U_DANA", {"revenue:2026-10": "41.5k"})
    modal = person(northwind.slack, "U_DANA").modal
    assert modal is not None
    assert "/kpi target revenue" in said(modal.body)


async def test_a_stranger_is_told_to_mention_us(northwind):
    world = northwind.slack.world
    world.add_team("T0ELSEWHERE", "Elsewhere")
    world.add_user(User("U_SAM", "sam", "Sam Strange", "T0ELSEWHERE"))
    world.channels["C_NORTHWIND"].shared_with.add("T0ELSEWHERE")
    world.channels["C_NORTHWIND"].members.add("U_SAM")
    await northwind.say("U_DANA", "members add <@U_SAM> team")
    assert (await person(northwind.slack, "U_SAM").click("Show the card", where=CHANNEL)).is_taken
    assert "`@Headway members add @name ceo`" in read_message(ours(northwind, "U_SAM")[-1])
    assert (await person(northwind.slack, "U_TOM").click("Show the card", where=CHANNEL)).is_taken
    assert "`/headway members add @name ceo`" in read_message(ours(northwind, "U_TOM")[-1])


async def test_a_form_in_words_is_named_in_its_notification(northwind):
    await northwind.say("U_DANA", "kpi", where=DM)
    assert ours(northwind, "U_DANA", DM)[-1].text.splitlines()[0] == "Numbers you owe"


@pytest.mark.parametrize("text", ["`card`", "_card_", "*card*"])
async def test_a_command_that_was_copied_from_us_is_understood(northwind, text):
    assert "Northwind Ltd" in (await northwind.say("U_DANA", text, where=DM)).text


async def test_the_word_of_a_slash_command_may_be_repeated(northwind):
    dana = person(northwind.slack, "U_DANA")
    assert (await dana.slash_command("/kpi", "kpi leads 3 sep", channel=CHANNEL)).is_taken
    assert "Qualified leads is 3 for September 2026" in read_message(ours(northwind, "U_DANA")[-1])


async def test_feedback_that_names_somebody_keeps_the_name(northwind):
    await northwind.say("U_DANA", 'feedback + "@kit loved #northwind" customer')
    told = (await northwind.say("U_DANA", "feedback list")).text
    assert "@Kit Larkspur loved #northwind" in told
    assert "U_KIT" not in told
