"""A small app of slack-bolt, to play the local Slack against."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.slack.passes import Installation
from tests.slack.server import LocalSlack
from tests.slack.things import Json

EVERYTHING = re.compile(".*")
Act = Callable[..., Awaitable[None]]


@dataclass
class AppUnderTest:
    """A Bolt app that writes down what it hears; `does` says what it does about it, by type or name."""

    client: AsyncWebClient
    signing_secret: str
    heard: list[Json] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)  # answered in turn before Bolt is asked
    does: dict[str, Act] = field(default_factory=dict)

    def bolt(self) -> AsyncApp:
        """Make the Bolt app, with a listener for everything."""
        app = AsyncApp(client=self.client, signing_secret=self.signing_secret, process_before_response=True)
        app.event(EVERYTHING)(self._listener("event"))
        app.command(EVERYTHING)(self._listener("command"))
        app.action(EVERYTHING)(self._listener("block_actions"))
        app.shortcut(EVERYTHING)(self._listener("shortcut"))
        app.view_submission(EVERYTHING)(self._listener("view_submission"))
        app.view_closed(EVERYTHING)(self._listener("view_closed"))
        app.options(EVERYTHING)(self._listener("block_suggestion"))
        return app

    def _listener(self, kind: str) -> Act:
        async def listen(ack: Any, body: Json, client: AsyncWebClient) -> None:
            self.heard.append(body)
            if kind in self.does:
                await self.does[kind](ack=ack, body=body, client=client)
            else:
                await ack()

        return listen

    async def take(self, request: web.Request) -> web.Response:
        """Take a request of Slack."""
        self.headers.append(dict(request.headers))
        if self.statuses and (status := self.statuses.pop(0)) != 200:
            return web.Response(status=status)
        return await to_aiohttp_response(await self.app.async_dispatch(await to_bolt_request(request)))

    def __post_init__(self) -> None:
        """Make Bolt once."""
        self.app = self.bolt()


@asynccontextmanager
async def app_at(slack: LocalSlack, made: Installation) -> AsyncIterator[AppUnderTest]:
    """Run the app on a free port and tell Slack of it."""
    client = AsyncWebClient(token=made.token, base_url=slack.api_url)
    app = AppUnderTest(client, slack.world.app.signing_secret)
    routes = web.Application()
    routes.router.add_post("/slack/events", app.take)
    server = TestServer(routes, host="127.0.0.1")
    await server.start_server()
    slack.connect(str(server.make_url("/slack/events")))
    try:
        yield app
    finally:
        await server.close()
