"""POST /slack/events: what cannot be read is refused before Bolt sees it, which would fail over it."""

import json
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qs

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.misshapen import MISSHAPEN

# Slack's own requests stay far below that.
MOST_BYTES = 512 * 1024
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
TIMESTAMP = "X-Slack-Request-Timestamp"

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def events_route(bolt: AsyncApp) -> Handler:
    """The handler for everything that Slack sends over HTTP."""

    async def take(request: web.Request) -> web.StreamResponse:
        await _check(request)
        return await to_aiohttp_response(await bolt.async_dispatch(await _read(request)))

    return take


async def _read(request: web.Request) -> AsyncBoltRequest:
    """The request as Bolt takes it, which looks into it before it knows whether Slack sent it."""
    try:
        return await to_bolt_request(request)
    except MISSHAPEN as error:
        raise web.HTTPBadRequest from error


async def _check(request: web.Request) -> None:
    """Raise the answer for a request that Slack did not make this way."""
    if request.content_type not in (JSON, FORM):
        raise web.HTTPUnsupportedMediaType
    if (request.content_length or 0) > MOST_BYTES:
        raise web.HTTPRequestEntityTooLarge(max_size=MOST_BYTES, actual_size=request.content_length or 0)
    body = await request.read()
    if len(body) > MOST_BYTES:
        raise web.HTTPRequestEntityTooLarge(max_size=MOST_BYTES, actual_size=len(body))
    if not request.headers.get(TIMESTAMP, "").isascii() or not request.headers.get(TIMESTAMP, "").isdecimal():
        raise web.HTTPUnauthorized
    if not _is_readable(body, request.content_type):
        raise web.HTTPBadRequest


def _is_readable(body: bytes, content_type: str) -> bool:
    """Whether it is what Bolt will take it for: an object in JSON, or a form that holds one."""
    try:
        text = body.decode()
        if content_type == JSON:
            return _is_object(text)
        payload = parse_qs(text, keep_blank_values=True).get("payload")
    except (ValueError, RecursionError):
        return False
    return payload is None or _is_object(payload[-1])


def _is_object(text: str) -> bool:
    """Whether it is an object in JSON, as is the event in it, if there is one."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(found, dict) and isinstance(found.get("event", {}), dict)
