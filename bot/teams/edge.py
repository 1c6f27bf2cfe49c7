"""What every part of the Teams edge works with; wired once, in bot/teams/app.py."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.background import Background
from bot.charts.service import Charts
from bot.teams.connector import Connector
from bot.teams.gate import Gate
from bot.teams.outside import Outside
from bot.teams.registrations import Registrations
from bot.teams.render import Surface
from handlers.dispatch import Dispatch
from handlers.services import Services


@dataclass(frozen=True, kw_only=True)
class Edge:
    """The services of the Teams edge.

    `looking` are the conversations at which somebody looks in the background just now, each with its tenant.
    Without dialogs, as in the local playground, every form stands in a message.
    """

    services: Services
    clock: Callable[[], datetime]
    ask: Dispatch
    charts: Charts
    registrations: Registrations
    gate: Gate
    connector: Connector
    outside: Outside
    has_dialogs: bool = True
    background: Background = field(default_factory=Background)
    looking: set[tuple[str, str]] = field(default_factory=set)

    @property
    def surface(self) -> Surface:
        """What messages are drawn for."""
        return "message" if self.has_dialogs else "plain"
