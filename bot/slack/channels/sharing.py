"""A channel is shared with another organisation, or no longer."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.slack.channels.following import change, channel_of, matters
from bot.slack.channels.looking import ask_again, write_down
from bot.slack.edge import Edge
from bot.slack.translate import installed_team
from handlers.channels import notice
from storage import channels
from storage.channels import ARCHIVED, LEFT, Seen
from storage.database import Session
from storage.tables import Channel, Workspace


async def on_channel_shared(edge: Edge, body: Mapping[str, Any]) -> None:
    """Others read along now: post nothing by ourselves until the lead says so."""
    other = str(body["event"].get("connected_team_id") or "")

    def shared(known: Channel) -> Seen:
        names = _names(known)
        return _as_known(known, is_shared=True, organisations={**names, other: names.get(other, "")})

    await _look_again(edge, body, shared)


async def on_channel_unshared(edge: Edge, body: Mapping[str, Any]) -> None:
    """Somebody reads along no more; where nobody is left, everything is as before."""
    event = body["event"]
    other = str(event.get("previously_connected_team_id") or "")

    def unshared(known: Channel) -> Seen:
        left = {id_: name for id_, name in _names(known).items() if id_ != other}
        return _as_known(known, is_shared=bool(event.get("is_ext_shared")), organisations=left)

    await _look_again(edge, body, unshared)


def _names(known: Channel) -> dict[str, str]:
    return {one["id"]: one["name"] for one in known.organisations}


def _as_known(known: Channel, *, is_shared: bool, organisations: Mapping[str, str]) -> Seen:
    return Seen(
        name=known.name,
        is_shared=is_shared,
        organisations=organisations,
        readers=known.readers,
        is_archived=known.closed == ARCHIVED,
        is_member=known.closed != LEFT,
    )


async def _look_again(edge: Edge, body: Mapping[str, Any], otherwise: Callable[[Channel], Seen]) -> None:
    """Ask Slack how the channel is now; where it does not answer, take what the event says."""
    team, channel = installed_team(body), channel_of(body)
    if not await matters(edge, team, channel):
        return
    seen = await ask_again(edge, body, channel)
    if isinstance(seen, Seen):
        await write_down(edge, team, channel, seen)
        return

    async def take_its_word(session: Session, workspace: Workspace, channel: str) -> None:
        known = await channels.hold(session, workspace_id=workspace.id, external_id=channel)
        await notice(session, otherwise(known), workspace=workspace, external_id=channel, now=edge.clock())
        channels.forget_looks(known, now=edge.clock())

    await change(edge, body, take_its_word)
