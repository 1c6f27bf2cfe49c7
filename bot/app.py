"""The one place that wires: from settings to everything that works together."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from random import Random

from aiohttp import web

from bot.charts.service import Charts
from bot.console.events import Changes
from bot.console.render import Suggestion
from bot.console.routes import Console, add_console
from bot.console.send import ConsoleMessenger
from bot.metrics import Metrics
from bot.settings import Settings
from bot.web import Health, make_web
from domain.chat import Messenger
from handlers import ROUTES
from handlers.services import Services
from scheduler import jobs
from scheduler.delivery import Delivery
from scheduler.timetable import TICK_SECONDS, Entry, Timetable
from storage.console import CONSOLE
from storage.database import Database

SWEEP_SECONDS = 24 * 60 * 60

Clock = Callable[[], datetime]


@dataclass(frozen=True, kw_only=True)
class App:
    """Everything that one process works with."""

    settings: Settings
    clock: Clock
    database: Database
    services: Services
    messengers: Mapping[str, Messenger]
    delivery: Delivery
    timetable: Timetable
    charts: Charts
    web: web.Application


def utc_now() -> datetime:
    """The moment, by this computer's clock."""
    return datetime.now(UTC)


def build(settings: Settings, *, clock: Clock = utc_now) -> App:
    """Wire everything; nothing connects yet. Raises OSError where the database's folder cannot be made."""
    bell = asyncio.Event()
    database = Database(settings.database_url)
    services = Services(database=database, wake=bell.set)
    metrics, changes, charts = Metrics(), Changes(), Charts()
    messengers = {CONSOLE: ConsoleMessenger(services=services, changes=changes, clock=clock)}
    spread = Random()  # noqa: S311 - spreads attempts, guards nothing
    delivery = Delivery(database=database, messengers=messengers, random=spread, wake=bell.set)
    timetable = Timetable(_entries(delivery), clock=clock, bell=bell, count=metrics.count_job)
    site = make_web(Health(database=database, timetable=timetable, metrics=metrics))
    site.on_cleanup.append(lambda _site: charts.close())
    if settings.console:
        suggestions = tuple(_suggestions())
        console = Console(
            services=services,
            clock=clock,
            changes=changes,
            suggestions=suggestions,
            ask=metrics.timed_dispatch,
            charts=charts,
        )
        add_console(site, console)
    return App(
        settings=settings,
        clock=clock,
        database=database,
        services=services,
        messengers=messengers,
        delivery=delivery,
        timetable=timetable,
        charts=charts,
        web=site,
    )


def _entries(delivery: Delivery) -> tuple[Entry, ...]:
    deliver = partial(jobs.deliver, delivery=delivery)
    sweep = partial(jobs.sweep, database=delivery.database)
    return (
        Entry(name="deliver", job=deliver, every_seconds=TICK_SECONDS, wakes=True),
        Entry(name="sweep", job=sweep, every_seconds=SWEEP_SECONDS),
    )


def _suggestions() -> list[Suggestion]:
    return [
        Suggestion(name=name, usage=route.usage, summary=route.summary)
        for name, route in sorted(ROUTES.commands.items())
    ]
