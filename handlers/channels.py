"""Channels of an engagement: who reads along in a shared one, and what happens when one is closed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from domain.chat import Args, Button, Buttons, Heading, Reply, Table, reply
from domain.errors import UserError
from domain.permissions import Action, is_allowed
from handlers import story
from handlers.leads import News, tell_leads
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import channels, outbox
from storage.channels import ARCHIVED, GONE, LEFT, Seen
from storage.database import Session
from storage.tables import Channel, Workspace

WHO_READS = "{people} of {organisations} read along {where}."
IN, THERE, A_CHANNEL = "in {channel}", "there", "the channel"
NAMED, UNNAMED_CHANNEL = "{channel}, the channel of {client},", "The channel of {client}"
MEMBERS = "{n} members"
PEOPLE = "People"
OURS = "this workspace"
UNNAMED = "an organisation that goes by {id}"
SHARED = (
    "{channel} is shared with another organisation now. {who} Until you decide,"
    " I answer there, and post nothing by myself."
)
KEEP, QUIET = "Keep it here", "Keep quiet there"
POST_IN, QUIET_IN = "Post in {channel}", "Keep quiet in {channel}"
KEPT = "I post in {channel} as before. {who}"
STAYS_QUIET = (
    "I stay quiet in {channel}: I answer there, and post nothing by myself. Change it with `channels`."
)
NOT_SHARED = "{channel} is not shared with others any more, so there is nothing to decide."
MOVED_ON = "{client} does not live in that channel any more. Nothing was changed."
CLOSED = {
    ARCHIVED: "{channel} was archived, so I cannot post there. Unarchive it, and I go on.",
    LEFT: "{channel} is closed to me: I was taken out of it. Invite me again, and I go on: `/invite`.",
    GONE: "{channel} was deleted, so I cannot post there.",
}
STILL_HERE = "Everything that was recorded is kept, and you can write to me here."
IN_VAIN = "What waited to be posted there is not sent any more."
TITLE = "Channels of {client}"
COLUMNS = ("Channel", "Who reads along", "My own posts")
NOWHERE = "{client} lives in no channel any more. Everything that was recorded is kept."
ONLY_HERE = "nobody from outside"
POSTS, IS_QUIET, IS_CLOSED = "yes", "held back", "none: {why}"
WHY = {ARCHIVED: "archived", LEFT: "I am not in it", GONE: "deleted"}

router = Router()


def name_of(channel: Channel | None, conversation: str) -> str:
    """What people call the channel; empty where the platform did not say yet."""
    name = channel.name if channel is not None and channel.name else conversation
    is_name = bool(channel is not None and channel.name) or conversation.startswith("#")
    return f"#{name.removeprefix('#')}" if is_name else ""


def _place(channel: Channel) -> str:
    return name_of(channel, channel.external_id) or A_CHANNEL


def _introduced(channel: Channel, client: str) -> str:
    name = name_of(channel, channel.external_id)
    return (NAMED if name else UNNAMED_CHANNEL).format(channel=name, client=client)


def who_reads(channel: Channel, workspace: Workspace) -> str:
    """How many people of which organisations read along in a shared channel."""
    people = MEMBERS.format(n=channel.readers) if channel.readers else PEOPLE
    names = [_called(one, workspace) for one in channel.organisations] or [OURS]
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    name = name_of(channel, channel.external_id)
    where = IN.format(channel=name) if name else THERE
    return WHO_READS.format(people=people, organisations=listed, where=where)


def _called(organisation: Args, workspace: Workspace) -> str:
    if organisation["name"]:
        return str(organisation["name"])
    if organisation["id"] == workspace.external_id:
        return workspace.name or OURS
    return UNNAMED.format(id=organisation["id"])


async def notice(
    session: Session, seen: Seen, *, workspace: Workspace, external_id: str, now: datetime
) -> None:
    """Write down what the platform says of a channel; where others are new in it, ask the leads once."""
    channel = await channels.hold(session, workspace_id=workspace.id, external_id=external_id)
    new = channels.describe(channel, seen, now=now) - {workspace.external_id, workspace.organisation}
    engagement = await channels.tenant(session, workspace_id=workspace.id, external_id=external_id)
    if engagement is not None and new:
        channel.is_paused, channel.confirmed_at, channel.confirmed_by = True, None, None
        who = who_reads(channel, workspace)
        said = SHARED.format(channel=_introduced(channel, engagement.name), who=who)
        key = f"shared/{channel.id}/{'+'.join(sorted(new))}/{now.isoformat()}"
        asked = reply(said, Buttons(_choices(channel)))
        await tell_leads(
            session, News(engagement=engagement, workspace=workspace, reply=asked, key=key, now=now)
        )
    await session.flush()
    if seen.is_archived:
        await close(session, workspace=workspace, external_id=external_id, why=ARCHIVED, now=now)
    else:
        await reopen(session, workspace=workspace, external_id=external_id, why=ARCHIVED)


def _choices(channel: Channel) -> tuple[Button, ...]:
    args = {"channel": channel.id}
    keep = Button(label=KEEP, route="channel keep", args=args, style="primary")
    return keep, Button(label=QUIET, route="channel quiet", args=args)


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
    lost = CLOSED[why].format(channel=_introduced(channel, engagement.name))
    said = [lost, *([IN_VAIN] if count else []), STILL_HERE]
    key = f"closed/{channel.id}/{why}/{now.isoformat()}"
    news = News(engagement=engagement, workspace=workspace, reply=reply(" ".join(said)), key=key, now=now)
    await tell_leads(session, news)


async def reopen(session: Session, *, workspace: Workspace, external_id: str, why: str) -> None:
    """What closed the channel is over."""
    known = await channels.find(session, workspace_id=workspace.id, external_id=external_id)
    if known is not None and known.closed == why:
        channel = await channels.hold(session, workspace_id=workspace.id, external_id=external_id)
        channel.closed = "" if channel.closed == why else channel.closed
        await session.flush()


@router.command(
    "channels",
    action=Action.READ_CARD,
    usage="channels",
    summary="Show where this engagement lives, and who reads along there",
    reads=True,
)
async def show(turn: EngagementTurn, text: str) -> Reply:
    """Show the channels of the engagement; who may decide about shared ones finds the buttons for it."""
    homes = await channels.homes(turn.session, engagement_id=turn.engagement.id)
    if not homes:
        return reply(NOWHERE.format(client=turn.engagement.name))
    rows = [
        (
            (name_of(channel, home.conversation) or home.conversation,),
            (_readers(channel, workspace),),
            (_posting(channel),),
        )
        for home, workspace, channel in homes
    ]
    shared = [channel for _home, _workspace, channel in homes if channel is not None and channel.is_shared]
    choices = _all_choices(shared) if is_allowed(turn.role, Action.CHANGE_SETTINGS) else ()
    blocks = (Heading(TITLE.format(client=turn.engagement.name)), Table(columns=COLUMNS, rows=tuple(rows)))
    return reply(*blocks, *([Buttons(choices)] if choices else []))


def _readers(channel: Channel | None, workspace: Workspace) -> str:
    return who_reads(channel, workspace) if channel is not None and channel.is_shared else ONLY_HERE


def _posting(channel: Channel | None) -> str:
    if channel is not None and channel.closed:
        return IS_CLOSED.format(why=WHY.get(channel.closed, channel.closed))
    return IS_QUIET if channel is not None and channel.is_paused else POSTS


def _all_choices(shared: Sequence[Channel]) -> tuple[Button, ...]:
    return tuple(
        replace(
            _choices(channel)[0 if channel.is_paused else 1],
            label=(POST_IN if channel.is_paused else QUIET_IN).format(channel=_place(channel)),
            style="plain",
            is_single_choice=False,
        )
        for channel in shared
    )


async def _home(turn: EngagementTurn, args: Args) -> tuple[Channel, Workspace]:
    """The channel of a button, if the engagement lives in it. Raises UserError otherwise."""
    for _home_row, workspace, channel in await channels.homes(turn.session, engagement_id=turn.engagement.id):
        if channel is not None and channel.id == args["channel"]:
            held = await channels.hold(
                turn.session, workspace_id=workspace.id, external_id=channel.external_id
            )
            return held, workspace
    raise UserError(MOVED_ON.format(client=turn.engagement.name))


@router.click("channel keep", action=Action.CHANGE_SETTINGS)
async def keep(turn: EngagementTurn, args: Args) -> Reply:
    """Let the engagement live in a shared channel."""
    channel, workspace = await _home(turn, args)
    where = _place(channel)
    if not channel.is_shared:
        return reply(NOT_SHARED.format(channel=where))
    channels.confirm(channel, person_id=turn.person.id, now=turn.now)
    who = who_reads(channel, workspace)
    await story.tell(turn, subject="settings", what=f"keeps posts in {where}, which is shared. {who}")
    return reply(KEPT.format(channel=where, who=who))


@router.click("channel quiet", action=Action.CHANGE_SETTINGS)
async def quiet(turn: EngagementTurn, args: Args) -> Reply:
    """Post nothing by ourselves in a shared channel."""
    channel, _workspace = await _home(turn, args)
    where = _place(channel)
    if not channel.is_shared:
        return reply(NOT_SHARED.format(channel=where))
    channel.is_paused = True
    await story.tell(turn, subject="settings", what=f"holds back posts in {where}, which is shared")
    return reply(STAYS_QUIET.format(channel=where))
