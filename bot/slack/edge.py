"""What every part of the Slack edge works with; wired once, in bot/slack/app.py."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.background import Background
from bot.charts.service import Charts
from bot.slack.api import SlackApi
from handlers.dispatch import Dispatch
from handlers.services import Services


@dataclass(frozen=True, kw_only=True)
class Edge:
    """The services of the Slack edge. `commands` maps a slash command's name to the words it stands for.

    `looking` are the channels at which somebody looks in the background just now, each with its workspace.
    """

    services: Services
    clock: Callable[[], datetime]
    ask: Dispatch
    api: SlackApi
    charts: Charts
    commands: Mapping[str, str]
    background: Background = field(default_factory=Background)
    looking: set[tuple[str, str]] = field(default_factory=set)
