"""Processes of ours before one local Slack and one database."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.cookies import SimpleCookie
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import select

from bot.background import Background
from bot.charts.service import Charts
from bot.sealing import Sealer
from bot.slack.api import SlackApi, web_client
from bot.slack.edge import Edge
from bot.slack.installing import ManyWorkspaces, add_installing, oauth_app, on_team_access_granted
from bot.slack.installing.routes import COOKIE
from handlers.dispatch import dispatch
from handlers.services import Services
from storage.database import Database
from storage.tables import OutboxPost, SlackInstallation
from tests.slack.conftest import northwind
from tests.slack.delivery import HoldingTransport
from tests.slack.lifecycle import Lifecycle
from tests.slack.passes import Installation
from tests.slack.server import LocalSlack, local_slack
from tests.slack.state import SlackApp
from tests.slack.things import Json, User

PUBLIC = "https://app.example/headway"
SCOPES = ("chat:write", "commands")
ORGANISATION, FIRST, SECOND = "E0ORG", "T0FIRST", "T0SECOND"


@dataclass(frozen=True, kw_only=True)
class Page:
    """What a browser got."""

    status: int
    text: str
    headers: dict[str, str]
    cookie: str


@dataclass(kw_only=True)
class Process:
    """One process of ours: its edge, its installations, and its pages."""

    slack: LocalSlack
    database: Database
    secret_key: str = "key"
    woken: list[bool] = field(default_factory=list)
    edge: Edge = field(init=False)
    many: ManyWorkspaces = field(init=False)
    browser: TestClient[Any, Any] = field(init=False)
    held: HoldingTransport = field(default_factory=HoldingTransport)

    def __post_init__(self) -> None:
        """Hold what Slack sends, and wire the process as the application does."""
        self.slack.transport = self.held
        api_url, background, sealer = self.slack.api_url, Background(), Sealer(self.secret_key)
        known = self.slack.world.app
        app = oauth_app(
            client_id=known.client_id, client_secret=known.client_secret, public_url=PUBLIC, scopes=SCOPES
        )
        self.many = ManyWorkspaces(
            database=self.database,
            sealer=sealer,
            client=web_client(api_url),
            app=app,
            clock=self.now,
            background=background,
        )
        self.edge = Edge(
            services=Services(database=self.database, wake=lambda: self.woken.append(True)),
            clock=self.now,
            ask=dispatch,
            api=SlackApi(base_url=api_url, installations=self.many),
            charts=Charts(),
            commands={"hw": "", "kpi": "kpi"},
            background=background,
        )
        site = web.Application()
        add_installing(site, edge=self.edge, app=app, sealer=sealer, public_url=f"{PUBLIC}/")
        self.browser = TestClient(TestServer(site))

    @property
    def life(self) -> Lifecycle:
        """The administrators."""
        return Lifecycle(self.slack)

    def now(self) -> datetime:
        """Read the clock that we share with Slack."""
        return datetime.fromtimestamp(self.slack.world.clock.now(), UTC)

    async def get(self, url: str, cookie: str = "") -> Page:
        """Open one of our addresses in a browser with that cookie."""
        path = url.removeprefix(PUBLIC)
        headers = {"Cookie": f"{COOKIE}={cookie}"} if cookie else {}
        async with self.browser.get(path, headers=headers, allow_redirects=False) as answer:
            cookies = SimpleCookie(answer.headers.get("Set-Cookie", ""))
            held = cookies[COOKIE].value if COOKIE in cookies else ""
            return Page(
                status=answer.status, text=await answer.text(), headers=dict(answer.headers), cookie=held
            )

    async def allow(self, by: str, *, organisation: bool = False) -> tuple[str, str]:
        """Begin an install and press [Allow]: where Slack sends the browser, and the cookie it has."""
        begun = await self.get("/slack/install")
        return self.life.allow(begun.headers["Location"], by=by, organisation=organisation), begun.cookie

    async def install(self, by: str = "U_STRANGER", *, organisation: bool = False) -> Page:
        """Install the app, from the first page to the last."""
        return await self.get(*await self.allow(by, organisation=organisation))

    async def grant(self, teams: list[str], *, made: Installation | None = None) -> None:
        """Let an organisation give workspaces to the app, and hear of it."""
        made = made or self.slack.world.installation_for(teams[0])
        assert made is not None
        await self.life.change_access(made, teams, granted=True)
        await on_team_access_granted(self.edge, self.heard())

    def heard(self, back: int = 1) -> Json:
        """Take the payload that Slack sent last, or before that."""
        return self.held.held[-back][1]

    async def rows(self) -> list[SlackInstallation]:
        """Read the installations as they are stored."""
        async with self.database.read() as session:
            found = list((await session.scalars(select(SlackInstallation))).all())
            session.expunge_all()
        return found

    async def posts(self, *states: str) -> list[OutboxPost]:
        """Read the outbox."""
        async with self.database.read() as session:
            query = select(OutboxPost).where(OutboxPost.state.in_(states or ("pending",)))
            found = list((await session.scalars(query.order_by(OutboxPost.id))).all())
            session.expunge_all()
        return found

    async def settle(self) -> None:
        """Let what goes on in the background end."""
        await self.edge.background.drain(seconds=20)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A database with the tables of today."""
    made = Database(database_url)
    yield made
    await made.close()


@pytest.fixture
async def slack() -> AsyncIterator[LocalSlack]:
    """A local Slack with token rotation, Northwind, Elsewhere and an organisation of two workspaces."""
    world = northwind()
    world.app = SlackApp(rotates_tokens=True)
    world.add_team(FIRST, "First", enterprise_id=ORGANISATION)
    world.add_team(SECOND, "Second", enterprise_id=ORGANISATION)
    world.add_user(User("W_ADA", "ada", "Ada Admin", FIRST))
    async with local_slack(world) as slack:
        yield slack


@pytest.fixture
async def start(slack: LocalSlack, database: Database) -> AsyncIterator[Callable[..., Any]]:
    """Start a process of ours."""
    async with AsyncExitStack() as ends:

        async def begin(**changes: Any) -> Process:
            process = Process(**{"slack": slack, "database": database, **changes})
            await process.browser.start_server()
            ends.push_async_callback(process.edge.api.close)
            ends.push_async_callback(process.browser.close)
            ends.push_async_callback(process.settle)
            return process

        yield begin


@pytest.fixture
async def here(start: Callable[..., Any]) -> Process:
    """A process of ours."""
    process: Process = await start()
    return process


@pytest.fixture
async def there(start: Callable[..., Any], here: Process) -> Process:
    """Another process on the same database, after the app was installed here."""
    await here.install()
    process: Process = await start()
    return process


async def works(here: Process, token: str) -> bool:
    """Say whether Slack takes the token."""
    client = here.edge.api.with_token(token)
    return bool((await client.auth_test())["ok"])
