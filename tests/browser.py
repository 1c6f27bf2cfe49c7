"""The console in a real browser: what its tests and the stories share."""

import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import axe_core_python
from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, Page, async_playwright, expect

from bot.console.events import Changes
from bot.console.render import Suggestion
from bot.console.routes import CONSOLE, Console, add_console
from domain.chat import Answer, Request, reply
from handlers.dispatch import Keep
from handlers.services import Services
from storage import console, schema
from storage.database import Database

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
QUIET = (
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# The first chart is drawn by a process that has to begin, beside other tests: five seconds are too few.
PATIENCE_MS = 20_000
AXE = Path(axe_core_python.__file__).with_name("axe.min.js")


@dataclass
class FakeDispatch:
    """Answers as it is told, and remembers what it was asked. A key counts once, as with the real one."""

    answer: Callable[[Request], Answer] = lambda _request: reply("Recorded.")
    requests: list[Request] = field(default_factory=list)
    given: dict[str, Answer] = field(default_factory=dict)

    async def __call__(
        self, services: Services, request: Request, *, now: datetime, keep: Keep | None = None
    ) -> Answer:
        """Remember the request and answer it."""
        self.requests.append(request)
        if request.key not in self.given:
            self.given[request.key] = self.answer(request)
            if keep is not None:
                async with services.database.write() as session:
                    await keep(session, self.given[request.key])
        return self.given[request.key]


@dataclass(kw_only=True)
class Room:
    """A console that is being served, with three people and two channels."""

    database: Database
    server: TestServer
    ask: FakeDispatch
    changes: Changes
    services: Services

    @property
    def token(self) -> str:
        """The page token of this server."""
        return self.server.app[CONSOLE].token

    @property
    def url(self) -> str:
        """The address of the page."""
        return str(self.server.make_url("/console"))


@asynccontextmanager
async def console_room(
    sqlite_url: str, ask: FakeDispatch, *, clock: Callable[[], datetime] = lambda: NOON, port: int = 0
) -> AsyncIterator[Room]:
    """Serve a console on a real port over this database."""
    database = Database(sqlite_url)
    await schema.migrate(database)
    async with database.write() as session:
        for account, name in (("U_MAREN", "Maren Holt"), ("U_JONAS", "Jonas Weber"), ("U_AYA", "Aya")):
            await console.add_person(session, account=account, name=name, now=NOON)
        for channel in ("#alder-clinics", "#general"):
            await console.add_channel(session, name=channel, now=NOON)
    services, changes = Services(database=database), Changes()
    server = TestServer(application(services, changes, ask, clock), host="127.0.0.1", port=port)
    await server.start_server()
    yield Room(database=database, server=server, ask=ask, changes=changes, services=services)
    await server.close()
    await database.close()


def application(
    services: Services, changes: Changes, ask: FakeDispatch, clock: Callable[[], datetime]
) -> web.Application:
    """An application with nothing but the console in it."""
    app = web.Application()
    suggestions = (
        Suggestion(name="setup", usage="setup", summary="begin an engagement here"),
        Suggestion(name="kpi", usage="kpi [KPI VALUE [PERIOD]]", summary="record numbers"),
        Suggestion(name="kpi fix", usage='kpi fix KPI VALUE [PERIOD] "REASON"', summary="correct a number"),
        Suggestion(name="kpi why", usage="kpi why KPI [PERIOD]", summary="where a number comes from"),
        Suggestion(name="feedback", usage="feedback", summary="say how it goes"),
        Suggestion(name="help", usage="help [COMMAND]", summary="what I can do"),
    )
    made = Console(services=services, clock=clock, changes=changes, suggestions=suggestions, ask=ask)
    add_console(app, made)
    return app


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Debian's chromium, without a window."""
    path = shutil.which("chromium")
    if path is None:
        raise FileNotFoundError("chromium is not installed")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=path, headless=True, chromium_sandbox=False, args=QUIET
        )
        yield browser
        await browser.close()


@asynccontextmanager
async def page_of(
    browser: Browser, *, width: int = 1280, scheme: Any = "light"
) -> AsyncIterator[tuple[Page, list[str]]]:
    """A page of its own, and the list of what its script complains about."""
    context = await browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce", locale="en-GB"
    )
    page = await context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    expect.set_options(timeout=PATIENCE_MS)
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    yield page, problems
    await context.close()


async def findings(page: Page) -> list[str]:
    """What axe finds serious or critical on the page as it is now."""
    await page.evaluate(AXE.read_text(encoding="utf-8"))
    result = await page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']} ({one['impact']}): {node['html'][:160]} {node['failureSummary'][:300]}"
        for one in result["violations"]
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]
