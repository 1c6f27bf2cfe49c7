"""The HTTP side of the local Slack: the Web API, uploads, downloads, response URLs and websockets."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web
from aiohttp.test_utils import TestServer

from tests.slack.answers import take_answer
from tests.slack.calls import living_installation, read_arguments
from tests.slack.delivery import HttpTransport, SocketTransport, Transport
from tests.slack.faults import Fault, Faults
from tests.slack.methods import METHODS
from tests.slack.refusals import Refused
from tests.slack.state import World
from tests.slack.things import Json

SOCKETS = 10  # platform rules part F, transport
MAX_BODY = 10 * 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Called:
    """A call as it came, and what was answered; `answer` is empty where a fault struck."""

    method: str
    token: str
    args: Json
    answer: Json


@dataclass
class LocalSlack:
    """A running Slack; `transport` is how it reaches the app."""

    world: World = field(default_factory=World)
    socket: SocketTransport = field(default_factory=SocketTransport)
    calls: list[Called] = field(default_factory=list)
    transport: Transport = field(init=False)
    faults: Faults = field(init=False)

    def __post_init__(self) -> None:
        """Start with sockets; `connect` turns to HTTP."""
        self.transport = self.socket
        self.faults = Faults(self.world.clock)

    @property
    def api_url(self) -> str:
        """The base URL of the Web API."""
        return f"{self.world.base_url}/api/"

    def connect(self, request_url: str, *, signing_secret: str = "", patience: float = 3.0) -> HttpTransport:
        """Deliver to the app's request URL from now on."""
        secret = signing_secret or self.world.app.signing_secret
        transport = HttpTransport(request_url, secret, patience)
        self.transport = transport
        return transport

    def called(self, method: str) -> list[Called]:
        """List the calls of one method."""
        return [call for call in self.calls if call.method == method]

    def routes(self) -> web.Application:
        """Make the routes."""
        app = web.Application(client_max_size=MAX_BODY)
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_post("/upload/v1/{file}", self._upload)
        app.router.add_get("/files-pri/{key}/{name}", self._download)
        app.router.add_post("/actions/{url}", self._response_url)
        app.router.add_get("/link", self._link)
        return app

    async def _api(self, request: web.Request) -> web.Response:
        method, token = request.match_info["method"], ""
        args: Json = {}
        try:
            token, args = await read_arguments(request)
            fault = await self.faults.next(method, token, str(args.get("channel", "")))
            if fault is not None and fault.kind not in {"lose_answer", "silence"}:
                self.calls.append(Called(method=method, token=token, args=args, answer={}))
                return _failed(request, fault)
            answer = METHODS.answer(method, self.world, token=token, args=args)
        except Refused as refused:
            fault, answer = None, refused.answer()
        self.calls.append(Called(method=method, token=token, args=args, answer=answer))
        headers = _scopes(self.world, token)
        if fault is not None and fault.kind == "silence":
            await self.faults.is_over.wait()
        return _failed(request, fault) if fault else web.json_response(answer, headers=headers)

    async def _upload(self, request: web.Request) -> web.Response:
        file = self.world.files.get(request.match_info["file"])
        content = await _uploaded(request)
        # docs.slack.dev/messaging/working-with-files: the URL is for exactly the promised length, once.
        if file is None or file.content is not None or len(content) != file.length:
            return web.Response(status=400, text="Bad Request")
        file.content = content
        return web.Response(text=f"OK - {file.length}")

    async def _download(self, request: web.Request) -> web.Response:
        file = self.world.files.get(request.match_info["key"].rpartition("-")[2])
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        try:
            made = living_installation(self.world, token)
        except Refused:
            # Slack answers with its sign-in page and HTTP 200: docs.slack.dev/reference/objects/file-object.
            return web.Response(text="<!DOCTYPE html><title>Sign in</title>", content_type="text/html")
        is_ours = file is not None and file.team_id in self.world.teams_of(made)
        if file is None or not is_ours or "files:read" not in made.scopes:
            return web.Response(text="<!DOCTYPE html><title>Sign in</title>", content_type="text/html")
        return web.Response(body=file.content or b"", content_type=file.mimetype or "text/plain")

    async def _response_url(self, request: web.Request) -> web.Response:
        try:
            take_answer(self.world, request.match_info["url"], await request.json())
        except (Refused, json.JSONDecodeError) as refused:
            error = refused.error if isinstance(refused, Refused) else "invalid_payload"
            status = 404 if error in {"used_url", "expired_url"} else 400
            return web.json_response({"ok": False, "error": error}, status=status)
        return web.json_response({"ok": True})

    async def _link(self, request: web.Request) -> web.StreamResponse:
        ticket = request.query.get("ticket", "")
        if ticket not in self.world.tickets:
            return web.Response(status=401)
        self.world.tickets.discard(ticket)
        socket = web.WebSocketResponse(autoping=True)
        await socket.prepare(request)
        if len(self.socket.sockets) >= SOCKETS:
            await socket.send_json({"type": "disconnect", "reason": "too_many_websockets"})
            await socket.close()
            return socket
        await self._talk(socket)
        return socket

    async def _talk(self, socket: web.WebSocketResponse) -> None:
        sockets = self.socket.sockets
        sockets.append(socket)
        self.socket.changed.set()
        info = {"app_id": self.world.app.id}
        hello = {"type": "hello", "num_connections": len(sockets), "connection_info": info, "debug_info": {}}
        await socket.send_json(hello)
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self.socket.take(json.loads(message.data))
        finally:
            sockets.remove(socket)


def _scopes(world: World, token: str) -> dict[str, str]:
    """Say with each answer what the token may do: docs.slack.dev/authentication/installing-with-oauth."""
    made = world.installations.get(token)
    return {"x-oauth-scopes": ",".join(sorted(made.scopes))} if made else {}


def _failed(request: web.Request, fault: Fault) -> web.Response:
    if fault.kind == "refuse":
        return web.json_response({"ok": False, "error": fault.error})
    if fault.kind == "limit":
        body = {"ok": False, "error": "ratelimited"}
        return web.json_response(body, status=429, headers={"Retry-After": str(fault.retry_after)})
    if fault.kind == "status":
        return web.Response(status=fault.status, text="Something went wrong")
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def _uploaded(request: web.Request) -> bytes:
    if request.content_type != "multipart/form-data":
        return await request.read()
    for part in (await request.post()).values():
        if isinstance(part, web.FileField):
            return part.file.read()
    return b""


@asynccontextmanager
async def local_slack(world: World | None = None) -> AsyncIterator[LocalSlack]:
    """Run a Slack on a free loopback port."""
    slack = LocalSlack(world or World())
    server = TestServer(slack.routes(), host="127.0.0.1")
    await server.start_server()
    slack.world.base_url = str(server.make_url("")).rstrip("/")
    try:
        yield slack
    finally:
        slack.faults.is_over.set()
        for socket in list(slack.socket.sockets):
            await socket.close()
        await server.close()
