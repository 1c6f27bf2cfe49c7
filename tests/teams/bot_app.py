"""A small bot to try the local Teams with: it checks tokens, keeps activities, and answers as it is told."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import jwt
from aiohttp import ClientResponse, ClientSession, web
from aiohttp.test_utils import TestServer
from yarl import URL

from tests.slack.things import Json
from tests.teams.kit import attached, card
from tests.teams.server import LocalTeams
from tests.teams.tokens import ISSUER, SCOPE


@dataclass
class BotUnderTest:
    """A bot. `answers` are the bodies with which it answers invokes, by their name."""

    teams: LocalTeams
    http: ClientSession
    heard: list[Json] = field(default_factory=list)
    answers: dict[str, Json] = field(default_factory=dict)
    status: int = 200
    seconds: float = 0.0
    token: str = ""

    async def receive(self, request: web.Request) -> web.Response:
        """Check the token as bots do, keep the activity, and answer."""
        token = request.headers["Authorization"].removeprefix("Bearer ")
        kid = jwt.get_unverified_header(token)["kid"]
        async with self.http.get(self.teams.openid_url) as response:
            metadata = await response.json()
        async with self.http.get(metadata["jwks_uri"]) as response:
            keys = {key["kid"]: key for key in (await response.json())["keys"]}
        key, app_id = jwt.PyJWK(keys[kid], algorithm="RS256").key, self.teams.world.bot.app_id
        claims = jwt.decode(token, key, algorithms=["RS256"], audience=app_id, issuer=ISSUER)
        activity = await request.json()
        assert claims["serviceurl"] == activity["serviceUrl"]
        assert "msteams" in keys[kid]["endorsements"]
        self.heard.append(activity)
        await asyncio.sleep(self.seconds)
        body = self.answers.get(activity.get("name", ""), {})
        return web.json_response(body, status=self.status)

    async def sign_in(self) -> None:
        """Fetch a token to speak with."""
        bot = self.teams.world.bot
        asked = {"client_id": bot.app_id, "client_secret": bot.password, "scope": SCOPE}
        asked["grant_type"] = "client_credentials"
        url = f"{self.teams.login_url}/{bot.tenant_id}/oauth2/v2.0/token"
        async with self.http.post(url, data=asked) as response:
            self.token = (await response.json())["access_token"]

    async def call(
        self, method: str, path: str, body: Json | None = None, token: str = ""
    ) -> tuple[int, Json]:
        """Call the connector, and give the status and what was answered."""
        response = await self.request(method, path, body, token)
        return response.status, (await response.json() if response.content_type.endswith("json") else {})

    async def request(
        self, method: str, path: str, body: Json | None = None, token: str = ""
    ) -> ClientResponse:
        """Call the connector."""
        url = URL(f"{self.teams.service_url}v3/{path}", encoded=True)
        headers = {"Authorization": f"Bearer {token or self.token}"}
        return await self.http.request(method, url, json=body, headers=headers)

    async def send(self, conversation: str, activity: Json) -> tuple[int, Json]:
        """Send an activity to a conversation."""
        path = f"conversations/{conversation.replace(';', '%3B')}/activities"
        return await self.call("POST", path, {"type": "message", **activity})

    async def post(self, where: str, *elements: Json, actions: tuple[Json, ...] = (), **more: object) -> str:
        """Send a card to a conversation, "" for the chat with Dana, and give the id of its message."""
        world = self.teams.world
        place = world.place(where) if where else world.personal(world.bot, "U_DANA")
        content = card(*elements, actions=actions, **more)
        status, sent = await self.send(place.id, {"attachments": [attached(content)]})
        assert status == 201, sent
        return str(sent["id"])


@asynccontextmanager
async def bot_at(teams: LocalTeams) -> AsyncIterator[BotUnderTest]:
    """Run the bot, signed in and connected."""
    async with ClientSession() as http:
        bot = BotUnderTest(teams, http)
        app = web.Application()
        app.router.add_post("/api/messages", bot.receive)
        server = TestServer(app, host="127.0.0.1")
        await server.start_server()
        teams.connect(str(server.make_url("/api/messages")))
        await bot.sign_in()
        yield bot
        await server.close()
