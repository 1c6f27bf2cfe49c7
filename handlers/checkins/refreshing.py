"""Keeping the post of a round true as answers come in, and when it closes."""

from dataclasses import replace
from datetime import datetime

from storage import checkins, outbox_edits
from storage.checkins import Round
from storage.database import Session
from storage.outbox import Post

CHECKIN = "checkin"


async def refresh_post(session: Session, round_: Round, *, now: datetime) -> None:
    """See to it that the post says how many have answered, and that it is closed once it is.

    Whoever calls holds the engagement's row.
    """
    standing = await checkins.post_of(session, round_, engagement_id=round_.engagement_id)
    if standing is None or standing.is_waiting:
        return
    await outbox_edits.add_edit(
        session,
        key=round_.post_key,
        engagement_id=round_.engagement_id,
        address=replace(standing.address, thread=""),
        builds={"what": CHECKIN, "checkin": round_.id, "zone": standing.zone},
        now=now,
    )


async def close_in_time(session: Session, round_: Round, post: Post) -> None:
    """See to it, once, that this post says that the round is closed as soon as it is, whatever else comes."""
    await outbox_edits.add_edit(
        session,
        key=round_.post_key,
        engagement_id=round_.engagement_id,
        address=replace(post.address, thread=""),
        builds=post.builds or {},
        at=round_.closes_at,
        now=post.claimed_at,
    )
