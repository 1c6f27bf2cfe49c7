"""What a platform says about an account, kept for a day so that it need not be asked at every act."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from domain.chat import Sender
from storage.database import Session
from storage.people import add_visitor
from storage.tables import Account, Person, Workspace

FRESH = timedelta(hours=24)


@dataclass(frozen=True, kw_only=True)
class Profile:
    """An account as its platform describes it; `handle` is its short name there, `home` another workspace.

    An empty zone or locale was not said.
    """

    account: str
    name: str
    handle: str
    zone: str
    locale: str
    home: str
    is_guest: bool
    is_bot: bool
    is_gone: bool


@dataclass(frozen=True, kw_only=True)
class Kept:
    """An account and its person, after what the platform said was written down."""

    account: Account
    person: Person
    has_just_left: bool


def is_fresh(account: Account, now: datetime) -> bool:
    """Whether the platform described the account within a day."""
    return account.looked_at is not None and now - account.looked_at < FRESH


def sender_of(account: Account) -> Sender:
    """Whoever acts through the account, as the platform described them last."""
    return Sender(
        account=account.external_id,
        name=account.name,
        zone=account.zone,
        locale=account.locale,
        is_guest=account.is_guest,
    )


async def unknown(session: Session, *, platform: str, workspace: str, accounts: Iterable[str]) -> set[str]:
    """Those of the accounts that are not written down in the workspace."""
    asked = set(accounts)
    query = (
        select(Account.external_id)
        .join(Workspace, Workspace.id == Account.workspace_id)
        .where(Workspace.platform == platform, Workspace.external_id == workspace)
        .where(Account.external_id.in_(asked))
    )
    return asked - set(await session.scalars(query))


async def keep(session: Session, profile: Profile, *, workspace: Workspace, now: datetime) -> Kept:
    """Write down what the platform says, and the person too where they are new."""
    found = await follow(session, profile, workspace_id=workspace.id, now=now)
    if found is not None:
        return found
    await _add(session, profile, workspace, now)
    added = await follow(session, profile, workspace_id=workspace.id, now=now)
    if added is None:
        raise LookupError("an account that was just written down")
    return added


async def _add(session: Session, profile: Profile, workspace: Workspace, now: datetime) -> None:
    sender = Sender(account=profile.account, name=profile.name, zone=profile.zone, is_guest=profile.is_guest)
    try:
        async with session.begin_nested():
            await add_visitor(session, workspace=workspace, sender=sender, now=now)
    except IntegrityError:  # another process wrote them down at the same moment
        return


async def follow(session: Session, profile: Profile, *, workspace_id: int, now: datetime) -> Kept | None:
    """Write down what the platform says of an account that is known; None where it is not."""
    query = (
        select(Account, Person)
        .join(Person, Person.id == Account.person_id)
        .where(Account.workspace_id == workspace_id, Account.external_id == profile.account)
        .with_for_update(of=Account)
        .execution_options(populate_existing=True)
    )
    row = (await session.execute(query)).first()
    if row is None:
        return None
    account, person = row[0], row[1]
    _describe_person(person, account, profile)
    has_just_left = profile.is_gone and account.left_at is None
    _describe(account, profile, now)
    await session.flush()
    return Kept(account=account, person=person, has_just_left=has_just_left)


def _describe_person(person: Person, account: Account, profile: Profile) -> None:
    """Follow the platform where name and zone are what it said last: others were set by hand."""
    said = {account.external_id, profile.handle} | ({account.name} if account.looked_at else set())
    if profile.name and person.name in said:
        person.name = profile.name
    if profile.zone and person.zone in {"", account.zone}:
        person.zone = profile.zone


def _describe(account: Account, profile: Profile, now: datetime) -> None:
    account.name = profile.name or account.name
    account.zone = profile.zone or account.zone
    account.locale = profile.locale or account.locale
    account.home = profile.home
    account.is_guest = profile.is_guest
    account.looked_at = now
    account.left_at = (account.left_at or now) if profile.is_gone else None
