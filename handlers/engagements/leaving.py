"""One engagement in several channels: it leaves one of them, and lives on in the others."""

from domain.chat import Args, Buttons, Reply, reply
from domain.errors import Outsider, UserError
from domain.permissions import LEADS, Action
from handlers import buttons, story
from handlers.channels import ours
from handlers.engagements.joining import led_seat, place_of, settle
from handlers.engagements.setup_place import require_free
from handlers.leads import in_reach
from handlers.routing import Router
from handlers.turn import EngagementTurn, Turn
from storage import engagements, outbox, spanning

IN_A_CHANNEL = "Type it in the channel that you mean: `channels leave`."
ONLY_ONE = (
    "This is the only channel of {client}, so it stays. Bring it to another one first: `channels join`."
)
LEADLESS = (
    "Then nobody who leads {client} could be reached any more, so it stays. Whoever leads it needs an account"
    " where it lives on: `link` joins yours."
)
LEFT_CHANNEL = "{client} lives here no more. Everything that was recorded stays in its other channels."
HIDDEN = "Nothing of it is shown in {ours} any more."
BACK = "Undone: {client} lives in this channel again."

router = Router()


@router.click("channels join undo", action=Action.CHANGE_SETTINGS)
async def undo_join(turn: EngagementTurn, args: Args) -> Reply:
    """Let the engagement leave the channel that it just joined."""
    return reply(*await _move_out(turn))


@router.command(
    "channels leave",
    action=Action.CHANGE_SETTINGS,
    usage="channels leave",
    summary="Let this engagement leave this channel; it lives on in its others",
)
async def leave(turn: EngagementTurn, text: str) -> Reply:
    """Free this channel of the engagement."""
    if turn.request.address.is_direct:
        raise UserError(IN_A_CHANNEL)
    said = await _move_out(turn)
    undo = buttons.undo("channels leave undo", {"engagement": turn.engagement.id})
    return reply(*said, Buttons((undo,)))


async def _move_out(turn: EngagementTurn) -> list[str]:
    """Free the channel, if it is not the last one, and a lead stays in reach. Return what is said of it."""
    e, client = turn.engagement.id, turn.engagement.name
    if len(await engagements.channels_of(turn.session, engagement_id=e)) == 1:
        raise UserError(ONLY_ONE.format(client=client))
    await story.tell(turn, subject="engagement", what=f"lets it leave {await place_of(turn)}")
    is_shown = await spanning.move_out(
        turn.session,
        engagement_id=e,
        workspace_id=turn.workspace.id,
        conversation=turn.request.address.conversation,
        now=turn.now,
    )
    if not await in_reach(turn.session, engagement_id=e, workspace_id=turn.workspace.id, roles=LEADS):
        raise UserError(LEADLESS.format(client=client))
    await outbox.cancel_all(
        turn.session,
        platform=turn.workspace.platform,
        workspace=turn.workspace.external_id,
        place=turn.request.address.conversation,
        reason="the engagement left the channel",
        now=turn.now,
    )
    return [
        LEFT_CHANNEL.format(client=client),
        *([] if is_shown else [HIDDEN.format(ours=ours(turn.workspace))]),
    ]


@router.click("channels leave undo", action=None)
async def undo_leave(turn: Turn, args: Args) -> Reply:
    """Bring the engagement back into the channel that it left."""
    await require_free(turn)
    seat = await led_seat(turn, args["engagement"])
    if seat is None:
        raise Outsider
    inside = await settle(turn, seat)
    await story.tell(inside, subject="engagement", what=f"brought it back to {await place_of(inside)}")
    return reply(BACK.format(client=seat.engagement.name))
