"""The channels in which a day is told, and what is posted there of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import String, and_, bindparam, cast, or_, select

from domain.chat import Address, Buttons
from storage.database import Session
from storage.outbox_edits import buttons_of
from storage.tables import Channel, EngagementChannel, OutboxPost, Workspace


@dataclass(frozen=True, kw_only=True)
class Home:
    """A channel of the engagement, the key of the day's post in it, and the buttons that the post has.

    `buttons` None: there is no post yet.
    """

    key: str
    address: Address
    buttons: Buttons | None


# Built once: building a query costs more than running it.
_KEY = bindparam("begins", type_=String()) + cast(EngagementChannel.id, String)
_HOMES = (
    select(
        _KEY,
        Workspace.platform,
        Workspace.external_id,
        EngagementChannel.conversation,
        OutboxPost.reply,
    )
    .join(Workspace, Workspace.id == EngagementChannel.workspace_id)
    .outerjoin(
        Channel,
        and_(
            Channel.workspace_id == EngagementChannel.workspace_id,
            Channel.external_id == EngagementChannel.conversation,
        ),
    )
    .outerjoin(OutboxPost, OutboxPost.key == _KEY)
    .where(EngagementChannel.engagement_id == bindparam("engagement_id"))
    .where(or_(Channel.id.is_(None), and_(~Channel.is_paused, Channel.closed == "")))
    .order_by(EngagementChannel.id)
)


async def homes(session: Session, *, engagement_id: int, day: date) -> Sequence[Home]:
    """The channels in which the day may be told: none that is closed, or shared and not confirmed."""
    begins = f"day/{engagement_id}/{day.isoformat()}/"
    rows = await session.execute(_HOMES, {"engagement_id": engagement_id, "begins": begins})
    return [
        Home(
            key=key,
            address=Address(platform=platform, workspace=workspace, conversation=conversation),
            buttons=None if first is None else buttons_of(first),
        )
        for key, platform, workspace, conversation, first in rows
    ]
