"""Putting a post into words once it is claimed, where it names what they are built from."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

import structlog

from domain.chat import Reply
from handlers.occasions import Unfit
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
    words already keeps them: it may have gone out. Raises only what says that the database is away, or
    that another transaction came in between: the post has no words then, and is left to its lease.
    """
    if post.builds is None or post.has_words or post.obstacle:
        return post
    try:
        # Not in the transaction of the claim. PostgreSQL looks after the engagement's row again when one
        # transaction changes a post twice, and that row is held by whoever records.
        async with database.write() as session:
            reply = await builders[post.builds["what"]](session, post)
            if reply is None:
                return Attempt(state="cancelled", reason=NOTHING_TO_SAY)
            ready = await outbox.write_down(session, post, reply)
    except Unfit as unfit:
        return Attempt(state="cancelled", reason=str(unfit) or NOTHING_TO_SAY)
    except Exception as error:
        if is_away(error) or is_collision(error):
            raise
        log.exception("post_not_built", post=post.id)
        return Attempt(state="failed", reason=BROKEN)
    # Where a sender was lost before, it had nothing to send yet.
    return replace(ready, is_uncertain=False)
