"""Engagements: finding the one that is meant, and setting one up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from zoneinfo import ZoneInfo

from sqlalchemy import Select, and_, bindparam, delete, select, update

from storage.database import Session
from storage.insert import insert_once
from storage.tables import (
    Engagement,
    EngagementChannel,
    EngagementWorkspace,
    Membership,
    Workspace,
)


@dataclass(frozen=True, kw_only=True)
class Seat:
    """An engagement, and the part that one person has in it."""

    engagement: Engagement
    membership: Membership


def _seats(person_id: int, workspace_id: int) -> Select[Engagement, Membership]:
    return (
        select(Engagement, Membership)
        .join(Membership, Membership.engagement_id == Engagement.id)
        .join(EngagementWorkspace, EngagementWorkspace.engagement_id == Engagement.id)
        .where(Membership.person_id == person_id, Membership.ended_at.is_(None))
        .where(EngagementWorkspace.workspace_id == workspace_id)
        .execution_options(populate_existing=True)
    )


async def seats_of(session: Session, *, person_id: int, workspace_id: int) -> list[Seat]:
    """Every engagement of the person that this workspace may show, by name."""
    rows = await session.execute(_seats(person_id, workspace_id).order_by(Engagement.name))
    return [Seat(engagement=engagement, membership=membership) for engagement, membership in rows]


async def seat_of(session: Session, *, engagement_id: int, person_id: int, workspace_id: int) -> Seat | None:
    """The person's part in this engagement, if they have one here."""
    query = _seats(person_id, workspace_id).where(Engagement.id == engagement_id)
    row = (await session.execute(query)).first()
    return None if row is None else Seat(engagement=row[0], membership=row[1])


@dataclass(frozen=True, kw_only=True)
class Tenant:
    """The engagement that lives in a channel, and the person's seat in it, if they have one."""

    engagement_id: int
    seat: Seat | None


_HELD = select(Engagement.id).where(Engagement.id == bindparam("engagement_id")).with_for_update()

# Built once: building a query costs more than running it.
_IN_CHANNEL = (
    select(EngagementChannel.engagement_id, Engagement, Membership)
    .join(Engagement, Engagement.id == EngagementChannel.engagement_id)
    .outerjoin(
        Membership,
        and_(
            Membership.engagement_id == EngagementChannel.engagement_id,
            Membership.person_id == bindparam("person_id"),
            Membership.ended_at.is_(None),
        ),
    )
    .where(EngagementChannel.workspace_id == bindparam("workspace_id"))
    .where(EngagementChannel.conversation == bindparam("conversation"))
    .execution_options(populate_existing=True)
)


async def in_channel(
    session: Session, *, workspace_id: int, conversation: str, person_id: int
) -> Tenant | None:
    """What lives in the channel, as this person may enter it. None where it is free."""
    wanted = {"workspace_id": workspace_id, "conversation": conversation, "person_id": person_id}
    row = (await session.execute(_IN_CHANNEL, wanted)).first()
    if row is None:
        return None
    # The join is an outer one: the membership may be missing.
    engagement_id, engagement, membership = cast("tuple[int, Engagement, Membership | None]", tuple(row))
    seat = None if membership is None else Seat(engagement=engagement, membership=membership)
    return Tenant(engagement_id=engagement_id, seat=seat)


async def find(session: Session, *, engagement_id: int) -> Engagement | None:
    """The engagement."""
    return await session.get(Engagement, engagement_id)


async def zone_of(session: Session, *, engagement_id: int) -> ZoneInfo:
    """The engagement's time zone."""
    # No query where the session has the engagement already.
    engagement = await session.get(Engagement, engagement_id)
    return ZoneInfo(engagement.zone if engagement else "UTC")


async def hold(session: Session, *, engagement_id: int) -> bool:
    """Let one transaction at a time change the engagement. Return whether it may have waited for that.

    SQLite lets one transaction write anyway.
    """
    if session.get_bind().dialect.name == "sqlite":
        return False
    await session.execute(_HELD, {"engagement_id": engagement_id})
    return True


async def add(
    session: Session,
    engagement: Engagement,
    *,
    workspace_id: int,
    conversation: str,
    now: datetime,
) -> bool:
    """Write down a new engagement that lives in a channel. Return False where the channel is taken."""
    session.add(engagement)
    await session.flush()
    taken = await insert_once(
        session,
        EngagementChannel,
        {
            "engagement_id": engagement.id,
            "workspace_id": workspace_id,
            "conversation": conversation,
            "created_at": now,
        },
    )
    await open_to_workspace(session, engagement_id=engagement.id, workspace_id=workspace_id)
    return taken


async def open_to_workspace(session: Session, *, engagement_id: int, workspace_id: int) -> None:
    """Let the workspace show the engagement to its members."""
    values = {"engagement_id": engagement_id, "workspace_id": workspace_id}
    await insert_once(session, EngagementWorkspace, values)


async def channels_of(
    session: Session, *, engagement_id: int
) -> Sequence[tuple[EngagementChannel, Workspace]]:
    """The channels of the engagement, its home first."""
    query = (
        select(EngagementChannel, Workspace)
        .join(Workspace, Workspace.id == EngagementChannel.workspace_id)
        .where(EngagementChannel.engagement_id == engagement_id)
        .order_by(EngagementChannel.id)
    )
    return [(channel, workspace) for channel, workspace in await session.execute(query)]


async def free_key(session: Session, *, wanted: str) -> str:
    """`wanted`, or with the first number behind it that makes it unique in this installation."""
    taken = set(
        (await session.scalars(select(Engagement.key).where(Engagement.key.startswith(wanted)))).all()
    )
    if wanted not in taken:
        return wanted
    return next(key for n in range(2, len(taken) + 3) if (key := f"{wanted}_{n}") not in taken)


async def names_set_up_by(session: Session, *, person_id: int) -> set[str]:
    """Names and aliases of the engagements that this person set up, folded for comparison."""
    rows = await session.execute(
        select(Engagement.name, Engagement.aliases).where(
            Engagement.set_up_by == person_id, Engagement.status != "ended"
        )
    )
    return {word.casefold() for name, aliases in rows for word in (name, *aliases)}


async def close(session: Session, *, engagement: Engagement, now: datetime) -> None:
    """End the engagement and every membership, and free its channels. Everything recorded stays."""
    engagement.status = "ended"
    engagement.key = f"{engagement.key}_closed_{engagement.id}"
    ended = update(Membership).where(Membership.engagement_id == engagement.id, Membership.ended_at.is_(None))
    await session.execute(ended.values(ended_at=now))
    await session.execute(delete(EngagementChannel).where(EngagementChannel.engagement_id == engagement.id))
    await session.flush()
