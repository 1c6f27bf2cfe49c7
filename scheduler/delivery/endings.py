"""Writing down how an attempt ended, in one transaction with whatever follows from it."""

from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from handlers import troubles
from handlers.troubles.unposted import UNPOSTED
from scheduler.delivery.attempts import BROKEN, UNREADABLE, Attempt
from storage import holds, outbox, schedules
from storage.database import Session
from storage.outbox import Post

MAX_ATTEMPTS = 10
# A platform that says "later" is no sign that a post is hopeless.
MAX_LIMITED_ATTEMPTS = 100
# What nobody asked for, nobody repeats: it outlasts an outage of its platform.
UNASKED_WAITS, NOTICE_WAITS = timedelta(days=1), timedelta(days=30)
FIRST_WAIT_SECONDS = 2.0
LONGEST_WAIT_SECONDS = 300.0
# What a platform was sent may take so long to stand in its history.
LOOK_AFTER_SECONDS = 10.0

log = structlog.get_logger()


def wait_seconds(attempts: int, *, jitter: float, retry_after: float | None = None) -> float:
    """Seconds until the next attempt, after so many; `jitter` from 0 to 1 spreads the crowd.

    A platform that says how long to wait is obeyed: the wait is never shorter than that.
    """
    doubled = min(FIRST_WAIT_SECONDS * 2.0 ** min(attempts - 1, 20), LONGEST_WAIT_SECONDS)
    spread = doubled * (0.5 + jitter / 2)
    return spread if retry_after is None else max(retry_after, 0.0) + FIRST_WAIT_SECONDS * jitter


async def settle(session: Session, post: Post, attempt: Attempt, *, now: datetime, jitter: float) -> bool:
    """Write down how the attempt at `now` ended, hold back what has to wait, and tell who has to know.

    Return whether the post was still in our hands.
    """
    attempt = _give_up(post, attempt, now)
    match attempt.state:
        case "sent":
            return await outbox.mark_sent(session, post, message_id=attempt.message_id, now=now)
        case "again":
            return await _put_back(session, post, attempt, now=now, jitter=jitter)
        case "cancelled" | "missed" | "failed" | "uncertain" as state:
            return await _end(session, post, attempt, state, now=now)


async def _end(session: Session, post: Post, attempt: Attempt, state: outbox.End, *, now: datetime) -> bool:
    say = log.info if state == "cancelled" else log.warning if state == "missed" else log.error
    say(f"post_{state}", post=post.id, attempts=post.attempts, reason=attempt.reason)
    trouble = attempt.trouble if state == "failed" else ""
    is_ours = await outbox.end(session, post, state=state, reason=attempt.reason, now=now, trouble=trouble)
    if is_ours and state != "cancelled":
        await troubles.tell(session, post, attempt.trouble if state == "failed" else state, now=now)
    if is_ours and attempt.reason == schedules.CHANGED:
        await schedules.release(session, outbox_id=post.id, now=now)
    return is_ours


def _give_up(post: Post, attempt: Attempt, now: datetime) -> Attempt:
    most = MAX_LIMITED_ATTEMPTS if attempt.is_limit else MAX_ATTEMPTS
    if attempt.state != "again" or post.attempts < most or _outlasts(post, attempt, now):
        return attempt
    return replace(attempt, state="uncertain" if attempt.is_unknown else "failed")


def _outlasts(post: Post, attempt: Attempt, now: datetime) -> bool:
    """Whether the post waits on until its platform is well again. Past its time it ends as missed anyway."""
    if attempt.reason in (BROKEN, UNREADABLE):
        return False
    if post.key.startswith(f"{UNPOSTED}/"):
        return now < post.created_at + NOTICE_WAITS
    is_unasked = bool(post.job) or (post.is_edit and not post.asker)
    until = post.created_at + UNASKED_WAITS
    return is_unasked and now < max(until, post.latest_at or until)


async def _put_back(session: Session, post: Post, attempt: Attempt, *, now: datetime, jitter: float) -> bool:
    seconds = wait_seconds(post.attempts, jitter=jitter, retry_after=attempt.retry_after)
    if attempt.is_unknown:
        seconds = max(seconds, LOOK_AFTER_SECONDS)
    # What is behind it in its conversation waits for it anyway.
    if attempt.is_limit and attempt.is_workspace_wide and attempt.retry_after is not None:
        until = now + timedelta(seconds=attempt.retry_after)
        method: holds.Method = "edit" if post.is_edit else "post"
        await holds.hold(session, workspace=post.workspace, method=method, until=until)
    log.warning("post_put_back", post=post.id, attempts=post.attempts, reason=attempt.reason, seconds=seconds)
    return await outbox.put_back(
        session,
        post,
        reason=attempt.reason,
        next_send_at=now + timedelta(seconds=seconds),
        is_uncertain=attempt.is_unknown,
    )
