"""What must hold after every fault: each occurrence ended in one state, and Slack shows what was sent."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args

from sqlalchemy import func, select, update

from storage import schedules
from storage.database import Database, Session
from storage.outbox import End
from storage.schedules import Happened
from storage.tables import Occurrence, OutboxPost, Schedule
from tests.faults.replica import Replica
from tests.faults.site import Laid
from tests.slack.server import LocalSlack

ENDS = frozenset({"sent", *get_args(End)})
ON_ITS_WAY = ("pending", "sending")
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
MOST_TICKS = 300


async def outlast(database: Database) -> None:
    """Let the minute be over for which somebody, by now dead or asleep, has taken posts."""
    lost = update(OutboxPost).where(OutboxPost.state == "sending")
    async with database.write() as session:
        await session.execute(lost.values(lease_until=LONG_AGO))


async def finish(replica: Replica, slack: LocalSlack, now: datetime) -> datetime:
    """Let a process that meets no fault go on until everything has ended. Return when that was."""
    for _tick in range(MOST_TICKS):
        await outlast(replica.database)
        await replica.tick(now)
        coming = await _next_moment(replica.database)
        if coming is None:
            return now
        later = max(coming, now + timedelta(seconds=1))
        slack.world.clock.move_on((later - now).total_seconds())
        now = later
    raise AssertionError(f"it never ends: {await _unfinished(replica.database)}")


async def _unfinished(database: Database) -> list[tuple[Any, ...]]:
    """What has not ended."""
    posts = select(OutboxPost.key, OutboxPost.state, OutboxPost.reason, OutboxPost.attempts)
    planned = select(Occurrence.job, Occurrence.state, Occurrence.due_at, Occurrence.version)
    schedules_left = select(Schedule.job, Schedule.plan_at, Schedule.planned_until)
    async with database.read() as session:
        return [
            *map(tuple, await session.execute(posts.where(OutboxPost.state.in_(ON_ITS_WAY)))),
            *map(tuple, await session.execute(planned.where(Occurrence.state == "planned"))),
            *map(tuple, await session.execute(schedules_left.where(Schedule.plan_at.is_not(None)))),
        ]


async def _next_moment(database: Database) -> datetime | None:
    """When something is to be done next; None where all has ended."""
    moments = (
        select(func.min(Occurrence.due_at)).where(Occurrence.state == "planned"),
        select(func.min(OutboxPost.next_send_at)).where(OutboxPost.state.in_(ON_ITS_WAY)),
        select(func.min(Schedule.plan_at)),
    )
    async with database.read() as session:
        found = [await session.scalar(query) for query in moments]
    return min((one for one in found if one is not None), default=None)


@dataclass(frozen=True, kw_only=True)
class Truth:
    """How everything ended: every occurrence, and the keys of the posts with their copies in Slack."""

    happened: tuple[Happened, ...]
    posts: Mapping[str, str]
    copies: Mapping[str, int]

    @property
    def states(self) -> Counter[str]:
        """State -> how many occurrences ended so."""
        return Counter(one.state for one in self.happened)

    @property
    def reasons(self) -> set[str]:
        """Why some were not posted."""
        return {one.reason for one in self.happened if one.reason}

    @property
    def extra(self) -> int:
        """How many copies there are beyond the first ones."""
        return sum(count - 1 for count in self.copies.values())


async def truth(
    database: Database, slack: LocalSlack, laid: Laid, *, unknown: int = 0, is_paused: bool = False
) -> Truth:
    """Look at how everything ended, and check what must hold; so many outcomes were unknown on purpose.

    Of schedules that were paused, dates whose time had not come are forgotten.
    """
    async with database.read() as session:
        happened = await all_happened(session, laid, is_paused=is_paused)
        rows = (await session.execute(select(OutboxPost.key, OutboxPost.state, OutboxPost.reason))).all()
    found = Truth(
        happened=tuple(happened), posts={row.key: row.state for row in rows}, copies=Counter(keys_in(slack))
    )
    for one in found.happened:
        assert one.state in ENDS, one
        assert bool(one.reason) == (one.state != "sent"), one
    for row in rows:
        assert row.state in ENDS, row
        assert bool(row.reason) == (row.state != "sent"), row
        _check_copies(row.key, row.state, found.copies.get(row.key, 0))
    assert found.copies.keys() <= found.posts.keys()
    assert found.extra <= unknown, found.copies
    return found


def _check_copies(key: str, state: str, copies: int) -> None:
    """What is sent stands there, what is uncertain may, and anything else does not."""
    if state == "sent":
        assert copies >= 1, f"{key} was lost"
    elif state != "uncertain":
        assert copies == 0, f"{key} {state}, and stands in Slack"


async def all_happened(session: Session, laid: Laid, *, is_paused: bool) -> list[Happened]:
    """Every occurrence of the schedules; those of each date are there, unless they rest."""
    found: list[Happened] = []
    for engagement_id, schedule_id, days in laid.schedules:
        span = {"since": date.min, "until": date.max}
        happened = await schedules.occurrences(
            session, engagement_id=engagement_id, schedule_id=schedule_id, **span
        )
        there = {one.local_date for one in happened}
        assert there == set(days) or (is_paused and not there), f"a date of schedule {schedule_id} is lost"
        found += happened
    return found


def keys_in(slack: LocalSlack) -> Iterator[str]:
    """The key of each post that stands in Slack."""
    for message in slack.world.messages:
        yield message.metadata["event_payload"]["key"] if message.metadata else message.text
