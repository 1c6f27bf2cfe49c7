"""Posts that Headway makes by itself: into the outbox, and into words as each goes out."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from functools import wraps
from typing import Any

from domain.chat import Address, Reply
from handlers.turn import EngagementTurn, Here, Unasked
from storage import channels, engagements, offers, outbox
from storage.database import Session
from storage.offers import Place
from storage.outbox import Post

Builder = Callable[[Session, Post], Awaitable[Reply | None]]
Wording = Callable[[Unasked, Post, Mapping[str, Any]], Awaitable[Reply | None]]


async def post(
    turn: EngagementTurn, reply: Reply, *, address: Address, key: str, person_id: int | None = None
) -> None:
    """Put the reply into the outbox. Its buttons are for `person_id`, or for everyone where it is None."""
    place = replace(turn.place, person_id=person_id, conversation=address.place)
    ready = await offers.save_buttons(turn.session, reply, place)
    await outbox.add(
        turn.session,
        key=key,
        engagement_id=turn.engagement.id,
        address=address,
        reply=ready,
        now=turn.now,
    )


async def home_of(here: Here) -> Address | None:
    """The first channel of the engagement in which we may post, else its first one."""
    homes = await channels.homes(here.session, engagement_id=here.engagement.id)
    is_open = [home for home in homes if home[2] is None or channels.is_open(home[2])]
    for home, at, _channel in (*is_open, *homes):
        return Address(platform=at.platform, workspace=at.external_id, conversation=home.conversation)
    return None


async def tell_channel(turn: EngagementTurn, reply: Reply, *, key: str) -> bool:
    """Have it posted in the engagement's channel now. Return False where there is no channel."""
    address = await home_of(turn)
    if address is None:
        return False
    await post(turn, reply, address=address, key=key)
    return True


def worded_by(wording: Wording) -> Builder:
    """The builder that has `wording` say what a post says as it goes out, from what it `builds`.

    Its buttons are for the person whom it is for, else for everyone.
    """

    @wraps(wording)
    async def build(session: Session, post: Post) -> Reply | None:
        engagement = await engagements.find(session, engagement_id=post.engagement_id or 0)
        if engagement is None or post.builds is None:
            return None
        here = Unasked(session=session, engagement=engagement, now=post.claimed_at)
        said = await wording(here, post, post.builds)
        if said is None:
            return None
        place = Place(
            engagement_id=engagement.id,
            person_id=post.person_id,
            conversation=post.address.place,
            now=post.claimed_at,
        )
        return await offers.save_buttons(session, said, place)

    return build
