"""Home tabs in Slack: who opened theirs, what it showed last, and whose is out of date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update

from storage import people
from storage.database import Session
from storage.home import mark
from storage.insert import insert_once
from storage.slack_installations import SLACK
from storage.tables import Account, SlackHome, Workspace

LOOKED_AT_WITHIN = timedelta(days=7)
AT_MOST_EVERY = timedelta(seconds=10)
MOST_AT_ONCE = 20
# No Home has it: one that was opened and never shown is out of date.
NEVER_SHOWN = -1


@dataclass(frozen=True, kw_only=True)
class Stale:
    """A Home that shows what is out of date; its person may have left the workspace."""

    id: int
    team: str
    organisation: str
    account: str
    published_at: datetime
    has_left: bool


async def opened(session: Session, *, team: str, account: str, now: datetime) -> None:
    """Write down that somebody looks at their Home."""
    if not await _insert(session, team, account, now):
        await session.execute(update(SlackHome).where(_is(team, account)).values(opened_at=now))


async def hash_of(session: Session, *, team: str, account: str) -> str:
    """Slack's name for the state in which the Home was left; empty where we don't know it."""
    return await session.scalar(select(SlackHome.hash).where(_is(team, account))) or ""


async def published(
    session: Session, *, team: str, account: str, hash: str, mark: int, now: datetime
) -> None:
    """Write down what the Home shows now. One that nobody opened yet counts as opened."""
    await _insert(session, team, account, now)
    values = {"hash": hash, "mark": mark, "published_at": now}
    await session.execute(update(SlackHome).where(_is(team, account)).values(values))


async def forget(session: Session, *, team: str, account: str) -> None:
    """Follow this Home no more, until it is opened again."""
    await session.execute(delete(SlackHome).where(_is(team, account)))


async def stale(session: Session, *, now: datetime) -> Sequence[Stale]:
    """Homes that were looked at lately and show what is out of date, those that wait longest first."""
    is_newer = func.coalesce(mark(Account.person_id, SlackHome.workspace_id), 0) != SlackHome.mark
    at_home = and_(Account.workspace_id == SlackHome.workspace_id, Account.external_id == SlackHome.account)
    query = (
        select(SlackHome, Workspace.external_id, Workspace.organisation, Account.left_at)
        .join(Workspace, Workspace.id == SlackHome.workspace_id)
        .outerjoin(Account, at_home)
        .where(SlackHome.opened_at > now - LOOKED_AT_WITHIN)
        .where(SlackHome.published_at <= now - AT_MOST_EVERY)
        .where(or_(Account.left_at.is_not(None), is_newer))
        .order_by(SlackHome.published_at, SlackHome.id)
        .limit(MOST_AT_ONCE)
    )
    return [
        Stale(
            id=home.id,
            team=team,
            organisation=organisation,
            account=home.account,
            published_at=home.published_at,
            has_left=left_at is not None,
        )
        for home, team, organisation, left_at in await session.execute(query)
    ]


async def claim(session: Session, home: Stale, *, now: datetime) -> bool:
    """Take it upon us to draw the Home anew. False where somebody else did so since it was found."""
    taken = (
        update(SlackHome)
        .where(SlackHome.id == home.id, SlackHome.published_at == home.published_at)
        .values(published_at=now)
        .returning(SlackHome.id)
    )
    return await session.scalar(taken) is not None


async def _insert(session: Session, team: str, account: str, now: datetime) -> bool:
    workspace = await people.ensure_workspace(session, platform=SLACK, external_id=team, now=now)
    here = {"workspace_id": workspace.id, "account": account, "opened_at": now, "published_at": now}
    return await insert_once(session, SlackHome, {**here, "hash": "", "mark": NEVER_SHOWN})


def _is(team: str, account: str) -> ColumnElement[bool]:
    here = select(Workspace.id).where(Workspace.platform == SLACK, Workspace.external_id == team)
    return and_(SlackHome.workspace_id == here.scalar_subquery(), SlackHome.account == account)
