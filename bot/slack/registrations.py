"""What the Slack app is registered for: commands, shortcuts, events and scopes. Data, and little else.

The manifest, the settings, the receiver and the docs are made from these, or compared with them by tests.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

# Where Slack reaches us, below PUBLIC_URL.
EVENTS_PATH = "/slack/events"
INSTALL_PATH = "/slack/install"
REDIRECT_PATH = "/slack/oauth_redirect"


@dataclass(frozen=True, kw_only=True)
class Command:
    """A slash command: its usual name, and the words it stands for before what is typed after it."""

    name: str
    words: str
    description: str
    usage_hint: str


@dataclass(frozen=True, kw_only=True)
class Shortcut:
    """An entry of Slack's menus: `global` is reached from everywhere, `message` from one message."""

    callback_id: str
    kind: Literal["global", "message"]
    name: str
    description: str


# In the order of the setting SLACK_COMMANDS, which gives them other names.
COMMANDS = (
    Command(
        name="headway",
        words="",
        description="Everything Headway does: status, setup, history, help",
        usage_hint="status | setup | history | help",
    ),
    Command(
        name="kpi",
        words="kpi",
        description="Record numbers, or ask what they mean",
        usage_hint='leads 103 sep, cpl 219 "from the ad account"',
    ),
    Command(
        name="feedback",
        words="feedback",
        description="Note what customers and the team say",
        usage_hint='+ "loved the new returns page" customer',
    ),
)

UPDATE_KPIS = "update_kpis"
GIVE_FEEDBACK = "give_feedback"
SAVE_AS_FEEDBACK = "save_as_feedback"
SHORTCUTS: Mapping[str, Shortcut] = MappingProxyType(
    {
        one.callback_id: one
        for one in (
            Shortcut(
                callback_id=UPDATE_KPIS,
                kind="global",
                name="Update KPIs",
                description="Report the numbers that you owe",
            ),
            Shortcut(
                callback_id=GIVE_FEEDBACK,
                kind="global",
                name="Give feedback",
                description="Note what somebody said, or what you think",
            ),
            Shortcut(
                callback_id=SAVE_AS_FEEDBACK,
                kind="message",
                name="Save as feedback",
                description="Keep this message as feedback, with a link to it",
            ),
        )
    }
)

# Event type -> the scope that lets it come, or nothing.
EVENTS: Mapping[str, str] = MappingProxyType(
    {
        "app_home_opened": "",
        "app_mention": "app_mentions:read",
        "app_uninstalled": "",
        "channel_archive": "channels:read",
        "channel_deleted": "channels:read",
        "channel_id_changed": "groups:read",
        # Of ourselves; member_left_channel comes to those alone who are still there.
        "channel_left": "channels:read",
        "channel_rename": "channels:read",
        "channel_shared": "channels:read",
        "channel_unarchive": "channels:read",
        "channel_unshared": "channels:read",
        "group_archive": "groups:read",
        "group_deleted": "groups:read",
        "group_left": "groups:read",
        "group_rename": "groups:read",
        "group_unarchive": "groups:read",
        "member_joined_channel": "channels:read",
        "member_left_channel": "channels:read",
        "message.im": "im:history",
        "team_access_granted": "",
        "team_access_revoked": "",
        "team_join": "users:read",
        "tokens_revoked": "",
        "user_change": "users:read",
    }
)
LISTEN_EVENTS: Mapping[str, str] = MappingProxyType(
    {"message.channels": "channels:history", "message.groups": "groups:history"}
)
# None so far: agent_session_stopped would show a button for stopping what takes two seconds, and
# app_context_changed tells what people look at.
AGENT_EVENTS: Mapping[str, str] = MappingProxyType({})

# Scope -> why, in one sentence for whoever installs the app. There is none that nothing uses.
SCOPES: Mapping[str, str] = MappingProxyType(
    {
        "app_mentions:read": "Read the messages in channels that mention @Headway, and no others.",
        "channels:read": "Know the public channels an engagement lives in: their names, who reads them, and "
        "when they are archived or shared with another company.",
        "chat:write": "Post answers and other messages of its own, and bring them up to date.",
        "commands": "Have slash commands and shortcuts.",
        "files:read": "Read a spreadsheet that somebody drops into a message to Headway.",
        "files:write": "Show charts, and hand out lists that are too long for a message as files.",
        "groups:read": "The same as channels:read for the private channels that Headway was invited to.",
        "im:history": "Read what people write to Headway in its direct messages.",
        "im:write": "Begin a direct conversation with somebody who is asked for a number or has to be told.",
        "team:read": "Know the names of the companies that share a channel, before it becomes the home of an "
        "engagement.",
        "users:read": "Know names, time zones and languages, and who is a guest, a bot or gone.",
    }
)
LISTEN_SCOPES: Mapping[str, str] = MappingProxyType(
    {
        "channels:history": "Read the public channels that Headway was invited to, to find a post of its own "
        "again after a crash instead of posting it twice, and to hear replies in threads.",
        "groups:history": "The same as channels:history for private channels that Headway was invited to.",
    }
)
AGENT_SCOPES: Mapping[str, str] = MappingProxyType(
    {"assistant:write": "Suggest prompts in the agent view, and show there that Headway is working."}
)
# What the setting SLACK_OPTIONS may hold, with the scopes that each adds.
OPTIONS: Mapping[str, Mapping[str, str]] = MappingProxyType({"listen": LISTEN_SCOPES, "agent": AGENT_SCOPES})


def scopes_with(options: Collection[str]) -> tuple[str, ...]:
    """The scopes of the bot's token with these options, in the order of the alphabet."""
    return tuple(sorted({*SCOPES, *(scope for option in options for scope in OPTIONS[option])}))
