"""The manifest: what Slack takes, made from what the bot answers, and the examples in docs/ beside it."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from bot.slack import registrations as known
from bot.slack.manifest import NO_ADDRESS, NO_INSTALLING, SCHEMA
from tests.bot.typed import fails

DOCS = Path(__file__).parents[3] / "docs"
ADDRESS = "https://headway.example.com"
EXAMPLES = {
    "slack-manifest.json": (),
    "slack-manifest-socket.json": ("--socket",),
    "slack-manifest-many.json": ("--many",),
    "slack-manifest-listen-agent.json": ("--listen", "--agent"),
}
OPTIONS = [(), ("--listen",), ("--agent",), ("--socket",), ("--many",)]
OPTIONS += [("--listen", "--agent", "--many"), ("--listen", "--agent", "--socket", "--many")]


def _text(most: int, least: int = 1, pattern: str = "") -> dict[str, object]:
    return {"type": "string", "minLength": least, "maxLength": most, "pattern": pattern}


def _object(needed: str = "", **fields: object) -> dict[str, object]:
    made = {"type": "object", "properties": fields, "additionalProperties": False}
    return made | {"required": needed.split()}


def _list(of: object, most: int, least: int = 1) -> dict[str, object]:
    return {"type": "array", "items": of, "minItems": least, "maxItems": most, "uniqueItems": True}


URL, YES_OR_NO = _text(2500, pattern="^https://"), {"type": "boolean"}
# docs.slack.dev/reference/app-manifest, its limits, and nothing that this app does not use.
MANIFEST = _object(
    "display_information",
    _metadata=_object("major_version", major_version={"const": 2}, minor_version={"type": "integer"}),
    display_information=_object(
        "name",
        name=_text(35),
        description=_text(140),
        long_description=_text(4000, 175),
        background_color=_text(7, 4, "^#([0-9a-f]{3}){1,2}$"),
    ),
    features=_object(
        app_home=_object(
            home_tab_enabled=YES_OR_NO,
            messages_tab_enabled=YES_OR_NO,
            messages_tab_read_only_enabled=YES_OR_NO,
        ),
        agent_view=_object(
            agent_description=_text(300),
            suggested_prompts=_list(_object("title message", title=_text(150), message=_text(4000)), 4),
        ),
        bot_user=_object("display_name", display_name=_text(80), always_online=YES_OR_NO),
        shortcuts=_list(
            _object(
                "name type callback_id description",
                name=_text(24),
                type={"enum": ["message", "global"]},
                callback_id=_text(255),
                description=_text(150),
            ),
            10,
        ),
        slash_commands=_list(
            _object(
                "command description",
                command=_text(32, 2, "^/"),
                url=URL,
                description=_text(2000),
                usage_hint=_text(1000),
                should_escape=YES_OR_NO,
            ),
            50,
        ),
    ),
    oauth_config=_object(redirect_urls=_list(URL, 1000), scopes=_object(bot=_list(_text(50), 255))),
    settings=_object(
        event_subscriptions=_object(request_url=URL, bot_events=_list(_text(50), 100)),
        interactivity=_object(
            "is_enabled", is_enabled=YES_OR_NO, request_url=URL, message_menu_options_url=URL
        ),
        org_deploy_enabled=YES_OR_NO,
        socket_mode_enabled=YES_OR_NO,
        token_rotation_enabled=YES_OR_NO,
    ),
)


@pytest.fixture
def manifest(headway, environment):
    """Print the manifest for some options, at an address."""

    def make(*options: str, **variables: str):
        for name, value in ({"PUBLIC_URL": ADDRESS} | variables).items():
            environment(name, value)
        ran = headway("manifest", "slack", *options)
        assert (ran.status, ran.err) == (0, "")
        return json.loads(ran.out)

    return make


@pytest.mark.parametrize("options", OPTIONS)
def test_slack_takes_every_manifest(manifest, options):
    assert [error.message for error in Draft7Validator(MANIFEST).iter_errors(manifest(*options))] == []


def test_the_limits_are_looked_at(manifest):
    broken = manifest()
    broken["display_information"]["long_description"] = "Too short."
    broken["features"]["slash_commands"][0]["command"] = "headway"
    broken["settings"]["surprise"] = True
    assert len([*Draft7Validator(MANIFEST).iter_errors(broken)]) == 3


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_examples_in_the_docs_are_what_the_command_prints(manifest, name):
    assert json.loads((DOCS / name).read_text(encoding="utf-8")) == manifest(*EXAMPLES[name])


def test_the_examples_in_the_docs_are_named_there_with_their_commands():
    told = (DOCS / "slack.md").read_text(encoding="utf-8")
    for name, options in EXAMPLES.items():
        command = " ".join(("headway manifest slack", *options))
        assert f"PUBLIC_URL={ADDRESS} {command} > docs/{name}\n" in told


def test_the_commands_are_those_that_the_bot_answers(manifest):
    commands = manifest()["features"]["slash_commands"]
    assert [command["command"] for command in commands] == ["/headway", "/kpi", "/feedback"]
    assert all(command["should_escape"] for command in commands)
    assert {command["url"] for command in commands} == {f"{ADDRESS}/slack/events"}


def test_commands_have_the_names_that_the_settings_give_them(manifest):
    commands = manifest(SLACK_COMMANDS="hw, /number ,say-it")["features"]["slash_commands"]
    assert [command["command"] for command in commands] == ["/hw", "/number", "/say-it"]


def test_the_shortcuts_are_those_that_the_bot_answers(manifest):
    shortcuts = manifest()["features"]["shortcuts"]
    assert {one["callback_id"]: one["type"] for one in shortcuts} == {
        known.UPDATE_KPIS: "global",
        known.GIVE_FEEDBACK: "global",
        known.SAVE_AS_FEEDBACK: "message",
    }


@pytest.mark.parametrize("options", OPTIONS)
def test_every_event_comes_with_its_scope(manifest, options):
    made = manifest(*options)
    needs = {"": "", **known.EVENTS, **known.LISTEN_EVENTS, **known.AGENT_EVENTS}
    events, scopes = (
        made["settings"]["event_subscriptions"]["bot_events"],
        made["oauth_config"]["scopes"]["bot"],
    )
    assert {needs[event] for event in events} - {""} <= {*scopes}


def test_listening_and_agent_add_their_scopes_and_events(manifest):
    plain, more = manifest(), manifest("--listen", "--agent")

    def added(*path: str):
        few, many = plain, more
        for step in path:
            few, many = few[step], many[step]
        return {*many} - {*few}

    assert added("oauth_config", "scopes", "bot") == {*known.LISTEN_SCOPES, *known.AGENT_SCOPES}
    assert added("settings", "event_subscriptions", "bot_events") == {
        *known.LISTEN_EVENTS,
        *known.AGENT_EVENTS,
    }
    assert added("features") == {"agent_view"}


@pytest.mark.parametrize("variables", [{}, {"SLACK_APP_TOKEN": "xapp-1"}])
def test_socket_mode_needs_no_address(headway, environment, variables):
    for name, value in variables.items():
        environment(name, value)
    options = () if variables else ("--socket",)
    made = json.loads(headway("manifest", "slack", *options).out)
    assert "url" not in json.dumps(made)
    assert made["settings"]["socket_mode_enabled"]
    assert made["settings"]["interactivity"] == {"is_enabled": True}


@pytest.mark.parametrize("options", [(), ("--listen",)])
def test_without_an_address_it_says_what_to_set(headway, options):
    fails(headway("manifest", "slack", *options), NO_ADDRESS)


@pytest.mark.parametrize("options", [("--many",), ("--socket", "--many")])
def test_installing_needs_an_address_even_in_socket_mode(headway, options):
    fails(headway("manifest", "slack", *options), NO_INSTALLING)
    assert "--socket" not in NO_INSTALLING


@pytest.mark.parametrize("names", ["listen", "agent", "listen,agent"])
def test_what_the_setting_chooses_needs_no_option(manifest, names):
    typed = [f"--{name}" for name in names.split(",")]
    assert manifest(*typed) != manifest()
    assert manifest(SLACK_OPTIONS=names) == manifest(*typed, SLACK_OPTIONS=names)


@pytest.mark.parametrize(("options", "variables"), [(("--many",), {}), ((), {"SLACK_CLIENT_ID": "1.2"})])
def test_only_an_app_for_many_rotates_its_tokens_and_is_for_organisations(manifest, options, variables):
    assert manifest()["settings"]["token_rotation_enabled"] is False
    made = manifest(*options, **variables)
    assert made["settings"]["token_rotation_enabled"]
    assert made["settings"]["org_deploy_enabled"]
    assert made["oauth_config"]["redirect_urls"] == [f"{ADDRESS}/slack/oauth_redirect"]


def test_an_address_may_have_a_path_and_end_with_a_slash(manifest):
    made = manifest(PUBLIC_URL="https://example.com/headway/")
    assert made["settings"]["interactivity"]["request_url"] == "https://example.com/headway/slack/events"


def test_the_version_of_the_schema_is_the_one_that_is_checked():
    assert SCHEMA["major_version"] == 2
