"""What happens to channels: renamed, archived, deleted, moved; and Headway comes or goes."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

from bot.slack.channels.looking import ask_again, write_down
from bot.slack.edge import Edge
from bot.slack.translate import installed_team
from bot.storable import clean
from handlers.channels import close, reopen
from storage import channels, outbox, people
from storage.channels import ARCHIVED, GONE, LEFT, Seen
from storage.database import Session
from storage.slack_installations import SLACK
from storage.tables import Workspace

Change = Callable[[Session, Workspace, str], Awaitable[None]]


async def on_channel_rename(edge: Edge, body: Mapping[str, Any]) -> None:
    """Know the channel by its new name."""
    name = clean(str(body["event"]["channel"].get("name") or ""))

    async def rename(session: Session, workspace: Workspace, channel: str) -> None:
        held = await channels.hold(session, workspace_id=workspace.id, external_id=channel)
        held.name = name or held.name

    await change(edge, body, rename)


async def on_channel_archive(edge: Edge, body: Mapping[str, Any]) -> None:
    """Post nothing in the channel until it is back."""
    await _close(edge, body, ARCHIVED)


async def on_channel_deleted(edge: Edge, body: Mapping[str, Any]) -> None:
    """Post nothing in the channel any more."""
    await _close(edge, body, GONE)


async def on_channel_left(edge: Edge, body: Mapping[str, Any]) -> None:
    """Headway was taken out of the channel: Slack tells a bot about itself in these words."""
    await _close(edge, body, LEFT)


async def on_member_left_channel(edge: Edge, body: Mapping[str, Any]) -> None:
    """Headway was taken out of the channel; a person who leaves it still belongs to the engagement."""
    if _is_headway(body):
        await _close(edge, body, LEFT)


async def on_channel_unarchive(edge: Edge, body: Mapping[str, Any]) -> None:
    """Post in the channel again."""
    await _reopen(edge, body, ARCHIVED)


async def on_member_joined_channel(edge: Edge, body: Mapping[str, Any]) -> None:
    """Headway was invited: look who reads the channel before anything is posted there."""
    team, channel = installed_team(body), channel_of(body)
    if not _is_headway(body) or not await matters(edge, team, channel):
        return
    seen = await ask_again(edge, body, channel)
    if isinstance(seen, Seen):
        await write_down(edge, team, channel, replace(seen, is_member=True))
        return

    async def come_in(session: Session, workspace: Workspace, channel: str) -> None:
        # Much may have happened while nobody told us.
        held = await channels.hold(session, workspace_id=workspace.id, external_id=channel)
        held.looked_at = None
        channels.hold_posts(held)
        await session.flush()
        await reopen(session, workspace=workspace, external_id=channel, why=LEFT, now=edge.clock())

    await change(edge, body, come_in)


async def on_channel_id_changed(edge: Edge, body: Mapping[str, Any]) -> None:
    """Let everything that stands in the channel follow it to its new id, which is the same everywhere."""
    event = body["event"]
    old, new = str(event["old_channel_id"]), str(event["new_channel_id"])
    async with edge.services.database.write() as session:
        await channels.move(session, platform=SLACK, old=old, new=new)
    team = installed_team(body)
    if await matters(edge, team, new) and isinstance(seen := await ask_again(edge, body, new), Seen):
        await write_down(edge, team, new, seen)


async def _close(edge: Edge, body: Mapping[str, Any], why: str) -> None:
    async def shut(session: Session, workspace: Workspace, channel: str) -> None:
        await close(session, workspace=workspace, external_id=channel, why=why, now=edge.clock())

    await change(edge, body, shut)


async def _reopen(edge: Edge, body: Mapping[str, Any], why: str) -> None:
    async def open_again(session: Session, workspace: Workspace, channel: str) -> None:
        await reopen(session, workspace=workspace, external_id=channel, why=why, now=edge.clock())

    await change(edge, body, open_again)


async def change(edge: Edge, body: Mapping[str, Any], do: Change) -> None:
    """Do it in a transaction, where the channel matters to us."""
    team, channel = installed_team(body), channel_of(body)
    if not await matters(edge, team, channel):
        return
    now = edge.clock()
    async with edge.services.database.write() as session:
        workspace = await people.ensure_workspace(session, platform=SLACK, external_id=team, now=now)
        await do(session, workspace, channel)
    if outbox.has_new_posts(session):
        edge.services.wake()


async def matters(edge: Edge, team: str, channel: str) -> bool:
    """Whether we have to do with the channel: most of a workspace's are none of our business."""
    async with edge.services.database.read() as session:
        workspace = await people.find_workspace(session, platform=SLACK, external_id=team)
        if workspace is None:
            return False
        known = await channels.find(session, workspace_id=workspace.id, external_id=channel)
        return known is not None or (
            await channels.tenant(session, workspace_id=workspace.id, external_id=channel) is not None
        )


def channel_of(body: Mapping[str, Any]) -> str:
    """The channel of an event: its id, or an object that has it."""
    found = body["event"]["channel"]
    return str(found["id"] if isinstance(found, Mapping) else found)


def _is_headway(body: Mapping[str, Any]) -> bool:
    """Whether it is our own bot user that came or went."""
    ours = {str(one.get("user_id")) for one in body.get("authorizations") or () if one.get("is_bot")}
    return str(body["event"].get("user")) in ours
