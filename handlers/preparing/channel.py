"""The channel in which an engagement lives, for what everybody there reads."""

from domain.chat import Address, Reply
from handlers.posts import post
from handlers.turn import EngagementTurn
from storage import channels
from storage.database import Session


async def home_of(session: Session, *, engagement_id: int) -> Address | None:
    """The first channel of the engagement in which we may post, else its first one."""
    homes = await channels.homes(session, engagement_id=engagement_id)
    is_open = [home for home in homes if home[2] is None or channels.is_open(home[2])]
    for home, at, _channel in (*is_open, *homes):
        return Address(platform=at.platform, workspace=at.external_id, conversation=home.conversation)
    return None


async def tell_channel(turn: EngagementTurn, reply: Reply, *, key: str) -> bool:
    """Have it posted in the channel now. Return False where there is no channel."""
    address = await home_of(turn.session, engagement_id=turn.engagement.id)
    if address is None:
        return False
    await post(turn, reply, address=address, key=key)
    return True
