"""Slack, wired: the edge with its Web API, what comes in, what goes out, and the jobs between."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from aiohttp import web
from slack_bolt.async_app import AsyncApp

from bot.background import Background
from bot.charts.service import Charts
from bot.sealing import Sealer
from bot.settings import Settings
from bot.slack import home
from bot.slack.api import SlackApi, web_client
from bot.slack.edge import Edge
from bot.slack.installations import Installations, OneWorkspace
from bot.slack.installing import (
    ManyWorkspaces,
    OAuthApp,
    add_installing,
    ended,
    oauth_app,
    reseal_tokens,
)
from bot.slack.receive.bolt import KINDS, make_bolt
from bot.slack.receive.route import events_route
from bot.slack.receive.taking import take_over
from bot.slack.registrations import EVENTS_PATH, scopes_with
from bot.slack.send import SlackMessenger
from bot.slack.sockets import Sockets
from bot.slack.starting import check_token
from handlers.dispatch import Dispatch
from handlers.services import Services
from scheduler.timetable import Entry

LATE_SECONDS = 15
HOME_SECONDS = 5
SEAL_SECONDS = 24 * 60 * 60


@dataclass(frozen=True, kw_only=True)
class SlackPart:
    """What the application works with where Slack is set up."""

    settings: Settings
    edge: Edge
    bolt: AsyncApp
    sockets: Sockets
    messenger: SlackMessenger

    def entries(self) -> tuple[Entry, ...]:
        """The jobs that Slack needs."""

        async def finish_late(_now: datetime) -> None:
            await take_over(self.edge, KINDS)

        async def refresh_homes(now: datetime) -> None:
            await home.refresh(self.edge, now)

        async def seal_anew(_now: datetime) -> None:
            await reseal_tokens(self.edge.services.database, _sealer(self.settings))

        return (
            Entry(name="slack_late", job=finish_late, every_seconds=LATE_SECONDS),
            Entry(name="slack_homes", job=refresh_homes, every_seconds=HOME_SECONDS),
            Entry(name="slack_tokens", job=seal_anew, every_seconds=SEAL_SECONDS),
        )

    def serve(self, site: web.Application) -> None:
        """Serve what Slack calls over HTTP: its requests, and the pages on which people install the app."""
        if self.settings.slack_signing_secret.get_secret_value():
            site.router.add_post(EVENTS_PATH, events_route(self.bolt))
        if self.settings.slack_client_id:
            add_installing(
                site,
                edge=self.edge,
                app=_oauth_app(self.settings),
                sealer=_sealer(self.settings),
                public_url=self.settings.public_url,
            )

    async def start(self) -> None:
        """Begin to listen where that takes connections of our own. Raises UserError for a refused token."""
        installations = self.edge.api.installations
        if isinstance(installations, OneWorkspace):
            await check_token(installations.client, installations.token)
        await self.sockets.open()

    async def rest(self) -> None:
        """Take nothing more from connections of our own."""
        await self.sockets.close()

    async def stop(self, *, seconds: float) -> None:
        """Take nothing more, and let what is running end."""
        await self.rest()
        await self.edge.background.drain(seconds=seconds)
        await self.edge.api.close()


def make_slack(
    settings: Settings,
    *,
    services: Services,
    clock: Callable[[], datetime],
    ask: Dispatch,
    charts: Charts,
) -> SlackPart:
    """Wire it; nothing connects yet."""
    background = Background()
    api = SlackApi(
        base_url=settings.slack_api_url,
        installations=_installations(settings, services, clock, background),
    )
    edge = Edge(
        services=services,
        clock=clock,
        ask=ask,
        api=api,
        charts=charts,
        commands=settings.slack_command_words(),
        background=background,
    )
    bolt = make_bolt(edge, signing_secret=settings.slack_signing_secret.get_secret_value())
    app_token = settings.slack_app_token.get_secret_value()
    return SlackPart(
        settings=settings,
        edge=edge,
        bolt=bolt,
        sockets=Sockets(bolt=bolt, app_token=app_token, base_url=api.base_url, background=background),
        messenger=SlackMessenger(edge=edge, on_lost=partial(ended, edge)),
    )


def _installations(
    settings: Settings, services: Services, clock: Callable[[], datetime], background: Background
) -> Installations:
    client = web_client(settings.slack_api_url)
    if not settings.slack_client_id:
        return OneWorkspace(token=settings.slack_bot_token.get_secret_value(), client=client)
    return ManyWorkspaces(
        database=services.database,
        sealer=_sealer(settings),
        client=client,
        app=_oauth_app(settings),
        clock=clock,
        background=background,
    )


def _oauth_app(settings: Settings) -> OAuthApp:
    return oauth_app(
        client_id=settings.slack_client_id,
        client_secret=settings.slack_client_secret.get_secret_value(),
        public_url=settings.public_url,
        scopes=scopes_with(settings.slack_option_names),
    )


def _sealer(settings: Settings) -> Sealer:
    return Sealer(settings.secret_key.get_secret_value())
