"""One delivering process, as Headway runs it: the timetable rings, the outbox is claimed, Slack is called.

python -m benchmarks.delivering DATABASE_URL SLACK_API_URL; it prints "ready", and at the end of its input
what it used.
"""

import asyncio
import json
import logging
import resource
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from random import Random

import structlog

from benchmarks import crowd
from bot.charts.service import Charts
from bot.slack.api import SlackApi
from bot.slack.edge import Edge
from bot.slack.installations import Installation
from bot.slack.pace import LIMITS
from bot.slack.send import SlackMessenger
from handlers.dispatch import dispatch
from handlers.services import Services
from scheduler import jobs
from scheduler.delivery import Delivery
from scheduler.timetable import TICK_SECONDS, Entry, Timetable
from storage.database import Database

STOP_SECONDS = 10.0


@dataclass(frozen=True)
class Everywhere:
    """The app is installed in every workspace of the crowd."""

    async def find(self, team_id: str, enterprise_id: str = "") -> Installation:
        """The installation."""
        return crowd.installation(team_id)

    def forget(self, team_id: str, enterprise_id: str = "") -> None:
        """Nothing changes."""


def make_messenger(database: Database, api_url: str) -> SlackMessenger:
    """A messenger that speaks in all of them."""
    edge = Edge(
        services=Services(database=database),
        clock=lambda: datetime.now(UTC),
        ask=dispatch,
        api=SlackApi(base_url=api_url, installations=Everywhere()),
        charts=Charts(),
        commands={},
    )
    return SlackMessenger(edge=edge)


async def _deliver(database_url: str, api_url: str) -> None:
    bell = asyncio.Event()
    database = Database(database_url)
    messenger = make_messenger(database, api_url)
    delivery = Delivery(
        database=database,
        messengers={"slack": messenger},
        builders={crowd.WHAT: crowd.build_words},
        random=Random(),
        wake=bell.set,
        limits={"slack": LIMITS},
    )
    deliver = partial(jobs.deliver, delivery=delivery)
    entry = Entry(name="deliver", job=deliver, every_seconds=TICK_SECONDS, wakes=True)
    timetable = Timetable(
        (entry,), clock=lambda: datetime.now(UTC), bell=bell, count=lambda _name, _outcome: None
    )
    timetable.start()
    print("ready", flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    await timetable.stop()
    await delivery.stop(seconds=STOP_SECONDS)
    await messenger.edge.api.close()
    await database.close()


def used() -> dict[str, float]:
    """What this process used: its largest memory in MB, and processor time in seconds."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"megabytes": peak, "cpu_seconds": time.process_time()}


if __name__ == "__main__":
    # A tick that finds the last one still at work is left out: that is no news here.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    asyncio.run(_deliver(*sys.argv[1:]))
    print(json.dumps(used()), flush=True)
