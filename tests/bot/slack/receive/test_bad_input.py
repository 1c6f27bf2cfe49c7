"""What Slack never sends, and what nobody can do anything with: refused or answered politely, never 5xx."""

import json
import time
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.slack.receive.events import LISTENERS
from storage.tables import KpiUpdate
from tests.slack.delivery import signed
from tests.slack.payloads import filled
from tests.slack.person import person

JSON = "application/json"


def event(**more):
    made = {
        "type": "event_callback",
        "team_id": "T0NORTHWIND",
        "event_id": "Ev1",
        "event": {"type": "message"},
    }
    return json.dumps({**made, **more})


async def post(stage, body, content_type=JSON, headers=None):
    return await stage.slack.transport.post(body, content_type, headers)


@pytest.mark.parametrize("signature", ["", "v0=", "v0=00", "v1=" + "0" * 64, "nonsense"])
async def test_a_wrong_signature_is_refused(stage, signature):
    answer = await post(stage, event(), headers={"X-Slack-Signature": signature})
    assert answer.status == 401


async def test_an_old_signature_is_refused(stage):
    secret = stage.slack.world.app.signing_secret
    old = signed(secret, event(), at=time.time() - 301)
    assert (await post(stage, event(), headers=old)).status == 401


@pytest.mark.parametrize("timestamp", ["", "yesterday", "1e9", "-5", "\u0665", "nan"])
async def test_a_timestamp_that_is_no_number_is_refused(stage, timestamp):
    answer = await post(stage, event(), headers={"X-Slack-Request-Timestamp": timestamp})
    assert answer.status == 401


async def test_another_content_type_is_refused(stage):
    for content_type in ("text/plain", "application/xml", "multipart/form-data; boundary=x"):
        assert (await post(stage, event(), content_type)).status == 415


@pytest.mark.parametrize("body", ['{"type": "event_ca', "[]", "7", '"text"', "null", "", "[" * 100_000])
async def test_a_body_that_is_no_object_is_refused(stage, body):
    assert (await post(stage, body)).status == 400
    assert (await post(stage, f"payload={body}", "application/x-www-form-urlencoded")).status == 400


async def test_a_body_of_a_megabyte_is_refused(stage):
    assert (await post(stage, event(filler="x" * 1_000_000))).status == 413


@pytest.mark.parametrize(
    "about",
    [
        {"event": {"type": "flags_planted", "user": "U_DANA"}},
        {"event": {"type": "message", "subtype": "message_changed", "channel": "C1", "ts": "1.1"}},
        {"event": {"type": "message"}},
        {"event": {"type": "app_mention", "channel": "C_NORTHWIND"}},
        {"type": "event_callback", "event": {"type": "app_home_opened"}},
    ],
)
async def test_an_event_that_means_nothing_is_acknowledged(stage, about):
    assert (await post(stage, event(**about))).status == 200


@pytest.mark.parametrize(
    "about",
    [
        {"event": {}},
        {"event": {"typ": "message"}},
        {"type": "unheard_of"},
        {"type": ""},
        {"type": "block_actions"},
        {"type": "dialog_submission", "callback_id": "1"},
    ],
)
async def test_what_is_of_no_kind_that_we_know_is_acknowledged(stage, capsys, about):
    assert (await post(stage, event(**about))).status == 200
    printed = capsys.readouterr().out
    assert "request_of_no_kind" in printed
    assert "Traceback" not in printed


@pytest.mark.parametrize("inside", [None, "message", 7, ["message"]])
async def test_an_event_that_is_no_object_is_refused(stage, inside):
    assert (await post(stage, event(event=inside))).status == 400


async def test_that_slack_holds_events_back_is_acknowledged_and_logged(stage, capsys):
    said = filled(
        "app_rate_limited", token="x", team_id="T0NORTHWIND", app_id="A0HEADWAY", minute=1_518_467_820
    )
    assert (await post(stage, json.dumps(said))).status == 200
    assert "events_are_limited" in capsys.readouterr().out


async def test_that_slack_holds_events_back_needs_no_token_to_be_heard(stage, capsys):
    stage.app.slack.edge.api.installations.forget("T0NORTHWIND")
    stage.slack.faults.fail("auth.test", status=503)
    said = filled("app_rate_limited", token="x", team_id="T0NORTHWIND", app_id="A0HEADWAY", minute=1)
    assert (await post(stage, json.dumps(said))).status == 200
    assert "events_are_limited" in capsys.readouterr().out


PIECES: tuple[Any, ...] = (None, "text", 7, {}, [None])
FIELDS = (
    "channel",
    "user",
    "old_channel_id",
    "tokens",
    "team_ids",
    "tab",
    "channel_type",
    "text",
    "ts",
    "files",
)


@pytest.mark.parametrize("kind", LISTENERS)
async def test_an_event_that_is_not_as_slack_makes_them_is_no_error_of_ours(northwind, capsys, kind):
    for piece in PIECES:
        for field in FIELDS:
            about = {"type": kind, "channel": "C_NORTHWIND", "user": "U_DANA", "text": "Hello", field: piece}
            answer = await post(northwind, event(event=about, event_id=f"{kind}{field}{piece}"))
            # Bolt itself cannot read some of them.
            assert answer.status in (200, 400)
    assert (await post(northwind, event(event={"type": kind}))).status == 200
    printed = capsys.readouterr()
    assert "Traceback" not in printed.out + printed.err
    assert "request_broken" not in printed.out


@pytest.mark.parametrize("authorizations", [None, "x", {}, [None], ["x"], [{}], [{"team_id": 7}]])
async def test_authorizations_that_are_not_slacks_are_no_error_of_ours(northwind, capsys, authorizations):
    for kind in LISTENERS:
        about = {"type": kind, "channel": "C_NORTHWIND", "user": {"id": "U_DANA"}}
        await post(northwind, event(event=about, authorizations=authorizations, event_id=kind))
    assert "Traceback" not in capsys.readouterr().out


async def test_what_is_misshapen_is_told_by_its_type_and_place_alone(northwind, capsys):
    about = {"type": "user_change", "secret": "what somebody wrote"}
    assert (await post(northwind, event(event=about))).status == 200
    printed = capsys.readouterr().out
    assert "event_misshapen" in printed
    assert "type=user_change" in printed
    assert "people.py:" in printed
    assert "what somebody wrote" not in printed


async def test_an_event_for_another_team_changes_nothing(stage):
    said = {
        "type": "message",
        "channel_type": "im",
        "channel": "D1",
        "user": "U1",
        "ts": "1.1",
        "text": "help",
    }
    answer = await post(stage, event(team_id="T_OTHER", event=said))
    assert answer.status == 200
    assert await stage.posts("U_DANA", where="dm") == ""


async def test_a_command_for_another_team_is_told_that_it_is_not_installed(stage):
    stage.slack.world.add_team("T_OTHER", "Elsewhere")
    fields = "command=%2Fkpi&text=leads+3&team_id=T_OTHER&user_id=U1&channel_id=C1&trigger_id=1.2"
    answer = await post(stage, fields, "application/x-www-form-urlencoded")
    assert answer.status == 200
    assert "not installed in this workspace" in answer.body


async def test_a_button_nobody_knows_changes_nothing(northwind):
    dana = person(northwind.slack, "U_DANA")
    await northwind.say("U_DANA", "kpi leads 103 sep")
    found = dana.find("Undo", "#northwind")
    for action_id, value in (("do:0", "nonsense"), ("unheard-of", "x"), ("do:0", ""), ("open:0", "nonsense")):
        found.element.body.update(action_id=action_id, value=value)
        answer = await dana.press(found)
        assert answer.is_taken
    async with northwind.app.database.read() as session:
        assert await session.scalar(select(func.count()).select_from(KpiUpdate)) == 1


async def test_a_form_of_another_day_is_answered_politely(northwind):
    dana = person(northwind.slack, "U_DANA")
    assert (await northwind.say("U_DANA", "kpi fix")).has_form
    assert dana.modal is not None
    dana.modal.body["external_id"] = "of another day"
    sent = await dana.submit_view({"kpi": "revenue", "period": "oct", "value": "7", "reason": "why"})
    assert sent.is_sent
    assert "from an earlier day" in json.dumps(dana.modal.body)


async def test_a_form_of_somebody_else_is_refused(northwind):
    dana, tom = person(northwind.slack, "U_DANA"), person(northwind.slack, "U_TOM")
    await northwind.say("U_DANA", "kpi")
    await northwind.say("U_TOM", "feedback")
    assert dana.modal is not None
    assert tom.modal is not None
    tom.modal.body["external_id"] = dana.modal.body["external_id"]
    sent = await tom.submit_view({"text": "Forged", "sentiment": "negative", "source": "team"})
    assert sent.is_sent
    assert "offered to somebody else" in json.dumps(tom.modal.body) + json.dumps(sent.errors)
