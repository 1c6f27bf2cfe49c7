"""What every act of a person has in common: who, where, and how it reaches the bot."""

from dataclasses import dataclass
from typing import Any

from tests.slack.things import Json
from tests.teams.activities import activity
from tests.teams.delivery import Answer
from tests.teams.server import LocalTeams
from tests.teams.state import World
from tests.teams.things import Bot, Dialog, Message, Place, Screen, User

NOBODY_HEARS = Answer(activity={}, reason="nobody hears")
WENT_WRONG = "Something went wrong. Please try again."
DM = ""


class BadAnswer(AssertionError):
    """What the bot answered an invoke with is nothing that Teams could show."""


@dataclass
class Acting:
    """One person, acting, with one of the bots."""

    teams: LocalTeams
    key: str
    app_id: str = ""

    @property
    def world(self) -> World:
        """What Teams knows."""
        return self.teams.world

    @property
    def user(self) -> User:
        """Who acts."""
        return self.world.users[self.key]

    @property
    def bot(self) -> Bot:
        """The bot that hears of it: the one named, else the first."""
        return self.world.bots[self.app_id] if self.app_id else self.world.bot

    @property
    def screen(self) -> Screen:
        """What stands before them beside the conversations."""
        return self.world.screens[self.key]

    @property
    def dialog(self) -> Dialog | None:
        """The dialog that is open."""
        return self.screen.dialog

    @property
    def notices(self) -> list[str]:
        """The short words that Teams showed them, the newest last."""
        return self.screen.notices

    @property
    def chat(self) -> Place:
        """The personal chat with the bot."""
        return self.world.personal(self.bot, self.key)

    def place(self, where: str = DM) -> Place:
        """Find a conversation by #name, name or id; "" stands for the personal chat."""
        return self.world.place(where) if where else self.chat

    def place_to_write(self, where: str) -> Place:
        """Find a conversation in which this person may write. Raises LookupError."""
        place = self.place(where)
        if self.user not in self.world.members_of(place):
            raise LookupError(f"{self.key} is not in {where or 'the chat'}")
        if place.kind == "personal" and not self.world.is_installed(self.bot, place):
            raise LookupError(f"{self.key} has no chat with the bot")
        return place

    def hears(self, place: Place) -> bool:
        """Whether the bot hears of what happens there."""
        is_blocked = place.kind == "personal" and (self.bot.app_id, self.key) in self.world.blocked
        is_disabled = (self.bot.app_id, place.tenant_id) in self.world.disabled
        return self.world.is_installed(self.bot, place) and not is_blocked and not is_disabled

    def made(self, place: Place, type: str, *, thread: str = "", **more: Any) -> Json:
        """Make an activity of this person; what is None is left out, channelData is added to."""
        with self.world.lock:
            made = activity(self.world, self.bot, self.user, place, type=type, thread=thread)
        data = {**made["channelData"], **more.pop("channelData", {})}
        merged = {**made, **more, "channelData": data}
        return {name: value for name, value in merged.items() if value is not None}

    async def deliver(self, activity: Json) -> Answer:
        """Deliver an activity, signed."""
        return await self.teams.endpoint.post(activity, self.teams.sign(bot=self.bot))

    async def invoke(
        self, name: str, value: Any, place: Place, *, message: Message | None = None, thread: str = ""
    ) -> Answer:
        """Deliver an invoke. Where the bot fails it, the person sees that something went wrong."""
        root = thread or (message.thread if message else "")
        reply_to = message.id if message else None
        invoked = self.made(place, "invoke", thread=root, name=name, value=value, replyToId=reply_to)
        answer = await self.deliver(invoked)
        if answer.status != 200:
            self.notices.append(WENT_WRONG)
        return answer

    async def send_again(self) -> Answer:
        """Deliver the last activity once more, as a network does that lost the answer."""
        last = self.teams.endpoint.answers[-1].activity
        return await self.deliver(last)

    async def act(self, type: str, where: str = DM, **more: Any) -> Answer:
        """Deliver an activity of any type."""
        return await self.deliver(self.made(self.place(where), type, **more))

    async def call(self, name: str, value: Any, where: str = DM) -> Answer:
        """Deliver an invoke of any name."""
        return await self.invoke(name, value, self.place(where))
