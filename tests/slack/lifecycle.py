"""What happens around the app: it is installed and removed, channels change, people come and go."""

import secrets
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.slack.acting import tell
from tests.slack.delivery import Answer, deliver_event
from tests.slack.methods.installing import uninstall_from
from tests.slack.passes import Grant, Installation
from tests.slack.payloads import filled
from tests.slack.server import LocalSlack
from tests.slack.state import CODE_SECONDS, World
from tests.slack.things import Channel, Json, Message, User

NOT_HEARD = Answer(attempts=())


@dataclass
class Lifecycle:
    """The administrators of a workspace, and time."""

    slack: LocalSlack

    @property
    def world(self) -> World:
        """What Slack knows."""
        return self.slack.world

    def allow(self, authorize_url: str, *, by: str, organisation: bool = False) -> str:
        """Press [Allow] on the page the app sent somebody to, and say where Slack sends them next."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(authorize_url).query).items()}
        if asked["client_id"] != self.world.app.client_id:
            raise LookupError("Slack knows no such app")
        team = self.world.teams[self.world.users[by].team_id]
        grant = Grant(
            f"code-{secrets.token_hex(8)}",
            None if organisation else team.id,
            team.enterprise_id,
            by,
            frozenset(asked["scope"].replace(" ", ",").split(",")),
            asked.get("redirect_uri", ""),
            self.world.clock.now() + CODE_SECONDS,
        )
        self.world.grants[grant.code] = grant
        return f"{grant.redirect_uri}?{urlencode({'code': grant.code, 'state': asked.get('state', '')})}"

    async def uninstall(self, made: Installation, *, revoked_first: bool = False) -> tuple[Answer, Answer]:
        """Remove the app; its two events come in either order (platform rule C2)."""
        uninstall_from(self.world, made)
        removed = filled("app_uninstalled")
        revoked = filled("tokens_revoked", user_ids=[], bot_user_ids=[made.bot_user_id])
        order = (revoked, removed) if revoked_first else (removed, revoked)
        first, second = [await self._after_uninstall(event, made) for event in order]
        return first, second

    async def rename(self, channel: Channel, name: str) -> Answer:
        """Give a channel another name."""
        channel.name = name
        kind = "channel_rename" if channel.kind == "public" else "group_rename"
        return await self._about(
            channel, filled(kind, channel_id=channel.id, name=name, ts=self.world.new_ts())
        )

    async def archive(self, channel: Channel, *, by: str) -> Answer:
        """Close a channel."""
        channel.is_archived = True
        return await self._about(channel, self._of_kind(channel, "archive", user_id=by))

    async def unarchive(self, channel: Channel, *, by: str) -> Answer:
        """Bring a channel back."""
        channel.is_archived = False
        return await self._about(channel, self._of_kind(channel, "unarchive", user_id=by))

    async def delete(self, channel: Channel, *, by: str) -> Answer:
        """Delete a channel; who was in it hears of it."""
        del self.world.channels[channel.id]
        return await self._about(channel, self._of_kind(channel, "deleted", actor_id=by))

    async def share(self, channel: Channel, team_id: str) -> Answer:
        """Share a channel with another workspace (Slack Connect)."""
        channel.shared_with.add(team_id)
        event = filled(
            "channel_shared", channel_id=channel.id, connected_team_id=team_id, ts=self.world.new_ts()
        )
        return await self._about(channel, event)

    async def unshare(self, channel: Channel, team_id: str) -> Answer:
        """End the sharing with a workspace."""
        channel.shared_with.discard(team_id)
        still = bool(channel.shared_with)
        values = {"channel_id": channel.id, "connected_team_id": team_id, "is_ext_shared": still}
        return await self._about(channel, filled("channel_unshared", **values, ts=self.world.new_ts()))

    async def change_id(self, channel: Channel) -> Answer:
        """Give a channel another id, as happens when it becomes shared (platform rule S5)."""
        old_id, channel.id = channel.id, self.world.new_id("C")
        self.world.channels = {c.id: c for c in self.world.channels.values()}
        for message in self.world.messages:
            message.channel_id = channel.id if message.channel_id == old_id else message.channel_id
        values = {"old_channel_id": old_id, "new_channel_id": channel.id, "ts": self.world.new_ts()}
        return await self._about(channel, filled("channel_id_changed", **values))

    async def echo(self, message: Message) -> Answer:
        """Tell of a bot's post, our own too: apps that hear messages hear those as well."""
        channel = self.world.channels[message.channel_id]
        event = filled(
            "message_of_bot",
            **{"user_id": message.user_id, "bot_id": message.bot_id, "app_id": self.world.app.id},
            **{"text": message.text, "ts": message.ts, "team_id": channel.team_id, "blocks": message.blocks},
            **{"channel_id": channel.id, "channel_type": channel.type},
        )
        return await self._about(channel, event)

    async def change_access(self, made: Installation, team_ids: list[str], *, granted: bool) -> Answer:
        """Give or take a workspace of an organisation (platform rule C1)."""
        kind = "team_access_granted" if granted else "team_access_revoked"
        event = filled(kind, team_ids=team_ids, ts=self.world.new_ts())
        return await tell(self.slack, event, made=made, team_id=team_ids[0])

    async def join(self, channel: Channel, user_id: str, *, invited_by: str = "") -> Answer:
        """Let somebody, or the app's bot, into a channel."""
        channel.members.add(user_id)
        return await self._member("member_joined_channel", channel, user_id, inviter_id=invited_by)

    async def leave(self, channel: Channel, user_id: str, *, by: str = "U_DANA") -> Answer:
        """Let somebody, or the app's bot, out of a channel.

        A bot hears of itself as channel_left: slackapi/bolt-js issue 1847, node-slack-sdk issue 931.
        """
        channel.members.discard(user_id)
        if self.world.users[user_id].is_bot:
            return await self._about(channel, self._of_kind(channel, "left", actor_id=by))
        return await self._member("member_left_channel", channel, user_id)

    async def change_user(self, user: User) -> Answer:
        """Tell that somebody's profile changed; `deleted` says that they left."""
        return await self._user("user_change", user)

    async def welcome(self, user: User) -> Answer:
        """Take somebody new into the workspace."""
        return await self._user("team_join", self.world.add_user(user))

    async def verify_url(self, challenge: str = "a-challenge") -> Answer:
        """Ask the request URL to prove itself, as saving the app's settings does."""
        token = self.world.app.verification_token
        payload = filled("url_verification", token=token, challenge=challenge)
        return Answer(attempts=(await self.slack.transport.send("events_api", payload),))

    def _of_kind(self, channel: Channel, what: str, **values: str) -> Json:
        kind = "channel" if channel.kind == "public" else "group"
        return filled(f"{kind}_{what}", channel_id=channel.id, **values, ts=self.world.new_ts())

    async def _member(self, kind: str, channel: Channel, user_id: str, **values: str) -> Answer:
        letter = "C" if channel.kind == "public" else "G"
        named = {"user_id": user_id, "channel_id": channel.id, "channel_letter": letter}
        event = filled(kind, **named, **values, team_id=channel.team_id, ts=self.world.new_ts())
        return await self._about(channel, event)

    async def _user(self, kind: str, user: User) -> Answer:
        made = self.world.installation_for(user.team_id)
        if made is None or "users:read" not in made.scopes:
            return NOT_HEARD
        now = self.world.clock.now()
        values: Json = {"user": user.shown(now=now), "event_time": int(now), "ts": self.world.new_ts()}
        return await tell(self.slack, filled(kind, **values), made=made, team_id=user.team_id)

    async def _about(self, channel: Channel, event: Json) -> Answer:
        made = self.world.installation_for(channel.team_id)
        if made is None:
            return NOT_HEARD
        return await tell(self.slack, event, made=made, team_id=channel.team_id, channel=channel)

    async def _after_uninstall(self, event: Json, made: Installation) -> Answer:
        payload = filled(
            "event_after_uninstall",
            token=self.world.app.verification_token,
            app_id=self.world.app.id,
            team_id=made.team_id,
            enterprise_id=made.enterprise_id,
            event=event,
            event_id=f"Ev{self.world.next_number():09}",
            event_time=int(self.world.clock.now()),
        )
        return await deliver_event(self.slack.transport, self.world.clock, payload)
