"""What Slack sends, as a Request."""

import pytest

from bot.slack.translate import (
    click_request,
    command_request,
    message_request,
    plain_words,
    shortcut_request,
    submit_request,
)
from domain.chat import Click, OpenForm, Say, SubmitForm

COMMAND = {
    "command": "/kpi",
    "text": "leads 103 sep",
    "user_id": "U1",
    "user_name": "dana",
    "team_id": "T1",
    "channel_id": "C1",
    "trigger_id": "13.7",
}
CLICK = {
    "type": "block_actions",
    "user": {"id": "U1", "username": "dana"},
    "team": {"id": "T1"},
    "channel": {"id": "C1", "name": "northwind"},
    "message": {"ts": "1.2", "thread_ts": "1.1"},
    "trigger_id": "13.8",
    "actions": [{"action_id": "a", "value": "token"}],
}


def event(**changes):
    usual = {
        "type": "message",
        "channel": "D1",
        "channel_type": "im",
        "user": "U1",
        "text": "hi",
        "ts": "1.2",
    }
    return {"team_id": "T1", "event_id": "Ev1", "event": {**usual, **changes}}


def test_a_short_command_stands_for_its_words():
    request = command_request(COMMAND)
    assert request.act == Say(text="kpi leads 103 sep")
    assert (request.address.workspace, request.address.conversation) == ("T1", "C1")
    assert not request.address.is_direct
    assert request.can_open_form
    assert request.key == "command/13.7"


def test_the_command_for_everything_says_its_text_alone():
    assert command_request({**COMMAND, "command": "/headway", "text": "help"}).act == Say(text="help")
    assert command_request({**COMMAND, "text": ""}).act == Say(text="kpi")


def test_a_renamed_command_keeps_its_meaning():
    renamed = command_request({**COMMAND, "command": "/hw-kpi"}, short_forms={"hw-kpi": "kpi"})
    assert renamed.act == Say(text="kpi leads 103 sep")


def test_a_command_in_a_direct_conversation_is_direct():
    address = command_request({**COMMAND, "channel_id": "D9"}).address
    assert (address.is_direct, address.place) == (True, "@U1")


def test_a_direct_message_is_said_to_us():
    request = message_request(event(), bot_user="UBOT")
    assert request is not None
    assert request.act == Say(text="hi")
    assert request.address.is_direct
    assert not request.can_open_form


def test_a_mention_loses_our_name_and_keeps_others():
    body = event(type="app_mention", channel="C1", channel_type=None, text="<@UBOT> members add <@U2> team")
    request = message_request(body, bot_user="UBOT")
    assert request is not None
    assert request.act == Say(text="members add <@U2> team")
    assert not request.address.is_direct


def test_a_mention_and_its_message_are_one_act():
    mention = event(type="app_mention", channel="C1", channel_type=None, text="<@UBOT> status")
    message = {**event(channel="C1", channel_type="channel", text="<@UBOT> status"), "event_id": "Ev2"}
    requests = [message_request(body, bot_user="UBOT") for body in (mention, message)]
    assert [request and request.key for request in requests] == ["message/C1/1.2"] * 2


@pytest.mark.parametrize(
    "changes",
    [
        {"bot_id": "B1"},
        {"user": "UBOT"},
        {"user": None},
        {"subtype": "message_changed"},
        {"subtype": "channel_join"},
        {"channel": "C1", "channel_type": "channel"},
    ],
)
def test_what_is_not_said_to_us_is_no_request(changes):
    assert message_request(event(**changes), bot_user="UBOT") is None


def test_a_reply_in_a_thread_keeps_its_thread():
    request = message_request(event(thread_ts="1.0"), bot_user="UBOT")
    assert request is not None
    assert request.address.thread == "1.0"


def test_a_press_carries_the_id_of_its_offer():
    request = click_request(CLICK)
    assert request.act == Click(button="token")
    assert (request.key, request.address.thread, request.can_open_form) == ("block_actions/13.8", "1.1", True)


def test_a_filled_form_has_no_channel_and_is_known_by_its_view():
    payload = {"type": "view_submission", "user": {"id": "U1"}, "team": {"id": "T1"}, "view": {"id": "V1"}}
    request = submit_request(payload, form="showing", values={"kpi": ("leads",)})
    assert request.act == SubmitForm(form="showing", values={"kpi": ("leads",)})
    assert (request.key, request.address.place, request.can_open_form) == ("view_submission/V1", "@U1", False)


def test_a_shortcut_asks_for_a_form():
    payload = {"type": "shortcut", "user": {"id": "U1"}, "team": {"id": "T1"}, "trigger_id": "9"}
    request = shortcut_request(payload, form="kpi owed", args={})
    assert request.act == OpenForm(form="kpi owed", args={})


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("kpi", "kpi leads 3", "kpi leads 3"),
        ("kpi", "KPI leads 3", "kpi leads 3"),
        ("kpi", "/kpi leads 3", "kpi leads 3"),
        ("num", "/num leads 3", "kpi leads 3"),
        ("kpi", "kpi", "kpi"),
        ("feedback", "feedback", "feedback"),
        ("feedback", 'feedback + "nice" customer', 'feedback + "nice" customer'),
        ("feedback", 'feedback "nice" customer', 'feedback "nice" customer'),
        ("feedback", "feedback list", "feedback list"),
        ("feedback", "feedback was slow customer", "feedback feedback was slow customer"),
        ("headway", "kpi leads 3", "kpi leads 3"),
    ],
)
def test_the_word_of_a_short_command_may_be_repeated(name, typed, said):
    names = {"kpi": "kpi", "num": "kpi", "feedback": "feedback", "headway": ""}
    sent = {**COMMAND, "command": f"/{name}", "text": typed}
    assert command_request(sent, short_forms=names).act == Say(text=said)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ("`status`", "status"),
        ("_status_", "status"),
        ("```kpi leads 3```", "kpi leads 3"),
        ("`kpi target leads 120 by dec`", "kpi target leads 120 by dec"),
        ("*kpi* leads *3*", "kpi leads *3*"),
        ("*_kpi leads_* 3", "kpi leads 3"),
        ("_kpi cost_per_lead 3_", "kpi cost_per_lead 3"),
        ('feedback + "it was *so* _slow_"', 'feedback + "it was *so* _slow_"'),
        ("* kpi * leads", "* kpi * leads"),
        ("5*6*7", "5*6*7"),
        ("members add <@U2|tom> team", "members add <@U2> team"),
        ("see <#C1|general> and <#C2|>", "see #general and <#C2>"),
        ("members add <!subteam^S0ABC> team", "members add @group team"),
    ],
)
def test_what_is_said_is_read_without_styles_around_it(sent, said):
    request = message_request(event(text=sent), bot_user="UBOT")
    assert request is not None
    assert request.act == Say(text=said)


@pytest.mark.parametrize(
    ("sent", "typed"),
    [
        ("a &lt;b&gt; &amp; c", "a <b> & c"),
        ("&amp;lt;", "&lt;"),
        ("see <https://x.example|the page> or <https://y.example>", "see the page or https://y.example"),
        ("<mailto:a@b.example|a@b.example>", "a@b.example"),
        ("<#C1|general>, <#C2> and <#C3|>", "#general, #channel and #channel"),
        ("<!here> <!subteam^S1|@team> <!date^1^{date}|today>", "@here @team today"),
        ("hello <@U2|tom>", "hello <@U2|tom>"),
        ("nul \x00 and half \ud800", "nul \ufffd and half \ufffd"),
    ],
)
def test_words_are_read_as_they_were_typed(sent, typed):
    assert plain_words(sent) == typed
