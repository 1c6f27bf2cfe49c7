"""The one place that wires: from settings to everything that works together."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from random import Random
from typing import TYPE_CHECKING

from aiohttp import web

from bot.calendar import CalendarLinks, add_calendar
from bot.charts.service import Charts
from bot.console.events import Changes
from bot.console.render import Suggestion
from bot.console.routes import Console, add_console
from bot.console.send import ConsoleMessenger
from bot.metrics import Metrics
from bot.reports.links import ReportLinks, local_url
from bot.reports.routes import add_reports
from bot.settings import Settings
from bot.slack import pace as slack_pace
from bot.teams import pace as teams_pace
from bot.web import Health, make_web
from domain.chat import Messenger
from handlers import BUILDERS, DECIDERS, ROUTES
from handlers.morning import add_item
from handlers.services import Services
from handlers.troubles import tell_ended
from scheduler import jobs
from scheduler.delivery import Delivery
from scheduler.firing import Firing
from scheduler.timetable import TICK_SECONDS, Entry, Timetable
from storage.console import CONSOLE
from storage.database import Database
from storage.slack_installations import SLACK
from storage.teams_conversations import TEAMS

if TYPE_CHECKING:
    from bot.slack.app import SlackPart
    from bot.teams.app import TeamsPart

# A schedule that was changed just now is planned anew so soon.
PLAN_SECONDS = 5
ADOPT_SECONDS = 60
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
    firing: Firing
    delivery: Delivery
    timetable: Timetable
    charts: Charts
    report_links: ReportLinks | None
    slack: "SlackPart | None"
    teams: "TeamsPart | None"
    web: web.Application

    @property
    def parts(self) -> Sequence["SlackPart | TeamsPart"]:
        """The platforms that are set up."""
        return [part for part in (self.slack, self.teams) if part is not None]

    async def prepare(self) -> None:
        """Read what the database keeps for this installation, once its tables are there."""
        if self.report_links is not None:
            await self.report_links.prepare(self.database, now=self.clock())


def utc_now() -> datetime:
    """The moment, by this computer's clock."""
    return datetime.now(UTC)


def build(settings: Settings, *, clock: Clock = utc_now) -> App:
    """Wire everything; nothing connects yet. Raises OSError where the database's folder cannot be made."""
    bell, database = asyncio.Event(), Database(settings.database_url)
    links = _Links(calendar=_calendar_links(settings), reports=_report_links(settings))
    services = links.services(database, wake=bell.set)
    metrics, changes, charts = Metrics(), Changes(), Charts()
    slack = _slack(settings, services, clock, metrics, charts) if settings.has_slack else None
    teams = _teams(settings, services, clock, metrics, charts) if settings.has_teams else None
    messengers: dict[str, Messenger] = {
        CONSOLE: ConsoleMessenger(services=services, changes=changes, clock=clock),
        **({SLACK: slack.messenger} if slack else {}),
        **({TEAMS: teams.messenger} if teams else {}),
    }
    delivery = _delivery(services, messengers)
    firing = Firing(database=database, deciders=DECIDERS, add_item=add_item, tell_ended=tell_ended)
    parts = [part for part in (slack, teams) if part is not None]
    entries = (*_entries(firing, delivery), *(entry for part in parts for entry in part.entries()))
    timetable = Timetable(entries, clock=clock, bell=bell, count=metrics.count_job)
    site = make_web(Health(database=database, timetable=timetable, metrics=metrics))
    site.on_cleanup.append(lambda _site: charts.close())
    links.serve(site, services, clock)
    if settings.console:
        add_console(site, _console(services, clock, changes, metrics, charts))
    for part in parts:
        part.serve(site)
    return App(
        settings=settings,
        clock=clock,
        database=database,
        services=services,
        messengers=messengers,
        firing=firing,
        delivery=delivery,
        timetable=timetable,
        charts=charts,
        report_links=links.reports,
        slack=slack,
        teams=teams,
        web=site,
    )


@dataclass(frozen=True, kw_only=True)
class _Links:
    """How links to what opens outside the chat are made; None where people could not open it."""

    calendar: CalendarLinks | None
    reports: ReportLinks | None

    def services(self, database: Database, *, wake: Callable[[], None]) -> Services:
        """The services of handlers, which give such links."""
        return Services(
            database=database,
            wake=wake,
            calendar_url=self.calendar.url if self.calendar else None,
            report_url=self.reports.address if self.reports else None,
        )

    def serve(self, site: web.Application, services: Services, clock: Clock) -> None:
        """Serve what they lead to."""
        if self.calendar is not None:
            add_calendar(site, links=self.calendar, services=services, clock=clock)
        if self.reports is not None:
            add_reports(site, links=self.reports, database=services.database, clock=clock)


def _delivery(services: Services, messengers: Mapping[str, Messenger]) -> Delivery:
    return Delivery(
        database=services.database,
        messengers=messengers,
        builders=BUILDERS,
        random=Random(),  # noqa: S311 - spreads attempts, guards nothing
        wake=services.wake,
        limits={SLACK: slack_pace.LIMITS, TEAMS: teams_pace.LIMITS},
    )


def _calendar_links(settings: Settings) -> CalendarLinks | None:
    """How links to calendars are made, where there is an address and a key for that."""
    url, key = settings.public_url, settings.secret_key.get_secret_value()
    return CalendarLinks(public_url=url, secret_key=key) if url and key else None


def _report_links(settings: Settings) -> ReportLinks | None:
    """How links to pages are made: in public with the key of the settings, else for this computer alone.

    A platform without a public address has none: its people could not open them.
    """
    url, key = settings.public_url, settings.secret_key.get_secret_value()
    if url:
        return ReportLinks(url=url, secret_key=key) if key else None
    if not settings.is_loopback or (settings.has_platform and not settings.teams_local):
        return None
    return ReportLinks(url=local_url(settings.host, settings.port), secret_key=key)


def _slack(
    settings: Settings, services: Services, clock: Clock, metrics: Metrics, charts: Charts
) -> "SlackPart":
    from bot.slack.app import make_slack  # noqa: PLC0415 - Slack's libraries cost a start without it a third

    return make_slack(settings, services=services, clock=clock, ask=metrics.timed_dispatch, charts=charts)


def _teams(
    settings: Settings, services: Services, clock: Clock, metrics: Metrics, charts: Charts
) -> "TeamsPart":
    from bot.teams.app import make_teams  # noqa: PLC0415 - and so do those of Teams

    return make_teams(settings, services=services, clock=clock, ask=metrics.timed_dispatch, charts=charts)


def _console(services: Services, clock: Clock, changes: Changes, metrics: Metrics, charts: Charts) -> Console:
    return Console(
        services=services,
        clock=clock,
        changes=changes,
        suggestions=tuple(_suggestions()),
        ask=metrics.timed_dispatch,
        charts=charts,
    )


def _entries(firing: Firing, delivery: Delivery) -> tuple[Entry, ...]:
    adopt = partial(jobs.adopt, database=delivery.database)
    plan = partial(jobs.plan, database=delivery.database)
    fire = partial(jobs.fire, firing=firing)
    deliver = partial(jobs.deliver, delivery=delivery)
    sweep = partial(jobs.sweep, database=delivery.database)
    return (
        Entry(name="adopt", job=adopt, every_seconds=ADOPT_SECONDS),
        Entry(name="plan", job=plan, every_seconds=PLAN_SECONDS),
        Entry(name="fire", job=fire, every_seconds=TICK_SECONDS),
        Entry(name="deliver", job=deliver, every_seconds=TICK_SECONDS, wakes=True),
        Entry(name="sweep", job=sweep, every_seconds=SWEEP_SECONDS),
    )


def _suggestions() -> list[Suggestion]:
    return [
        Suggestion(name=name, usage=route.usage, summary=route.summary)
        for name, route in sorted(ROUTES.commands.items())
    ]
