"""Changing who decides a draft and why; and taking the draft back, as long as it has no effect."""

from typing import Any

from domain.chat import Args, Buttons, Field, FieldErrors, Form, FormRef, Reply, Values, reply
from domain.decisions import WITHDRAW as WITHDRAWN
from domain.errors import UserError
from domain.permissions import Action
from domain.steps import UNDO
from handlers import buttons
from handlers.decisions.drafts import find, find_draft
from handlers.decisions.fields import TITLE, Wrong, member_in, reading, words_in
from handlers.decisions.parts import save
from handlers.decisions.recording import LONGEST_REASON
from handlers.decisions.short_form import WHY, decider_field
from handlers.decisions.status import CHANGE_HEAD, HEAD_FORM, WITHDRAW, status_blocks
from handlers.decisions.steps import step, tell
from handlers.routing import Router
from handlers.turn import EngagementTurn

TOOK_BACK = "The draft of decision {number} is taken back. It never had an effect."
BACK = "Undone: decision {number} is a draft again."
NOT_BACK = "Decision {number} was changed since then, so I left it as it is."
UNDO_WITHDRAW = "decide withdraw undo"

router = Router()


async def build_form(turn: EngagementTurn, args: Args) -> Form:
    """Who decides, and why; the outcome stays."""
    draft = await find_draft(turn, args["number"])
    fields = (
        decider_field(draft.rights, draft.decided.decider_id),
        Field(name="reason", label=WHY, max_length=LONGEST_REASON, value=(draft.decided.reason,)),
    )
    return Form(title=TITLE.format(number=draft.number, what=CHANGE_HEAD.lower()), fields=fields)


async def submit_form(turn: EngagementTurn, args: Args, values: Values) -> Reply | FieldErrors:
    """Save who decides, and why."""
    draft = await find_draft(turn, args["number"])
    try:
        decider = member_in(values, "decider", draft.rights)
        reading("decider", lambda: draft.rights.check(decider, draft.decided.outcome))
        reason = words_in(values, "reason", longest=LONGEST_REASON)
    except Wrong as wrong:
        return FieldErrors(wrong.errors)
    head: dict[str, Any] = {"decider_id": decider.id, "reason": reason}
    return await save(turn, draft, head, form=FormRef(name=HEAD_FORM, args=args))


router.form(HEAD_FORM, action=Action.RECORD_DECISION, build=build_form, submit=submit_form)


@router.click(WITHDRAW, action=Action.RECORD_DECISION)
async def withdraw(turn: EngagementTurn, args: Args) -> Reply:
    """Take the draft back, whoever noted it."""
    draft = await find_draft(turn, args["number"])
    step_id = await step(turn, draft.decided.id, WITHDRAWN, {})
    await tell(turn, draft.number, f"took back the draft of decision {draft.number}")
    undo = buttons.undo(UNDO_WITHDRAW, {"number": draft.number, "step": step_id})
    return reply(TOOK_BACK.format(number=draft.number), Buttons((undo,)))


@router.click(UNDO_WITHDRAW, action=Action.RECORD_DECISION)
async def undo_withdraw(turn: EngagementTurn, args: Args) -> Reply:
    """Let it be a draft again."""
    found = await find(turn, args["number"])
    if found.state != "withdrawn" or found.decided.last_step_id != args["step"]:
        raise UserError(NOT_BACK.format(number=found.number))
    await step(turn, found.decided.id, UNDO, {"step": args["step"]})
    await tell(turn, found.number, f"brought the draft of decision {found.number} back")
    said = BACK.format(number=found.number)
    return reply(said, *status_blocks(turn, await find_draft(turn, found.number)))
