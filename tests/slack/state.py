"""What the local Slack knows, and the questions every method asks of it."""

import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.slack.passes import Grant, Installation, ResponseUrl, Trigger
from tests.slack.refusals import Refused
from tests.slack.things import EVERYONE, Channel, File, Json, Message, Team, User, View

TRIGGER_SECONDS = 3.0
RESPONSE_URL_SECONDS = 30 * 60.0
TOKEN_SECONDS = 12 * 3600
CODE_SECONDS = 600.0
VIEW_STACK = 3

LEAST_SCOPES = frozenset(
    (
        *("app_mentions:read", "channels:read", "chat:write", "commands", "files:read", "files:write"),
        *("groups:read", "im:history", "im:write", "users:read"),
    )
)
EVENTS = frozenset(
    (
        *("app_home_opened", "app_mention", "app_uninstalled", "channel_archive", "channel_id_changed"),
        *("channel_deleted", "channel_left", "channel_rename", "channel_shared", "channel_unarchive"),
        *("channel_unshared", "group_archive", "group_deleted", "group_left", "group_rename"),
        "group_unarchive",
        *("member_joined_channel", "member_left_channel", "message.channels", "message.groups", "message.im"),
        *("team_access_granted", "team_access_revoked", "team_join", "tokens_revoked", "user_change"),
    )
)


@dataclass
class Clock:
    """The time of the local Slack: the machine's, moved on by tests that cannot wait."""

    ahead: float = 0.0

    def now(self) -> float:
        """Say the time in seconds since 1970."""
        return time.time() + self.ahead

    def move_on(self, seconds: float) -> None:
        """Let time pass."""
        self.ahead += seconds


@dataclass(frozen=True, kw_only=True)
class SlackApp:
    """The app as it stands in Slack's settings."""

    id: str = "A0HEADWAY"
    client_id: str = "111.222"
    client_secret: str = "client-secret"
    signing_secret: str = "signing-secret"
    verification_token: str = "verification-token"
    app_token: str = "xapp-1-A0HEADWAY-1-secret"
    has_home: bool = True
    rotates_tokens: bool = False
    events: frozenset[str] = EVENTS


@dataclass
class World:
    """All workspaces the app may meet."""

    app: SlackApp = field(default_factory=SlackApp)
    clock: Clock = field(default_factory=Clock)
    base_url: str = ""
    teams: dict[str, Team] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    files: dict[str, File] = field(default_factory=dict)
    views: dict[str, View] = field(default_factory=dict)
    stacks: dict[str, list[str]] = field(default_factory=dict)  # open modals of a person, the last on top
    homes: dict[str, View] = field(default_factory=dict)
    statuses: dict[tuple[str, str], str] = field(default_factory=dict)  # by channel and thread
    prompts: dict[str, list[Json]] = field(default_factory=dict)  # by channel
    installations: dict[str, Installation] = field(default_factory=dict)
    triggers: dict[str, Trigger] = field(default_factory=dict)
    response_urls: dict[str, ResponseUrl] = field(default_factory=dict)
    grants: dict[str, Grant] = field(default_factory=dict)
    tickets: set[str] = field(default_factory=set)  # of websockets that were promised
    looks_until_ready: int = 0
    counter: int = 0

    def next_number(self) -> int:
        """Count what was made."""
        self.counter += 1
        return self.counter

    def new_id(self, letter: str) -> str:
        """Make an id as Slack makes them: a letter, then capitals and digits."""
        return f"{letter}{self.next_number():09}"

    def new_ts(self) -> str:
        """Make the timestamp that names a message."""
        return f"{int(self.clock.now())}.{self.next_number():06}"

    def new_hash(self) -> str:
        """Make the hash of a state of a view."""
        return f"{int(self.clock.now())}.{secrets.token_hex(4)}"

    def add_team(self, team_id: str, name: str, *, enterprise_id: str | None = None) -> Team:
        """Found a workspace."""
        self.teams[team_id] = Team(team_id, name, name.lower().replace(" ", "-"), enterprise_id)
        return self.teams[team_id]

    def add_user(self, user: User) -> User:
        """Take somebody in."""
        self.users[user.id] = user
        return user

    def add_channel(self, channel: Channel) -> Channel:
        """Open a channel."""
        self.channels[channel.id] = channel
        return channel

    def install(
        self,
        team_id: str | None,
        *,
        enterprise_id: str | None = None,
        scopes: Iterable[str] = LEAST_SCOPES,
        token: str = "",
    ) -> Installation:
        """Install the app, with a bot user in that workspace or organisation."""
        key = team_id or enterprise_id or ""
        bot = self.users.get(f"UBOT{key}") or self.add_user(
            User(f"UBOT{key}", "headway", "Headway", team_id or key, is_bot=True)
        )
        expires = self.clock.now() + TOKEN_SECONDS if self.app.rotates_tokens else None
        made = Installation(
            token or f"xoxb-{key}-{secrets.token_hex(8)}",
            team_id,
            frozenset(scopes),
            bot.id,
            f"B{key}",
            enterprise_id,
            f"xoxe-1-{secrets.token_hex(8)}" if expires else None,
            expires,
        )
        self.installations[made.token] = made
        return made

    def installation_for(self, team_id: str) -> Installation | None:
        """Find the newest installation that acts in the workspace."""
        enterprise = self.teams[team_id].enterprise_id
        for made in reversed(self.installations.values()):
            if not made.is_revoked and (
                made.team_id == team_id or (made.team_id is None and made.enterprise_id == enterprise)
            ):
                return made
        return None

    def teams_of(self, made: Installation) -> set[str]:
        """Name the workspaces an installation acts in."""
        if made.team_id is not None:
            return {made.team_id}
        return {team.id for team in self.teams.values() if team.enterprise_id == made.enterprise_id}

    def channel_seen_by(self, made: Installation, channel_id: str) -> Channel:
        """Find a channel; a private one without the bot does not exist for it."""
        channel = self.channels.get(channel_id)
        if channel is None or not self.teams_of(made) & {channel.team_id, *channel.shared_with}:
            raise Refused("channel_not_found")
        if channel.kind != "public" and made.bot_user_id not in channel.members:
            raise Refused("channel_not_found")
        return channel

    def direct_messages(self, made: Installation, user_id: str) -> Channel:
        """Find or open the direct messages between the app and a person."""
        for channel in self.channels.values():
            if channel.kind == "im" and channel.members == {made.bot_user_id, user_id}:
                return channel
        team_id = made.team_id or self.users[user_id].team_id
        members = {made.bot_user_id, user_id}
        opened = Channel(self.new_id("D"), "", team_id, "im", members, person_id=user_id)
        return self.add_channel(opened)

    def message(self, channel_id: str, ts: str) -> Message:
        """Find a message that everybody in the channel sees."""
        for message in self.messages:
            if (message.channel_id, message.ts, message.seen_by) == (channel_id, ts, EVERYONE):
                return message
        raise Refused("message_not_found")

    def seen_in(self, channel_id: str, user_id: str) -> list[Message]:
        """List what a person sees in a channel, in order."""
        return [
            message
            for message in self.messages
            if message.channel_id == channel_id and message.seen_by in {EVERYONE, user_id}
        ]

    def new_trigger(self, user_id: str, team_id: str, view_id: str | None = None) -> Trigger:
        """Make what an interaction brings to open a view with."""
        trigger_id = f"{self.next_number()}.{team_id}.{secrets.token_hex(16)}"
        expires = self.clock.now() + TRIGGER_SECONDS
        self.triggers[trigger_id] = Trigger(trigger_id, user_id, team_id, expires, view_id)
        return self.triggers[trigger_id]

    def new_response_url(self, user_id: str, channel_id: str, message_ts: str | None = None) -> str:
        """Make an address that takes answers to one interaction."""
        url_id = secrets.token_hex(12)
        expires = self.clock.now() + RESPONSE_URL_SECONDS
        self.response_urls[url_id] = ResponseUrl(url_id, user_id, channel_id, expires, message_ts)
        return f"{self.base_url}/actions/{url_id}"

    def top_view(self, user_id: str) -> View | None:
        """Find the modal that is open before a person."""
        stack = self.stacks.get(user_id)
        return self.views[stack[-1]] if stack else None
