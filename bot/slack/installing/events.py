"""What Slack tells of installations: removed, tokens revoked, a workspace given or taken.

Any of it may come twice and in any order, and late: what was installed after the event is left alone.
None of this calls Slack, where the token may be gone already.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import structlog

from bot.slack.edge import Edge
from bot.slack.installing.ending import Whose, end, take_back
from bot.slack.installing.rotation import TOKEN_LOST
from bot.slack.installing.welcome import welcome
from bot.slack.installing.workspaces import ManyWorkspaces
from storage import outbox, slack_installations

# Slack's word for a workspace that the organisation's token may not enter.
NOT_GRANTED = "team_access_not_granted"

log = structlog.get_logger()

Body = Mapping[str, Any]


async def on_app_uninstalled(edge: Edge, body: Body) -> None:
    """The app was removed."""
    await _removed(edge, body, "app_uninstalled")


async def on_tokens_revoked(edge: Edge, body: Body) -> None:
    """Tokens work no longer. Those of people are none of ours."""
    if (body["event"].get("tokens") or {}).get("bot"):
        await _removed(edge, body, "tokens_revoked")


async def on_team_access_granted(edge: Edge, body: Body) -> None:
    """The organisation lets us into these workspaces."""
    enterprise = _whose(body).enterprise_id
    if not enterprise:
        return
    async with edge.services.database.write() as session:
        for team in _teams(body):
            await slack_installations.set_organisation(
                session, team_id=team, enterprise_id=enterprise, now=edge.clock()
            )
        made = await slack_installations.find(session, team_id="", enterprise_id=enterprise)
        if made is not None:
            await welcome(session, made, commands=edge.commands, now=edge.clock())
    _forget(edge, body)
    if outbox.has_new_posts(session):
        edge.services.wake()


async def on_team_access_revoked(edge: Edge, body: Body) -> None:
    """The organisation no longer lets us into these workspaces."""
    enterprise = _whose(body).enterprise_id
    async with edge.services.database.write() as session:
        await take_back(session, teams=_teams(body), enterprise_id=enterprise, now=edge.clock())
    _forget(edge, body)


async def ended(edge: Edge, team_id: str, reason: str, *, token: str = "") -> None:
    """Slack no longer takes our token, and said `reason`: invalid_auth, account_inactive, token_revoked...

    With the `token` that it refused, nothing ends where there is another one by now.
    """
    installations = edge.api.installations
    installations.forget(team_id)
    if isinstance(installations, ManyWorkspaces) and await installations.has_another(team_id, token):
        return
    async with edge.services.database.write() as session:
        made = await slack_installations.find(session, team_id=team_id)
        whose = Whose(
            team_id=team_id if made is None else made.team_id,
            enterprise_id="" if made is None else made.enterprise_id,
        )
        if reason == NOT_GRANTED and not whose.team_id:
            teams, enterprise = [team_id], whose.enterprise_id
            await take_back(session, teams=teams, enterprise_id=enterprise, now=edge.clock())
            return
        await end(session, whose, reason=reason, now=edge.clock())
    log.warning("slack_ended", team=whose.team_id, enterprise=whose.enterprise_id, reason=reason)
    installations.forget(whose.team_id, whose.enterprise_id)


async def _removed(edge: Edge, body: Body, reason: str) -> None:
    whose = _whose(body)
    if whose == Whose(team_id="", enterprise_id=""):
        return
    team, enterprise, moment = whose.team_id, whose.enterprise_id, _moment(body)
    async with edge.services.database.write() as session:
        # Where somebody removed it, a lost token needs no cure any more.
        await slack_installations.explain_end(
            session,
            team_id=team,
            enterprise_id=enterprise,
            was=TOKEN_LOST,
            reason=reason,
            as_of=moment,
        )
        count = await end(session, whose, reason=reason, now=edge.clock(), as_of=moment)
    log.info("slack_removed", team=team, enterprise=enterprise, reason=reason, ended=count)
    edge.api.installations.forget(team, enterprise)


def _whose(body: Body) -> Whose:
    """Whose installation heard of the event."""
    given = (body.get("authorizations") or [body])[0]
    team, enterprise = str(given.get("team_id") or ""), str(given.get("enterprise_id") or "")
    is_organisation = given.get("is_enterprise_install") or team == enterprise
    return Whose(team_id="" if is_organisation and enterprise else team, enterprise_id=enterprise)


def _teams(body: Body) -> list[str]:
    """The workspaces that were given or taken, in one order, so that two events cannot block each other."""
    return sorted(str(team) for team in body["event"].get("team_ids") or ())


def _moment(body: Body) -> datetime | None:
    seconds = body.get("event_time")
    try:
        return datetime.fromtimestamp(seconds, UTC) if isinstance(seconds, int) else None
    except (OSError, OverflowError, ValueError):
        return None


def _forget(edge: Edge, body: Body) -> None:
    for team in _teams(body):
        edge.api.installations.forget(team)
