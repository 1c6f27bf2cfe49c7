"""Putting a post into words once it is claimed, where it names what they are built from."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

import structlog

from domain.chat import Reply
from handlers.occasions import Moot, Unfit
from scheduler.delivery.attempts import BROKEN, Attempt
from storage import outbox
from storage.database import Database, Session
from storage.failures import is_away, is_collision
from storage.outbox import Post

NOTHING_TO_SAY = "there is nothing left that it could say"

# It finds in the database what the post says now. None, or Unfit with a reason: the post is cancelled.
Builder = Callable[[Session, Post], Awaitable[Reply | None]]

log = structlog.get_logger()


async def put_into_words(database: Database, builders: Mapping[str, Builder], post: Post) -> Post | Attempt:
    """The claimed post with the words of this moment, or how it ends without any.

    Whoever saw the post waiting has committed before the claim; whoever did not adds an edit. What has its
    words already keeps them: it may have gone out. One whose time is over is missed, unless its builder says
    that it is moot. Raises only what says that the database is away, or that another transaction came in
    between: the post has no words then, and is left to its lease.
    """
    is_late = bool(post.obstacle) and post.ends_as == "missed"
    if post.builds is None or post.has_words or (post.obstacle and not is_late):
        return post
    try:
        # Not in the transaction of the claim. PostgreSQL looks after the engagement's row again when one
        # transaction changes a post twice, and that row is held by whoever records.
        async with database.write() as session:
            build = builders[post.builds["what"]]
            return await (_unsaid if is_late else _worded)(session, build, post)
    except Unfit as unfit:
        if is_late and not isinstance(unfit, Moot):
            return post
        return Attempt(state="cancelled", reason=str(unfit) or NOTHING_TO_SAY)
    except Exception as error:
        if is_away(error) or is_collision(error):
            raise
        log.exception("post_not_built", post=post.id)
        return post if is_late else Attempt(state="failed", reason=BROKEN)


async def _worded(session: Session, build: Builder, post: Post) -> Post | Attempt:
    reply = await build(session, post)
    if reply is None:
        return Attempt(state="cancelled", reason=NOTHING_TO_SAY)
    ready = await outbox.write_down(session, post, reply)
    # Where a sender was lost before, it had nothing to send yet.
    return replace(ready, is_uncertain=False)


async def _unsaid(session: Session, build: Builder, post: Post) -> Post:
    """The post as it is, once its builder was asked: nothing of what that writes is kept."""
    trial = await session.begin_nested()
    try:
        await build(session, post)
    finally:
        await trial.rollback()
    return post
