"""The registrations: what Slack has to be told about the app, within its limits and with least rights."""

import re
from pathlib import Path

import pytest

from bot.slack import registrations as known
from handlers import ROUTES
from tests.slack.acting import MESSAGES
from tests.slack.state import EVENTS, LEAST_SCOPES

DOCS = Path(__file__).parents[3] / "docs"
ALL_EVENTS = {**known.EVENTS, **known.LISTEN_EVENTS, **known.AGENT_EVENTS}
ALL_SCOPES = {**known.SCOPES, **known.LISTEN_SCOPES, **known.AGENT_SCOPES}

METHOD = re.compile(
    r"\.((?:agents|apps|assistant|auth|bots|chat|conversations|files|oauth|pins|reactions|team|users|views)"
    r"_[A-Za-z_0-9]+)\("
)
# docs.slack.dev/reference/methods: what each takes. What a conversation takes depends on its kind.
NEEDS = {
    "apps_connections_open": "",
    "assistant_threads_setStatus": "assistant:write",
    "assistant_threads_setSuggestedPrompts": "assistant:write",
    "auth_revoke": "",
    "auth_test": "",
    "chat_delete": "chat:write",
    "chat_getPermalink": "",
    "chat_postEphemeral": "chat:write",
    "chat_postMessage": "chat:write",
    "chat_update": "chat:write",
    "conversations_history": "channels:history groups:history im:history",
    "conversations_info": "channels:read groups:read",
    "conversations_list": "channels:read groups:read",
    "conversations_members": "channels:read groups:read",
    "conversations_open": "im:write",
    "conversations_replies": "channels:history groups:history im:history",
    "files_completeUploadExternal": "files:write",
    "files_getUploadURLExternal": "files:write",
    "files_info": "files:read",
    "files_upload_v2": "files:write",
    "team_info": "team:read",
    "users_info": "users:read",
    "views_open": "",
    "views_publish": "",
    "views_push": "",
    "views_update": "",
}
# Slash commands and shortcuts are no calls, and a file is downloaded by its address.
BESIDE = {"commands", "files:read"}


def test_the_local_slack_gives_the_same_scopes_and_knows_no_event_that_we_do_not():
    # An app from before team:read says companies' ids for their names: the local Slack is that strict.
    assert known.SCOPES.keys() == {*LEAST_SCOPES, "team:read"}
    assert {*known.EVENTS, *known.LISTEN_EVENTS} >= EVENTS


def test_every_event_comes_with_the_scopes_that_are_asked_for():
    assert {scope for scope in known.EVENTS.values() if scope} <= known.SCOPES.keys()
    assert {*known.LISTEN_EVENTS.values()} == known.LISTEN_SCOPES.keys()
    assert {*known.AGENT_EVENTS.values()} <= known.AGENT_SCOPES.keys()


def test_messages_take_the_scopes_that_slack_wants_for_them():
    assert {event: ALL_EVENTS[event] for event, _ in MESSAGES.values()} == dict(MESSAGES.values())


def test_no_scope_and_no_event_is_asked_for_twice():
    assert len(ALL_SCOPES) == len(known.SCOPES) + len(known.LISTEN_SCOPES) + len(known.AGENT_SCOPES)
    assert len(ALL_EVENTS) == len(known.EVENTS) + len(known.LISTEN_EVENTS) + len(known.AGENT_EVENTS)


def _called() -> set[str]:
    """Name the methods of the Web API that the Slack edge calls, as slack_sdk does."""
    sources = (file.read_text(encoding="utf-8") for file in Path(known.__file__).parent.rglob("*.py"))
    return {name for source in sources for name in METHOD.findall(source)}


def test_the_scopes_are_those_of_the_methods_that_we_call_and_no_others():
    unknown = _called() - NEEDS.keys()
    assert unknown == set()
    needed = {scope for name in _called() for scope in NEEDS[name].split()}
    heard = {scope for scope in ALL_EVENTS.values() if scope}
    assert needed | heard | BESIDE == ALL_SCOPES.keys()


@pytest.mark.parametrize("reason", ALL_SCOPES.values())
def test_every_scope_has_its_reason_in_one_sentence(reason):
    assert re.fullmatch(r"[A-Z][^.]+\.", reason)


@pytest.mark.parametrize("command", known.COMMANDS)
def test_every_command_stands_for_words_that_headway_knows(command):
    assert command.words in {"", *ROUTES.commands}
    assert re.fullmatch(r"[a-z]{1,31}", command.name)
    assert 1 <= len(command.description) <= 2000
    assert 1 <= len(command.usage_hint) <= 1000


def test_the_hints_of_the_large_command_are_commands():
    assert {*known.COMMANDS[0].usage_hint.split(" | ")} <= ROUTES.commands.keys()


@pytest.mark.parametrize("shortcut", known.SHORTCUTS.values())
def test_every_shortcut_keeps_slacks_limits(shortcut):
    assert known.SHORTCUTS[shortcut.callback_id] is shortcut
    assert 1 <= len(shortcut.name) <= 24
    assert 1 <= len(shortcut.description) <= 150


@pytest.mark.parametrize("scopes", [known.SCOPES, known.LISTEN_SCOPES, known.AGENT_SCOPES])
def test_the_docs_give_each_scope_with_its_reason(scopes):
    rows = [f"| `{scope}` | {reason} |" for scope, reason in sorted(scopes.items())]
    table = "\n".join(["", "| scope | why |", "|---|---|", *rows, "", ""])
    assert table in (DOCS / "slack.md").read_text(encoding="utf-8")
