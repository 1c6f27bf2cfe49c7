"""The channels of an engagement as its members see them, and what is decided about those that others read."""

from collections.abc import Sequence
from dataclasses import replace

from domain.chat import Args, Button, Buttons, Heading, Reply, Table, reply
from domain.errors import UserError
from domain.permissions import Action, is_allowed
from handlers import story
from handlers.channels.following import choices_in, lift
from handlers.channels.words import place_of, who_reads
from handlers.kpis.day import catch_up
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import channels
from storage.channels import ARCHIVED, GONE, LEFT, PRIVATE
from storage.tables import Channel, Workspace

POST_IN, QUIET_IN = "Post in {channel}", "Keep quiet in {channel}"
KEPT = "I post in {channel} as before. {who}"
KEPT_UNSEEN = "I post in {channel} from now on, though I can't tell yet who reads it."
STAYS_QUIET = (
    "I stay quiet in {channel}: I answer there, and post nothing by myself. Change it with `channels`."
)
NOT_SHARED = "{channel} is not shared with others any more, so there is nothing to decide."
MOVED_ON = "{client} does not live in that channel any more. Nothing was changed."
TITLE = "Channels of {client}"
COLUMNS = ("Channel", "Who reads along", "My own posts")
NOWHERE = "{client} lives in no channel any more. Everything that was recorded is kept."
ONLY_HERE = "nobody from outside"
UNKNOWN = "I can't tell yet who reads it"
POSTS, IS_QUIET, IS_CLOSED = "yes", "held back", "none: {why}"
WHY = {
    ARCHIVED: "archived",
    LEFT: "I am not in it",
    GONE: "deleted",
    PRIVATE: "private, and I cannot post there",
}

router = Router()


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
            (place_of(channel, home.conversation),),
            (_readers(channel, workspace),),
            (_posting(channel),),
        )
        for home, workspace, channel in homes
    ]
    open_to_choice = [channel for _home, _workspace, channel in homes if channel and _has_choice(channel)]
    choices = _all_choices(open_to_choice) if is_allowed(turn.role, Action.CHANGE_SETTINGS) else ()
    blocks = (Heading(TITLE.format(client=turn.engagement.name)), Table(columns=COLUMNS, rows=tuple(rows)))
    return reply(*blocks, *([Buttons(choices)] if choices else []))


def _readers(channel: Channel | None, workspace: Workspace) -> str:
    if channel is None:
        return ONLY_HERE
    if channels.is_unknown(channel):
        return UNKNOWN
    return who_reads(channel, workspace) if channel.is_shared else ONLY_HERE


def _posting(channel: Channel | None) -> str:
    if channel is not None and channel.closed:
        return IS_CLOSED.format(why=WHY.get(channel.closed, channel.closed))
    return IS_QUIET if channel is not None and channel.is_paused else POSTS


def _has_choice(channel: Channel) -> bool:
    is_held = channels.is_unknown(channel) and channel.is_paused and not channel.closed
    return channel.is_shared or is_held


def _all_choices(found: Sequence[Channel]) -> tuple[Button, ...]:
    return tuple(
        replace(
            choices_in(channel)[0 if channel.is_paused else 1],
            label=(POST_IN if channel.is_paused else QUIET_IN).format(channel=_name(channel)),
            style="plain",
            is_single_choice=False,
        )
        for channel in found
    )


def _name(channel: Channel) -> str:
    return place_of(channel, channel.external_id)


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
    """Let the engagement live in a channel that others read, or of which nobody knows who reads it."""
    channel, workspace = await _home(turn, args)
    where, is_unknown = _name(channel), channels.is_unknown(channel)
    if not channel.is_shared and not is_unknown:
        return reply(NOT_SHARED.format(channel=where))
    channels.confirm(channel, person_id=turn.person.id, now=turn.now)
    await turn.session.flush()
    await lift(turn.session, workspace=workspace, external_id=channel.external_id, now=turn.now)
    await catch_up(turn)
    if is_unknown:
        await story.tell(turn, subject="settings", what=f"lets posts go to {where}, whoever reads it")
        return reply(KEPT_UNSEEN.format(channel=where))
    who = who_reads(channel, workspace)
    await story.tell(turn, subject="settings", what=f"keeps posts in {where}, which is shared. {who}")
    return reply(KEPT.format(channel=where, who=who))


@router.click("channel quiet", action=Action.CHANGE_SETTINGS)
async def quiet(turn: EngagementTurn, args: Args) -> Reply:
    """Post nothing by ourselves in a shared channel."""
    channel, _workspace = await _home(turn, args)
    where = _name(channel)
    if not channel.is_shared:
        return reply(NOT_SHARED.format(channel=where))
    channel.is_paused = True
    await story.tell(turn, subject="settings", what=f"holds back posts in {where}, which is shared")
    return reply(STAYS_QUIET.format(channel=where))
