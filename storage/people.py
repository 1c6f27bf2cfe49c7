"""Who is who: workspaces, people and their accounts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from domain.chat import Address, Sender
from storage.database import Session
from storage.insert import insert_once
from storage.tables import Account, EngagementWorkspace, Person, Workspace


@dataclass(frozen=True, kw_only=True)
class Visitor:
    """A person as they come through one account of one workspace."""

    workspace: Workspace
    account: Account
    person: Person


# Queries of every request are built once: building one costs more than running it.
_VISITOR = (
    select(Workspace, Account, Person)
    .join(Account, Account.workspace_id == Workspace.id)
    .join(Person, Person.id == Account.person_id)
    .where(Workspace.platform == bindparam("platform"), Workspace.external_id == bindparam("workspace"))
    .where(Account.external_id == bindparam("account"))
)


async def find_visitor(session: Session, *, address: Address, account: str) -> Visitor | None:
    """The person behind an account of the workspace of `address`, if it is known."""
    wanted = {"platform": address.platform, "workspace": address.workspace, "account": account}
    found = (await session.execute(_VISITOR, wanted)).first()
    return None if found is None else Visitor(workspace=found[0], account=found[1], person=found[2])


async def welcome_visitor(session: Session, *, address: Address, sender: Sender, now: datetime) -> Visitor:
    """The person behind the account, written down at their first word."""
    known = await find_visitor(session, address=address, account=sender.account)
    if known is not None:
        return known
    workspace = await ensure_workspace(
        session, platform=address.platform, external_id=address.workspace, now=now
    )
    return await add_visitor(session, workspace=workspace, sender=sender, now=now)


async def ensure_workspace(session: Session, *, platform: str, external_id: str, now: datetime) -> Workspace:
    """The workspace, written down if it is new."""
    await insert_once(
        session, Workspace, {"platform": platform, "external_id": external_id, "created_at": now}
    )
    query = select(Workspace).where(Workspace.platform == platform, Workspace.external_id == external_id)
    return (await session.scalars(query)).one()


async def add_visitor(session: Session, *, workspace: Workspace, sender: Sender, now: datetime) -> Visitor:
    """Write down a new person with this account."""
    person = Person(name=sender.name or sender.account, title="", zone=sender.zone, created_at=now)
    session.add(person)
    await session.flush()
    account = Account(
        workspace_id=workspace.id,
        external_id=sender.account,
        person_id=person.id,
        name=sender.name or sender.account,
        is_guest=sender.is_guest,
        created_at=now,
    )
    session.add(account)
    await session.flush()
    return Visitor(workspace=workspace, account=account, person=person)


async def find_workspace(session: Session, *, platform: str, external_id: str) -> Workspace | None:
    """The workspace, if it is known."""
    query = select(Workspace).where(Workspace.platform == platform, Workspace.external_id == external_id)
    return (await session.scalars(query)).first()


async def workspace_names(session: Session, *, platform: str, external_ids: Iterable[str]) -> dict[str, str]:
    """Id -> name of those workspaces whose names we know."""
    query = select(Workspace.external_id, Workspace.name).where(
        Workspace.platform == platform, Workspace.external_id.in_(list(external_ids)), Workspace.name != ""
    )
    return dict((await session.execute(query)).all())


async def find(session: Session, *, person_id: int) -> Person | None:
    """The person with this id."""
    return await session.get(Person, person_id)


async def people_of(session: Session, *, workspace_id: int) -> Sequence[tuple[Account, Person]]:
    """Everybody who has an account in the workspace, by name."""
    query = (
        select(Account, Person)
        .join(Person, Person.id == Account.person_id)
        .where(Account.workspace_id == workspace_id)
        .order_by(Person.name, Account.id)
    )
    return [(account, person) for account, person in await session.execute(query)]


async def name_of(session: Session, address: Address) -> str:
    """The name of the person in the direct messages of the address; empty for one whom we don't know."""
    visitor = await find_visitor(session, address=address, account=address.account)
    return visitor.person.name if visitor else ""


async def reachable(
    session: Session, *, engagement_id: int, person_id: int, workspace_id: int
) -> tuple[Account, Workspace] | None:
    """An account of the person where the engagement may be shown: in this workspace if they have one."""
    query = (
        select(Account, Workspace)
        .join(Workspace, Workspace.id == Account.workspace_id)
        .join(EngagementWorkspace, EngagementWorkspace.workspace_id == Workspace.id)
        .where(EngagementWorkspace.engagement_id == engagement_id)
        .where(Account.person_id == person_id, Account.left_at.is_(None))
        .order_by((Workspace.id == workspace_id).desc(), Account.id)
    )
    row = (await session.execute(query.limit(1))).first()
    return None if row is None else (row[0], row[1])
