"""Posts on their way: what is due is claimed, sent in the background, and written down."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

import structlog

from domain.chat import Messenger
from scheduler.delivery.attempts import Attempt, make_attempt
from scheduler.delivery.building import Builder, put_into_words
from scheduler.delivery.endings import settle
from storage import outbox
from storage.database import Database
from storage.outbox import LEASE_SECONDS, Post

SEND_SECONDS = 20
MAX_IN_FLIGHT = 20

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
    `wake` is called when a conversation is free again, for what waits behind.
    """

    database: Database
    messengers: Mapping[str, Messenger]
    random: Random
    builders: Mapping[str, Builder] = field(default_factory=dict)
    wake: Callable[[], None] = lambda: None
    send_seconds: float = SEND_SECONDS
    _in_flight: set[Sending] = field(default_factory=set, init=False)

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
        if free <= 0:
            return set()
        async with self.database.read() as session:
            ids = await outbox.due(session, platforms=self.messengers.keys(), now=now, limit=free)
        begun = [await self._claim(post_id, now) for post_id in ids]
        return {task for task in begun if task is not None}

    async def stop(self, *, seconds: float) -> None:
        """Let what is on its way arrive. What takes longer is let go: its lease ends, and we look for it."""
        if not self._in_flight:
            return
        _done, late = await asyncio.wait(self._in_flight, timeout=seconds)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def _claim(self, post_id: int, now: datetime) -> Sending | None:
        since = asyncio.get_running_loop().time()
        async with self.database.write() as session:
            post = await outbox.claim(session, post_id=post_id, now=now)
        if post is None:
            return None
        task = asyncio.create_task(self._take_care(Claim(post=post, now=now, since=since)))
        self._in_flight.add(task)
        task.add_done_callback(self._landed)
        return task

    def _landed(self, task: Sending) -> None:
        self._in_flight.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("post_left_to_its_lease", error=type(error).__name__)
        self.wake()

    async def _take_care(self, claim: Claim) -> Post | None:
        """Send the post and write that down. Return it where it went out."""
        ready = await put_into_words(self.database, self.builders, claim.post)
        post = claim.post if isinstance(ready, Attempt) else ready
        if claim.seconds > LEASE_SECONDS - self.send_seconds:
            log.warning("post_left_to_its_lease", post=post.id, seconds=claim.seconds)
            return None
        if isinstance(ready, Attempt):
            attempt = ready
        else:
            attempt = await make_attempt(self.messengers, ready, seconds=self.send_seconds)
        jitter = self.random.random()
        async with self.database.write() as session:
            is_ours = await settle(session, post, attempt, now=claim.moment, jitter=jitter)
        if attempt.state != "sent":
            return None
        log.info("post_sent", post=post.id, attempts=post.attempts, is_ours=is_ours)
        return post
