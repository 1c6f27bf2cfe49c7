"""Adding a part to a draft: what it has now, what it still needs, and [Undo]."""

from collections.abc import Mapping, Sequence
from typing import Any

from domain.chat import Args, Block, Button, Buttons, FormRef, Reply, note, reply
from domain.decisions import PART, Parts, parts_to_json
from domain.errors import UserError
from domain.permissions import Action
from domain.steps import UNDO
from domain.wording import listed
from handlers import buttons
from handlers.decisions.asking import ask_decider
from handlers.decisions.clashing import shown_again
from handlers.decisions.drafts import Draft, find_draft
from handlers.decisions.status import status_blocks
from handlers.decisions.steps import step, tell
from handlers.routing import Router
from handlers.turn import EngagementTurn

HAS_NOW = "Decision {number} has it now: {what}."
CLEARED = "Decision {number} has none of these any more: {what}."
UNDONE = "Undone: decision {number} is as it was before."
CHANGED_SINCE = "Decision {number} was changed again since then, so I left it as it is."
WORDS: Mapping[str, str] = {
    "decider_id": "who decides",
    "reason": "the reason",
    "tripwires": "a tripwire",
    "giving": "what is given to it",
    "change": "from what to what",
    "kept": "what you keep",
    "vision": "that the vision stays",
    "assumption": "the new assumption",
    "experiment": "its first test",
    "condition": "the condition for stopping",
    "considered": "the pivots you considered",
    "handover": "who writes the hand-over",
    "actions": "an action",
    "dissent": "who was of another opinion",
    "review": "the day of the review",
    "reapproval": "when goals and statement of work are approved again",
    "evidence": "the evidence as it stands",
}
SEVERAL: Mapping[str, str] = {"tripwires": "tripwires", "actions": "actions"}
CLEAR, UNDO_PART = "decide clear", "decide part undo"

router = Router()


async def add_parts(
    turn: EngagementTurn,
    draft: Draft,
    parts: Parts,
    *,
    aside: Sequence[str] = (),
    form: FormRef | None = None,
) -> Reply:
    """Save these parts in one step, and say what is still missing."""
    return await save(turn, draft, parts_to_json(parts), aside=aside, form=form)


async def save(
    turn: EngagementTurn,
    draft: Draft,
    parts: Mapping[str, Any],
    *,
    aside: Sequence[str] = (),
    form: FormRef | None = None,
) -> Reply:
    """Save these parts, as they are stored, in one step, and say what is still missing.

    They come from the `form`, whose args tell up to which step it was read. Where somebody else changed the
    same since, nothing is saved, and the form is shown again as it stands.
    """
    if form is not None and (again := await shown_again(turn, draft, parts, form)) is not None:
        return again
    step_id = await step(turn, draft.decided.id, PART, parts)
    what = listed(words for name, words in WORDS.items() if name in parts)
    await tell(turn, draft.number, f"added to decision {draft.number}: {what}")
    said = HAS_NOW.format(number=draft.number, what=what)
    return await _told(turn, draft, said, step_id=step_id, aside=aside)


async def _told(
    turn: EngagementTurn, draft: Draft, said: str, *, step_id: int, aside: Sequence[str] = ()
) -> Reply:
    """What was done, where the draft stands after it, and [Undo] of the step."""
    now = await find_draft(turn, draft.number)
    asked = await ask_decider(turn, now) if now.is_complete else ""
    undo = (buttons.undo(UNDO_PART, {"number": now.number, "step": step_id}),)
    asides: list[Block] = [note(sentence) for sentence in (*aside, asked) if sentence]
    return reply(said, *asides, *status_blocks(turn, now, more=undo))


@router.click(CLEAR, action=Action.RECORD_DECISION)
async def clear(turn: EngagementTurn, args: Args) -> Reply:
    """Begin a list of the draft anew."""
    draft, part = await find_draft(turn, args["number"]), args["part"]
    step_id = await step(turn, draft.decided.id, PART, {part: None})
    await tell(turn, draft.number, f"cleared the {SEVERAL[part]} of decision {draft.number}")
    said = CLEARED.format(number=draft.number, what=SEVERAL[part])
    return await _told(turn, draft, said, step_id=step_id)


def clearing(draft: Draft) -> Buttons | None:
    """What begins a list of the draft anew; None where it has none."""
    made = tuple(
        Button(
            label=f"Clear the {name}",
            route=CLEAR,
            args={"number": draft.number, "part": part},
            is_single_choice=False,
        )
        for part, name in SEVERAL.items()
        if getattr(draft.decided.parts, part)
    )
    return Buttons(made) if made else None


@router.click(UNDO_PART, action=Action.RECORD_DECISION)
async def undo(turn: EngagementTurn, args: Args) -> Reply:
    """Take back what was just added, if nothing was added since."""
    draft = await find_draft(turn, args["number"])
    if draft.decided.last_step_id != args["step"]:
        raise UserError(CHANGED_SINCE.format(number=draft.number))
    await step(turn, draft.decided.id, UNDO, {"step": args["step"]})
    await tell(turn, draft.number, f"took back what was added to decision {draft.number} last")
    said = UNDONE.format(number=draft.number)
    return reply(said, *status_blocks(turn, await find_draft(turn, draft.number)))
