"""The Slack edge before the local Slack, without the receiver: events are given to it as they come."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from bot.charts.service import Charts
from bot.slack.api import SlackApi, web_client
from bot.slack.edge import Edge
from bot.slack.installations import OneWorkspace
from bot.slack.translate import click_request
from domain.chat import Act, Address, Answer, Request, Sender
from handlers.dispatch import dispatch
from handlers.services import Services
from storage.database import Database
from tests.handlers.play import CHANNEL, DM, NAMES, Play
from tests.slack.conftest import TEAM, northwind
from tests.slack.delivery import HoldingTransport
from tests.slack.person import Person, person
from tests.slack.server import LocalSlack, local_slack
from tests.slack.things import Json

HOME_CHANNEL = "C_NORTHWIND"


@dataclass(kw_only=True)
class Surfaces(Play):
    """Somebody acts in Slack, by payloads of the local one or straight to dispatch; time stands still."""

    slack: LocalSlack
    edge: Edge = field(init=False)
    held: HoldingTransport = field(default_factory=HoldingTransport)

    def __post_init__(self) -> None:
        """Hold what Slack sends, and start a process."""
        self.slack.transport = self.held
        self.edge = self.process()

    def process(self) -> Edge:
        """One more process of ours, with the token of the installation."""
        made = self.slack.world.installation_for(TEAM)
        assert made is not None
        url = self.slack.api_url
        installations = OneWorkspace(token=made.token, client=web_client(url, token=made.token))
        return Edge(
            services=Services(database=self.database),
            clock=lambda: self.now,
            ask=dispatch,
            api=SlackApi(base_url=url, installations=installations),
            charts=Charts(),
            commands={},
        )

    async def act(self, who: str, act: Act, *, where: str = CHANNEL, key: str = "", **sender: Any) -> Answer:
        """Let somebody do something in Slack; #northwind is the channel of that name."""
        self.keys += 1
        here = {"platform": "slack", "workspace": TEAM}
        channel = HOME_CHANNEL if where == CHANNEL else where
        address = Address(**here, account=who) if where == DM else Address(**here, conversation=channel)
        request = Request(
            key=key or f"act-{self.keys}",
            sender=replace(Sender(account=who, name=NAMES.get(who, who), is_guest=False), **sender),
            address=address,
            act=act,
            can_open_form=self.can_open_form,
        )
        answer = await dispatch(self.edge.services, request, now=self.now)
        self.last[who, where] = answer
        return answer

    def at(self, who: str) -> Person:
        """Somebody before the local Slack."""
        return person(self.slack, who)

    def taken(self) -> Json:
        """The payload that Slack sent last."""
        return self.held.held[-1][1]

    async def click_at_home(self, who: str, label: str) -> Answer:
        """Press a button of the Home, and give the answer."""
        await self.at(who).click(label, where="home")
        return await dispatch(self.edge.services, click_request(self.taken()), now=self.now)


@asynccontextmanager
async def on_stage(database_url: str) -> AsyncIterator[Surfaces]:
    """An empty stage before a local Slack with Northwind's people in it."""
    database = Database(database_url)
    async with local_slack(northwind()) as slack:
        stage = Surfaces(database=database, slack=slack)
        yield stage
        await stage.edge.background.drain(seconds=5)
        await stage.edge.api.close()
    await database.close()
