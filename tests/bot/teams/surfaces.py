"""The Teams edge before the local Teams, without the receiver: news are given to it as they come."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from bot.charts.service import Charts
from bot.teams.arrival import Arrival
from bot.teams.connector import Connector
from bot.teams.edge import Edge
from bot.teams.gate import Gate, Keys, Tokens, Trust
from bot.teams.gate.authentication import HeadwayAuthentication
from bot.teams.installing import LISTENERS
from bot.teams.outside import Outside
from bot.teams.people import remember
from bot.teams.registrations import Registration, Registrations
from domain.chat import Act, Address, Answer, Request, Say, Sender
from domain.plain_text import plain_text
from handlers.dispatch import dispatch
from handlers.services import Services
from storage.database import Database
from storage.tables import Channel, OutboxPost, TeamsConversation
from tests.handlers.play import CHANNEL, DM, Play
from tests.slack.things import Json
from tests.teams.activities import team_data
from tests.teams.delivery import Answer as Answered
from tests.teams.delivery import Endpoint
from tests.teams.person import Person, person
from tests.teams.server import LocalTeams, local_teams
from tests.teams.state import World, tenant_id
from tests.teams.things import Bot, Place, User

NORTHWIND, ELSEWHERE = tenant_id("Northwind"), tenant_id("Elsewhere")
HOME, SECRET, TOGETHER, GROUP = "#northwind", "#board", "#together", "launch"
THREAD = "1700000000000"


def northwind() -> World:
    """A client's tenant: a team with three kinds of channels, a group chat, and people from elsewhere."""
    world = World()
    world.add_bot("Headway", "Northwind")
    for key, name in (("U_DANA", "Dana Reed"), ("U_TOM", "Tom Hale"), ("U_KIT", "Kit Larkspur")):
        world.add_user(User(key, name, NORTHWIND))
    world.add_user(User("U_GUEST", "Gil Guest", ELSEWHERE, role="guest"))
    world.add_user(User("U_STRANGER", "Sam Stranger", ELSEWHERE))
    world.add_user(User("U_ANON", "Someone", "", role="anonymous"))
    team = world.add_team("Marketing", "Northwind", ["U_DANA", "U_TOM", "U_GUEST"])
    world.add_channel("northwind", team)
    world.add_channel("board", team, privacy="private", members=["U_DANA"])
    world.add_channel("together", team, privacy="shared", members=["U_DANA"])
    chat = world.add_group_chat(GROUP, "Northwind", ["U_DANA", "U_TOM"])
    for place in (world.places[team.id], chat):
        world.install(world.bot, place)
    return world


class Holding(Endpoint):
    """Keeps what Teams sends, instead of a receiver."""

    async def post(self, activity: Json, token: str) -> Answered:
        """Take the activity, and answer as a bot does."""
        answer = Answered(activity=activity, status=202)
        self.answers.append(answer)
        return answer


@dataclass(kw_only=True)
class Surfaces(Play):
    """Somebody acts in Teams, by activities of the local one or straight to dispatch; time stands still."""

    teams: LocalTeams
    edge: Edge = field(init=False)
    woken: list[bool] = field(default_factory=list)
    processes: list[Edge] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Hold what Teams sends, and start a process."""
        self.teams.endpoint = Holding()
        self.edge = self.process()

    @property
    def world(self) -> World:
        """All that is there."""
        return self.teams.world

    @property
    def bot(self) -> Bot:
        """Our bot."""
        return self.world.bot

    def process(self) -> Edge:
        """One more process of ours."""
        outside, bot = Outside(), self.bot
        first = Registration(app_id=bot.app_id, tenant_id=bot.tenant_id, secret=bot.password)
        registrations = Registrations(first=first, database=self.database, sealer=None)
        gate = Gate(
            registrations=registrations,
            keys=Keys(outside=outside, url=self.teams.openid_url),
            tokens=Tokens(outside=outside, registrations=registrations, login_url=self.teams.login_url),
            trust=Trust(hosts=("127.0.0.1",)),
        )
        edge = Edge(
            services=Services(database=self.database, wake=lambda: self.woken.append(True)),
            clock=lambda: self.now,
            ask=dispatch,
            charts=Charts(),
            registrations=registrations,
            gate=gate,
            connector=Connector(HeadwayAuthentication(gate)),
            outside=outside,
        )
        self.processes.append(edge)
        return edge

    def account(self, who: str) -> str:
        """The account of somebody by their key."""
        return self.world.users[who].account if who in self.world.users else who

    def place(self, where: str, who: str = "U_DANA") -> Place:
        """A conversation by its name, or somebody's personal chat."""
        return self.world.personal(self.bot, who) if where == DM else self.world.place(where)

    async def act(self, who: str, act: Act, *, where: str = CHANNEL, key: str = "", **sender: Any) -> Answer:
        """Let somebody do something in Teams; #northwind is the channel of that name."""
        request = self.request(who, where, act, key=key, **sender)
        answer = await dispatch(self.edge.services, request, now=self.now)
        self.last[who, where] = answer
        return answer

    def said(self, who: str, where: str, text: str) -> Request:
        """Something that somebody said, as it is asked."""
        return self.request(who, where, Say(text=text))

    def request(self, who: str, where: str, act: Act, *, key: str = "", **sender: Any) -> Request:
        """Something that somebody did, as it is asked."""
        self.keys += 1
        here, account = {"platform": "teams", "workspace": self.bot.tenant_id}, self.account(who)
        address = (
            Address(**here, account=account)
            if where == DM
            else Address(**here, conversation=self.place(where).id)
        )
        name = next((user.name for user in self.world.users.values() if user.account == account), account)
        return Request(
            key=key or f"act-{self.keys}",
            sender=replace(Sender(account=account, name=name, is_guest=False), **sender),
            address=address,
            act=act,
            can_open_form=self.can_open_form,
        )

    async def remember(self, where: str, who: str = "U_DANA") -> None:
        """Let somebody be heard there."""
        await remember(self.edge, self.arrival(who=who, where=where))

    def at(self, who: str = "U_DANA") -> Person:
        """Somebody before the local Teams."""
        return person(self.teams, who)

    def arrival(
        self, kind: str = "message", *, who: str = "U_DANA", where: str = HOME, **more: Any
    ) -> Arrival:
        """An activity of somebody's, as it came in; `more` are other parts of it."""
        thread = THREAD if kind == "message" else ""
        return self.arrived(self.at(who).made(self.place(where, who), kind, thread=thread, **more))

    def arrived(self, activity: Json) -> Arrival:
        """An activity as it came in at this moment."""
        return Arrival(app_id=self.bot.app_id, body={**activity, "timestamp": self.now.isoformat()})

    def event(self, name: str, where: str = HOME, **data: Any) -> Arrival:
        """Something that happened to a channel, or its team, as Teams tells of it by the first channel."""
        place = self.place(where)
        told = {**team_data(self.world, place, name), **data}
        return self.arrival("conversationUpdate", where=place.team_id, channelData=told)

    async def hear(self, *told: Arrival | Answered, times: int = 2) -> None:
        """Let the news come in, as often as Teams may send them."""
        news = [one if isinstance(one, Arrival) else self.arrived(one.activity) for one in told]
        for one in news:
            for _again in range(times):
                await LISTENERS[one.type](self.edge, one)

    async def install(self, where: str = DM, *, who: str = "U_DANA", backwards: bool = False) -> None:
        """Add the app, of which Teams tells in two ways, in either order."""
        told = await self.at(who).install("" if where == DM else where)
        await self.hear(*(reversed(told) if backwards else told))

    async def remove(self, where: str = DM, *, who: str = "U_DANA", backwards: bool = False) -> None:
        """Take the app out, of which Teams tells in two ways, in either order."""
        told = await self.at(who).uninstall("" if where == DM else where)
        await self.hear(*(reversed(told) if backwards else told))

    async def direct(self, who: str = "U_DANA") -> list[str]:
        """What waits for somebody's personal chat, in plain words."""
        return [plain_text(post) for post in await self.posts(self.account(who))]

    async def waiting(self, where: str, *states: str) -> list[OutboxPost]:
        """What waits for a conversation."""
        ends = OutboxPost.target.endswith(f"/{self.place(where).id}")
        return await self.rows(OutboxPost, ends, OutboxPost.state.in_(states or ("pending",)))

    async def channel(self, where: str = HOME) -> Channel:
        """What is known of a channel."""
        (row,) = await self.rows(Channel, Channel.external_id == self.place(where).id)
        assert isinstance(row, Channel)
        return row

    async def kept(self, where: str = HOME, who: str = "U_DANA") -> TeamsConversation:
        """How a conversation is reached."""
        named = TeamsConversation.conversation == self.place(where, who).id
        (row,) = await self.rows(TeamsConversation, named)
        assert isinstance(row, TeamsConversation)
        return row

    async def close(self) -> None:
        """End what runs in the background."""
        for edge in self.processes:
            await edge.background.drain(seconds=5)
            await edge.outside.close()


@asynccontextmanager
async def on_stage(database: Database) -> AsyncIterator[Surfaces]:
    """An empty stage before a local Teams with Northwind's people in it."""
    async with local_teams(northwind(), has_limits=False) as teams:
        stage = Surfaces(database=database, teams=teams)
        yield stage
        await stage.close()
    await database.close()


__all__ = ["CHANNEL", "DM", "GROUP", "HOME", "SECRET", "TOGETHER", "Surfaces", "on_stage"]
