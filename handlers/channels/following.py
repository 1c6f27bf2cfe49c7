"""What a platform says of a channel is written down, and the leads hear what they have to decide or do."""

from datetime import datetime

from domain.chat import Button, Buttons, Reply, reply
from handlers.channels.welcome import Home, post_welcome
from handlers.channels.words import introduced, who_reads
from handlers.leads import News, tell_leads
from storage import channels, outbox
from storage.channels import ARCHIVED, GONE, LEFT, PRIVATE, Seen
from storage.database import Session
from storage.tables import Channel, Engagement, Workspace

SHARED = (
    "{channel} is shared with another organisation now. {who} Until you decide,"
    " I answer there, and post nothing by myself."
)
KEEP, QUIET = "Keep it here", "Keep quiet there"
CLOSED = {
    ARCHIVED: "{channel} was archived, so I cannot post there. Unarchive it, and I go on.",
    LEFT: "{channel} is closed to me: I am not a member of it. Invite me, and I go on: `/invite @Headway`.",
    GONE: "{channel} was deleted, so I cannot post there.",
    PRIVATE: "{channel} is private, and I cannot post in private channels.",
}
CLOSED_IN = {
    "teams": {
        ARCHIVED: "{channel} was archived with its team, so I cannot post there. Restore it, and I go on.",
        LEFT: "{channel} is closed to me: the Headway app was removed there. Add it again, and I go on.",
    }
}
STILL_HERE = "Everything that was recorded is kept, and you can write to me here."
IN_VAIN = "What waited to be posted there is not sent any more."


async def notice(
    session: Session, seen: Seen, *, workspace: Workspace, external_id: str, now: datetime
) -> None:
    """Write down what the platform says of a channel; where others are new in it, ask the leads once."""
    channel = await channels.hold(session, workspace_id=workspace.id, external_id=external_id)
    was_shared = channel.is_shared
    new = channels.describe(channel, seen, now=now) - {workspace.external_id, workspace.organisation}
    engagement = await channels.tenant(session, workspace_id=workspace.id, external_id=external_id)
    if engagement is not None and (new or (channel.is_shared and not was_shared)):
        channel.is_paused, channel.confirmed_at, channel.confirmed_by = True, None, None
        asked = _question(channel, workspace, engagement)
        key = f"shared/{channel.id}/{'+'.join(sorted(new))}/{now.isoformat()}"
        news = News(engagement=engagement, workspace=workspace, reply=asked, key=key, now=now)
        await tell_leads(session, news)
    await session.flush()
    if seen.obstacle:
        await close(session, workspace=workspace, external_id=external_id, why=seen.obstacle, now=now)
        return
    for over in (ARCHIVED, LEFT, PRIVATE):
        await reopen(session, workspace=workspace, external_id=external_id, why=over, now=now)
    await lift(session, workspace=workspace, external_id=external_id, now=now)


def _question(channel: Channel, workspace: Workspace, engagement: Engagement) -> Reply:
    said = SHARED.format(channel=introduced(channel, engagement.name), who=who_reads(channel, workspace))
    return reply(said, Buttons(choices_in(channel)))


def choices_in(channel: Channel) -> tuple[Button, Button]:
    """What can be decided about a channel: to post there, or to keep quiet."""
    args = {"channel": channel.id}
    keep = Button(label=KEEP, route="channel keep", args=args, style="primary")
    return keep, Button(label=QUIET, route="channel quiet", args=args)


async def doubt(
    session: Session, *, workspace: Workspace, external_id: str, is_hidden: bool = False, now: datetime
) -> None:
    """Nobody could say who reads a channel: where that was never known, post nothing there for now.

    `is_hidden`: the platform shows it only to its members, and Headway is none.
    """
    channel = await channels.hold(session, workspace_id=workspace.id, external_id=external_id)
    channels.hold_posts(channel)
    await session.flush()
    if is_hidden and channels.is_unknown(channel) and not channel.closed:
        await close(session, workspace=workspace, external_id=external_id, why=LEFT, now=now)


async def lift(session: Session, *, workspace: Workspace, external_id: str, now: datetime) -> bool:
    """Post the welcome card that waits, if we may post in the channel by ourselves. Return whether we may."""
    known = await channels.find(session, workspace_id=workspace.id, external_id=external_id)
    # A platform that says nothing of its channels has none that others read.
    if known is not None and not channels.is_open(known):
        return False
    engagement = await channels.tenant(session, workspace_id=workspace.id, external_id=external_id)
    if engagement is not None and await channels.take_welcome(
        session, workspace_id=workspace.id, external_id=external_id
    ):
        home = Home(engagement=engagement, workspace=workspace, conversation=external_id)
        await post_welcome(session, home, now=now)
    return True


async def close(session: Session, *, workspace: Workspace, external_id: str, why: str, now: datetime) -> None:
    """Nothing can be posted in the channel: what waits for it is cancelled, and the leads are told once."""
    engagement = await channels.tenant(session, workspace_id=workspace.id, external_id=external_id)
    known = await channels.find(session, workspace_id=workspace.id, external_id=external_id)
    if engagement is None and known is None:
        return
    channel = await channels.hold(session, workspace_id=workspace.id, external_id=external_id)
    was_open, channel.closed = not channel.closed, why
    await session.flush()
    count = await outbox.cancel_all(
        session,
        platform=workspace.platform,
        workspace=workspace.external_id,
        place=external_id,
        reason=f"the channel is closed: {why}",
        now=now,
    )
    if engagement is None or not was_open:
        return
    words = CLOSED_IN.get(workspace.platform, {}).get(why, CLOSED[why])
    lost = words.format(channel=introduced(channel, engagement.name))
    said = [lost, *([IN_VAIN] if count else []), STILL_HERE]
    key = f"closed/{channel.id}/{why}/{now.isoformat()}"
    news = News(engagement=engagement, workspace=workspace, reply=reply(" ".join(said)), key=key, now=now)
    await tell_leads(session, news)


async def reopen(
    session: Session, *, workspace: Workspace, external_id: str, why: str, now: datetime
) -> None:
    """What closed the channel is over."""
    known = await channels.find(session, workspace_id=workspace.id, external_id=external_id)
    if known is not None and known.closed == why:
        channel = await channels.hold(session, workspace_id=workspace.id, external_id=external_id)
        channel.closed = "" if channel.closed == why else channel.closed
        await session.flush()
        await lift(session, workspace=workspace, external_id=external_id, now=now)
