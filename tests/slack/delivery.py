"""How payloads reach the app: signed HTTP requests, or envelopes on a websocket."""

import asyncio
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol
from urllib.parse import urlencode

from aiohttp import ClientConnectionError, ClientSession, ClientTimeout, web
from slack_sdk.signature import SignatureVerifier

from tests.slack.state import Clock
from tests.slack.things import Json

Kind = Literal["events_api", "interactive", "slash_commands"]

PATIENCE_SECONDS = 3.0  # platform rule A4
RETRY_WAITS = (0.0, 60.0, 300.0)  # platform rule A4: at once, after a minute, after five


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """One delivery: the HTTP status, or none with the reason Slack gives when it sends again."""

    status: int | None
    reason: str = ""
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_taken(self) -> bool:
        """Whether the app acknowledged it."""
        return self.status is not None and 200 <= self.status < 300


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What became of an act; nothing was attempted where the app may not hear of it."""

    attempts: tuple[Attempt, ...]

    @property
    def is_taken(self) -> bool:
        """Whether the app acknowledged it at last."""
        return bool(self.attempts) and self.attempts[-1].is_taken

    @property
    def status(self) -> int | None:
        """The last HTTP status."""
        return self.attempts[-1].status if self.attempts else None

    @property
    def text(self) -> str:
        """What stood in the last answer."""
        return self.attempts[-1].body if self.attempts else ""

    @property
    def json(self) -> Json:
        """What stood in the last answer, as an object; empty for none."""
        return dict(json.loads(self.text)) if self.text.startswith("{") else {}


class Transport(Protocol):
    """A way to the app."""

    async def send(self, kind: Kind, payload: Json, *, retry: int = 0, reason: str = "") -> Attempt:
        """Deliver once."""


@dataclass
class HttpTransport:
    """The request URL of the app."""

    url: str
    signing_secret: str
    patience: float = PATIENCE_SECONDS

    async def send(self, kind: Kind, payload: Json, *, retry: int = 0, reason: str = "") -> Attempt:
        """Post the payload, signed."""
        headers = {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": reason} if retry else {}
        if kind == "events_api":
            return await self.post(json.dumps(payload), "application/json", headers)
        body = urlencode(payload if kind == "slash_commands" else {"payload": json.dumps(payload)})
        return await self.post(body, "application/x-www-form-urlencoded", headers)

    async def post(self, body: str, content_type: str, headers: Mapping[str, str] | None = None) -> Attempt:
        """Post any body; headers given here win, so that a test can forge a signature."""
        sent = {**signed(self.signing_secret, body), "Content-Type": content_type, **(headers or {})}
        try:
            async with (
                ClientSession(timeout=ClientTimeout(total=self.patience)) as http,
                http.post(self.url, data=body.encode(), headers=sent) as response,
            ):
                text = await response.text()
        except TimeoutError:
            return Attempt(status=None, reason="http_timeout")
        except ClientConnectionError:
            return Attempt(status=None, reason="connection_failed")
        reason = "" if response.ok else "http_error"
        return Attempt(status=response.status, reason=reason, body=text, headers=response.headers)


def signed(secret: str, body: str, *, at: float | None = None) -> dict[str, str]:
    """Sign a body as Slack does (platform rule B1), by the machine's clock, which the app reads too."""
    timestamp = str(int(time.time() if at is None else at))
    signature = SignatureVerifier(secret).generate_signature(timestamp=timestamp, body=body)
    return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": signature or ""}


@dataclass
class SocketTransport:
    """The websockets of Socket Mode; each envelope goes to one of them, in turn."""

    patience: float = PATIENCE_SECONDS
    sockets: list[web.WebSocketResponse] = field(default_factory=list)
    acks: dict[str, asyncio.Future[Any]] = field(default_factory=dict)
    sent: list[Json] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def wait_for(self, count: int) -> None:
        """Wait until so many websockets stand."""
        while len(self.sockets) < count:
            self.changed.clear()
            await self.changed.wait()

    async def send(self, kind: Kind, payload: Json, *, retry: int = 0, reason: str = "") -> Attempt:
        """Send the envelope and wait for its ack."""
        if not self.sockets:
            return Attempt(status=None, reason="connection_failed")
        envelope = self._envelope(kind, payload, retry, reason)
        ack = self.acks[envelope["envelope_id"]] = asyncio.get_running_loop().create_future()
        await self.sockets[len(self.sent) % len(self.sockets)].send_json(envelope)
        self.sent.append(envelope)
        try:
            said = await asyncio.wait_for(ack, self.patience)
        except TimeoutError:
            return Attempt(status=None, reason="http_timeout")
        finally:
            del self.acks[envelope["envelope_id"]]
        return Attempt(status=200, body=json.dumps(said) if said else "")

    def take(self, message: Json) -> None:
        """Take what the app sent on a socket; an ack nobody waits for any more is dropped."""
        ack = self.acks.get(str(message.get("envelope_id")))
        if ack is not None and not ack.done():
            ack.set_result(message.get("payload"))

    async def refresh(self) -> None:
        """Tell every socket to come anew, as Slack does every few hours."""
        for socket in list(self.sockets):
            await socket.send_json({"type": "disconnect", "reason": "refresh_requested", "debug_info": {}})
            await socket.close()

    def _envelope(self, kind: Kind, payload: Json, retry: int, reason: str) -> Json:
        return {
            "envelope_id": f"{time.time_ns():x}-{len(self.sent)}",
            "type": kind,
            "payload": payload,
            "accepts_response_payload": kind != "events_api",
            **({"retry_attempt": retry, "retry_reason": reason} if kind == "events_api" else {}),
        }


@dataclass
class HoldingTransport:
    """Keeps every delivery, so that a test can send it where and as often as it likes."""

    held: list[tuple[Kind, Json]] = field(default_factory=list)

    async def send(self, kind: Kind, payload: Json, *, retry: int = 0, reason: str = "") -> Attempt:
        """Keep the payload, and act as if it had been taken."""
        self.held.append((kind, payload))
        return Attempt(status=200)


async def deliver_event(transport: Transport, clock: Clock, payload: Json) -> Answer:
    """Deliver an event, and again up to three times; the waits pass on the local Slack's clock alone."""
    attempts = [await transport.send("events_api", payload)]
    for number, wait in enumerate(RETRY_WAITS, start=1):
        last = attempts[-1]
        if last.is_taken or last.headers.get("X-Slack-No-Retry") == "1":
            break
        clock.move_on(wait)
        attempts.append(await transport.send("events_api", payload, retry=number, reason=last.reason))
    return Answer(attempts=tuple(attempts))
