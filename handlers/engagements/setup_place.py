"""The channel of an engagement: whether it is free, who reads it, and when we may post there by ourselves."""

from domain.errors import Outsider, UserError
from handlers import story
from handlers.channels import lift, who_reads
from handlers.resolve import PrivateHere
from handlers.turn import EngagementTurn, Turn
from storage import channels, engagements
from storage.channels import LEFT, PRIVATE
from storage.tables import Channel, Workspace

TAKEN = "An engagement lives in this channel already. Type `card` to see it."
WELCOME = "I am posting a welcome card in this channel."
INVITE = "I am not in this channel yet: invite me with `/invite @Headway`, and I post a welcome card here."
INVITE_IN = {
    "teams": (
        "I am not in this channel any more: add the Headway app to its team again, and I post a welcome card"
        " here."
    )
}
UNSEEN = (
    "I can't tell yet who reads this channel, so for now I answer here, and post nothing by myself."
    " Once I know that nobody from outside reads it, I post a welcome card."
)
LIVES_SHARED = "lets it live in a shared channel: {who}"


async def require_free(turn: Turn) -> None:
    """Raise UserError where an engagement lives in the channel of the turn, or none ever can."""
    await _require_open(turn)
    tenant = await engagements.in_channel(
        turn.session,
        workspace_id=turn.workspace.id,
        conversation=turn.request.address.conversation,
        person_id=turn.person.id,
    )
    if tenant is not None:
        raise UserError(TAKEN) if tenant.seat else Outsider


async def _require_open(turn: Turn) -> None:
    """Refuse a channel in which the platform never lets us post. Raises UserError."""
    here = turn.request.address.conversation
    channel = await channels.find(turn.session, workspace_id=turn.workspace.id, external_id=here)
    if channel is not None and channel.closed == PRIVATE:
        raise PrivateHere


async def settle_in(turn: EngagementTurn) -> str:
    """Post the welcome card, or let it wait until we may post here. Return what is said about it."""
    here, workspace = turn.request.address.conversation, turn.workspace
    await channels.owe_welcome(turn.session, workspace_id=workspace.id, external_id=here)
    channel = await decide(turn)
    if await lift(turn.session, workspace=workspace, external_id=here, now=turn.now):
        return WELCOME
    return why_not_yet(channel, workspace)


def why_not_yet(channel: Channel | None, workspace: Workspace) -> str:
    """What is said where nothing can be posted in the channel for now."""
    if channel is not None and channel.closed == LEFT:
        return INVITE_IN.get(workspace.platform, INVITE)
    return UNSEEN


async def decide(turn: EngagementTurn) -> Channel | None:
    """Keep who agreed that the engagement lives where others read; post nothing where nobody knows."""
    here, workspace = turn.request.address.conversation, turn.workspace
    channel = await channels.find(turn.session, workspace_id=workspace.id, external_id=here)
    if channel is None:
        return None
    channel = await channels.hold(turn.session, workspace_id=workspace.id, external_id=here)
    if channel.is_shared:
        channels.confirm(channel, person_id=turn.person.id, now=turn.now)
        who = who_reads(channel, turn.workspace)
        await story.tell(turn, subject="engagement", what=LIVES_SHARED.format(who=who))
    else:
        channel.confirmed_at, channel.confirmed_by = None, None
        channels.hold_posts(channel)
    await turn.session.flush()
    return channel
