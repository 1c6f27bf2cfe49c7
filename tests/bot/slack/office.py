"""Our post office before the local Slack: an outbox, its delivery, and a messenger over real HTTP."""

import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import select, update

from bot.charts.service import Charts
from bot.slack.api import SlackApi, web_client
from bot.slack.edge import Edge
from bot.slack.installations import OneWorkspace
from bot.slack.send import SlackMessenger
from domain.chat import Address, Chart, ChartPoint, Panel, Reply, make_chart, reply
from handlers.dispatch import dispatch
from handlers.services import Services
from scheduler.delivery import Delivery
from storage import outbox
from storage.database import Database
from storage.tables import OutboxPost
from tests.slack.conftest import TEAM, northwind
from tests.slack.passes import Installation
from tests.slack.server import LocalSlack, local_slack
from tests.slack.things import Message

# Draws nothing: a picture is ten bytes.
PAINTER = """
import sys
while length := sys.stdin.buffer.read(4):
    wanted = sys.stdin.buffer.read(int.from_bytes(length))
    sys.stdout.buffer.write((10).to_bytes(4) + b"not really")
    sys.stdout.buffer.flush()
"""


def channel(conversation: str = "C_NORTHWIND", **more: str) -> Address:
    """A channel of the workspace."""
    return Address(platform="slack", workspace=TEAM, conversation=conversation, **more)


def direct(account: str = "U_DANA", **more: str) -> Address:
    """Somebody's direct messages."""
    return Address(platform="slack", workspace=TEAM, account=account, **more)


def chart(title: str = "Leads") -> Chart:
    """A chart of two months."""
    points = tuple(
        ChartPoint(label=name, value=value, shown=str(value))
        for name, value in (("Aug", 90.0), ("Sep", 103.0))
    )
    return make_chart(title=title, panels=(Panel(name=title, unit="count", points=points),))


@dataclass(kw_only=True)
class Office:
    """One or several processes of ours on one database; `lost` are the installations that ended."""

    slack: LocalSlack
    database: Database
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    lost: list[tuple[str, str]] = field(default_factory=list)
    apis: list[SlackApi] = field(default_factory=list)
    charts: Charts = field(default_factory=lambda: Charts(command=(sys.executable, "-c", PAINTER)))

    @property
    def made(self) -> Installation:
        """The installation of the app."""
        found = self.slack.world.installation_for(TEAM)
        assert found is not None
        return found

    def messenger(self) -> SlackMessenger:
        """A messenger of a new process, which knows nothing yet."""
        url, token = self.slack.api_url, self.made.token
        api = SlackApi(
            base_url=url, installations=OneWorkspace(token=token, client=web_client(url, token=token))
        )
        self.apis.append(api)
        edge = Edge(
            services=Services(database=self.database),
            clock=lambda: self.now,
            ask=dispatch,
            api=api,
            charts=self.charts,
            commands={},
        )
        return SlackMessenger(edge, on_lost=self.hear)

    async def hear(self, workspace: str, reason: str) -> None:
        """Write down that an installation ended."""
        self.lost.append((workspace, reason))

    def delivery(self, database: Database | None = None, **more: Any) -> Delivery:
        """The delivery of a new process."""
        spread = Random(1)  # noqa: S311 - spreads attempts, guards nothing
        database = database or self.database
        return Delivery(database=database, messengers={"slack": self.messenger()}, random=spread, **more)

    def may(self, *scopes: str) -> None:
        """Give the app more scopes."""
        self.made.scopes |= set(scopes)

    async def add(self, key: str, address: Address | None = None, **more: Any) -> None:
        """Put a post into the outbox."""
        values = {"engagement_id": None, "reply": reply(f"This is {key}."), "now": self.now, **more}
        async with self.database.write() as session:
            await outbox.add(session, key=key, address=address or channel(), **values)

    def later(self, **more: float) -> datetime:
        """Let time pass here and at Slack, and say what it is then."""
        passed = timedelta(**more)
        self.now += passed
        self.slack.world.clock.move_on(passed.total_seconds())
        return self.now

    async def row(self, key: str) -> OutboxPost:
        """A post as it is stored."""
        async with self.database.read() as session:
            kept = (await session.scalars(select(OutboxPost).where(OutboxPost.key == key))).one()
            session.expunge(kept)
            return kept

    async def change(self, key: str, **values: Any) -> None:
        """Change a stored post."""
        async with self.database.write() as session:
            await session.execute(update(OutboxPost).where(OutboxPost.key == key).values(**values))

    def posts(self, conversation: str = "C_NORTHWIND") -> list[Message]:
        """What stands in a channel."""
        return [one for one in self.slack.world.messages if one.channel_id == conversation]

    def keys(self) -> list[str]:
        """The keys of all posts that Slack has, in order."""
        return list(self._keys())

    def _keys(self) -> Iterator[str]:
        for message in self.slack.world.messages:
            if message.metadata:
                yield message.metadata["event_payload"]["key"]

    async def close(self) -> None:
        """Close the connections."""
        await self.charts.close()
        for api in self.apis:
            await api.close()


@asynccontextmanager
async def office_on(slack: LocalSlack, database: Database) -> AsyncIterator[Office]:
    """Open an office, and close it at the end."""
    made = Office(slack=slack, database=database)
    try:
        yield made
    finally:
        await made.close()


@asynccontextmanager
async def small_office(sqlite_url: str) -> AsyncIterator[Office]:
    """Open an office on this database, in #northwind's workspace."""
    database = Database(sqlite_url)
    async with local_slack(northwind()) as slack, office_on(slack, database) as office:
        yield office
    await database.close()


def with_chart(*words: str) -> Reply:
    """A reply of these words and a chart."""
    made = reply(*words)
    return replace(made, blocks=(*made.blocks, chart()))
