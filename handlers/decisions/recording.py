"""Recording what was decided: outcome, decider and one line of reason make a draft without any effect."""

import re
from dataclasses import dataclass

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
from domain.decisions import WITHDRAW, Decided, Outcome, Parts, outcome_words, read_outcome
from domain.errors import UserError
from domain.permissions import Action
from domain.typed_fields import reason_in
from domain.wording import listed
from handlers import buttons, people, story
from handlers.decisions.asking import ask_decider
from handlers.decisions.drafts import Draft, find_draft, look, look_at
from handlers.decisions.evidence import Held, evidence_for, held_meeting
from handlers.decisions.rights import Rights, rights_of
from handlers.decisions.status import status_blocks
from handlers.decisions.steps import step, tell
from handlers.routing import Router
from handlers.turn import EngagementTurn, local_day
from storage import decisions
from storage.tables import Person

RECORD = "Record the decision"
NOTED = "Decision {number} is noted as a draft: {outcome}, decided by {decider}."
ENDS = "Once it is in force, decision {number} is reversed."
ALSO_DRAFT = "There is also a draft {number}: `decisions show {number}`."
ALSO_DRAFTS = "There are also the drafts {numbers}: `decisions` shows them."
FROM_MEETING = "It is tied to the meeting of {day}."
HOW = 'Write it as in `decide persevere "the plan beat its threshold" by @gwen`, or `decide` for the form.'
NO_OUTCOME = "I could not read what was decided: persevere, pivot, stop, vision or other. " + HOW
NO_MEMBER = "{name} does not belong to this engagement."
WITHDREW = "Undone: the draft of decision {number} is taken back."
FORM, UNDO = "decide", "decide undo"
LONGEST_REASON = 300
TOO_LONG = "That reason has {n} characters. Please say it in {most} at most, in one line: nothing was noted."

_QUOTED = re.compile(
    r"\s*[\"“„«](?P<why>.+?)[\"”“»]\s*(?:[,;]?\s*by\s+(?P<by>.+))?", re.IGNORECASE | re.DOTALL
)
_BY = re.compile(r"(?P<why>.*?)[\s,;]*\bby\s+(?P<by>(?:<@|@\w).*)", re.IGNORECASE | re.DOTALL)
_BY_ALONE = re.compile(r"\s*[,;]?\s*by\s+(?P<by>.+)", re.IGNORECASE | re.DOTALL)

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
    origin: str = ""
    parts: Parts | None = None


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
    why = check_reason(await people.with_names(turn, why))
    rights = await rights_of(turn)
    decider = await _named(turn, by) if by else await _alone(turn, rest)
    if decider is not None and not by:
        why = ""
    decider = decider or only_one(rights)
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


def check_reason(why: str) -> str:
    """The reason that was typed. Raises UserError for one that is too long: nothing is cut off silently."""
    why = reason_in(why)
    if len(why) > LONGEST_REASON:
        raise UserError(TOO_LONG.format(n=len(why), most=LONGEST_REASON))
    return why


async def _alone(turn: EngagementTurn, rest: str) -> Person | None:
    """Who is named where nothing but "by Ann Berg" was typed; None where that is the reason, or its begin."""
    found = _BY_ALONE.fullmatch(rest)
    try:
        return await _named(turn, found["by"].strip()) if found else None
    except UserError:
        return None


async def _named(turn: EngagementTurn, typed: str) -> Person:
    """The member who is meant."""
    known = await people.find(turn, typed)
    found = (await rights_of(turn)).person(known.person.id)
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
    beside = await _drafts_beside(turn, meeting)
    made = await decisions.add(
        turn.session,
        engagement_id=e,
        outcome=noted.outcome,
        decider_id=noted.decider.id,
        reason=noted.reason,
        meeting_id=meeting.id if meeting else None,
        snapshot_id=snapshot_id,
        reverses_id=noted.reverses.id if noted.reverses else None,
        origin=noted.origin,
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
    asides += _beside_words(beside)
    return await _told(turn, made, [note(sentence) for sentence in asides])


async def _drafts_beside(turn: EngagementTurn, meeting: Held | None) -> list[Draft]:
    """The drafts of the same meeting or the same day."""
    found = [
        one
        for one in await decisions.all_of(turn.session, engagement_id=turn.engagement.id)
        if (meeting is not None and one.meeting_id == meeting.id)
        or local_day(turn.engagement, one.at) == turn.today
    ]
    return [draft for draft in await look_at(turn, found) if draft.state == "draft"]


def _beside_words(beside: list[Draft]) -> list[str]:
    if len(beside) > 1:
        return [ALSO_DRAFTS.format(numbers=listed(str(draft.number) for draft in beside))]
    return [ALSO_DRAFT.format(number=draft.number) for draft in beside]


async def _told(turn: EngagementTurn, made: Decided, asides: list[Block]) -> Reply:
    said = NOTED.format(number=made.number, outcome=outcome_words(made.outcome), decider=made.decider)
    undo = buttons.undo(UNDO, {"number": made.number})
    draft = await look(turn, made)
    asked = await ask_decider(turn, draft) if draft.is_complete else ""
    asides += [note(asked)] if asked else []
    return reply(said, say(Typed(made.reason)), *asides, *status_blocks(turn, draft, more=(undo,)))


@router.click(UNDO, action=Action.RECORD_DECISION)
async def undo(turn: EngagementTurn, args: Args) -> Reply:
    """Take the draft back."""
    draft = await find_draft(turn, args["number"])
    await step(turn, draft.decided.id, WITHDRAW, {})
    await tell(turn, draft.number, f"took back the draft of decision {draft.number}")
    return reply(WITHDREW.format(number=draft.number))
