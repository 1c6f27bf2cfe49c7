"""Two people who turn out to be one: what goes from the second to the first, and back again.

What stands in the history, and who reported what, is left as it was written.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, or_, select, update
from sqlalchemy.orm import aliased

from domain.permissions import Role, stronger
from storage.database import Session
from storage.links.waiting import MovedWaiting, join_waiting, owned_in, part_waiting
from storage.tables import Account, Context, Engagement, Kpi, LinkCode, Membership, Offer, Person


@dataclass(frozen=True, kw_only=True)
class Moved:
    """What went from the person `second` to the person `first`; all of it travels as JSON.

    `seats` are [membership of the second that ended, the first's before or None, the first's now]; `kpis`
    are [KPI, its owner and backup before, its owner and backup now]; `set_up` are engagements; `waiting` is
    what `MovedWaiting` says.
    """

    first: int
    second: int
    accounts: list[int]
    seats: list[list[Any]]
    kpis: list[list[Any]]
    set_up: list[int]
    waiting: dict[str, Any] = field(default_factory=dict)


async def hold_people(session: Session, *, account_ids: Sequence[int]) -> bool:
    """Hold the people behind the accounts, for one transaction at a time, and read the accounts after that.

    Whoever joins or parts people holds them first: which accounts a person has stays as it is meanwhile.
    Return False where an account went to somebody else while we waited.
    """
    theirs = select(Account.person_id).where(Account.id.in_(account_ids))
    people = set(await session.scalars(theirs))
    query = select(Person).where(Person.id.in_(people)).order_by(Person.id)
    # Rows that name a person may still be written meanwhile: that takes no more than their key.
    held = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    await session.execute(held)
    accounts = await hold_accounts(session, account_ids=account_ids)
    return {account.person_id for account in accounts.values()} <= people


async def hold_accounts(session: Session, *, account_ids: Sequence[int]) -> dict[int, Account]:
    """The accounts by id, for one transaction at a time, as they are now."""
    query = select(Account).where(Account.id.in_(account_ids)).order_by(Account.id)
    held = query.with_for_update().execution_options(populate_existing=True)
    return {account.id: account for account in await session.scalars(held)}


async def share_a_workspace(session: Session, *, first: int, second: int) -> bool:
    """Whether both people have an account in one and the same workspace."""
    other = aliased(Account)
    query = (
        select(Account.id)
        .join(other, other.workspace_id == Account.workspace_id)
        .where(Account.person_id == first, other.person_id == second)
    )
    return (await session.scalars(query.limit(1))).first() is not None


async def concerned(session: Session, *, people: Sequence[int]) -> list[int]:
    """The engagements in which these people are members, or look after something; in a fixed order."""
    seats = select(Membership.engagement_id).where(
        Membership.person_id.in_(people), Membership.ended_at.is_(None)
    )
    theirs = or_(Kpi.owner_id.in_(people), Kpi.backup_owner_id.in_(people))
    kpis = select(Kpi.engagement_id).where(theirs)
    owned = await owned_in(session, people=people)
    return sorted(owned | set(await session.scalars(seats)) | set(await session.scalars(kpis)))


async def join(session: Session, *, first: int, second: int, now: datetime) -> Moved:
    """Give what is the second person's to the first one: accounts, memberships, KPIs, what waits for them."""
    accounts = await _accounts(session, first=first, second=second)
    seats = await _seats(session, first=first, second=second, now=now)
    kpis = await _kpis(session, first=first, second=second)
    set_up = await _set_up(session, first=first, second=second)
    await session.execute(
        update(Offer).where(Offer.person_id == second, Offer.used_at.is_(None)).values(person_id=first)
    )
    await _contexts(session, first=first, second=second)
    waiting = asdict(await join_waiting(session, first=first, second=second, now=now))
    return Moved(
        first=first, second=second, accounts=accounts, seats=seats, kpis=kpis, set_up=set_up, waiting=waiting
    )


async def _accounts(session: Session, *, first: int, second: int) -> list[int]:
    await session.execute(update(LinkCode).where(LinkCode.person_id == second).values(person_id=first))
    moving = update(Account).where(Account.person_id == second).values(person_id=first)
    return sorted(await session.scalars(moving.returning(Account.id)))


async def _seats(session: Session, *, first: int, second: int, now: datetime) -> list[list[Any]]:
    """End the second's memberships; the first has them from now on, with the stronger of two roles."""
    own = {seat.engagement_id: seat for seat in await _current(session, first)}
    return [
        await _one_seat(session, theirs, own.get(theirs.engagement_id), first, now)
        for theirs in await _current(session, second)
    ]


async def _one_seat(
    session: Session, theirs: Membership, own: Membership | None, first: int, now: datetime
) -> list[Any]:
    theirs.ended_at = now
    is_kept = own is not None and stronger(Role(own.role), Role(theirs.role)) == own.role
    if own is not None and is_kept:
        return [theirs.id, own.id, own.id]
    if own is not None:
        own.ended_at = now
    then = await _begin_like(session, theirs, person_id=first, now=now)
    return [theirs.id, own.id if own else None, then.id]


async def _current(session: Session, person_id: int) -> Sequence[Membership]:
    query = select(Membership).where(Membership.person_id == person_id, Membership.ended_at.is_(None))
    return (await session.scalars(query.order_by(Membership.engagement_id))).all()


async def _begin_like(session: Session, seat: Membership, *, person_id: int, now: datetime) -> Membership:
    """A membership of the person with the role, hours and days of this one, which has ended."""
    await session.flush()
    then = Membership(
        engagement_id=seat.engagement_id,
        person_id=person_id,
        role=seat.role,
        area=seat.area,
        working_days=seat.working_days,
        day_starts=seat.day_starts,
        day_ends=seat.day_ends,
        first_day=seat.first_day,
        last_day=seat.last_day,
        started_at=now,
        ended_at=None,
    )
    session.add(then)
    await session.flush()
    return then


async def _kpis(session: Session, *, first: int, second: int) -> list[list[Any]]:
    query = select(Kpi).where(or_(Kpi.owner_id == second, Kpi.backup_owner_id == second))
    moved = []
    for kpi in await session.scalars(query.order_by(Kpi.id)):
        before = (kpi.owner_id, kpi.backup_owner_id)
        owner, backup = (first if one == second else one for one in before)
        kpi.owner_id, kpi.backup_owner_id = owner or first, backup if backup != owner else None
        moved.append([kpi.id, *before, kpi.owner_id, kpi.backup_owner_id])
    return moved


async def _set_up(session: Session, *, first: int, second: int) -> list[int]:
    """Names are unique among the engagements that one person set up: those of both are one's own now."""
    moving = update(Engagement).where(Engagement.set_up_by == second).values(set_up_by=first)
    return sorted(await session.scalars(moving.returning(Engagement.id)))


async def _contexts(session: Session, *, first: int, second: int) -> None:
    other = aliased(Context)
    is_taken = exists().where(other.person_id == first, other.conversation == Context.conversation)
    await session.execute(
        update(Context).where(Context.person_id == second, ~is_taken).values(person_id=first)
    )
    await session.execute(delete(Context).where(Context.person_id == second))


async def part(session: Session, moved: Moved, *, now: datetime) -> bool:
    """Let the two be two again, as far as nobody changed since what went over.

    Return False, with nothing changed, where the accounts are not theirs any more.
    """
    held = await hold_accounts(session, account_ids=moved.accounts)
    if not held or {account.person_id for account in held.values()} != {moved.first}:
        return False
    for account in held.values():
        account.person_id = moved.second
    for seat in moved.seats:
        await _part_seat(session, moved, seat, now)
    for kpi_id, *owners in moved.kpis:
        kpi = await session.get(Kpi, kpi_id, populate_existing=True)
        if kpi is not None and [kpi.owner_id, kpi.backup_owner_id] == owners[2:]:
            kpi.owner_id, kpi.backup_owner_id = owners[:2]
    await session.execute(
        update(Engagement)
        .where(Engagement.id.in_(moved.set_up), Engagement.set_up_by == moved.first)
        .values(set_up_by=moved.second)
    )
    await session.flush()
    await _part_conversations(session, moved, held)
    people = {"first": moved.first, "second": moved.second}
    await part_waiting(session, MovedWaiting(**moved.waiting), **people, now=now)
    return True


async def _part_seat(session: Session, moved: Moved, seat: Sequence[Any], now: datetime) -> None:
    theirs, before, then = [
        await session.get(Membership, one, populate_existing=True) if one else None for one in seat
    ]
    if theirs is None or then is None or then.ended_at is not None:
        return  # somebody decided about it since then
    if then is not before:
        then.ended_at = now
        if before is not None:
            await _begin_like(session, before, person_id=moved.first, now=now)
    await _begin_like(session, theirs, person_id=moved.second, now=now)


async def _part_conversations(session: Session, moved: Moved, accounts: dict[int, Account]) -> None:
    """What stands in the direct messages of the accounts is for the second person again."""
    places = [f"@{one.external_id}{page}" for one in accounts.values() for page in ("", "/home")]
    kept = select(Account.external_id).where(Account.person_id == moved.first)
    ours = {f"@{name}" for name in await session.scalars(kept)}
    theirs = [place for place in places if place.removesuffix("/home") not in ours]
    for table in (Offer, Context):
        mine = (table.person_id == moved.first, table.conversation.in_(theirs))
        await session.execute(update(table).where(*mine).values(person_id=moved.second))
