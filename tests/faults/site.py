"""Where faults strike: engagements with schedules in a database, and their channels in the local Slack."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from domain.cadence import Cadence, OnDates
from domain.chat import Address, Sender
from storage import engagements, members, people, schedules
from storage.database import Database, Session
from storage.tables import Engagement
from tests.slack.server import LocalSlack
from tests.slack.state import LEAST_SCOPES, World
from tests.slack.things import Channel, User

TEAM, LEAD, MEMBER = "T0NORTHWIND", "U_DANA", "U_TOM"
HISTORY = frozenset({"channels:history", "groups:history"})
ZONE = "Europe/London"
MONDAY, DAY = date(2026, 10, 5), timedelta(days=1)
# Everything of Monday is due at 10:00 in London.
START = datetime(2026, 10, 5, 8, 0, tzinfo=UTC)
DUE = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)
# The check-in brings a digest an hour later; numbers that are due go to a person.
JOBS = ("checkin", "actions", "kpi_due")


@dataclass(frozen=True, kw_only=True)
class Site:
    """How a process gets to the database and to Slack."""

    database_url: str
    slack_url: str
    token: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Laid:
    """What was laid out: each schedule with its engagement, and the days on which it comes."""

    schedules: Sequence[tuple[int, int, Sequence[date]]]


def workspace(*, channels: int, scopes: frozenset[str] = HISTORY) -> World:
    """A workspace with Dana, Tom, the app, and so many channels: C0, C1 and so on."""
    world = World()
    world.add_team(TEAM, "Northwind")
    world.add_user(User(LEAD, "dana", "Dana Reed", TEAM))
    world.add_user(User(MEMBER, "tom", "Tom Hale", TEAM))
    bot = world.install(TEAM, scopes=LEAST_SCOPES | scopes).bot_user_id
    for number in range(channels):
        world.add_channel(Channel(f"C{number}", f"client-{number}", TEAM, "public", {LEAD, MEMBER, bot}))
    return world


def site_of(slack: LocalSlack, database_url: str) -> Site:
    """The way to this Slack and that database."""
    made = slack.world.installation_for(TEAM)
    assert made is not None
    return Site(database_url=database_url, slack_url=slack.api_url, token=made.token)


async def lay_out(
    database: Database,
    slack: LocalSlack,
    *,
    jobs: Sequence[str] = JOBS,
    days: Sequence[date] = (MONDAY,),
) -> Laid:
    """Let an engagement that Dana leads live in each channel, with a schedule of each job on these days."""
    laid: list[tuple[int, int, Sequence[date]]] = []
    async with database.write() as session:
        for channel in [one for one in slack.world.channels.values() if one.kind == "public"]:
            engagement_id, person_id = await _add_engagement(session, channel.id)
            for job in jobs:
                schedule_id = await _add_schedule(session, engagement_id, job, days, person=person_id)
                laid.append((engagement_id, schedule_id, days))
    return Laid(schedules=laid)


async def _add_engagement(session: Session, channel: str) -> tuple[int, int]:
    """Return the engagement, and the person in it who gets direct messages."""
    address = Address(platform="slack", workspace=TEAM, conversation=channel)
    lead, member = [
        await people.welcome_visitor(
            session, address=address, sender=Sender(account=account, name=account[2:].title()), now=START
        )
        for account in (LEAD, MEMBER)
    ]
    engagement = Engagement(
        key=channel.lower(),
        name=f"Client {channel}",
        aliases=[],
        currency="GBP",
        zone=ZONE,
        locale="en-GB",
        start=MONDAY,
        created_at=START,
    )
    await engagements.add(
        session, engagement, workspace_id=lead.workspace.id, conversation=channel, now=START
    )
    # Of somebody who leads, no messages are counted: here they get one of every client, each day.
    for visitor, role in ((lead, "cmo"), (member, "marketing_director")):
        await members.begin(
            session, engagement_id=engagement.id, person_id=visitor.person.id, role=role, now=START
        )
    return engagement.id, member.person.id


async def _add_schedule(
    session: Session, engagement_id: int, job: str, days: Sequence[date], **settings: Any
) -> int:
    cadence = Cadence(rule=OnDates(days=tuple(days)), at=time(10), zone=ZONE, starts=days[0])
    made = await schedules.add(
        session,
        engagement_id=engagement_id,
        job=job,
        name=job,
        cadence=cadence,
        settings=settings,
        by_id=None,
        source="test",
        now=START,
    )
    await schedules.announce(session, engagement_id=engagement_id, schedule_ids=[made.id], now=START)
    return made.id
