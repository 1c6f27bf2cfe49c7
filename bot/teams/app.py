"""Teams, wired: the edge with its connector, what comes in, what goes out, and the jobs between."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from bot.charts.service import Charts
from bot.sealing import Sealer
from bot.settings import Settings
from bot.teams.connector import Connector
from bot.teams.edge import Edge
from bot.teams.gate import make_gate
from bot.teams.gate.authentication import HeadwayAuthentication
from bot.teams.manifest.about import ABOUT_PATH, show_about
from bot.teams.outside import Outside
from bot.teams.receive.route import KINDS, messages_route, on_turn_error
from bot.teams.receive.taking import take_over
from bot.teams.registrations import make_registrations, reseal_secrets
from bot.teams.send import TeamsMessenger
from bot.teams.starting import check_start
from bot.teams.surfaces import MESSAGES_PATH
from handlers.dispatch import Dispatch
from handlers.services import Services
from scheduler.timetable import Entry

LATE_SECONDS = 15
SEAL_SECONDS = 24 * 60 * 60


@dataclass(frozen=True, kw_only=True)
class TeamsPart:
    """What the application works with where Teams is set up."""

    settings: Settings
    edge: Edge
    messenger: TeamsMessenger

    def entries(self) -> tuple[Entry, ...]:
        """The jobs that Teams needs."""

        async def finish_late(_now: datetime) -> None:
            await take_over(self.edge, KINDS)

        async def seal_anew(_now: datetime) -> None:
            sealer = Sealer(self.settings.secret_key.get_secret_value())
            await reseal_secrets(self.edge.services.database, sealer)

        late = Entry(name="teams_late", job=finish_late, every_seconds=LATE_SECONDS)
        if not self.settings.secret_key.get_secret_value():
            # Nothing is kept under no key: the local mode needs none.
            return (late,)
        return late, Entry(name="teams_secrets", job=seal_anew, every_seconds=SEAL_SECONDS)

    def serve(self, site: web.Application) -> None:
        """Serve what Teams calls."""
        site.router.add_post(MESSAGES_PATH, messages_route(self.edge))
        site.router.add_get(ABOUT_PATH, show_about)

    async def start(self) -> None:
        """Fetch what each request needs before the first one comes. Raises UserError for a refused secret."""
        await check_start(self.edge)

    async def rest(self) -> None:
        """Begin nothing by ourselves any more: nothing of Teams does."""

    async def stop(self, *, seconds: float) -> None:
        """Let what is running end."""
        await self.edge.background.drain(seconds=seconds)
        await self.edge.outside.close()


def make_teams(
    settings: Settings,
    *,
    services: Services,
    clock: Callable[[], datetime],
    ask: Dispatch,
    charts: Charts,
) -> TeamsPart:
    """Wire it; nothing connects yet."""
    outside = Outside()
    registrations = make_registrations(settings, services.database)
    gate = make_gate(settings, registrations=registrations, outside=outside)
    connector = Connector(HeadwayAuthentication(gate))
    connector.adapter.on_turn_error = on_turn_error
    edge = Edge(
        services=services,
        clock=clock,
        ask=ask,
        charts=charts,
        registrations=registrations,
        gate=gate,
        connector=connector,
        outside=outside,
        has_dialogs=not settings.teams_local,
    )
    return TeamsPart(settings=settings, edge=edge, messenger=TeamsMessenger(edge=edge))
