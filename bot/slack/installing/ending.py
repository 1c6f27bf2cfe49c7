"""The end of an installation: its tokens go, and everything that waits for what it served."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from storage import outbox, slack_installations
from storage.database import Session
from storage.slack_installations import SLACK

REMOVED = "Headway was removed from the workspace"


@dataclass(frozen=True, kw_only=True)
class Whose:
    """Whose installation: the workspace's own, or the organisation's where `team_id` is empty."""

    team_id: str
    enterprise_id: str


async def end(
    session: Session, whose: Whose, *, reason: str, now: datetime, as_of: datetime | None = None
) -> int:
    """End the installation, and what waits in every workspace that it served.

    What was installed after `as_of` stays. Return how many ended; what waits is cancelled every time.
    """
    team, enterprise = whose.team_id, whose.enterprise_id
    ended = await slack_installations.end(
        session, team_id=team, enterprise_id=enterprise, reason=reason, now=now, as_of=as_of
    )
    its = await slack_installations.workspaces_of(session, enterprise_id=enterprise)
    await leave(session, teams=[team] if team else its, now=now)
    return ended


async def take_back(session: Session, *, teams: Iterable[str], enterprise_id: str, now: datetime) -> None:
    """The organisation no longer lets us into these workspaces."""
    for team in teams:
        if await slack_installations.organisation_of(session, team_id=team) == enterprise_id:
            await slack_installations.set_organisation(session, team_id=team, enterprise_id="", now=now)
    await leave(session, teams=teams, now=now)


async def leave(session: Session, *, teams: Iterable[str], now: datetime) -> None:
    """Cancel and forget what waits for those of the workspaces that nothing serves any more."""
    for team in teams:
        if await slack_installations.find(session, team_id=team) is None:
            await outbox.cancel_all(session, platform=SLACK, workspace=team, reason=REMOVED, now=now)
            await slack_installations.forget_workspace(session, team_id=team)
