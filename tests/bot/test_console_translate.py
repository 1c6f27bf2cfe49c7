"""What the page sends becomes a Request, or a sentence."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.console.translate import account_id, channel_name, read_act, read_words, with_mentions
from bot.storable import clean
from domain.chat import Click, OpenForm, Request, Say, SubmitForm
from domain.errors import UserError
from storage.console import ConsolePerson

PEOPLE = (
    ConsolePerson(account="U_MAREN", name="Maren Holt"),
    ConsolePerson(account="U_MAREN_2", name="Maren Holt-Ruiz"),
    ConsolePerson(account="U_JONAS", name="Jonas Weber", is_guest=True),
)


def posted(act: dict[str, Any], **overrides: Any) -> dict[str, Any]:
    return {
        "as": "U_JONAS",
        "in": "#alder",
        "key": "0b7f9f52-1d2c",
        "zone": "Europe/Berlin",
        "act": act,
        **overrides,
    }


def nested(depth: int) -> list[Any]:
    made: list[Any] = []
    for _level in range(depth):
        made = [made]
    return made


def read(act: dict[str, Any], **overrides: Any) -> Request:
    return read_act(posted(act, **overrides), PEOPLE)[0]


def test_words_come_with_who_and_where_and_the_key_of_the_page():
    request = read({"kind": "say", "text": "kpi leads 103"})
    assert request.act == Say(text="kpi leads 103", is_addressed=False)
    assert request.key == "console:0b7f9f52-1d2c"
    assert request.sender.account == "U_JONAS"
    assert request.sender.name == "Jonas Weber"
    assert request.sender.zone == "Europe/Berlin"
    assert request.sender.is_guest
    assert request.address.conversation == "#alder"
    assert not request.address.is_direct
    assert request.can_open_form


def test_a_direct_conversation_is_direct_and_always_meant_for_us():
    request = read({"kind": "say", "text": "hello"}, **{"in": "dm:U_JONAS"})
    assert request.address.is_direct
    assert request.address.account == "U_JONAS"
    assert request.act == Say(text="hello", is_addressed=True)


@pytest.mark.parametrize(
    ("typed", "text", "is_addressed"),
    [
        ("/headway help", "help", True),
        ("/kpi leads 103", "kpi leads 103", True),
        ("@Headway, what is due?", "what is due?", True),
        ("@headway", "", True),
        ("@headwayish words", "@headwayish words", False),
        ("good morning", "good morning", False),
        ("/headways", "headways", True),
    ],
)
def test_a_slash_or_our_name_says_that_words_are_meant_for_us(typed, text, is_addressed):
    assert read_words(typed, PEOPLE, is_direct=False) == Say(text=text, is_addressed=is_addressed)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("ask @Maren Holt.", "ask <@U_MAREN>."),
        ("ask @maren holt-ruiz", "ask <@U_MAREN_2>"),
        ("ask @Jonas", "ask <@U_JONAS>"),
        ("ask @Maren", "ask @Maren"),
        ("ask @U_JONAS", "ask <@U_JONAS>"),
        ("ask <@U_JONAS>", "ask <@U_JONAS>"),
        ("jonas@Jonas.example", "jonas@Jonas.example"),
    ],
)
def test_the_name_of_somebody_known_becomes_a_mention(typed, text):
    assert with_mentions(typed, PEOPLE) == text


def test_what_a_form_is_about_is_not_for_the_page_to_say():
    act = read({"kind": "open_form", "form": "kpi", "args": {"kpi": [[1]]}}).act
    assert act == OpenForm(form="kpi")


def test_clicks_and_forms_come_as_they_are():
    assert read({"kind": "click", "button": "b1"}).act == Click(button="b1")
    assert read({"kind": "open_form", "form": "kpi"}).act == OpenForm(form="kpi")
    values = {"kpis": ["leads", "cpl"], "note": [""]}
    act = read({"kind": "submit_form", "form": "f1", "values": values}).act
    assert act == SubmitForm(form="f1", values={"kpis": ("leads", "cpl"), "note": ("",)})


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {},
        posted({"kind": "shout", "text": "x"}),
        posted({"kind": "say"}),
        posted({"kind": "say", "text": 3}),
        posted({"kind": "say", "text": "x"}, key="short"),
        posted({"kind": "say", "text": "x"}, key="x" * 65),
        posted({"kind": "say", "text": "x"}, **{"as": "U_NOBODY"}),
        posted({"kind": "submit_form", "form": "f", "values": {"a": "b"}}),
        posted({"kind": "submit_form", "form": "f", "values": {"a": [["b"]]}}),
        posted({"kind": "say", "text": nested(900)}),
    ],
)
def test_what_cannot_be_read_is_answered_with_a_sentence(body):
    with pytest.raises(UserError, match=r"\.$"):
        read_act(body, PEOPLE)


@given(st.text(st.characters(exclude_categories=())))
def test_whatever_is_typed_can_be_stored(text):
    kept = clean(text)
    assert "\x00" not in kept
    assert kept.encode().decode() == kept
    assert len(kept) == len(text)


def test_control_characters_half_a_surrogate_and_nul_survive_the_way_in():
    act = read({"kind": "say", "text": "a\x00b\ud800c\x07"}).act
    assert act == Say(text="a\ufffdb\ufffdc\x07", is_addressed=False)


@pytest.mark.parametrize(
    ("name", "made"),
    [("Maren", "U_MAREN_3"), ("Zoë O'Neil", "U_ZOE_O_NEIL"), ("李雷", "U_PERSON"), ("  ", "U_PERSON")],
)
def test_an_account_id_is_made_from_the_name_and_is_new(name, made):
    assert account_id(name, {"U_MAREN", "U_MAREN_2"}) == made


@pytest.mark.parametrize(
    ("typed", "made"),
    [("Birch & Co", "#birch-co"), ("#general", "#general"), ("Größe 2", "#grösse-2"), ("!!", "")],
)
def test_a_channel_is_named_in_small_letters_with_dashes(typed, made):
    assert channel_name(typed) == made
