"""Dropping a tripwire; one that a decision in force set goes with a reason alone."""

import re

from domain.chat import Args, Buttons, Field, FieldErrors, Form, FormRef, Reply, Values, one, reply
from domain.decisions import Decided, number_in
from domain.errors import UserError
from domain.numbers.typed import quoted
from domain.permissions import Action
from handlers import buttons, story
from handlers.routing import Router
from handlers.tripwires.setting import described
from handlers.turn import EngagementTurn
from storage import decisions, tripwires
from storage.tables import Tripwire

DROPPED = "Tripwire {number} is dropped: {words}."
OF_DECISION = "It was part of decision {number}, which stays in force: `decisions show {number}`."
NO_SUCH = "There is no tripwire {typed}. `tripwire list` shows them with their numbers."
WHICH = "Which one? Write its number, as in `tripwire drop 2`. `tripwire list` shows them."
TITLE = "Drop tripwire {number}"
INTRO = "Tripwire {number} ({words}) is part of decision {decision}, which is in force. Why is it dropped?"
WHY, SAY_WHY = "Why?", "Please say in a few words why."
TOO_LONG = "Please say it in {most} characters at most."
FORM = "tripwire drop"
LONGEST_NUMBER, LONGEST_REASON = 6, 300

_NUMBER = re.compile(r"#?(?P<number>\S+)(?:\s+(?P<why>.+))?", re.DOTALL)

router = Router()


@router.command(
    "tripwire drop",
    action=Action.SET_TRIPWIRE,
    usage='tripwire drop NUMBER ["WHY"]',
    summary="Stop watching for a tripwire",
)
async def drop(turn: EngagementTurn, text: str) -> Reply:
    """Drop the tripwire with this number, or ask why where a decision in force set it."""
    found = _NUMBER.fullmatch(text.strip())
    if found is None:
        raise UserError(WHICH)
    typed, why = found["number"], (found["why"] or "").strip(' "“”„«»')
    row = await _standing(turn, typed)
    if not why and await _decision_of(turn, row) is not None:
        return Reply(form=FormRef(name=FORM, args={"number": row.number}))
    return await _drop(turn, row, why)


async def _standing(turn: EngagementTurn, typed: str) -> Tripwire:
    """The tripwire with this number. Raises UserError where none is watched."""
    number = int(typed) if typed.isdecimal() and len(typed) <= LONGEST_NUMBER else 0
    row = await tripwires.find(turn.session, engagement_id=turn.engagement.id, number=number)
    if row is None or row.disarmed_at is not None:
        raise UserError(NO_SUCH.format(typed=quoted(typed)))
    return row


async def _decision_of(turn: EngagementTurn, row: Tripwire) -> Decided | None:
    """The decision in force that set it; None where none did."""
    number = number_in(row.origin)
    if number is None:
        return None
    found = await decisions.find(turn.session, engagement_id=turn.engagement.id, number=number)
    return found if found is not None and found.is_in_force else None


async def _drop(turn: EngagementTurn, row: Tripwire, why: str) -> Reply:
    if len(why) > LONGEST_REASON:
        raise UserError(TOO_LONG.format(most=LONGEST_REASON))
    decision = await _decision_of(turn, row)
    await tripwires.drop(turn.session, row, now=turn.now)
    words = await described(turn, row)
    what = f"dropped a tripwire: {words}"
    await story.tell(turn, subject=f"tripwire:{row.number}", what=what, reason=why)
    if decision is not None:
        what = f"dropped tripwire {row.number} of decision {decision.number}: {words}"
        await story.tell(turn, subject=f"decision:{decision.number}", what=what, reason=why)
    said = DROPPED.format(number=row.number, words=words)
    aside = f" {OF_DECISION.format(number=decision.number)}" if decision is not None else ""
    undo = buttons.undo("tripwire bring back", {"number": row.number})
    return reply(f"{said}{aside}", Buttons((undo,)))


async def build_form(turn: EngagementTurn, args: Args) -> Form:
    """Why a tripwire of a decision is dropped."""
    row = await _standing(turn, str(args["number"]))
    decision = number_in(row.origin)
    intro = INTRO.format(number=row.number, words=await described(turn, row), decision=decision)
    why = Field(name="why", label=WHY, max_length=LONGEST_REASON)
    return Form(title=TITLE.format(number=row.number), intro=intro, fields=(why,))


async def submit_form(turn: EngagementTurn, args: Args, values: Values) -> Reply | FieldErrors:
    """Drop it, with the reason."""
    if not one(values, "why"):
        return FieldErrors({"why": SAY_WHY})
    return await _drop(turn, await _standing(turn, str(args["number"])), one(values, "why"))


router.form(FORM, action=Action.SET_TRIPWIRE, build=build_form, submit=submit_form)
