"""Looking at a channel: its name, who shares it, how many read it; at most once a day."""

import asyncio
from collections.abc import Iterable, Mapping

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack.edge import Edge
from bot.slack.people import NO_ANSWER
from bot.slack.translate import SLACK, clean
from handlers.channels import notice
from storage import channels, outbox, people
from storage.channels import Seen

LOOK_SECONDS = 1.0
DIRECT = "D"
# Without this scope, other organisations are known by their ids alone.
NAMES_SCOPE = "team:read"


async def look_at(edge: Edge, client: AsyncWebClient, *, team: str, channel: str) -> None:
    """Know the channel as Slack described it within a day; where it does not answer, nothing changes.

    Raises what the database raises.
    """
    if channel.startswith(DIRECT):
        return
    if not await _is_fresh(edge, team, channel):
        seen = await seen_now(edge, client, channel)
        if seen is not None:
            await write_down(edge, team, channel, seen)


async def _is_fresh(edge: Edge, team: str, channel: str) -> bool:
    async with edge.services.database.read() as session:
        workspace = await people.find_workspace(session, platform=SLACK, external_id=team)
        if workspace is None:
            return False
        known = await channels.find(session, workspace_id=workspace.id, external_id=channel)
        return known is not None and channels.is_fresh(known, edge.clock())


async def seen_now(edge: Edge, client: AsyncWebClient, channel: str) -> Seen | None:
    """What Slack says about the channel now; None where it does not say it in time."""
    try:
        async with asyncio.timeout(LOOK_SECONDS):
            said = await client.conversations_info(channel=channel, include_num_members=True)
    except NO_ANSWER:
        return None
    found = said.get("channel")
    if not isinstance(found, Mapping):
        return None
    is_shared = bool(found.get("is_ext_shared"))
    ids = [str(one) for one in found.get("shared_team_ids") or ()]
    return Seen(
        name=clean(str(found.get("name") or "")),
        is_shared=is_shared,
        organisations=await _names(edge, client, ids, may_ask=_may_ask(said)) if is_shared else {},
        readers=int(found.get("num_members") or 0),
        is_archived=bool(found.get("is_archived")),
    )


def _may_ask(said: AsyncSlackResponse) -> bool:
    scopes = str(said.headers.get("x-oauth-scopes") or "") if said.headers else ""
    return NAMES_SCOPE in {scope.strip() for scope in scopes.split(",")}


async def _names(edge: Edge, client: AsyncWebClient, ids: Iterable[str], *, may_ask: bool) -> dict[str, str]:
    """The names of organisations: as we know them, or as Slack says where the scopes let it."""
    async with edge.services.database.read() as session:
        known = await people.workspace_names(session, platform=SLACK, external_ids=ids)
    names = {one: known.get(one, "") for one in ids}
    if may_ask:
        nameless = [one for one, name in names.items() if not name]
        found = await asyncio.gather(*(_name(client, one) for one in nameless))
        names |= dict(zip(nameless, found, strict=True))
    return names


async def _name(client: AsyncWebClient, team: str) -> str:
    try:
        async with asyncio.timeout(LOOK_SECONDS):
            said = await client.team_info(team=team)
    except NO_ANSWER:
        return ""
    found = said.get("team")
    return clean(str(found.get("name") or "")) if isinstance(found, Mapping) else ""


async def write_down(edge: Edge, team: str, channel: str, seen: Seen) -> None:
    """Keep what Slack said; where others are new in an engagement's channel, the leads are asked."""
    now = edge.clock()
    async with edge.services.database.write() as session:
        workspace = await people.ensure_workspace(session, platform=SLACK, external_id=team, now=now)
        await notice(session, seen, workspace=workspace, external_id=channel, now=now)
    if outbox.has_new_posts(session):
        edge.services.wake()
