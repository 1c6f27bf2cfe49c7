"""One process of ours: planning, firing and delivery as the product wires them, with small jobs to run."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from random import Random

from bot.charts.service import Charts
from bot.slack.api import SlackApi, web_client
from bot.slack.edge import Edge
from bot.slack.installations import OneWorkspace
from bot.slack.installing import ended
from bot.slack.send import SlackMessenger
from domain.chat import Reply, reply, say
from handlers import troubles
from handlers.dispatch import dispatch
from handlers.morning import MORNING, add_item, make_builder
from handlers.occasions import Item, Later, Occasion, Outcome, Part, ToChannel, ToPerson
from handlers.services import Services
from scheduler import planning
from scheduler.delivery import SEND_SECONDS, Delivery
from scheduler.firing import Firing
from storage.database import Database, Session
from storage.outbox import Post
from tests.faults.site import START, Site

WHAT = "fault"
LATER = timedelta(hours=1)


async def decide_checkin(session: Session, occasion: Occasion) -> Sequence[Outcome]:
    """A post now, and a digest an hour later."""
    digest = Later(
        job="checkin_digest",
        local_date=occasion.local_date,
        due_at=occasion.due_at + LATER,
        latest_at=occasion.latest_at + LATER,
    )
    return *await decide_post(session, occasion), digest


async def decide_post(_session: Session, occasion: Occasion) -> Sequence[Outcome]:
    """A post in the channel."""
    words = f"{occasion.job} of {occasion.local_date}"
    return (ToChannel(builds={"what": WHAT, "words": words}),)


async def decide_message(_session: Session, occasion: Occasion) -> Sequence[Outcome]:
    """Something for one person."""
    return (ToPerson(person_id=occasion.settings["person"]),)


async def build_post(_session: Session, post: Post) -> Reply | None:
    """The words as they were decided."""
    return reply(str((post.builds or {})["words"]))


async def write_section(_session: Session, item: Item) -> Part | None:
    """A line of somebody's message."""
    return Part(blocks=(say(f"{item.job} of {item.local_date}"),))


DECIDERS = {
    "checkin": decide_checkin,
    "checkin_digest": decide_post,
    "actions": decide_post,
    "kpi_due": decide_message,
}
BUILDERS = {WHAT: build_post, MORNING: make_builder({"kpi_due": write_section}), **troubles.BUILDERS}


@dataclass
class Watch:
    """What this process thinks that the time is."""

    now: datetime = START


@dataclass(frozen=True, kw_only=True)
class Replica:
    """What one process does, a tick at a time."""

    database: Database
    firing: Firing
    delivery: Delivery
    watch: Watch

    async def plan(self, now: datetime) -> None:
        """Plan what comes."""
        self.watch.now = now
        await planning.plan(now, database=self.database)

    async def decide(self, now: datetime) -> None:
        """Plan what comes, and decide what is due."""
        await self.plan(now)
        await self.firing.fire(now)

    async def tick(self, now: datetime) -> list[Post]:
        """Plan, decide and send what is due at `now`. Return what went out."""
        await self.decide(now)
        return await self.delivery.deliver(now)


@asynccontextmanager
async def replica(
    site: Site, *, database_url: str = "", send_seconds: float = SEND_SECONDS
) -> AsyncIterator[Replica]:
    """A process that has just started."""
    database = Database(database_url or site.database_url)
    client = web_client(site.slack_url, token=site.token)
    api = SlackApi(base_url=site.slack_url, installations=OneWorkspace(token=site.token, client=client))
    watch = Watch()
    edge = Edge(
        services=Services(database=database),
        clock=lambda: watch.now,
        ask=dispatch,
        api=api,
        charts=Charts(),
        commands={},
    )
    messenger = SlackMessenger(edge, on_lost=partial(ended, edge))
    delivery = Delivery(
        database=database,
        messengers={"slack": messenger},
        random=Random(1),  # noqa: S311 - spreads attempts, guards nothing
        builders=BUILDERS,
        send_seconds=send_seconds,
    )
    firing = Firing(database=database, deciders=DECIDERS, add_item=add_item, tell_ended=troubles.tell_ended)
    try:
        yield Replica(database=database, firing=firing, delivery=delivery, watch=watch)
    finally:
        await delivery.stop(seconds=0)
        await api.close()
        await database.close()
