"""The HTTP side of the local Teams: connector, login, keys and files, in a thread of its own."""

import asyncio
import json
import threading
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.slack.things import Json
from tests.teams.delivery import Endpoint
from tests.teams.faults import Fault, Faults, Side
from tests.teams.limits import Limits
from tests.teams.refusals import Refused
from tests.teams.routes import answer_call, conversation_in, is_reading
from tests.teams.state import SERVICE, World
from tests.teams.things import Bot
from tests.teams.tokens import ISSUER, Bearers, Keys, SigningKey, claims_of, signed

METADATA, KEYS = "/v1/.well-known/openidconfiguration", "/v1/.well-known/keys"
TOKEN = "/{tenant}/oauth2/v2.0/token"
MAX_BODY = 10 * 1024 * 1024
# What reading a body raises that has something else where Teams looks for something.
MISSHAPEN = (AttributeError, KeyError, TypeError, ValueError)


@dataclass(frozen=True, kw_only=True)
class Called:
    """A call of the connector as it came, and the status that it was answered with; 0 where it was cut."""

    method: str
    path: str
    app_id: str
    body: Json
    status: int


@dataclass
class LocalTeams:
    """A running Teams. `asked` counts what was asked of the login and of the keys.

    One that `is_open` neither sends tokens nor asks for them, as Microsoft's playground.
    """

    world: World
    keys: Keys = field(default_factory=Keys)
    faults: Faults = field(default_factory=Faults)
    calls: list[Called] = field(default_factory=list)
    asked: Counter[str] = field(default_factory=Counter)
    is_open: bool = False
    endpoint: Endpoint = field(default_factory=Endpoint)
    bearers: Bearers = field(init=False)
    limits: Limits = field(init=False)

    def __post_init__(self) -> None:
        """Publish a first key."""
        self.bearers, self.limits = Bearers(self.world), Limits(self.world.clock)
        self.keys.new()

    @property
    def service_url(self) -> str:
        """Where bots answer."""
        return self.world.service_url

    @property
    def openid_url(self) -> str:
        """Where the metadata of the keys is."""
        return f"{self.world.base_url}{METADATA}"

    @property
    def login_url(self) -> str:
        """Where tokens come from."""
        return self.world.base_url

    def connect(self, messages_url: str) -> None:
        """Deliver to the bot's /api/messages from now on."""
        self.endpoint.url = messages_url

    def called(self, method: str, ending: str = "") -> list[Called]:
        """List the calls of the connector by method and the end of their path."""
        return [call for call in self.calls if call.method == method and call.path.endswith(ending)]

    def sign(
        self,
        *,
        bot: Bot | None = None,
        key: SigningKey | None = None,
        headers: Mapping[str, Any] | None = None,
        without: tuple[str, ...] = (),
        **claims: Any,
    ) -> str:
        """Make the token that Teams sends to a bot; claims given here win, those in `without` are left out.

        `headers` go into the token's own head: {"kid": None} leaves the key's id out.
        """
        if self.is_open:
            return ""
        made = claims_of(self.world, self.world.clock, (bot or self.world.bot).app_id) | claims
        kept = {name: value for name, value in made.items() if name not in without}
        return signed(kept, key or self.keys.current, headers or {})

    def routes(self) -> web.Application:
        """Make the routes."""
        app = web.Application(client_max_size=MAX_BODY)
        app.router.add_route("*", SERVICE + "{call:.*}", self._connector)
        app.router.add_get(METADATA, self._metadata)
        app.router.add_get(KEYS, self._keys)
        app.router.add_post(TOKEN, self._token)
        app.router.add_get("/files/{file}", self._download)
        app.router.add_put("/files/{file}", self._upload)
        return app

    async def _connector(self, request: web.Request) -> web.Response:
        content = await request.read()
        fault = await self._fault("connector")
        app_id, answer = "", web.Response()
        if fault is None or fault.kind not in {"status", "cut"}:
            app_id, answer = self._answered(request, content)
        answer = _struck(request, fault, answer)
        body = _json(content)
        status = 0 if fault and fault.kind in {"cut", "drop"} else answer.status
        call = Called(method=request.method, path=request.path, app_id=app_id, body=body, status=status)
        self.calls.append(call)
        return answer

    def _answered(self, request: web.Request, content: bytes) -> tuple[str, web.Response]:
        app_id, path = "", request.match_info["call"]
        try:
            with self.world.lock:
                authorization = request.headers.get("Authorization", "")
                app_id = self.world.bot.app_id if self.is_open else self.bearers.app_of(authorization)
                bot = self.world.bots[app_id]
                reading = is_reading(request.method)
                self.limits.count(app_id, bot.tenant_id, conversation_in(path), is_reading=reading)
                query = dict(request.query)
                status, body = answer_call(self.world, bot, request.method, path, _json(content) | query)
            return app_id, web.json_response(body.get("", body), status=status)
        except MISSHAPEN as error:
            refused = Refused("BadSyntax", f"It does not parse: {error!r}")
        except Refused as error:
            refused = error
        return app_id, web.json_response(refused.body(), status=refused.status, headers=refused.headers)

    async def _metadata(self, request: web.Request) -> web.Response:
        self.asked["openid"] += 1
        body = {
            "issuer": ISSUER,
            "authorization_endpoint": "https://invalid.botframework.com",
            "jwks_uri": f"{self.world.base_url}{KEYS}",
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        }
        return _struck(request, await self._fault("keys"), web.json_response(body))

    async def _keys(self, request: web.Request) -> web.Response:
        self.asked["keys"] += 1
        body = {"keys": [key.public() for key in self.keys.published]}
        return _struck(request, await self._fault("keys"), web.json_response(body))

    async def _token(self, request: web.Request) -> web.Response:
        self.asked["token"] += 1
        asked = {name: str(value) for name, value in (await request.post()).items()}
        fault = await self._fault("login")
        try:
            with self.world.lock:
                answer = web.json_response(self.bearers.give(request.match_info["tenant"], asked))
        except Refused as refused:
            body = {"error": refused.code, "error_description": refused.message}
            answer = web.json_response(body, status=refused.status)
        return _struck(request, fault, answer)

    async def _download(self, request: web.Request) -> web.Response:
        self.asked["file"] += 1
        file = self.world.files.get(request.match_info["file"])
        if file is None or file.content is None:
            return web.Response(status=404)
        return web.Response(body=file.content, content_type="application/octet-stream")

    async def _upload(self, request: web.Request) -> web.Response:
        """Take a file that its person agreed to: learn.microsoft.com, OneDrive: upload sessions."""
        file = self.world.files.get(request.match_info["file"])
        content = await request.read()
        size = len(content)
        said = f"bytes 0-{size - 1}/{size}"
        if file is None or file.content is not None or request.headers.get("Content-Range") != said:
            return web.Response(status=400)
        file.content = content
        return web.json_response({"id": file.id, "name": file.name, "size": size}, status=201)

    async def _fault(self, side: Side) -> Fault | None:
        fault = self.faults.take(side)
        if fault is not None and fault.kind == "hang":
            await asyncio.sleep(fault.seconds)
        return fault


def _json(content: bytes) -> Json:
    try:
        body = json.loads(content or b"{}")
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _struck(request: web.Request, fault: Fault | None, answer: web.Response) -> web.Response:
    if fault is None or fault.kind == "hang":
        return answer
    if fault.kind == "status":
        headers = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
        if not fault.code:
            return web.Response(status=fault.status, text="<html>Bad Gateway</html>", headers=headers)
        body = {"error": {"code": fault.code, "message": fault.code}}
        return web.json_response(body, status=fault.status, headers=headers)
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


@asynccontextmanager
async def local_teams(world: World, *, has_limits: bool = True) -> AsyncIterator[LocalTeams]:
    """Run a Teams on a free loopback port, in its own thread: a bot may block while it calls."""
    teams = LocalTeams(world)
    teams.limits.are_on = has_limits
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="local-teams", daemon=True)
    thread.start()
    runner = web.AppRunner(teams.routes(), access_log=None, shutdown_timeout=0.1)
    try:
        port = await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(_start(runner), loop))
        world.base_url = f"http://127.0.0.1:{port}"
        yield teams
    finally:
        await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(runner.cleanup(), loop))
        loop.call_soon_threadsafe(loop.stop)
        await asyncio.to_thread(thread.join)
        loop.close()


async def _start(runner: web.AppRunner) -> int:
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return int(runner.addresses[0][1])
