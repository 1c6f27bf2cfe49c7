"""What every act of a person has in common: who, in which workspace, and how it reaches the app."""

from dataclasses import dataclass

from tests.slack.delivery import Answer, Kind, deliver_event
from tests.slack.passes import Installation
from tests.slack.payloads import filled
from tests.slack.server import LocalSlack
from tests.slack.state import World
from tests.slack.things import Channel, Json, Team, User

NOBODY_HEARS = Answer(attempts=())
# docs.slack.dev/reference/events/message: the subscription and the scope for each kind of conversation.
MESSAGES = {
    "channel": ("message.channels", "channels:history"),
    "group": ("message.groups", "groups:history"),
    "im": ("message.im", "im:history"),
}
# What a bot hears of a channel that it is no longer in.
PARTINGS = frozenset({"member_left_channel", "channel_left", "group_left"})


@dataclass
class Acting:
    """One person, acting."""

    slack: LocalSlack
    id: str

    @property
    def world(self) -> World:
        """What Slack knows."""
        return self.slack.world

    @property
    def user(self) -> User:
        """Who acts."""
        return self.world.users[self.id]

    @property
    def made(self) -> Installation:
        """The installation that hears of it: of the person's workspace, else of one that shares a channel."""
        found = self.world.installation_for(self.user.team_id)
        found = found or next((m for m in self.world.installations.values() if not m.is_revoked), None)
        if found is None:
            raise LookupError("the app is installed nowhere")
        return found

    @property
    def direct_messages(self) -> Channel:
        """The conversation with the app."""
        return self.world.direct_messages(self.made, self.id)

    def place(self, channel: str) -> Channel:
        """Find a channel by its id or #name; "" stands for the direct messages."""
        if not channel:
            return self.direct_messages
        for place in self.world.channels.values():
            if channel in {place.id, f"#{place.name}"}:
                return place
        raise LookupError(f"no channel {channel}")

    def head(self) -> Json:
        """Make what every interaction says: the app, the workspace of the app, and the person.

        An outsider's team stands under the user alone (slackapi/java-slack-sdk issue 1041).
        """
        team = self.world.teams[self.made.team_id or self.user.team_id]
        name = self.user.name
        return {
            "token": self.world.app.verification_token,
            "app_id": self.world.app.id,
            "team": _shown(team),
            "enterprise": {"id": team.enterprise_id, "name": team.enterprise_id}
            if team.enterprise_id
            else None,
            "is_enterprise_install": self.made.team_id is None,
            "user": {"id": self.id, "username": name, "name": name, "team_id": self.user.team_id},
        }

    def trigger_id(self, view_id: str | None = None) -> str:
        """Make a trigger of what this person does now."""
        return self.world.new_trigger(self.id, self.made.team_id or self.user.team_id, view_id).id

    def need_commands(self) -> None:
        """Check that this person has the app's commands and shortcuts at all."""
        made = self.world.installation_for(self.user.team_id)
        if made is None or "commands" not in made.scopes:
            raise LookupError("no commands for outsiders (platform rules E4 and B8), nor without the scope")

    async def interact(self, template: str, values: Json, kind: Kind = "interactive") -> Answer:
        """Deliver an interaction, once: Slack does not repeat those."""
        # A view is of its person's workspace, and so is what is told of it.
        own = {"team": _shown(self.world.teams[self.user.team_id])} if "view" in values else {}
        payload = filled(template, **{**self.head(), **own, **values})
        return Answer(attempts=(await self.slack.transport.send(kind, payload),))

    async def tell(self, event: Json, *, channel: Channel | None = None) -> Answer:
        """Deliver an event to the installation that hears of it."""
        return await tell(self.slack, event, made=self.made, team_id=self.user.team_id, channel=channel)


def _shown(team: Team) -> Json:
    organisation = {"enterprise_id": team.enterprise_id, "enterprise_name": team.enterprise_id}
    return {"id": team.id, "domain": team.domain, **(organisation if team.enterprise_id else {})}


async def tell(
    slack: LocalSlack, event: Json, *, made: Installation, team_id: str, channel: Channel | None = None
) -> Answer:
    """Deliver an event, if the app listens to it and may hear of it."""
    if not _is_heard(slack.world, event, made, channel):
        return NOBODY_HEARS
    payload = envelope(slack.world, event, made, team_id, channel)
    return await deliver_event(slack.transport, slack.world.clock, payload)


def envelope(
    world: World, event: Json, made: Installation, team_id: str, channel: Channel | None = None
) -> Json:
    """Wrap an event: it happened in one workspace, and reaches the app through the one it is installed in."""
    number = world.next_number()
    installed_in: Json = {
        "enterprise_id": made.enterprise_id,
        "team_id": made.team_id,
        "user_id": made.bot_user_id,
        "is_bot": True,
        "is_enterprise_install": made.team_id is None,
    }
    return filled(
        "event_callback",
        token=world.app.verification_token,
        app_id=world.app.id,
        team_id=team_id,
        context_team_id=made.team_id or team_id,
        enterprise_id=made.enterprise_id,
        event=event,
        event_id=f"Ev{number:09}",
        event_time=int(world.clock.now()),
        authorizations=[installed_in],
        is_ext_shared_channel=bool(channel and channel.shared_with),
        event_context=f"4-{number}",
    )


def _is_heard(world: World, event: Json, made: Installation, channel: Channel | None) -> bool:
    """Say whether the app subscribed to it, has its scope, and is in the channel."""
    kind, scope = str(event["type"]), ""
    if kind == "message" and channel is not None:
        kind, scope = MESSAGES[channel.type]
    if kind == "app_mention":
        scope = "app_mentions:read"
    if channel is not None and made.bot_user_id not in channel.members and kind not in PARTINGS:
        return False
    return kind in world.app.events and (not scope or scope in made.scopes)
