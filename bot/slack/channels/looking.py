"""Looking at a channel: its name, who shares it, how many read it; at most once a day."""

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack.edge import Edge
from bot.slack.installations import NotInstalled
from bot.slack.people import LOOK_SECONDS
from bot.slack.refusals import FAILURES, word_of
from bot.slack.translate import installed_organisation, installed_team
from bot.storable import clean
from domain.chat import Request, SubmitForm
from handlers.channels import doubt, may_move_in, notice
from storage import channels, offers, outbox, people
from storage.channels import Seen
from storage.slack_installations import SLACK

# Where nobody waits for it.
PATIENT_SECONDS = 10.0
# Slack's word for a channel that is private, and Headway is not in it.
HIDDEN = "channel_not_found"
DIRECT = "D"
# How the place of a direct message begins, by the account of whoever reads it.
PERSON = "@"
# Without this scope, other organisations are known by their ids alone.
NAMES_SCOPE = "team:read"


async def know_channel(edge: Edge, client: AsyncWebClient, request: Request) -> None:
    """See to it that we know who reads the channel of a request, where an engagement lives or may begin.

    Where one lives nobody waits for Slack. Raises what the database raises.
    """
    team, channel = request.address.workspace, await _channel_of(edge, request)
    if not channel:
        return
    if not await _attend(edge, client, team=team, channel=channel) and may_move_in(request):
        await look_at(edge, client, team=team, channel=channel)


async def _channel_of(edge: Edge, request: Request) -> str:
    """The channel in which it was asked, or its form was shown; empty where one person alone reads."""
    if isinstance(request.act, SubmitForm):
        async with edge.services.database.read() as session:
            shown = await offers.find(session, token=request.act.form)
            place = "" if shown is None else shown.conversation
        return "" if place.startswith(PERSON) else place
    return "" if request.address.is_direct else request.address.conversation


async def _attend(edge: Edge, client: AsyncWebClient, *, team: str, channel: str) -> bool:
    """Look in the background at a channel that is not known well. Return whether an engagement lives there.

    While nobody knows who reads it, nothing is posted there that nobody asked for.
    """
    async with edge.services.database.read() as session:
        known = await channels.standing(
            session, platform=SLACK, workspace=team, external_id=channel, now=edge.clock()
        )
    if known is None:
        return False
    if known.is_unheld:
        await _write_doubt(edge, team, channel)
    if not known.is_fresh and (team, channel) not in edge.looking:
        edge.looking.add((team, channel))
        edge.background.start(_look_patiently(edge, client, team=team, channel=channel))
    return True


async def _look_patiently(edge: Edge, client: AsyncWebClient, *, team: str, channel: str) -> None:
    try:
        await look_now(edge, client, team=team, channel=channel, seconds=PATIENT_SECONDS)
    finally:
        edge.looking.discard((team, channel))


async def look_at(edge: Edge, client: AsyncWebClient, *, team: str, channel: str) -> None:
    """Know the channel as Slack described it within a day; where it does not answer, what is known serves.

    Raises what the database raises.
    """
    if channel.startswith(DIRECT):
        return
    if not await _is_fresh(edge, team, channel) and not await look_now(
        edge, client, team=team, channel=channel
    ):
        # By then an engagement may live there, whose leads are asked.
        edge.background.start(look_now(edge, client, team=team, channel=channel, seconds=PATIENT_SECONDS))


async def look_now(
    edge: Edge, client: AsyncWebClient, *, team: str, channel: str, seconds: float = LOOK_SECONDS
) -> bool:
    """Write down how Slack describes the channel now. Return whether it answered in time."""
    seen = await seen_now(edge, client, channel, seconds=seconds)
    if isinstance(seen, Seen):
        await write_down(edge, team, channel, seen)
    else:
        await _write_doubt(edge, team, channel, is_hidden=seen == "hidden")
    return seen is not None


async def _is_fresh(edge: Edge, team: str, channel: str) -> bool:
    async with edge.services.database.read() as session:
        workspace = await people.find_workspace(session, platform=SLACK, external_id=team)
        if workspace is None:
            return False
        known = await channels.find(session, workspace_id=workspace.id, external_id=channel)
        return known is not None and channels.is_fresh(known, edge.clock())


async def ask_again(edge: Edge, body: Mapping[str, Any], channel: str) -> Seen | Literal["hidden"] | None:
    """What Slack says now about the channel of an event; None where it does not say it in time."""
    try:
        client = await edge.api.client(installed_team(body), installed_organisation(body))
    except (NotInstalled, *FAILURES):
        return None
    return await seen_now(edge, client, channel)


async def seen_now(
    edge: Edge, client: AsyncWebClient, channel: str, *, seconds: float = LOOK_SECONDS
) -> Seen | Literal["hidden"] | None:
    """What Slack says about the channel now; "hidden" where only members see it, None without a word."""
    try:
        async with asyncio.timeout(seconds):
            said = await client.conversations_info(channel=channel, include_num_members=True)
    except SlackApiError as refusal:
        return "hidden" if word_of(refusal) == HIDDEN else None
    except FAILURES:
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
        is_member=bool(found.get("is_member", True)),
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
    except FAILURES:
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


async def _write_doubt(edge: Edge, team: str, channel: str, *, is_hidden: bool = False) -> None:
    """Post nothing by ourselves in a channel of which nobody ever said who reads it."""
    now = edge.clock()
    async with edge.services.database.write() as session:
        workspace = await people.ensure_workspace(session, platform=SLACK, external_id=team, now=now)
        await doubt(session, workspace=workspace, external_id=channel, is_hidden=is_hidden, now=now)
    if outbox.has_new_posts(session):
        edge.services.wake()
