"""The manifest that makes the app in Slack, from the same registrations that the bot answers by."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from bot.platforms import SLACK_OAUTH
from bot.settings import Settings
from bot.slack import registrations as known
from domain.errors import UserError

NO_ADDRESS = (
    "PUBLIC_URL is missing: Slack sends events to that address. Set it, or use --socket for an app that needs"
    " none."
)
NO_INSTALLING = "PUBLIC_URL is missing: people install the app in a browser, at that address. Set it."

NAME = "Headway"
COLOUR = "#0b6b5f"
DESCRIPTION = "Keeps the rhythm of a marketing engagement: numbers, feedback, roles, and what they mean."
LONG_DESCRIPTION = (
    "Headway keeps the rhythm of a fractional-CMO engagement. It takes the numbers of the agreed KPIs from"
    " the people who own them, says what each number means against its target and its trend, collects the"
    " feedback that should reach the strategy, and keeps a history in which every number can be opened: who"
    " reported it, when, and why it was corrected.\n\n"
    "People talk to it by slash commands, by mentioning it, in its direct messages and in its Home tab. What"
    " was not reported is called not reported, and is never counted as zero."
)
AGENT_DESCRIPTION = "Report numbers, give feedback, and ask where an engagement stands."
# What opens a conversation has to work as typed: each message is a command.
PROMPTS = (
    ("Where do we stand?", "status"),
    ("Report my numbers", "kpi"),
    ("Give feedback", "feedback"),
    ("What can you do?", "help"),
)
Option = Literal["listen", "agent", "socket", "many"]
SCHEMA = {"major_version": 2, "minor_version": 1}


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What the app should be able to do; `public_url` is empty where nothing reaches us from outside."""

    public_url: str
    commands: Sequence[str]
    listens: bool = False
    is_agent: bool = False
    has_sockets: bool = False
    is_for_many: bool = False


def wanted(settings: Settings, *options: Option) -> Wanted:
    """What was asked for, or follows from the settings. Raises UserError where PUBLIC_URL is missing."""
    has_sockets = "socket" in options or bool(settings.given(("SLACK_APP_TOKEN",)))
    is_for_many = "many" in options or bool(settings.given(SLACK_OAUTH))
    if not settings.public_url and (is_for_many or not has_sockets):
        raise UserError(NO_INSTALLING if is_for_many else NO_ADDRESS)
    return Wanted(
        public_url=settings.public_url,
        commands=[*settings.slack_command_words()],
        listens="listen" in (*options, *settings.slack_option_names),
        is_agent="agent" in (*options, *settings.slack_option_names),
        has_sockets=has_sockets,
        is_for_many=is_for_many,
    )


def make_manifest(app: Wanted) -> dict[str, Any]:
    """The manifest, as docs.slack.dev/reference/app-manifest describes it, for json.dumps."""
    return {
        "_metadata": SCHEMA,
        "display_information": {
            "name": NAME,
            "description": DESCRIPTION,
            "long_description": LONG_DESCRIPTION,
            "background_color": COLOUR,
        },
        "features": _features(app),
        "oauth_config": {
            **({"redirect_urls": [app.public_url + known.REDIRECT_PATH]} if app.public_url else {}),
            "scopes": {"bot": scopes_of(app)},
        },
        "settings": _settings(app),
    }


def scopes_of(app: Wanted) -> list[str]:
    """The scopes of the bot's token, in the order of the alphabet."""
    options = [name for name, is_on in (("listen", app.listens), ("agent", app.is_agent)) if is_on]
    return list(known.scopes_with(options))


def events_of(app: Wanted) -> list[str]:
    """The events that the app hears of, in the order of the alphabet."""
    listening = known.LISTEN_EVENTS if app.listens else {}
    return sorted({*known.EVENTS, *listening, *(known.AGENT_EVENTS if app.is_agent else {})})


def _features(app: Wanted) -> dict[str, Any]:
    home = {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": False,
    }
    return {
        "app_home": home,
        **({"agent_view": _agent_view()} if app.is_agent else {}),
        "bot_user": {"display_name": NAME, "always_online": True},
        "shortcuts": [
            {
                "name": shortcut.name,
                "type": shortcut.kind,
                "callback_id": shortcut.callback_id,
                "description": shortcut.description,
            }
            for shortcut in known.SHORTCUTS.values()
        ],
        "slash_commands": [
            {
                "command": f"/{name}",
                **_at(app, "url"),
                "description": command.description,
                "usage_hint": command.usage_hint,
                # Without it, people and channels come as the names they have at the moment.
                "should_escape": True,
            }
            for name, command in zip(app.commands, known.COMMANDS, strict=True)
        ],
    }


def _agent_view() -> dict[str, Any]:
    prompts = [{"title": title, "message": message} for title, message in PROMPTS]
    return {"agent_description": AGENT_DESCRIPTION, "suggested_prompts": prompts}


def _settings(app: Wanted) -> dict[str, Any]:
    return {
        "event_subscriptions": {**_at(app, "request_url"), "bot_events": events_of(app)},
        "interactivity": {"is_enabled": True, **_at(app, "request_url", "message_menu_options_url")},
        # One token in a variable can neither stand for a whole organisation nor be renewed.
        "org_deploy_enabled": app.is_for_many,
        "socket_mode_enabled": app.has_sockets,
        "token_rotation_enabled": app.is_for_many,
    }


def _at(app: Wanted, *names: str) -> dict[str, str]:
    """These addresses, which are all the same one; none in Socket Mode."""
    return {} if app.has_sockets else dict.fromkeys(names, app.public_url + known.EVENTS_PATH)
