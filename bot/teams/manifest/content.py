"""What manifest.json says: names, commands, the message extension and permissions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from bot.settings import Settings
from bot.teams import surfaces as known
from bot.teams.manifest.about import ABOUT_URLS
from bot.teams.manifest.package import ICONS
from domain.errors import UserError
from handlers import ROUTES

NO_ADDRESS = "PUBLIC_URL is missing: Teams sends messages to that address. Set it."
NO_APP = (
    "TEAMS_APP_ID is missing: the package says which bot it is for. Set it, or name one of your registrations"
    " with --app-id."
)
NO_GUID = (
    "{app_id!r} is no app id. Copy the Application (client) ID from the registration in Entra: 32 digits and"
    " letters from a to f, with dashes between."
)

NAME = "Headway"
FULL_NAME = "Headway, for marketing engagements"
SHORT = "Keeps the rhythm of a marketing engagement: numbers, feedback and roles."
LONG = (
    "Headway keeps the rhythm of a fractional-CMO engagement. It takes the numbers of the agreed KPIs from"
    " the people who own them, says what each number means against its target and its trend, collects the"
    " feedback that should reach the strategy, and keeps a history in which every number can be opened: who"
    " reported it, when, and why it was corrected.\n\n"
    "Mention @Headway in a channel or group chat, or write to it in its own chat. Begin with: setup. What was"
    " not reported is called not reported, and is never counted as zero.\n\n"
)
HEARS_MENTIONS = (
    "In channels and group chats Headway receives the messages that mention it, and no others. It uses them"
    " to answer, and keeps what it was told to record."
)
HEARS_ALL = (
    "In channels and group chats that it was added to, Headway receives every message, so that replies in"
    " threads need no mention. It acts on what is meant for it, and keeps nothing of the others."
)

VERSION = "1.25"
SCHEMA = f"https://developer.microsoft.com/en-us/json-schemas/teams/v{VERSION}/MicrosoftTeams.schema.json"
GUID = re.compile(r"[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}")
# Teams asks for some resource beside the permissions of one team or chat, and makes no use of it.
RESOURCE = "api://botid-{app_id}"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which bot the package is for, and what it should be able to do."""

    app_id: str
    public_url: str
    version: str
    listens: bool = False


def wanted(settings: Settings, *, now: datetime, app_id: str = "", listens: bool = False) -> Wanted:
    """What was asked for, or follows from the settings. Raises UserError for what is missing or no app id."""
    chosen = (app_id or settings.teams_app_id).strip().lower()
    if not settings.public_url:
        raise UserError(NO_ADDRESS)
    if not chosen:
        raise UserError(NO_APP)
    if not GUID.fullmatch(chosen):
        raise UserError(NO_GUID.format(app_id=chosen))
    return Wanted(app_id=chosen, public_url=settings.public_url, version=next_version(now), listens=listens)


def next_version(now: datetime) -> str:
    """The version of a package that is made at this moment: its date, and the second of that day in UTC.

    Teams takes an update only under another version, and shows the highest. A fingerprint of what is in it
    would be lower than the one before as often as not, and nobody has to remember this.
    """
    moment = now.astimezone(UTC)
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    return f"1.{moment:%Y%m%d}.{int((moment - midnight).total_seconds())}"


def make_manifest(app: Wanted) -> dict[str, Any]:
    """The manifest, as Microsoft's schema of this version describes it, for json.dumps."""
    return {
        "$schema": SCHEMA,
        "manifestVersion": VERSION,
        "version": app.version,
        # One app for each registration, so the two go by the same id.
        "id": app.app_id,
        "developer": {
            "name": NAME,
            **{name: app.public_url + path for name, path in ABOUT_URLS.items()},
        },
        "name": {"short": NAME, "full": FULL_NAME},
        "description": {"short": SHORT, "full": LONG + (HEARS_ALL if app.listens else HEARS_MENTIONS)},
        "icons": dict(ICONS),
        "accentColor": known.COLOUR,
        "bots": [_bot(app)],
        "composeExtensions": [_extension(app)],
        "permissions": [*known.PERMISSIONS],
        "validDomains": [urlsplit(app.public_url).netloc],
        # Without it, an app with channels is refused. It says that shared and private ones are known.
        "supportsChannelFeatures": "tier1",
        "defaultInstallScope": "team",
        "defaultGroupCapability": {"team": "bot", "groupchat": "bot"},
        **(_listening(app) if app.listens else {}),
    }


def _bot(app: Wanted) -> dict[str, Any]:
    return {
        "botId": app.app_id,
        "scopes": [*known.SCOPES.values()],
        "isNotificationOnly": False,
        "supportsFiles": True,
        "commandLists": [
            {"scopes": [scope], "commands": _commands(known.COMMANDS[kind])}
            for kind, scope in known.SCOPES.items()
        ],
    }


def _commands(names: Sequence[str]) -> list[dict[str, str]]:
    summaries = ((name, ROUTES.commands[name].summary) for name in names)
    return [{"title": name, "description": summary.replace("`", "")} for name, summary in summaries]


def _extension(app: Wanted) -> dict[str, Any]:
    title, description = known.SAVE_AS_FEEDBACK_TITLE, known.SAVE_AS_FEEDBACK_DESCRIPTION
    commands = [
        _action(known.SAVE_AS_FEEDBACK, "message", title, description),
        *(_action(name, "compose", one.title, one.description) for name, one in known.BEGINNINGS.items()),
    ]
    return {"botId": app.app_id, "commands": commands}


def _action(name: str, context: str, title: str, description: str) -> dict[str, Any]:
    return {
        "id": name,
        "type": "action",
        "context": [context],
        "title": title,
        "description": description,
        "fetchTask": True,
    }


def _listening(app: Wanted) -> dict[str, Any]:
    asked = [{"name": name, "type": "Application"} for name in known.LISTEN_PERMISSIONS]
    return {
        "webApplicationInfo": {"id": app.app_id, "resource": RESOURCE.format(app_id=app.app_id)},
        "authorization": {"permissions": {"resourceSpecific": asked}},
    }
