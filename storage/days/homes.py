"""The channels in which a day is told, and what is posted there of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import String, and_, bindparam, cast, or_, select
from sqlalchemy.orm import aliased

from domain.chat import Address
from storage.database import Session
from storage.outbox_edits import waiting
from storage.tables import Channel, EngagementChannel, OutboxPost, Workspace


@dataclass(frozen=True, kw_only=True)
class Home:
    """A channel of the engagement, the key of the day's post in it, and what that is built from.

    `builds` None: there is no post yet. Where one `is_waiting`, what this transaction changes will be in it.
    """

    key: str
    address: Address
    builds: Mapping[str, Any] | None
    is_waiting: bool


# Built once: building a query costs more than running it.
_KEY = bindparam("begins", type_=String()) + cast(EngagementChannel.id, String)
_FIRST = aliased(OutboxPost)
_HOMES = (
    select(
        _KEY,
        Workspace.platform,
        Workspace.external_id,
        EngagementChannel.conversation,
        _FIRST.builds,
        waiting(_FIRST.id),
    )
    .join(Workspace, Workspace.id == EngagementChannel.workspace_id)
    .outerjoin(
        Channel,
        and_(
            Channel.workspace_id == EngagementChannel.workspace_id,
            Channel.external_id == EngagementChannel.conversation,
        ),
    )
    .outerjoin(_FIRST, _FIRST.key == _KEY)
    .where(EngagementChannel.engagement_id == bindparam("engagement_id"))
    .where(or_(Channel.id.is_(None), and_(~Channel.is_paused, Channel.closed == "")))
    .order_by(EngagementChannel.id)
)


async def homes(session: Session, *, engagement_id: int, day: date) -> Sequence[Home]:
    """The channels in which the day may be told: none that is closed, or shared and not confirmed.

    Two transactions that ask for one engagement must hold its row, as every write does that entered it:
    the later one has then seen what the earlier one put into the outbox.
    """
    begins = f"day/{engagement_id}/{day.isoformat()}/"
    rows = await session.execute(_HOMES, {"engagement_id": engagement_id, "begins": begins})
    return [
        Home(
            key=key,
            address=Address(platform=platform, workspace=workspace, conversation=conversation),
            builds=builds,
            is_waiting=waits is not None,
        )
        for key, platform, workspace, conversation, builds, waits in rows
    ]
