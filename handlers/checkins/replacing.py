"""Before an answer with words is replaced by something else at one press, its author is asked."""

from domain.chat import Args, Button, Buttons, Reply, note, reply
from domain.errors import UserError
from handlers.checkins import numbers
from handlers.checkins.answering import CHANGED_SINCE, keep
from handlers.checkins.draft import Draft, from_json, to_json
from handlers.checkins.given import lines_of
from handlers.checkins.open_round import editable_round_of, head_of
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage.checkins import Answer, Round

ASK = "You answered this check-in already. Replace your answer?"
NOTHING_CHANGED = "Nothing is changed yet."
KEPT = "Your answer stays as it is."
REPLACE, KEEP = "Replace", "Keep"
REPLACE_ROUTE, KEEP_ROUTE = "checkin replace", "checkin keep"

router = Router()


async def keep_or_ask(turn: EngagementTurn, round_: Round, draft: Draft) -> Reply:
    """Keep the draft as the answer; where words of theirs would be lost, show them and ask first."""
    head = await head_of(turn, round_)
    if head is None or not (head.words or any(head.texts)):
        return await _keep(turn, round_, draft)
    args = {"draft": to_json(draft), "over": head.id}
    return reply(ASK, *lines_of(round_, head), _choices(args), note(NOTHING_CHANGED))


def _choices(args: Args) -> Buttons:
    return Buttons(
        (Button(label=REPLACE, route=REPLACE_ROUTE, args=args), Button(label=KEEP, route=KEEP_ROUTE))
    )


async def _keep(turn: EngagementTurn, round_: Round, draft: Draft) -> Reply:
    return await keep(turn, round_, draft.said, await numbers.reported(turn, draft.items))


@router.click(REPLACE_ROUTE, action=None)
async def replace(turn: EngagementTurn, args: Args) -> Reply:
    """Put it in the place of the answer that was shown. Raises UserError where that was changed since."""
    draft = from_json(args["draft"])
    round_ = await editable_round_of(turn, checkin_id=draft.checkin_id)
    if not _is_shown(await head_of(turn, round_), args["over"]):
        raise UserError(CHANGED_SINCE)
    return await _keep(turn, round_, draft)


def _is_shown(head: Answer | None, shown_id: int) -> bool:
    return head is not None and head.id == shown_id


@router.click(KEEP_ROUTE, action=None)
async def leave(turn: EngagementTurn, args: Args) -> Reply:
    """Leave the answer as it is."""
    return reply(KEPT)
