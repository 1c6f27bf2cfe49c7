"""What people type arrives as Slack sends it, signed; Bolt checks the signature."""

import asyncio

import pytest

from tests.slack.delivery import HoldingTransport, signed
from tests.slack.kit import section
from tests.slack.lifecycle import Lifecycle
from tests.slack.person import person


async def test_a_direct_message_is_heard(app, dana):
    answer = await dana.say_in_dm("kpi leads 103 & <more>")
    event = app.heard[0]["event"]
    assert answer.is_taken
    assert (event["type"], event["channel_type"], event["user"]) == ("message", "im", "U_DANA")
    assert event["text"] == "kpi leads 103 &amp; &lt;more&gt;"
    assert app.heard[0]["authorizations"][0]["team_id"] == "T0NORTHWIND"


async def test_a_channel_is_heard_only_when_the_bot_is_spoken_to(app, made, dana):
    assert (await dana.message("#northwind", "Hello all")).attempts == ()
    await dana.mention("#northwind", "kpi list")
    event = app.heard[0]["event"]
    assert (event["type"], event["text"]) == ("app_mention", f"<@{made.bot_user_id}> kpi list")
    assert len(app.heard) == 1


async def test_with_the_history_scope_a_mention_comes_twice_with_one_ts(app, made, dana):
    made.scopes |= {"channels:history"}
    await dana.mention("#northwind", "kpi list")
    first, second = (body["event"] for body in app.heard)
    assert {first["type"], second["type"]} == {"message", "app_mention"}
    assert first["ts"] == second["ts"]
    assert app.heard[0]["event_id"] != app.heard[1]["event_id"]


async def test_a_channel_without_the_bot_is_silent(app, dana):
    await dana.mention("#away", "kpi list")
    assert app.heard == []


async def test_nobody_writes_where_they_are_not(tom):
    with pytest.raises(LookupError):
        await tom.message("#secret", "Hello")


async def test_a_reply_carries_its_thread(app, dana):
    await dana.mention("#northwind", "help", thread_ts="1.000001")
    assert app.heard[0]["event"]["thread_ts"] == "1.000001"


async def test_an_edit_and_a_deletion_come_as_hidden_messages(app, slack, dana):
    await dana.say_in_dm("kpi leads 103")
    message = slack.world.messages[-1]
    assert (await dana.edit(message, "kpi leads 104")).is_taken
    assert (await dana.take_back(message)).is_taken
    changed, deleted = (body["event"] for body in app.heard[1:])
    assert changed["subtype"] == "message_changed"
    assert (changed["previous_message"]["text"], changed["message"]["text"]) == (
        "kpi leads 103",
        "kpi leads 104",
    )
    assert (deleted["subtype"], deleted["deleted_ts"]) == ("message_deleted", message.ts)


async def test_a_shared_channel_says_so_and_the_stranger_has_a_team(app, slack):
    channel = slack.world.channels["C_NORTHWIND"]
    channel.shared_with.add("T0ELSEWHERE")
    channel.members.add("U_STRANGER")
    await person(slack, "U_STRANGER").mention("#northwind", "hello")
    body = app.heard[0]
    assert body["is_ext_shared_channel"] is True
    assert (body["event"]["team"], body["event"]["user_team"], body["team_id"]) == ("T0ELSEWHERE",) * 3
    assert (body["context_team_id"], body["authorizations"][0]["team_id"]) == ("T0NORTHWIND",) * 2


async def test_an_event_can_be_held_and_sent_twice_at_the_same_moment(app, slack, dana):
    http, slack.transport = slack.transport, HoldingTransport()
    await dana.say_in_dm("Hello")
    [(kind, payload)] = slack.transport.held
    first, second = http.send(kind, payload), http.send(kind, payload, retry=1, reason="http_timeout")
    attempts = await asyncio.gather(first, second)
    assert [a.status for a in attempts] == [200, 200]
    assert [body["event_id"] for body in app.heard] == [payload["event_id"]] * 2


async def test_a_stranger_has_no_slash_commands_and_no_home(slack):
    stranger = person(slack, "U_STRANGER")
    with pytest.raises(LookupError):
        await stranger.slash_command("/kpi")
    with pytest.raises(LookupError):
        await stranger.open_home()


async def test_without_its_scope_the_app_has_no_commands(made, dana):
    made.scopes -= {"commands"}
    with pytest.raises(LookupError):
        await dana.slash_command("/kpi")
    with pytest.raises(LookupError):
        await dana.shortcut("update_kpis")


async def test_a_slash_command_escapes_people_and_channels(app, dana):
    answer = await dana.slash_command("/kpi", "owner @tom & #northwind", channel="#northwind")
    body = app.heard[0]
    assert (answer.status, body["command"], body["channel_id"]) == (200, "/kpi", "C_NORTHWIND")
    assert body["text"] == "owner <@U_TOM|tom> &amp; <#C_NORTHWIND|northwind>"


async def test_a_private_channel_keeps_its_name_from_commands(app, dana):
    await dana.slash_command("/kpi", channel="#secret")
    await dana.slash_command("/kpi")
    assert [body["channel_name"] for body in app.heard] == ["privategroup", "directmessage"]


async def test_the_answer_to_a_command_is_seen_by_its_sender(app, dana, tom):
    async def say(*, ack, **_rest):
        await ack(text="Recorded", blocks=[section("*Recorded*")])

    app.does["command"] = say
    await dana.slash_command("/kpi", "leads 103", channel="#northwind")
    assert [m.text for m in dana.seen("#northwind")] == ["Recorded"]
    assert tom.seen("#northwind") == []


async def test_a_file_dropped_in_the_conversation_can_be_read_with_the_token(app, slack, client, dana):
    await dana.drop_file("months.csv", b"Month,Leads\n", text="Here")
    event = app.heard[0]["event"]
    assert (event["subtype"], event["files"][0]["name"]) == ("file_share", "months.csv")
    file = (await client.files_info(file=event["files"][0]["id"]))["file"]
    assert (file["size"], file["mimetype"]) == (12, "text/csv")


async def test_an_event_is_sent_again_three_times_and_says_why(app, dana, slack):
    app.statuses = [500, 503, 404, 500]
    before = slack.world.clock.now()
    answer = await dana.say_in_dm("Hello")
    assert [a.status for a in answer.attempts] == [500, 503, 404, 500]
    retries = [(h.get("X-Slack-Retry-Num"), h.get("X-Slack-Retry-Reason")) for h in app.headers]
    assert retries == [(None, None), ("1", "http_error"), ("2", "http_error"), ("3", "http_error")]
    assert slack.world.clock.now() - before > 359


async def test_an_event_taken_the_second_time_keeps_its_id(app, dana):
    app.statuses = [500]
    answer = await dana.say_in_dm("Hello")
    assert answer.is_taken
    assert (len(answer.attempts), len(app.heard)) == (2, 1)


async def test_an_app_that_is_slow_hears_again_while_it_still_works(app, dana, slack):
    slack.connect(slack.transport.url, patience=0.05)
    let_go = asyncio.Event()

    async def slowly(*, ack, **_rest):
        if len(app.heard) == 2:
            let_go.set()
        await let_go.wait()
        await ack()

    app.does["event"] = slowly
    answer = await dana.say_in_dm("Hello")
    assert [a.reason for a in answer.attempts] == ["http_timeout", ""]
    assert app.heard[0]["event_id"] == app.heard[1]["event_id"]


async def test_commands_are_never_sent_again(app, dana):
    app.statuses = [500, 200]
    answer = await dana.slash_command("/kpi")
    assert (answer.status, len(answer.attempts)) == (500, 1)


async def test_an_app_that_is_away_is_tried_four_times(slack, dana):
    slack.connect("http://127.0.0.1:9/slack/events")
    answer = await dana.say_in_dm("Hello")
    assert [a.reason for a in answer.attempts] == ["connection_failed"] * 4


async def test_a_wrong_or_old_signature_is_refused_by_the_app(app, slack):
    transport = slack.connect(slack.transport.url, signing_secret="another")
    body = '{"type": "event_callback"}'
    assert (await transport.post(body, "application/json")).status == 401
    old = signed(slack.world.app.signing_secret, body, at=slack.world.clock.now() - 301)
    assert (await transport.post(body, "application/json", old)).status == 401
    assert app.heard == []


async def test_the_request_url_proves_itself(app, slack):
    answer = await Lifecycle(slack).verify_url("prove-it")
    assert answer.json == {"challenge": "prove-it"}
