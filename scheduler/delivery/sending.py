"""Posts on their way: what is due is claimed, sent in the background, and written down."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

import structlog

from domain.chat import Messenger
from scheduler.delivery.attempts import Attempt, make_attempt
from scheduler.delivery.building import Builder, put_into_words
from scheduler.delivery.endings import settle
from scheduler.delivery.ledger import Ledger
from scheduler.failpoints import reach
from storage import outbox
from storage.database import Database
from storage.outbox import LEASE_SECONDS, Landed, Post
from storage.paces import Limits, Waiting

SEND_SECONDS = 20
MAX_IN_FLIGHT = 100
# So many times more posts are looked at than are claimed.
SPREAD = 4
# Where many are on their way, it is worth a look into the outbox only once so many have landed.
LEAST_FREE = 25
# Requests of people need connections to the database too.
MAX_WRITING = 5

Sending = asyncio.Task[Post | None]

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A post in our hands: when that was, by `now` and by the loop's own clock, in seconds."""

    post: Post
    now: datetime
    since: float

    @property
    def seconds(self) -> float:
        """How long we have had it."""
        return asyncio.get_running_loop().time() - self.since

    @property
    def moment(self) -> datetime:
        """What `now` has become meanwhile."""
        return self.now + timedelta(seconds=self.seconds)


@dataclass(kw_only=True)
class Delivery:
    """Sends what is due in the background, and knows what is on its way.

    `builders` put claimed posts into words, each of them those whose `builds` have its name for a "what".
    `wake` is called when a conversation is free again, for what waits behind. `limits` say how fast the
    platforms take posts.
    """

    database: Database
    messengers: Mapping[str, Messenger]
    random: Random
    builders: Mapping[str, Builder] = field(default_factory=dict)
    wake: Callable[[], None] = lambda: None
    limits: Mapping[str, Limits] = field(default_factory=dict)
    send_seconds: float = SEND_SECONDS
    _in_flight: set[Sending] = field(default_factory=set, init=False)
    _turns: asyncio.Semaphore = field(init=False)
    _ledger: Ledger = field(init=False)

    def __post_init__(self) -> None:
        self._turns = asyncio.Semaphore(MAX_WRITING)
        self._ledger = Ledger(self.database)

    async def deliver(self, now: datetime) -> list[Post]:
        """Send everything that is due at `now`, and return what went out."""
        sent: list[Post] = []
        ours = await self.start(now)
        while ours:
            done, ours = await asyncio.wait(ours, return_when=asyncio.FIRST_COMPLETED)
            sent += [post for task in done if (post := task.result()) is not None]
            ours |= await self.start(now)
        return sent

    async def start(self, now: datetime) -> set[Sending]:
        """Begin to send what is due at `now`, without waiting for the platforms."""
        free = MAX_IN_FLIGHT - len(self._in_flight)
        if free < LEAST_FREE:
            return set()
        async with self.database.read() as session:
            waiting = await outbox.due(
                session, platforms=self.messengers.keys(), now=now, limit=free * SPREAD
            )
        return await self._claim(self._chosen(waiting, free), now) if waiting else set()

    async def stop(self, *, seconds: float) -> None:
        """Let what is on its way arrive. What takes longer is let go: its lease ends, and we look for it."""
        if not self._in_flight:
            return
        _done, late = await asyncio.wait(self._in_flight, timeout=seconds)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    def _chosen(self, waiting: Sequence[Waiting], free: int) -> list[Waiting]:
        """So many of them, answers first, and any of the rest: others who deliver take other ones."""
        prompt = [one for one in waiting if one.is_prompt][:free]
        rest = [one for one in waiting if not one.is_prompt]
        more = min(free - len(prompt), len(rest))
        return prompt + sorted(self.random.sample(rest, more), key=lambda one: one.id)

    async def _claim(self, waiting: Sequence[Waiting], now: datetime) -> set[Sending]:
        since = asyncio.get_running_loop().time()
        async with self.database.write() as session:
            posts = await outbox.claim_all(session, waiting, limits=self.limits, now=now)
            await reach("claim: before commit")
        await reach("claim: after commit")
        begun = {
            asyncio.create_task(self._take_care(Claim(post=post, now=now, since=since))) for post in posts
        }
        self._in_flight |= begun
        for task in begun:
            task.add_done_callback(self._landed)
        return begun

    def _landed(self, task: Sending) -> None:
        self._in_flight.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("post_left_to_its_lease", error=type(error).__name__)
        self.wake()

    async def _take_care(self, claim: Claim) -> Post | None:
        """Send the post and write that down. Return it where it went out."""
        async with self._turns:
            ready = await put_into_words(self.database, self.builders, claim.post)
        post = claim.post if isinstance(ready, Attempt) else ready
        await reach("send: before")
        if claim.seconds > LEASE_SECONDS - self.send_seconds:
            log.warning("post_left_to_its_lease", post=post.id, seconds=claim.seconds)
            return None
        if isinstance(ready, Attempt):
            attempt = ready
        else:
            attempt = await make_attempt(self.messengers, ready, seconds=self.send_seconds)
        await reach("send: after")
        if not await self._settle(post, attempt, claim):
            return None
        log.info("post_sent", post=post.id, attempts=post.attempts)
        return post

    async def _settle(self, post: Post, attempt: Attempt, claim: Claim) -> bool:
        """Write down how the attempt ended. Return whether the post went out."""
        is_sent = attempt.state == "sent"
        if is_sent and not post.is_off_record:
            await self._ledger.mark_sent(Landed(post=post, message_id=attempt.message_id, at=claim.moment))
            return True
        jitter = self.random.random()
        async with self._turns, self.database.write() as session:
            await settle(session, post, attempt, now=claim.moment, jitter=jitter)
            await reach("mark: before commit")
        await reach("mark: after commit")
        return is_sent
