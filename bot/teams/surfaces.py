"""What the Teams app is registered for: commands, message extension, permissions. Data, and little else.

The manifest, the receiver and the docs are made from these, or compared with them by tests.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from bot.teams.arrival import Kind

# Where Teams reaches us, below PUBLIC_URL.
MESSAGES_PATH = "/api/messages"

COLOUR = "#0b6b5f"

Scope = Literal["personal", "team", "groupChat"]
SCOPES: Mapping[Kind, Scope] = MappingProxyType(
    {"personal": "personal", "channel": "team", "group": "groupChat"}
)

_WHERE_A_TEAM_IS = (
    "kpi",
    "feedback",
    "status",
    "checkin",
    "meet list",
    "schedule",
    "blockers",
    "history",
    "members",
    "setup",
    "settings",
    "help",
)
# What the menu offers in each kind of conversation. In the personal chat Teams suggests it as prompts, the
# first ones first, and puts what is chosen into the message box: so each works as it stands.
COMMANDS: Mapping[Kind, tuple[str, ...]] = MappingProxyType(
    {
        "personal": (
            "status",
            "kpi",
            "feedback",
            "home",
            "checkin",
            "kpi chart",
            "kpi why",
            "kpi import",
            "history",
            "away",
            "card",
            "help",
        ),
        "channel": _WHERE_A_TEAM_IS,
        "group": _WHERE_A_TEAM_IS,
    }
)
# Menus hold twelve. These are typed all the same, and `help` tells of them.
IN_HELP_ALONE = frozenset(
    {
        "action add",
        "action done",
        "action drop",
        "action list",
        "action move",
        "agenda",
        "agenda add",
        "agenda remove",
        "assume",
        "assume change",
        "assume list",
        "assume retire",
        "assume show",
        "assume status",
        "assumptions",
        "back",
        "blocker add",
        "blocker solve",
        "channels",
        "channels join",
        "channels leave",
        "checkin answer",
        "checkin history",
        "checkin nothing",
        "checkin now",
        "checkin set",
        "checkin show",
        "checkin skip",
        "decide",
        "decisions",
        "decisions reverse",
        "decisions show",
        "digest",
        "evidence",
        "evidence details",
        "evidence gaps",
        "evidence links",
        "evidence list",
        "evidence open",
        "evidence rows",
        "evidence set",
        "evidence settings",
        "evidence show",
        "exp",
        "exp abandon",
        "exp change",
        "exp conclude",
        "exp lesson",
        "exp list",
        "exp result",
        "exp show",
        "exp start",
        "experiments",
        "feedback acknowledge",
        "feedback acted",
        "feedback declined",
        "feedback list",
        "feedback show",
        "fix",
        "kpi add",
        "kpi driver",
        "kpi edit",
        "kpi fix",
        "kpi forecast",
        "kpi history",
        "kpi list",
        "kpi retire",
        "kpi show",
        "kpi target",
        "kpi template",
        "link",
        "meet",
        "meet calendar",
        "meet move",
        "meet skip",
        "meet special",
        "meet start",
        "members add",
        "members handover",
        "members hours",
        "members lead",
        "members remove",
        "members role",
        "playbook",
        "playbook add",
        "playbook show",
        "playbook used",
        "pivot",
        "pivots",
        "posts",
        "quiet",
        "schedule change",
        "schedule holidays",
        "schedule list",
        "schedule move",
        "schedule pause",
        "schedule preview",
        "schedule resume",
        "schedule show",
        "schedule skip",
        "setup code",
        "tripwire",
        "tripwire drop",
        "tripwire list",
        "update",
        "vote",
        "why",
    }
)

# The message extension: an entry in the menu of each message, and some where messages are written.
SAVE_AS_FEEDBACK = "save_as_feedback"
SAVE_AS_FEEDBACK_TITLE = "Save as feedback"
SAVE_AS_FEEDBACK_DESCRIPTION = "Keep this message as feedback, with a link to it"


@dataclass(frozen=True, kw_only=True)
class Beginning:
    """An entry beside the box for messages: a dialog with what the `words` are answered."""

    title: str
    description: str
    words: str


BEGINNINGS: Mapping[str, Beginning] = MappingProxyType(
    {
        "update_kpis": Beginning(
            title="Update KPIs", description="Report the numbers that you owe", words="kpi"
        ),
        "give_feedback": Beginning(
            title="Give feedback", description="Note what somebody said, or what you think", words="feedback"
        ),
    }
)

# Permission -> why, in one sentence for whoever installs the app. There is none that nothing uses.
PERMISSIONS: Mapping[str, str] = MappingProxyType(
    {
        "identity": "Know who writes, so that everybody sees and changes what is theirs.",
        "messageTeamMembers": "Begin a chat with a member who is asked for a number or has to be told.",
    }
)
# Asked of the owners of a team or chat when the app is added there, and only after --listen.
LISTEN_PERMISSIONS: Mapping[str, str] = MappingProxyType(
    {
        "ChannelMessage.Read.Group": "Hear messages in the channels of a team that Headway was added to"
        " without being mentioned, replies in threads among them.",
        "ChatMessage.Read.Chat": "The same as ChannelMessage.Read.Group for group chats that Headway was"
        " added to.",
    }
)
