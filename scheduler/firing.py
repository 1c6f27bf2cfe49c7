"""From occurrences to posts: what is due is decided once, in one transaction with whatever comes of it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import structlog

from domain.cadence import nth_working_day_after
from domain.chat import Address
from domain.engagements import RUNNING
from domain.jobs import jobs
from handlers.occasions import Decide, Later, Nothing, Occasion, Outcome, ToChannel, ToPerson
from scheduler.failpoints import reach
from storage import channels, engagements, outbox, schedules
from storage.database import Database, Session
from storage.failures import is_away, is_collision
from storage.outbox.obstacles import NOT_ACTIVE, NOT_SHOWN, SCHEDULE_PAUSED
from storage.schedules import Scheduled
from storage.tables import Engagement, Occurrence

BATCH = 50
TOO_LATE = "its time was over before I could post it"
NO_CHANNEL = "the engagement has no channel"
BROKEN = "an error of ours, see the log"
NOTHING_CAME = "there was nothing to post"

AddItem = Callable[[Session, Occasion, ToPerson], Awaitable[None]]
TellEnded = Callable[[Session, Occurrence, str], Awaitable[None]]

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class Firing:
    """What decides for each job, adds to somebody's message, and tells the leads what came to nothing."""

    database: Database
    deciders: Mapping[str, Decide]
    add_item: AddItem
    tell_ended: TellEnded

    async def fire(self, now: datetime) -> int:
        """Decide whatever is due at `now`. Return how many occurrences that were."""
        decided = 0
        while True:
            async with self.database.read() as session:
                found = await schedules.due(session, now=now, limit=BATCH)
            done = sum([await self._decide_safely(*one, now) for one in found])
            decided += done
            if len(found) < BATCH or not done:
                return decided

    async def _decide_safely(self, occurrence_id: int, engagement_id: int, now: datetime) -> bool:
        """Decide it. One over which we stumble ends as failed, so that the others get their turn.

        Return False for what met somebody else's transaction: the next tick is early enough for it.
        """
        try:
            async with self.database.write() as session:
                await self._decide(session, occurrence_id, engagement_id, now)
                await reach("fire: before commit")
            await reach("fire: after commit")
        except Exception as error:
            if is_away(error):
                raise
            if is_collision(error):
                log.warning("occurrence_put_off", occurrence=occurrence_id, error=type(error).__name__)
                return False
            log.exception("occurrence_failed", occurrence=occurrence_id)
            async with self.database.write() as session:
                await self._fail(session, occurrence_id, engagement_id, now)
        return True

    async def _fail(self, session: Session, occurrence_id: int, engagement_id: int, now: datetime) -> None:
        row = await schedules.take_occurrence(
            session, engagement_id=engagement_id, occurrence_id=occurrence_id, now=now
        )
        if row is None:
            return
        await _end(session, row, "failed", BROKEN, now)
        await self.tell_ended(session, row, BROKEN)

    async def _decide(self, session: Session, occurrence_id: int, engagement_id: int, now: datetime) -> None:
        # Whoever records a number holds the same row: what is decided here is decided after it, or before.
        await engagements.hold(session, engagement_id=engagement_id)
        row = await schedules.take_occurrence(
            session, engagement_id=engagement_id, occurrence_id=occurrence_id, now=now
        )
        if row is None:
            return
        scheduled = await schedules.find(session, engagement_id=engagement_id, schedule_id=row.schedule_id)
        engagement = await engagements.find(session, engagement_id=engagement_id)
        obstacle = _obstacle(engagement, scheduled, row)
        if engagement is None or scheduled is None or obstacle:
            await _end(session, row, "cancelled", obstacle, now)
            return
        occasion = _occasion(engagement, scheduled, row, now)
        if now > row.latest_at:
            await _end(session, row, "missed", TOO_LATE, now)
            if not jobs()[row.job].makes_up:
                await self.tell_ended(session, row, TOO_LATE)
            return
        outcome = await self.deciders[row.job](session, occasion)
        if isinstance(outcome, Nothing) or not outcome:
            reason = outcome.reason if isinstance(outcome, Nothing) else NOTHING_CAME
            await _end(session, row, "cancelled", reason, now)
            return
        await self._carry_out(session, occasion, row, outcome)

    async def _carry_out(
        self, session: Session, occasion: Occasion, row: Occurrence, outcome: Sequence[Outcome]
    ) -> None:
        log.info("occurrence_decided", occurrence=occasion.id, job=occasion.job, outcomes=len(outcome))
        for one in outcome:
            match one:
                case ToChannel():
                    await _post(session, occasion, row, one)
                case ToPerson():
                    await self.add_item(session, occasion, one)
                case Later():
                    await _plan_later(session, occasion, one)


def _obstacle(engagement: Engagement | None, scheduled: Scheduled | None, row: Occurrence) -> str:
    """Why nothing comes of the occurrence; empty where something may."""
    if engagement is None or engagement.status not in RUNNING:
        return NOT_ACTIVE
    if scheduled is None or scheduled.version != row.version:
        return schedules.CHANGED
    if scheduled.rests_on(row.local_date) and not jobs()[row.job].finishes:
        return SCHEDULE_PAUSED
    return NOT_SHOWN if scheduled.announced_at is None else ""


def _occasion(engagement: Engagement, scheduled: Scheduled, row: Occurrence, now: datetime) -> Occasion:
    return Occasion(
        id=row.id,
        engagement=engagement,
        job=row.job,
        schedule_id=scheduled.id,
        version=scheduled.version,
        settings=scheduled.settings,
        args=row.args,
        local_date=row.local_date,
        due_at=row.due_at,
        latest_at=row.latest_at,
        now=now,
    )


async def _end(session: Session, row: Occurrence, state: str, reason: str, now: datetime) -> None:
    """Let the occurrence end before anything was made of it."""
    say = log.warning if state == "missed" else log.info
    say(f"occurrence_{state}", occurrence=row.id, job=row.job, reason=reason)
    here = {"engagement_id": row.engagement_id, "occurrence_id": row.id}
    await schedules.end_occurrence(session, **here, state=state, reason=reason, now=now)


async def _post(session: Session, occasion: Occasion, row: Occurrence, post: ToChannel) -> None:
    """Put the post into the outbox, for the channel in which the engagement lives."""
    address = await _home(session, occasion.engagement.id)
    if address is None:
        await _end(session, row, "cancelled", NO_CHANNEL, occasion.now)
        return
    key = f"{occasion.job}/{occasion.id}/{post.key}"
    if not await _add(session, occasion, post, address, key):
        # What waited under an older version of the schedule was taken back, and has the key.
        key = f"{key}/v{occasion.version}"
        await _add(session, occasion, post, address, key)
    await schedules.tell(
        session, engagement_id=occasion.engagement.id, occurrence_id=occasion.id, key=key, args=post.builds
    )


async def _add(session: Session, occasion: Occasion, post: ToChannel, address: Address, key: str) -> bool:
    return await outbox.add(
        session,
        key=key,
        engagement_id=occasion.engagement.id,
        address=address,
        reply=None,
        builds=post.builds,
        job=occasion.job,
        latest_at=occasion.latest_at,
        now=occasion.now,
    )


async def _home(session: Session, engagement_id: int) -> Address | None:
    """The first channel of the engagement in which we may post, else its first one."""
    homes = await channels.homes(session, engagement_id=engagement_id)
    is_open = [home for home in homes if home[2] is None or channels.is_open(home[2])]
    for home, workspace, _channel in (*is_open, *homes):
        return Address(
            platform=workspace.platform, workspace=workspace.external_id, conversation=home.conversation
        )
    return None


async def _plan_later(session: Session, occasion: Occasion, later: Later) -> None:
    """Plan it for its time; where its date has one already, under the next working day that is free."""
    engagement_id, schedule_id = occasion.engagement.id, occasion.schedule_id
    follows = partial(schedules.follows, session, engagement_id=engagement_id, schedule_id=schedule_id)
    holidays = await schedules.holidays_of(session, engagement_id=engagement_id)
    day = later.local_date
    while not await schedules.plan(
        session,
        engagement_id=engagement_id,
        schedule_id=schedule_id,
        version=occasion.version,
        job=later.job,
        local_date=day,
        due_at=later.due_at,
        latest_at=later.latest_at,
        args=later.args,
        origin_id=occasion.id,
        now=occasion.now,
    ):
        if await follows(job=later.job, local_date=day, origin_id=occasion.id):
            return
        day = nth_working_day_after(day, 1, holidays=holidays)
