"""What people type in Teams, as the words that they meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.teams.translate import (
    click_request,
    data_of,
    is_said_to_us,
    mentions_in,
    said_words,
    say_request,
    submit_request,
)
from domain.chat import SubmitForm
from tests.bot.teams.activities import APP, CHANNEL, DANA, TENANT, TOM, US, in_channel, mention, message


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("kpi leads 103 sep", "kpi leads 103 sep"),
        ("  kpi leads 103\r\n", "kpi leads 103"),
        ("first\r\nsecond\rthird", "first\nsecond\nthird"),
        ("kpi\N{NO-BREAK SPACE}leads&nbsp;103", "kpi leads 103"),
        ("R&amp;D &lt;b&gt; 5 &gt; 3", "R&D <b> 5 > 3"),
        ("`kpi leads 5`", "kpi leads 5"),
        ("**help**", "help"),
        ("a\x00b\ud800c", "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}c"),
        (None, ""),
    ],
)
def test_words_are_read_as_they_were_typed(typed, words):
    assert said_words(message(typed), {}) == words


def test_our_mention_goes_and_our_name_stays_where_it_is_a_word():
    arrival = in_channel("<at>Headway</at>&nbsp;feedback + Headway helps", US)
    assert said_words(arrival, {}) == "feedback + Headway helps"


def test_our_second_mention_is_a_word_of_theirs():
    arrival = in_channel("<at>Headway</at> feedback + tell <at>Headway</at>", US, US)
    assert said_words(arrival, {}).startswith("feedback + tell")


def test_people_who_are_mentioned_stand_there_by_their_account():
    arrival = in_channel(
        "<at>Headway</at> members add <at>Tom Hale</at> team", US, mention("Tom Hale", "29:tom")
    )
    assert said_words(arrival, {"29:tom": TOM}) == f"members add <@{TOM}> team"


def test_whoever_cannot_be_found_out_stays_a_name():
    arrival = in_channel("<at>Headway</at> members add <at>Tom Hale</at>", US, mention("Tom Hale", "29:tom"))
    assert said_words(arrival, {}) == "members add @Tom Hale"


def test_our_name_typed_out_before_a_command_is_no_part_of_it():
    assert said_words(message("@Headway kpi list"), {}) == "kpi list"
    assert said_words(message("@Headways kpi"), {}) == "@Headways kpi"


def test_in_a_channel_only_a_mention_of_us_is_said_to_us():
    assert is_said_to_us(in_channel("<at>Headway</at> help", US))
    assert not is_said_to_us(in_channel("help"))
    assert not is_said_to_us(in_channel("<at>Tom</at> help", mention("Tom", "29:tom")))
    assert is_said_to_us(message("help"))


def test_what_a_bot_says_is_not_said_to_us():
    other_bot = {"id": "28:another", "name": "Bot"}
    assert not is_said_to_us(message("help", **{"from": other_bot}))


def test_a_message_in_a_thread_is_answered_in_it():
    request = say_request(in_channel("<at>Headway</at> card", US, thread="17"), "card")
    assert request.address.conversation == CHANNEL
    assert request.address.thread == "17"
    assert request.address.workspace == TENANT
    assert not request.address.is_direct
    assert not request.can_open_form


def test_a_button_in_the_personal_chat_names_no_place():
    request = click_request(message(None, type="invoke"), "token", can_open_form=False)
    assert request.address.account == DANA
    assert not request.address.conversation


def test_the_same_activity_has_the_same_key_and_another_conversation_another():
    assert say_request(message("a"), "a").key == say_request(message("b"), "b").key
    elsewhere = message("a", conversation={"id": "a:other", "conversationType": "personal"})
    assert say_request(message("a"), "a").key != say_request(elsewhere, "a").key
    assert APP in say_request(message("a"), "a").key


def test_a_filled_form_is_known_by_its_showing():
    request = submit_request(message(None), "showing", {"name": ("Northwind",)})
    assert request.act == SubmitForm(form="showing", values={"name": ("Northwind",)})


@pytest.mark.parametrize(
    "value",
    [
        {"offer": "t"},
        {"data": {"offer": "t", "msteams": {"type": "task/fetch"}}, "context": {"theme": "dark"}},
        {"action": {"type": "Action.Execute", "verb": "do", "data": {"offer": "t"}}, "trigger": "manual"},
    ],
)
def test_what_a_button_carries_is_found_in_every_kind_of_invoke(value):
    assert data_of(value)["offer"] == "t"


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=8,
)


@given(json, json, json)
def test_nothing_in_an_activity_of_another_shape_is_stumbled_over(value, entities, conversation):
    arrival = message("help", value=value, entities=entities, conversation=conversation, channelData=value)
    assert isinstance(data_of(arrival.value), dict)
    assert all(isinstance(one.words, str) for one in mentions_in(arrival))
    assert said_words(arrival, {}) == "help"
    assert isinstance(is_said_to_us(arrival), bool)
