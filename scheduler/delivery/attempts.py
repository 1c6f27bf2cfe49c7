"""One attempt to get a post to its platform, and how it ended."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

import structlog

from domain.chat import Address, Messenger, Reply
from domain.errors import NotDelivered, Trouble, Unanswered, Undeliverable, Untraceable
from domain.jobs import jobs
from storage.outbox import Post

TOO_SLOW = "no answer in time"
BROKEN = "an error of ours, see the log"
UNREADABLE = "it was stored in a way that this version cannot read"

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """How it ended: the post is sent, tried again, or never.

    `is_unknown`: it may have arrived. `retry_after` is in seconds; with `is_limit` the platform takes
    nothing of the kind in the conversation until then, and where that `is_workspace_wide` nothing from
    anybody in the workspace. `trouble` is for people.
    """

    state: Literal["sent", "again", "cancelled", "missed", "failed", "uncertain"]
    message_id: str = ""
    reason: str = ""
    retry_after: float | None = None
    is_limit: bool = False
    is_workspace_wide: bool = True
    is_unknown: bool = False
    trouble: Trouble = "other"


async def make_attempt(messengers: Mapping[str, Messenger], post: Post, *, seconds: float) -> Attempt:
    """Send the post, or find out that it arrived before; in so many seconds. Raises nothing."""
    # What had no words yet when its sender was lost never went out.
    if post.obstacle and not (post.is_uncertain and post.has_words):
        return Attempt(state=post.ends_as, reason=post.obstacle)
    try:
        messenger = messengers[post.target.partition("/")[0]]
        address, reply = post.address, post.reply
    except (KeyError, TypeError, ValueError) as error:
        # Not the error itself: it quotes what was stored.
        log.error("post_unreadable", post=post.id, error=type(error).__name__)
        return Attempt(state="again", reason=UNREADABLE, is_unknown=post.is_uncertain)
    course = _Course()
    try:
        async with asyncio.timeout(seconds):
            return await _hand_over(messenger, post, address, reply, course)
    except NotDelivered as refusal:
        return _judged(_of(refusal), course)
    except TimeoutError:
        return _judged(Attempt(state="again", reason=TOO_SLOW, is_unknown=True), course)
    except Exception:
        log.exception("post_broken", post=post.id)
        return _judged(Attempt(state="again", reason=BROKEN, is_unknown=True), course)


@dataclass
class _Course:
    """How far an attempt came: `is_second` where a post is sent that may have arrived before."""

    is_second: bool = False


def _judged(attempt: Attempt, course: _Course) -> Attempt:
    """What may have arrived before is never sent a third time; what was refused is as unknown as it was."""
    if not course.is_second or attempt.state != "again":
        return attempt
    return replace(attempt, state="uncertain") if attempt.is_unknown else replace(attempt, is_unknown=True)


async def _hand_over(
    messenger: Messenger, post: Post, address: Address, reply: Reply, course: _Course
) -> Attempt:
    if post.edits and not post.obstacle and await _change(messenger, post, address, reply):
        return Attempt(state="sent", message_id=post.edits)
    if post.is_uncertain:
        message_id = await _find(messenger, post, address, course)
        if message_id is not None:
            return Attempt(state="sent", message_id=message_id)
    if post.obstacle:
        return Attempt(state=post.ends_as, reason=post.obstacle)
    return Attempt(state="sent", message_id=await messenger.send(address, reply, post.key))


async def _find(messenger: Messenger, post: Post, address: Address, course: _Course) -> str | None:
    """The message that arrived; None where none did, or a second one does less harm than none."""
    try:
        return await _look(messenger, address, post.key)
    except Untraceable as untraced:
        if untraced.is_brief:
            return None
        if post.obstacle or not _is_sent_again(post):
            raise
        course.is_second = True
        return None


def _is_sent_again(post: Post) -> bool:
    """Whether it goes out once more where nobody can tell: an answer does, other posts as their job says.

    Both copies act as one: their buttons are the same offers.
    """
    job = jobs().get(post.job)
    return job.sent_again if job is not None else bool(post.asker)


async def _change(messenger: Messenger, post: Post, address: Address, reply: Reply) -> bool:
    """Let the message of the post say the reply. Where that cannot be, what it was to say is said anew."""
    try:
        await messenger.edit(address, reply, post.edits)
    except Undeliverable as refusal:
        if refusal.trouble != "other":
            raise
        log.warning("message_not_changed", post=post.id, reason=str(refusal))
        return False
    return True


async def _look(messenger: Messenger, address: Address, key: str) -> str | None:
    """The message that arrived, if it did. Raises Untraceable, or Unanswered: we know no more than before."""
    try:
        return await messenger.find(address, key)
    except Untraceable:
        raise
    except Undeliverable as refusal:
        raise Untraceable(str(refusal)) from refusal
    except NotDelivered as refusal:
        raise Unanswered(str(refusal), refusal.retry_after) from refusal


def _of(refusal: NotDelivered) -> Attempt:
    reason = str(refusal)
    match refusal:
        case Untraceable():
            return Attempt(state="uncertain", reason=reason)
        case Undeliverable(trouble=trouble):
            return Attempt(state="failed", reason=reason, trouble=trouble)
        case Unanswered(retry_after=retry_after):
            return Attempt(state="again", reason=reason, retry_after=retry_after, is_unknown=True)
        case _:
            after, is_wide = refusal.retry_after, refusal.is_workspace_wide
            is_limit = after is not None
            return Attempt(
                state="again",
                reason=reason,
                retry_after=after,
                is_limit=is_limit,
                is_workspace_wide=is_wide,
            )
