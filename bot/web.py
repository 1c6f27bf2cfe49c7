"""The web application: health, metrics, and an outer layer that counts and logs each request."""

import asyncio
import secrets
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import structlog
from aiohttp import web

from bot.metrics import Metrics
from scheduler.timetable import Timetable
from storage import outbox, schema
from storage.database import Database
from storage.failures import DATABASE_FAILURES

# Headway's largest request is a dropped engagement file.
MAX_REQUEST_BYTES = 8 * 1024 * 1024
CHECK_SECONDS = 2.0
# Whoever asked has left, as the page does with its stream of events.
GONE = 499
METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"

READY = "ready"
DATABASE_AWAY = "the database does not answer"
NOT_MIGRATED = "the database is not at the revision of this version: run `headway migrate`"
NOT_TICKING = "the scheduler does not tick"

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class Health:
    """What the health routes look at."""

    database: Database
    timetable: Timetable
    metrics: Metrics


HEALTH = web.AppKey("health", Health)


def make_web(health: Health) -> web.Application:
    """The application with its health routes; platforms add theirs."""
    app = web.Application(client_max_size=MAX_REQUEST_BYTES, middlewares=[watch])
    app[HEALTH] = health
    app.add_routes([web.get("/healthz", healthz), web.get("/readyz", readyz), web.get("/metrics", metrics)])
    return app


@web.middleware
async def watch(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Give the request an id, count it by its route, and log that it was answered."""
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request=secrets.token_hex(6))
    began, status = time.perf_counter(), 500
    try:
        response = await handler(request)
        status = response.status
    except (asyncio.CancelledError, ConnectionResetError):
        status = GONE
        raise
    except web.HTTPException as answer:
        status = answer.status
        raise
    finally:
        route = _route(request)
        request.app[HEALTH].metrics.count_request(request.method, route, status)
        milliseconds = round((time.perf_counter() - began) * 1000, 1)
        log.info("answered", method=request.method, route=route, status=status, ms=milliseconds)
    return response


def _route(request: web.Request) -> str:
    # The pattern, not the path: a path may hold ids and words, and there is no end of them.
    resource = request.match_info.route.resource
    return resource.canonical if resource is not None else "none"


async def healthz(_request: web.Request) -> web.Response:
    """The process is alive."""
    return web.Response(text="alive\n")


async def readyz(request: web.Request) -> web.Response:
    """Whether work can be done here, or why it cannot."""
    reason = await why_not_ready(request.app[HEALTH])
    return web.Response(status=503 if reason else 200, text=f"{reason or READY}\n")


async def why_not_ready(health: Health) -> str:
    """Why no work can be done, in a few words; empty when it can."""
    try:
        async with asyncio.timeout(CHECK_SECONDS):
            is_at_head = await schema.is_at_head(health.database)
    except DATABASE_FAILURES:
        return DATABASE_AWAY
    if not is_at_head:
        return NOT_MIGRATED
    return "" if health.timetable.is_ticking else NOT_TICKING


async def metrics(request: web.Request) -> web.Response:
    """The counters; those of the outbox are left out while the database is away."""
    health = request.app[HEALTH]
    try:
        async with asyncio.timeout(CHECK_SECONDS), health.database.read() as session:
            posts = await outbox.count_by_state(session)
            oldest = await outbox.oldest_due_at(session)
        waits = (datetime.now(UTC) - oldest).total_seconds() if oldest else 0.0
        health.metrics.show_outbox(posts, oldest_seconds=max(waits, 0.0))
    except DATABASE_FAILURES as failure:
        log.warning("outbox_not_counted", error=type(failure).__name__)
    return web.Response(body=health.metrics.text(), headers={"Content-Type": METRICS_TYPE})
