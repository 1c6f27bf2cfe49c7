"""What people arrange: the app comes and goes, channels and teams change, members join and leave."""

from typing import Any

from tests.slack.things import Json
from tests.teams.acting import DM, NOBODY_HEARS, Acting
from tests.teams.activities import sender, team_data
from tests.teams.delivery import Answer
from tests.teams.state import World
from tests.teams.things import Place, Privacy, Team


class Arranging(Acting):
    """A person in the settings."""

    async def install(self, where: str = DM, *, is_upgrade: bool = False) -> list[Answer]:
        """Add the app to the personal chat, a team or a group chat; Teams tells of it twice.

        learn.microsoft.com, Teams: "Conversation events": conversationUpdate and installationUpdate.
        """
        place = self._home(where)
        self.world.install(self.bot, place)
        bot: Json = {"id": self.bot.id}
        people = [{"id": self.user.member(self.bot.app_id)}] if place.kind == "personal" else []
        answers = []
        if not is_upgrade:
            data = self._data(place, "teamMemberAdded")
            joined = self.made(place, "conversationUpdate", membersAdded=[*people, bot], channelData=data)
            answers.append(await self.deliver(joined))
        action = "add-upgrade" if is_upgrade else "add"
        return [*answers, await self.deliver(self._installation(place, action, where))]

    async def uninstall(self, where: str = DM, *, is_upgrade: bool = False) -> list[Answer]:
        """Remove the app again; the bot cannot answer any more. With an upgrade it comes back at once."""
        place = self._home(where)
        action = "remove-upgrade" if is_upgrade else "remove"
        told = [self._installation(place, action, where)]
        if not is_upgrade:
            self.world.installs.discard((self.bot.app_id, place.id))
            self.world.opened.discard((self.bot.app_id, place.id))
            data = self._data(place, "teamMemberRemoved")
            gone = [{"id": self.bot.id}]
            told.append(self.made(place, "conversationUpdate", membersRemoved=gone, channelData=data))
        return [await self.deliver(one) for one in told]

    def block(self) -> None:
        """Block the chat with the bot, which hears nothing of it."""
        self.world.blocked.add((self.bot.app_id, self.key))

    def unblock(self) -> None:
        """Let the bot write again."""
        self.world.blocked.discard((self.bot.app_id, self.key))

    async def make_channel(self, name: str, team: Team, *, privacy: Privacy = "standard") -> Answer:
        """Make a channel."""
        place = self.world.add_channel(name, team, privacy=privacy, members={self.key})
        return await self._tell_team(place, "channelCreated")

    async def rename_channel(self, where: str, name: str) -> Answer:
        """Give a channel another name."""
        place = self.place(where)
        place.name = name
        return await self._tell_team(place, "channelRenamed")

    async def delete_channel(self, where: str) -> Answer:
        """Delete a channel."""
        place = self.place(where)
        place.is_deleted = True
        return await self._tell_team(place, "channelDeleted")

    async def restore_channel(self, place: Place) -> Answer:
        """Bring a deleted channel back."""
        place.is_deleted = False
        return await self._tell_team(place, "channelRestored")

    async def rename_team(self, team: Team, name: str) -> Answer:
        """Give a team another name."""
        team.name = name
        return await self._tell_team(self.world.places[team.id], "teamRenamed")

    async def archive_team(self, team: Team, *, is_archived: bool = True) -> Answer:
        """Archive a team, or bring it back."""
        team.is_archived = is_archived
        event = "teamArchived" if is_archived else "teamUnarchived"
        return await self._tell_team(self.world.places[team.id], event)

    async def delete_team(self, team: Team) -> Answer:
        """Delete a team with its channels."""
        for place in _places_of(self.world, team):
            place.is_deleted = True
        return await self._tell_team(self.world.places[team.id], "teamDeleted")

    async def add_member(self, key: str, where: str) -> Answer:
        """Add somebody to a team or group chat."""
        place = self._home(where)
        self._keys(place).add(key)
        return await self._tell_members(place, "membersAdded", "teamMemberAdded", key)

    async def remove_member(self, key: str, where: str) -> Answer:
        """Remove somebody from a team or group chat."""
        place = self._home(where)
        self._keys(place).discard(key)
        return await self._tell_members(place, "membersRemoved", "teamMemberRemoved", key)

    def _keys(self, place: Place) -> set[str]:
        return self.world.teams[place.team_id].members if place.team_id else place.members

    def _home(self, where: str) -> Place:
        """Find what the app is installed in: for a channel it is the whole team."""
        if where in {team.name for team in self.world.teams.values()}:
            where = next(team.id for team in self.world.teams.values() if team.name == where)
        return self.world.home_of(self.place(where))

    def _data(self, place: Place, event: str) -> Json:
        return team_data(self.world, place, event) if place.team_id else {}

    def _installation(self, place: Place, action: str, where: str) -> Json:
        chosen = self.place(where).id if where and self.place_is_channel(where) else place.id
        settings: Json = {"settings": {"selectedChannel": {"id": chosen}}} if place.team_id else {}
        data = {**self._data(place, ""), **settings}
        data.pop("eventType", None)
        return self.made(place, "installationUpdate", action=action, channelData=data)

    def place_is_channel(self, where: str) -> bool:
        """Whether a channel is named, not its team."""
        return any(where in {one.id, f"#{one.name}"} for one in list(self.world.places.values()))

    async def _tell_team(self, place: Place, event: str) -> Answer:
        general = self.world.places[place.team_id]
        if not self.hears(general):
            return NOBODY_HEARS
        data = team_data(self.world, place, event)
        return await self.deliver(self.made(general, "conversationUpdate", channelData=data))

    async def _tell_members(self, place: Place, field: str, event: str, key: str) -> Answer:
        if not self.hears(place):
            return NOBODY_HEARS
        data, changed = self._data(place, event), [sender(self.bot, self.world.users[key])]
        more: dict[str, Any] = {field: changed, "channelData": data}
        return await self.deliver(self.made(place, "conversationUpdate", **more))


def _places_of(world: World, team: Team) -> list[Place]:
    return [place for place in list(world.places.values()) if place.team_id == team.id]
