"""Our post office before the local Teams: an outbox, its delivery, and a messenger over real HTTP."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from bot.charts.service import Charts
from bot.teams.connector import Connector
from bot.teams.edge import Edge
from bot.teams.gate import Gate, Keys, Tokens, Trust
from bot.teams.gate.authentication import HeadwayAuthentication
from bot.teams.outside import Outside
from bot.teams.pace import Pace
from bot.teams.registrations import Registration, Registrations
from bot.teams.send import TeamsMessenger
from domain.chat import Address, reply
from handlers.dispatch import dispatch
from handlers.services import Services
from scheduler.delivery import Delivery
from storage import outbox, teams_conversations
from storage.database import Database
from storage.tables import OutboxPost
from storage.teams_conversations import Conversation
from tests.teams.server import LocalTeams, local_teams
from tests.teams.state import World, tenant_id
from tests.teams.things import Message, User, guid

TENANT = tenant_id("northwind")
# Draws nothing: a picture is one white pixel.
PAINTER = """
import struct, sys, zlib
def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
pixel = b"\\x89PNG\\r\\n\\x1a\\n" + head + chunk(b"IDAT", zlib.compress(b"\\0\\xff")) + chunk(b"IEND", b"")
while length := sys.stdin.buffer.read(4):
    wanted = sys.stdin.buffer.read(int.from_bytes(length))
    sys.stdout.buffer.write(len(pixel).to_bytes(4) + pixel)
    sys.stdout.buffer.flush()
"""
# Nobody listens there.
DEAF = "127.0.0.1:1"
PEOPLE = {"U_DANA": "Dana Reed", "U_TOM": "Tom Hale"}


def northwind() -> World:
    """Make the tenant: the team Northwind with Dana and Tom, the app in it, and Una who is in no team."""
    world = World()
    bot = world.add_bot("headway", "northwind")
    for key, name in {**PEOPLE, "U_UNA": "Una Alone"}.items():
        world.add_user(User(key, name, TENANT))
    team = world.add_team("Northwind", "northwind", PEOPLE)
    world.add_channel("kpis", team)
    world.installs.add((bot.app_id, team.id))
    return world


def account(key: str) -> str:
    """Somebody's id in the directory."""
    return guid(f"user/{key}")


def direct(key: str = "U_DANA", **more: str) -> Address:
    """Somebody's personal chat."""
    return Address(platform="teams", workspace=TENANT, account=account(key), **more)


@dataclass(kw_only=True)
class Office:
    """One or several processes of ours on one database. `now` is what their clocks say."""

    teams: LocalTeams
    database: Database
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    outside: Outside = field(default_factory=Outside)
    charts: Charts = field(default_factory=lambda: Charts(command=(sys.executable, "-c", PAINTER)))
    channel_id: str = field(init=False)
    edge: Edge = field(init=False)

    def __post_init__(self) -> None:
        """Make the edge of the first process."""
        self.channel_id = self.world.place("#kpis").id
        self.edge = self.new_edge()

    @property
    def world(self) -> World:
        """What the local Teams knows."""
        return self.teams.world

    def channel(self, **more: str) -> Address:
        """The channel #kpis."""
        return Address(platform="teams", workspace=TENANT, conversation=self.channel_id, **more)

    def new_edge(self) -> Edge:
        """The edge of a new process, which knows nothing yet."""
        bot = self.world.bot
        registrations = Registrations(
            first=Registration(app_id=bot.app_id, tenant_id=bot.tenant_id, secret=bot.password),
            database=self.database,
            sealer=None,
        )
        host = self.world.base_url.removeprefix("http://")
        gate = Gate(
            registrations=registrations,
            keys=Keys(outside=self.outside, url=self.teams.openid_url),
            tokens=Tokens(outside=self.outside, registrations=registrations, login_url=self.teams.login_url),
            trust=Trust(hosts=(host, DEAF)),
        )
        return Edge(
            services=Services(database=self.database),
            clock=lambda: self.now,
            ask=dispatch,
            charts=self.charts,
            registrations=registrations,
            gate=gate,
            connector=Connector(
                HeadwayAuthentication(gate), pace=Pace(clock=self.world.clock.now, sleep=self.sleep)
            ),
            outside=self.outside,
        )

    def messenger(self, **more: Any) -> TeamsMessenger:
        """A messenger of the first process."""
        return TeamsMessenger(self.edge, **more)

    def delivery(self, **more: Any) -> Delivery:
        """The delivery of a new process."""
        spread = Random(1)  # noqa: S311 - spreads attempts, guards nothing
        messengers = {"teams": TeamsMessenger(self.new_edge())}
        return Delivery(database=self.database, messengers=messengers, random=spread, **more)

    async def sleep(self, seconds: float) -> None:
        """Let Teams' clock go on, and nobody wait."""
        self.world.clock.move_on(seconds)

    def later(self, **by: float) -> datetime:
        """Let time pass."""
        self.now += timedelta(**by)
        return self.now

    def place(self, conversation: str = "", **more: Any) -> Conversation:
        """A conversation as it comes from Teams; #kpis, if nothing else is said."""
        values = {
            "app_id": self.world.bot.app_id,
            "tenant_id": TENANT,
            "conversation": conversation or self.channel_id,
            "kind": "channel",
            "service_url": self.teams.service_url,
        }
        return Conversation(**{**values, **more})

    async def hear(self, **more: Any) -> Conversation:
        """Let something come from a conversation."""
        heard = self.place(**more)
        async with self.database.write() as session:
            await teams_conversations.keep(session, heard, now=self.now)
        return heard

    async def chat_with(self, key: str = "U_DANA") -> str:
        """Let somebody write to us. Return their personal chat."""
        chat = self.world.personal(self.world.bot, key).id
        self.world.installs.add((self.world.bot.app_id, chat))
        await self.hear(conversation=chat, kind="personal", account=account(key))
        return chat

    async def meet(self, key: str = "U_DANA") -> str:
        """Learn by which id the bot knows somebody."""
        member = self.world.users[key].member(self.world.bot.app_id)
        async with self.database.write() as session:
            await teams_conversations.keep_member(
                session, app_id=self.world.bot.app_id, account=account(key), member=member
            )
        return member

    async def known(self, conversation: str = "") -> Conversation | None:
        """What is written down of a conversation."""
        async with self.database.read() as session:
            return await teams_conversations.find(
                session, tenant_id=TENANT, conversation=conversation or self.channel_id
            )

    async def add(self, key: str, address: Address | None = None, **more: Any) -> None:
        """Put a post into the outbox."""
        values = {"engagement_id": None, "reply": reply(f"This is {key}."), "now": self.now, **more}
        async with self.database.write() as session:
            await outbox.add(session, key=key, address=address or self.channel(), **values)

    async def row(self, key: str) -> OutboxPost:
        """A post as it is stored."""
        async with self.database.read() as session:
            kept = (await session.scalars(select(OutboxPost).where(OutboxPost.key == key))).one()
            session.expunge(kept)
            return kept

    def posts(self, conversation: str = "") -> list[Message]:
        """What stands in a conversation."""
        return [one for one in self.world.messages if one.place_id == (conversation or self.channel_id)]

    def sent(self) -> int:
        """How many messages the bot tried to send."""
        return len(self.teams.called("POST", "/activities"))

    async def close(self) -> None:
        """Close the connections."""
        await self.charts.close()
        await self.outside.close()
        await self.database.close()


@asynccontextmanager
async def small_office(sqlite_url: str, *, has_limits: bool = False) -> AsyncIterator[Office]:
    """Open an office on this database, and close it at the end."""
    database = Database(sqlite_url)
    async with local_teams(northwind(), has_limits=has_limits) as teams:
        made = Office(teams=teams, database=database)
        try:
            yield made
        finally:
            await made.close()
