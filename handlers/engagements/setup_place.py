"""The channel in which an engagement was set up: who reads it, and when the welcome card can come."""

from handlers import story
from handlers.channels import lift, who_reads
from handlers.turn import EngagementTurn
from storage import channels
from storage.channels import LEFT
from storage.tables import Channel

WELCOME = "I am posting a welcome card in this channel."
INVITE = "I am not in this channel yet: invite me with `/invite @Headway`, and I post a welcome card here."
UNSEEN = (
    "I can't tell yet who reads this channel, so for now I answer here, and post nothing by myself."
    " Once I know that nobody from outside reads it, I post a welcome card."
)
LIVES_SHARED = "set it up in a shared channel: {who}"


async def settle_in(turn: EngagementTurn) -> str:
    """Post the welcome card, or let it wait until we may post here. Return what is said about it."""
    here, workspace = turn.request.address.conversation, turn.workspace
    await channels.owe_welcome(turn.session, workspace_id=workspace.id, external_id=here)
    channel = await channels.find(turn.session, workspace_id=workspace.id, external_id=here)
    if channel is not None:
        channel = await channels.hold(turn.session, workspace_id=workspace.id, external_id=here)
        await _decide(turn, channel)
    if await lift(turn.session, workspace=workspace, external_id=here, now=turn.now):
        return WELCOME
    return INVITE if channel is not None and channel.closed == LEFT else UNSEEN


async def _decide(turn: EngagementTurn, channel: Channel) -> None:
    """Keep who agreed that the engagement lives where others read; post nothing where nobody knows."""
    if channel.is_shared:
        channels.confirm(channel, person_id=turn.person.id, now=turn.now)
        who = who_reads(channel, turn.workspace)
        await story.tell(turn, subject="engagement", what=LIVES_SHARED.format(who=who))
    else:
        channel.confirmed_at, channel.confirmed_by = None, None
        channels.hold_posts(channel)
    await turn.session.flush()
