"""Channels as their platforms described them last: names, who reads along, whether we may post."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, Update, and_, exists, select, update
from sqlalchemy.orm import aliased

from domain.chat import Address
from storage.database import Session
from storage.insert import insert_once
from storage.profiles import FRESH
from storage.tables import Channel, Context, Engagement, EngagementChannel, Offer, OutboxPost, Workspace

ARCHIVED, LEFT, GONE, PRIVATE = "archived", "left", "gone", "private"


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A channel as its platform describes it now.

    `organisations` are those whose people can be in it, id -> name (empty where unknown), where it is shared;
    `readers` is how many people are, 0 where that was not said. `is_member`: whether Headway is in it.
    `is_private`: its platform lets no app post there.
    """

    name: str
    is_shared: bool
    organisations: Mapping[str, str] = field(default_factory=dict)
    readers: int = 0
    is_archived: bool = False
    is_member: bool = True
    is_private: bool = False

    @property
    def obstacle(self) -> str:
        """Why Headway cannot post there; empty where it can."""
        if self.is_private:
            return PRIVATE
        if self.is_archived:
            return ARCHIVED
        return "" if self.is_member else LEFT


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What is known of a channel in which an engagement lives.

    `is_unheld`: nobody knows who reads it, and yet posts that nobody asked for go there.
    """

    is_fresh: bool
    is_unheld: bool


def is_fresh(channel: Channel, now: datetime) -> bool:
    """Whether the platform described the channel within a day; of one that is closed we want to know more."""
    return channel.looked_at is not None and now - channel.looked_at < FRESH and not channel.closed


def is_unknown(channel: Channel) -> bool:
    """Whether the platform never said who reads it."""
    return channel.looked_at is None and not channel.is_shared


def is_open(channel: Channel) -> bool:
    """Whether we may post there by ourselves."""
    return not channel.closed and not channel.is_paused


def hold_posts(channel: Channel) -> None:
    """Post nothing there by ourselves while it is unknown who reads it, unless somebody said that we may."""
    if is_unknown(channel) and channel.confirmed_at is None:
        channel.is_paused = True


def forget_looks(channel: Channel, *, now: datetime) -> None:
    """Let what is known of the channel be old, so that it is looked at soon."""
    if channel.looked_at is not None:
        channel.looked_at = min(channel.looked_at, now - FRESH)


async def find(session: Session, *, workspace_id: int, external_id: str) -> Channel | None:
    """What is known of the channel."""
    query = select(Channel).where(Channel.workspace_id == workspace_id, Channel.external_id == external_id)
    return (await session.scalars(query)).first()


async def hold(session: Session, *, workspace_id: int, external_id: str) -> Channel:
    """The channel, written down if it is new, for one transaction at a time."""
    values = {"workspace_id": workspace_id, "external_id": external_id, "organisations": []}
    await insert_once(session, Channel, values)
    query = select(Channel).where(Channel.workspace_id == workspace_id, Channel.external_id == external_id)
    held = query.with_for_update().execution_options(populate_existing=True)
    return (await session.scalars(held)).one()


async def tenant(session: Session, *, workspace_id: int, external_id: str) -> Engagement | None:
    """The engagement that lives in the channel."""
    query = (
        select(Engagement)
        .join(EngagementChannel, EngagementChannel.engagement_id == Engagement.id)
        .where(EngagementChannel.workspace_id == workspace_id)
        .where(EngagementChannel.conversation == external_id)
    )
    return (await session.scalars(query)).first()


async def is_home(session: Session, address: Address) -> bool:
    """Whether an engagement lives in the channel of the address."""
    query = (
        select(EngagementChannel.id)
        .join(Workspace, Workspace.id == EngagementChannel.workspace_id)
        .where(Workspace.platform == address.platform, Workspace.external_id == address.workspace)
        .where(EngagementChannel.conversation == address.conversation)
    )
    return not address.is_direct and await session.scalar(query.limit(1)) is not None


async def standing(
    session: Session, *, platform: str, workspace: str, external_id: str, now: datetime
) -> Standing | None:
    """How well the channel is known; None where no engagement lives in it."""
    query = (
        select(EngagementChannel.id, Channel)
        .join(Workspace, Workspace.id == EngagementChannel.workspace_id)
        .outerjoin(Channel, _is_it())
        .where(Workspace.platform == platform, Workspace.external_id == workspace)
        .where(EngagementChannel.conversation == external_id)
    )
    found = (await session.execute(query)).first()
    if found is None:
        return None
    channel = found[1]
    if channel is None:
        return Standing(is_fresh=False, is_unheld=True)
    is_unheld = is_unknown(channel) and is_open(channel) and channel.confirmed_at is None
    return Standing(is_fresh=is_fresh(channel, now), is_unheld=is_unheld)


async def owe_welcome(session: Session, *, workspace_id: int, external_id: str) -> None:
    """Let the welcome card wait until we may post in the channel."""
    await session.execute(_living_in(workspace_id, external_id).values(is_welcome_due=True))


async def take_welcome(session: Session, *, workspace_id: int, external_id: str) -> bool:
    """Whether a welcome card waited for the channel; from now on none does."""
    taking = _living_in(workspace_id, external_id).where(EngagementChannel.is_welcome_due)
    taken = await session.scalars(taking.values(is_welcome_due=False).returning(EngagementChannel.id))
    return taken.first() is not None


def _living_in(workspace_id: int, external_id: str) -> Update:
    return (
        update(EngagementChannel)
        .where(EngagementChannel.workspace_id == workspace_id)
        .where(EngagementChannel.conversation == external_id)
        .execution_options(synchronize_session=False)
    )


def _is_it() -> ColumnElement[bool]:
    return and_(
        Channel.workspace_id == EngagementChannel.workspace_id,
        Channel.external_id == EngagementChannel.conversation,
    )


async def homes(
    session: Session, *, engagement_id: int
) -> Sequence[tuple[EngagementChannel, Workspace, Channel | None]]:
    """The channels in which the engagement lives, with what is known of them, its home first."""
    query = (
        select(EngagementChannel, Workspace, Channel)
        .join(Workspace, Workspace.id == EngagementChannel.workspace_id)
        .outerjoin(Channel, _is_it())
        .where(EngagementChannel.engagement_id == engagement_id)
        .order_by(EngagementChannel.id)
    )
    return [(home, workspace, channel) for home, workspace, channel in await session.execute(query)]


def describe(channel: Channel, seen: Seen, *, now: datetime) -> set[str]:
    """Write down what the platform says. Return the ids of the organisations that are new in the channel."""
    known = {one["id"] for one in channel.organisations}
    channel.name, channel.is_shared, channel.readers = seen.name, seen.is_shared, seen.readers
    shared = seen.organisations if seen.is_shared else {}
    channel.organisations = [{"id": id_, "name": name} for id_, name in shared.items()]
    channel.looked_at = now
    if not seen.is_shared:
        channel.is_paused, channel.confirmed_at, channel.confirmed_by = False, None, None
    return set(shared) - known


def confirm(channel: Channel, *, person_id: int, now: datetime) -> None:
    """Let the engagement live there: somebody has seen who reads along."""
    channel.is_paused, channel.confirmed_at, channel.confirmed_by = False, now, person_id


async def move(session: Session, *, platform: str, old: str, new: str) -> None:
    """Let everything that stands in a channel follow it to its new id."""
    for workspace in await session.scalars(select(Workspace).where(Workspace.platform == platform)):
        if await _move_rows(session, workspace.id, old=old, new=new):
            await _move_posts(session, f"{platform}/{workspace.external_id}/", old=old, new=new)
    await session.execute(update(Offer).where(Offer.conversation == old).values(conversation=new))
    other = aliased(Context)
    is_taken = exists().where(other.person_id == Context.person_id, other.conversation == new)
    await session.execute(
        update(Context).where(Context.conversation == old, ~is_taken).values(conversation=new)
    )


async def _move_rows(session: Session, workspace_id: int, *, old: str, new: str) -> bool:
    """Move the channel and its tenant. Return whether either is known in the workspace."""
    known = await find(session, workspace_id=workspace_id, external_id=old)
    later = await find(session, workspace_id=workspace_id, external_id=new)
    if known is not None and later is not None:
        await session.delete(later)
        await session.flush()
    if known is not None:
        # Ids change where others come to read along: it has to be looked at.
        known.external_id, known.looked_at = new, None
        hold_posts(known)
    other = aliased(EngagementChannel)
    is_taken = exists().where(other.workspace_id == workspace_id, other.conversation == new)
    tenants = update(EngagementChannel).where(
        EngagementChannel.workspace_id == workspace_id, EngagementChannel.conversation == old, ~is_taken
    )
    moved = await session.execute(tenants.values(conversation=new).returning(EngagementChannel.id))
    return known is not None or moved.first() is not None


async def _move_posts(session: Session, prefix: str, *, old: str, new: str) -> None:
    waiting = select(OutboxPost).where(OutboxPost.target == prefix + old, OutboxPost.state == "pending")
    for post in await session.scalars(waiting.with_for_update()):
        post.address = {**post.address, "conversation": new}
        post.target = prefix + new
    await session.flush()
