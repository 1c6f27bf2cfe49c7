"""Where the Slack app is installed, and with which tokens: they are sealed before they come here.

One row stands for a workspace, or for a whole organisation, whose team is then empty.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, or_, select, update

from storage import people
from storage.database import Session
from storage.insert import insert_once
from storage.tables import LateRequest, SlackHome, SlackInstallation, Workspace

SLACK = "slack"
# Slack tells moments in whole seconds.
TOLD_WITHIN = timedelta(seconds=1)


@dataclass(frozen=True, kw_only=True)
class Installed:
    """What Slack says after an install; the tokens are sealed already."""

    enterprise_id: str
    team_id: str
    team_name: str
    bot_user_id: str
    bot_id: str
    scopes: str
    token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    token_expires_at: datetime | None
    installed_by: str


@dataclass(frozen=True, kw_only=True)
class Kept(Installed):
    """An installation as it is kept. An `end_reason` without an end says why it will come to one."""

    id: int
    installed_at: datetime
    end_reason: str


def kept(row: SlackInstallation) -> Kept:
    """The row as a value that outlives its session."""
    return Kept(**{one.name: getattr(row, one.name) for one in fields(Kept)})


async def save(session: Session, installed: Installed, *, now: datetime) -> Kept:
    """Write the installation down; one that is there already, ended or not, begins anew."""
    values = {
        **asdict(installed),
        "rotating_until": None,
        "installed_at": now,
        "ended_at": None,
        "end_reason": "",
    }
    await insert_once(session, SlackInstallation, values)
    place = (
        SlackInstallation.enterprise_id == installed.enterprise_id,
        SlackInstallation.team_id == installed.team_id,
    )
    # Also after an insert: the row is ours then until the transaction ends, so two of them take turns.
    saving = update(SlackInstallation).where(*place).values(values).returning(SlackInstallation)
    return kept((await session.scalars(saving.execution_options(populate_existing=True))).one())


async def find(session: Session, *, team_id: str, enterprise_id: str = "") -> Kept | None:
    """The installation that acts in the workspace: its own, else that of its organisation."""
    own = (SlackInstallation.team_id == team_id) & (SlackInstallation.team_id != "")
    above = select(Workspace.organisation).where(
        Workspace.platform == SLACK, Workspace.external_id == team_id
    )
    of_organisation = (
        (SlackInstallation.team_id == "")
        & (SlackInstallation.enterprise_id != "")
        & or_(SlackInstallation.enterprise_id == enterprise_id, SlackInstallation.enterprise_id.in_(above))
    )
    query = (
        select(SlackInstallation)
        .where(own | of_organisation, SlackInstallation.ended_at.is_(None))
        .order_by(SlackInstallation.team_id.desc(), SlackInstallation.installed_at.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    )
    row = (await session.scalars(query)).first()
    return None if row is None else kept(row)


async def living(session: Session) -> Sequence[Kept]:
    """Every installation that did not end."""
    query = select(SlackInstallation).where(SlackInstallation.ended_at.is_(None))
    return [kept(row) for row in await session.scalars(query.order_by(SlackInstallation.id))]


async def lost(session: Session, *, reason: str) -> Sequence[Kept]:
    """Every installation that has this reason to end, whether it has ended by now or not."""
    query = select(SlackInstallation).where(SlackInstallation.end_reason == reason)
    return [kept(row) for row in await session.scalars(query.order_by(SlackInstallation.id))]


async def get(session: Session, *, installation_id: int) -> Kept | None:
    """The installation with this number, as it is now; None where it ended."""
    query = select(SlackInstallation).where(
        SlackInstallation.id == installation_id, SlackInstallation.ended_at.is_(None)
    )
    row = (await session.scalars(query.execution_options(populate_existing=True))).first()
    return None if row is None else kept(row)


async def end(
    session: Session,
    *,
    team_id: str,
    enterprise_id: str,
    reason: str,
    now: datetime,
    as_of: datetime | None = None,
) -> int:
    """End the workspace's own installation, or the organisation's where `team_id` is empty: tokens go.

    What was installed after `as_of`, when it ended, is another one. Return how many ended.
    """
    ending = (
        update(SlackInstallation)
        .where(*_whose(team_id, enterprise_id, as_of))
        .where(SlackInstallation.ended_at.is_(None))
    )
    gone = {"token": "", "refresh_token": "", "token_expires_at": None, "rotating_until": None}
    ended = await session.execute(
        ending.values(**gone, ended_at=now, end_reason=reason).returning(SlackInstallation.id)
    )
    return len(ended.all())


async def explain_end(
    session: Session, *, team_id: str, enterprise_id: str, was: str, reason: str, as_of: datetime | None
) -> None:
    """Let what ended for the reason `was` have another one, as of a moment."""
    ended = (SlackInstallation.ended_at.is_not(None), SlackInstallation.end_reason == was)
    explaining = update(SlackInstallation).where(*_whose(team_id, enterprise_id, as_of), *ended)
    await session.execute(explaining.values(end_reason=reason))


def _whose(team_id: str, enterprise_id: str, as_of: datetime | None) -> list[ColumnElement[bool]]:
    """The workspace's own installation, or the organisation's where `team_id` is empty, as it was then."""
    whose = [SlackInstallation.team_id == team_id]
    if not team_id:
        whose.append(SlackInstallation.enterprise_id == enterprise_id)
    if as_of is not None:
        whose.append(SlackInstallation.installed_at < as_of + TOLD_WITHIN)
    return whose


async def workspaces_of(session: Session, *, enterprise_id: str) -> Sequence[str]:
    """The workspaces of the organisation that we know of, the first one first."""
    query = select(Workspace.external_id).where(
        Workspace.platform == SLACK, Workspace.organisation == enterprise_id
    )
    return (await session.scalars(query.order_by(Workspace.id))).all()


async def organisation_of(session: Session, *, team_id: str) -> str:
    """The organisation that the workspace is in; empty where it is in none, or we don't know of one."""
    query = select(Workspace.organisation).where(
        Workspace.platform == SLACK, Workspace.external_id == team_id
    )
    return await session.scalar(query) or ""


async def set_organisation(session: Session, *, team_id: str, enterprise_id: str, now: datetime) -> None:
    """Remember which organisation the workspace is in; none where it is empty."""
    workspace = await people.ensure_workspace(session, platform=SLACK, external_id=team_id, now=now)
    workspace.organisation = enterprise_id
    await session.flush()


async def forget_workspace(session: Session, *, team_id: str) -> None:
    """Delete what only a workspace that we serve needs: its Home tabs and its late requests."""
    its = select(Workspace.id).where(Workspace.platform == SLACK, Workspace.external_id == team_id)
    await session.execute(delete(SlackHome).where(SlackHome.workspace_id.in_(its)))
    body = LateRequest.body
    # Events and commands name the team beside what they are about, clicks and forms in an object.
    names_it = (body["team_id"].as_string() == team_id) | (body[("team", "id")].as_string() == team_id)
    await session.execute(delete(LateRequest).where(LateRequest.platform == SLACK, names_it))
