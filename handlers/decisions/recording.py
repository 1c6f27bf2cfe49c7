"""Recording what was decided: outcome, decider and one line of reason make a draft without any effect."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from domain.chat import (
    Args,
    Block,
    Button,
    FormRef,
    Reply,
    Typed,
    note,
    reply,
    say,
)
from domain.decisions import WITHDRAW, Outcome, outcome_words, read_outcome
from domain.errors import UserError
from domain.permissions import Action
from handlers import buttons, people, story
from handlers.decisions.drafts import Rights, find_draft, look, rights_of
from handlers.decisions.evidence import evidence_for, held_meeting
from handlers.decisions.status import status_blocks
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import decisions
from storage.decisions import Decided
from storage.tables import Person

RECORD = "Record the decision"
NOTED = "Decision {number} is noted as a draft: {outcome}, decided by {decider}."
ENDS = "Once it is in force, decision {number} is reversed."
ALSO_DRAFT = "Decision {number} of that meeting is a draft as well: `decisions show {number}`."
FROM_MEETING = "It is tied to the meeting of {day}."
HOW = 'Write it as in `decide persevere "the plan beat its threshold" by @gwen`, or `decide` for the form.'
NO_OUTCOME = "I could not read what was decided: persevere, pivot, stop, vision or other. " + HOW
NO_MEMBER = "{name} does not belong to this engagement."
WITHDREW = "Undone: the draft of decision {number} is taken back."
FORM, UNDO = "decide", "decide undo"
LONGEST_REASON = 300

_QUOTED = re.compile(r"\s*[\"“„«](?P<why>.+?)[\"”“»]\s*(?:by\s+(?P<by>.+))?", re.IGNORECASE | re.DOTALL)
_BY = re.compile(r"(?P<why>.*?)\s*\bby\s+(?P<by>(?:<@|@\w).*)", re.IGNORECASE | re.DOTALL)

router = Router()


@dataclass(frozen=True, kw_only=True)
class Noted:
    """What was decided, as somebody notes it."""

    outcome: Outcome
    decider: Person
    reason: str
    meeting_id: int | None = None
    snapshot_id: int | None = None
    reverses: Decided | None = None
    parts: Mapping[str, Any] | None = None


def record_button(*, meeting_id: int | None) -> Button:
    """[Record the decision]: opens the form, for the meeting with this record if there is one."""
    return buttons.open_form(FORM, {"meeting": meeting_id} if meeting_id else {}, label=RECORD)


@router.command(
    "decide",
    action=Action.RECORD_DECISION,
    usage='decide OUTCOME "WHY" [by @DECIDER]',
    summary='Note what was decided, as in: decide persevere "the plan beat its threshold" by @gwen',
    opens_form=True,
    takes_people=True,
)
async def decide(turn: EngagementTurn, text: str) -> Reply:
    """Note a draft, or open the form for what is missing."""
    if not text.strip():
        return Reply(form=FormRef(name=FORM))
    found = read_outcome(text)
    if found is None:
        raise UserError(NO_OUTCOME)
    return await record_typed(turn, *found, reverses=None)


async def record_typed(
    turn: EngagementTurn, outcome: Outcome, rest: str, *, reverses: Decided | None
) -> Reply:
    """Note what was typed behind the outcome, or open the form with it."""
    why, by = _split(rest)
    why = (await people.with_names(turn, why)).strip()
    rights = await rights_of(turn)
    decider = await _named(turn, by) if by else only_one(rights)
    if not why or decider is None:
        args = {"outcome": outcome, "reason": why, "decider": decider.id if decider else None}
        number = reverses.number if reverses else None
        return Reply(form=FormRef(name=FORM, args={**args, "reverses": number}))
    rights.check(decider, outcome)
    return await record(turn, Noted(outcome=outcome, decider=decider, reason=why, reverses=reverses))


def _split(rest: str) -> tuple[str, str]:
    """The reason, and who decided as it was typed; each empty where it is not there."""
    found = _QUOTED.fullmatch(rest) or _BY.fullmatch(rest)
    return (found["why"].strip(), (found["by"] or "").strip()) if found else (rest.strip(), "")


async def _named(turn: EngagementTurn, typed: str) -> Person:
    """The member who is meant."""
    known = await people.find(turn, typed)
    seats = (await rights_of(turn)).seats
    found = next((person for _role, person in seats if person.id == known.person.id), None)
    if found is None:
        raise UserError(NO_MEMBER.format(name=known.person.name))
    return found


def only_one(rights: Rights) -> Person | None:
    """Whoever decides, where one person alone may."""
    return rights.able[0] if len(rights.able) == 1 else None


async def record(turn: EngagementTurn, noted: Noted) -> Reply:
    """Save the draft, with the evidence as it stands, and say what it still needs."""
    meeting = await held_meeting(turn, noted.meeting_id)
    snapshot_id = noted.snapshot_id or await evidence_for(turn, meeting)
    e = turn.engagement.id
    earlier = [
        one
        for one in await decisions.all_of(turn.session, engagement_id=e)
        if meeting and one.meeting_id == meeting.id and one.in_force_at is None and not one.is_withdrawn
    ]
    made = await decisions.add(
        turn.session,
        engagement_id=e,
        outcome=noted.outcome,
        decider_id=noted.decider.id,
        reason=noted.reason[:LONGEST_REASON],
        meeting_id=meeting.id if meeting else None,
        snapshot_id=snapshot_id,
        reverses_id=noted.reverses.id if noted.reverses else None,
        parts=noted.parts,
        by_id=turn.person.id,
        source=turn.source,
        now=turn.now,
    )
    words = outcome_words(made.outcome)
    await story.tell(
        turn,
        subject=f"decision:{made.number}",
        what=f"noted decision {made.number} as a draft: {words}",
        after={"outcome": made.outcome, "decider": made.decider, "reverses": made.reverses_number},
        reason=made.reason,
    )
    asides = [ENDS.format(number=made.reverses_number)] if made.reverses_number else []
    asides += [FROM_MEETING.format(day=meeting.day_in_words)] if meeting else []
    asides += [ALSO_DRAFT.format(number=one.number) for one in earlier[:1] if one.reverses_id is None]
    return await _told(turn, made, [note(sentence) for sentence in asides])


async def _told(turn: EngagementTurn, made: Decided, asides: list[Block]) -> Reply:
    said = NOTED.format(number=made.number, outcome=outcome_words(made.outcome), decider=made.decider)
    undo = buttons.undo(UNDO, {"number": made.number})
    draft = await look(turn, made)
    return reply(said, say(Typed(made.reason)), *asides, *status_blocks(turn, draft, more=(undo,)))


@router.click(UNDO, action=Action.RECORD_DECISION)
async def undo(turn: EngagementTurn, args: Args) -> Reply:
    """Take the draft back."""
    draft = await find_draft(turn, args["number"])
    await decisions.add_step(
        turn.session,
        engagement_id=turn.engagement.id,
        decision_id=draft.decided.id,
        kind=WITHDRAW,
        by_id=turn.person.id,
        source=turn.source,
        now=turn.now,
    )
    what = f"took back the draft of decision {draft.number}"
    await story.tell(turn, subject=f"decision:{draft.number}", what=what)
    return reply(WITHDREW.format(number=draft.number))
