"""From the outbox to the platforms: each post once, in the order of its conversation.

Claim, then send, then mark: a process that dies in between leaves its post with a lease, and after a
minute the next one sends it again. The key of a post tells a platform that both are the same.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

import structlog

from domain.chat import Messenger
from domain.errors import NotDelivered
from storage import outbox
from storage.database import Database
from storage.outbox import LEASE_SECONDS, Post

SEND_SECONDS = 20
MAX_IN_FLIGHT = 20
MAX_ATTEMPTS = 10
FIRST_WAIT_SECONDS = 2.0
LONGEST_WAIT_SECONDS = 300.0

TOO_SLOW = f"no answer within {SEND_SECONDS} seconds"
BROKEN = "an error of ours, see the log"

Sending = asyncio.Task[Post | None]

log = structlog.get_logger()


def wait_seconds(attempts: int, *, jitter: float, retry_after: float | None = None) -> float:
    """Seconds until the next attempt, after so many; `jitter` from 0 to 1 spreads the crowd.

    A platform that says how long to wait is obeyed: the wait is never shorter than that.
    """
    doubled = min(FIRST_WAIT_SECONDS * 2 ** (attempts - 1), LONGEST_WAIT_SECONDS)
    spread = doubled * (0.5 + jitter / 2)
    return spread if retry_after is None else max(retry_after, 0.0) + FIRST_WAIT_SECONDS * jitter


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

    `wake` is called when a conversation is free again, for what waits behind.
    """

    database: Database
    messengers: Mapping[str, Messenger]
    random: Random
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
        """Let what is on its way arrive. What takes longer is let go: after its lease it is sent again."""
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
        if claim.seconds > LEASE_SECONDS - self.send_seconds:
            log.warning("post_left_to_its_lease", post=claim.post.id, seconds=claim.seconds)
            return None
        message_id = await self._send(claim)
        if message_id is None:
            return None
        async with self.database.write() as session:
            is_ours = await outbox.mark_sent(session, claim.post, message_id=message_id, now=claim.moment)
        log.info("post_sent", post=claim.post.id, attempts=claim.post.attempts, is_ours=is_ours)
        return claim.post

    async def _send(self, claim: Claim) -> str | None:
        """Hand the post to its platform. Return the message id; None where it is to be tried again."""
        post = claim.post
        try:
            messenger = self.messengers[post.target.partition("/")[0]]
            async with asyncio.timeout(self.send_seconds):
                return await messenger.send(post.address, post.reply, post.key)
        except NotDelivered as refusal:
            await self._put_back(claim, str(refusal), refusal.retry_after)
        except TimeoutError:
            await self._put_back(claim, TOO_SLOW)
        except Exception:
            log.exception("post_broken", post=post.id)
            await self._put_back(claim, BROKEN)
        return None

    async def _put_back(self, claim: Claim, reason: str, retry_after: float | None = None) -> None:
        """Try again later, or give up."""
        post = claim.post
        if post.attempts >= MAX_ATTEMPTS:
            log.error("post_failed", post=post.id, attempts=post.attempts, reason=reason)
            async with self.database.write() as session:
                await outbox.mark_failed(session, post, reason=reason)
            return
        seconds = wait_seconds(post.attempts, jitter=self.random.random(), retry_after=retry_after)
        log.warning("post_put_back", post=post.id, attempts=post.attempts, reason=reason, seconds=seconds)
        async with self.database.write() as session:
            next_send_at = claim.moment + timedelta(seconds=seconds)
            await outbox.put_back(session, post, reason=reason, next_send_at=next_send_at)
