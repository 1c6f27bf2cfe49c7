"""What every part of the Slack edge works with; wired once, in bot/slack/app.py."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.charts.service import Charts
from bot.slack.api import SlackApi
from domain.chat import Answer, Request
from handlers.dispatch import Keep
from handlers.services import Services


class Dispatch(Protocol):
    """Whatever turns a request into an answer."""

    def __call__(
        self, services: Services, request: Request, *, now: datetime, keep: Keep | None = None
    ) -> Awaitable[Answer]:
        """Handle the request and answer it."""


@dataclass(frozen=True, kw_only=True)
class Edge:
    """The services of the Slack edge. `commands` maps a slash command's name to the words it stands for."""

    services: Services
    clock: Callable[[], datetime]
    ask: Dispatch
    api: SlackApi
    charts: Charts
    commands: Mapping[str, str]
