"""What came to nothing, as a list, and what a lead does about it: post it now, or leave it."""

from dataclasses import replace
from datetime import timedelta
from typing import cast

from domain.chat import Args, Buttons, Reply, note, reply
from domain.errors import UserError
from domain.jobs import jobs
from domain.permissions import Action
from handlers import buttons, story
from handlers.routing import Router
from handlers.troubles.lapsed import why_not_now
from handlers.troubles.unposted import LEAVE_ROUTE, NOW_ROUTE, name_of, notice
from handlers.turn import EngagementTurn
from storage import unposted
from storage.schedules.again import plan_again
from storage.unposted import Kind, Unposted

NOTHING = "Everything that I was to post in the last 30 days went out, or was left out for a reason."
AT_ONCE = "{name}: I look at once whether there is still something to say, and post it then."
MADE_UP = "{what} missed as well; the next run makes up for it."
LEFT = "{name}: left as it is, and off the list."
BACK = "{name}: on the list again."
DONE_ALREADY = "That was posted again or left already. `posts` shows what still waits."
FORGOTTEN = "I no longer know what it said, so I can't post it again. `posts` shows what still waits."
RESTS = (
    "I left it as it is: its schedule was ended, or rests on that day. `schedule list` shows it, and"
    " `schedule resume` lets it come again."
)
POSTED_AGAIN, LEFT_ALONE = "had posted again: {name}", "left unposted: {name}"
TOOK_BACK = "took back that this was left unposted: {name}"
MORE = "And {n} more: once these are decided, `posts` shows the next ones."
MOST_LISTED = 20
LISTED = timedelta(days=30)

router = Router()


@router.command(
    "posts",
    action=Action.MANAGE_SCHEDULES,
    usage="posts",
    summary="Show what I was to post by myself and did not, to post it now or leave it",
    reads=True,
)
async def posts(turn: EngagementTurn, text: str) -> Reply:
    """Show what came to nothing in the last month."""
    lost = await unposted.find(turn.session, engagement_id=turn.engagement.id, since=turn.now - LISTED)
    waiting = [one for one in lost if not _is_made_up(one)]
    made_up = len(lost) - len(waiting)
    what = "1 check was" if made_up == 1 else f"{made_up} checks were"
    aside = [note(MADE_UP.format(what=what))] if made_up else []
    said = await notice(turn, waiting, most=MOST_LISTED, more=MORE) if waiting else reply(NOTHING)
    return replace(said, blocks=(*said.blocks, *aside))


def _is_made_up(one: Unposted) -> bool:
    """Whether the next run of its job says what this one would have said."""
    job = jobs().get(one.job)
    return one.state == "missed" and one.kind == "date" and job is not None and job.makes_up


@router.click(NOW_ROUTE, action=Action.MANAGE_SCHEDULES)
async def post_now(turn: EngagementTurn, args: Args) -> Reply:
    """Post it after all."""
    one = await _find(turn, args)
    if why := await why_not_now(turn, one):
        raise UserError(why)
    if one.kind == "date":
        await _plan_again(turn, one)
    else:
        await _post_again(turn, one)
    name = name_of(turn, one)
    await story.tell(turn, subject=f"{one.kind}:{one.id}", what=POSTED_AGAIN.format(name=name))
    return reply(AT_ONCE.format(name=name))


@router.click(LEAVE_ROUTE, action=Action.MANAGE_SCHEDULES)
async def leave(turn: EngagementTurn, args: Args) -> Reply:
    """Let it be."""
    one = await _find(turn, args)
    await unposted.mark(
        turn.session, engagement_id=turn.engagement.id, kind=one.kind, item_id=one.id, left_at=turn.now
    )
    name = name_of(turn, one)
    await story.tell(turn, subject=f"{one.kind}:{one.id}", what=LEFT_ALONE.format(name=name))
    undo = buttons.undo("post unleave", {"kind": one.kind, "id": one.id})
    return reply(LEFT.format(name=name), Buttons((undo,)))


@router.click("post unleave", action=Action.MANAGE_SCHEDULES)
async def unleave(turn: EngagementTurn, args: Args) -> Reply:
    """Take back that it was left."""
    kind, item_id = cast(Kind, args["kind"]), int(str(args["id"]))
    await unposted.mark(
        turn.session, engagement_id=turn.engagement.id, kind=kind, item_id=item_id, left_at=None
    )
    one = await _find(turn, args)
    name = name_of(turn, one)
    await story.tell(turn, subject=f"{kind}:{item_id}", what=TOOK_BACK.format(name=name))
    return reply(BACK.format(name=name))


async def _find(turn: EngagementTurn, args: Args) -> Unposted:
    """What the button is about. Raises UserError where somebody decided already."""
    kind, item_id = args["kind"], int(str(args["id"]))
    found = await unposted.find_these(
        turn.session,
        engagement_id=turn.engagement.id,
        post_ids=[item_id] if kind == "post" else [],
        date_ids=[item_id] if kind == "date" else [],
    )
    if not found:
        raise UserError(DONE_ALREADY)
    return found[0]


async def _post_again(turn: EngagementTurn, one: Unposted) -> None:
    is_new = await unposted.post_again(
        turn.session, engagement_id=turn.engagement.id, post_id=one.id, now=turn.now
    )
    if not is_new:
        raise UserError(FORGOTTEN if is_new is None else DONE_ALREADY)


async def _plan_again(turn: EngagementTurn, one: Unposted) -> None:
    is_planned = await plan_again(
        turn.session, engagement_id=turn.engagement.id, occurrence_id=one.id, now=turn.now
    )
    if not is_planned:
        raise UserError(RESTS)
