"""The short form of a decision, empty or filled in; and a lapsed draft that is taken up again."""

from collections.abc import Mapping
from dataclasses import replace

from domain.chat import Args, Field, FieldErrors, Form, Option, Reply, Values, given, note, one
from domain.decisions import Outcome, is_outcome, outcome_words
from domain.errors import UserError
from domain.permissions import ROLE_NAMES, Action
from handlers.decisions.drafts import find, to_reverse
from handlers.decisions.fields import PICK, Wrong, member_in, reading
from handlers.decisions.recording import (
    FORM,
    LONGEST_REASON,
    NO_MEMBER,
    Noted,
    check_reason,
    only_one,
    record,
)
from handlers.decisions.rights import NOBODY_MAY, Rights, rights_of
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import decisions

TITLE = "Record a decision"
INTRO = "A draft at first: it has no effect until everything it needs is there, and the decider confirmed it."
REVERSING = "It ends decision {number} ({outcome}) once it is in force."
WHAT, WHO, WHY = "What was decided?", "Who decided?", "Why, in one line?"
CHOICES: Mapping[Outcome, str] = {
    "persevere": "Persevere: go on with the strategy",
    "pivot": "Pivot: another strategy, the same vision",
    "stop": "Stop",
    "vision_change": "Change of the vision (the client's CEO alone)",
    "other": "Something else",
}
SAY_WHY = "Please say why, in one line."
AGAIN = "It goes on with what decision {number} had when it lapsed."
NOT_LAPSED = "Decision {number} did not lapse. `decisions show {number}` shows where it stands."
ONCE = "Decision {number} was taken up again as decision {again} already: `decisions show {again}`."
TAKE_UP = "decide again"

router = Router()


async def build_form(turn: EngagementTurn, args: Args) -> Form:
    """The short form: outcome, decider, reason."""
    rights = await rights_of(turn)
    if not rights.able:
        raise UserError(NOBODY_MAY)
    intro = INTRO
    if args.get("reverses"):
        old = await to_reverse(turn, args["reverses"])
        ends = REVERSING.format(number=old.number, outcome=outcome_words(old.outcome))
        intro = f"{intro} {ends}"
    fields = (
        Field(
            name="outcome",
            label=WHAT,
            kind="choice",
            options=tuple(Option(value=key, label=label) for key, label in CHOICES.items()),
            value=given(args, "outcome"),
        ),
        decider_field(rights, args.get("decider")),
        Field(name="reason", label=WHY, max_length=LONGEST_REASON, value=given(args, "reason")),
    )
    return Form(title=TITLE, intro=intro, fields=fields)


def decider_field(rights: Rights, chosen: int | None) -> Field:
    """Those who may decide; the only one of them is chosen."""
    only = only_one(rights)
    options = tuple(
        Option(value=str(person.id), label=f"{person.name} ({ROLE_NAMES[role]})")
        for role, person in rights.seats
        if rights.may(person.id)
    )
    value = str(only.id if only else chosen)
    is_offered = value in {option.value for option in options}
    return Field(
        name="decider", label=WHO, kind="choice", options=options, value=(value,) if is_offered else ()
    )


async def submit_form(turn: EngagementTurn, args: Args, values: Values) -> Reply | FieldErrors:
    """Save the draft that was entered."""
    rights = await rights_of(turn)
    try:
        noted = _read(values, rights)
    except Wrong as wrong:
        return FieldErrors(wrong.errors)
    reverses = await to_reverse(turn, args["reverses"]) if args.get("reverses") else None
    return await record(turn, replace(noted, meeting_id=args.get("meeting"), reverses=reverses))


def _read(values: Values, rights: Rights) -> Noted:
    """What was entered. Raises Wrong."""
    outcome, reason = one(values, "outcome"), one(values, "reason")
    if not is_outcome(outcome):
        raise Wrong("outcome", PICK)
    decider = member_in(values, "decider", rights)
    if not reason:
        raise Wrong("reason", SAY_WHY)
    reason = reading("reason", lambda: check_reason(reason))
    reading("decider", lambda: rights.check(decider, outcome))
    return Noted(outcome=outcome, decider=decider, reason=reason)


router.form(FORM, action=Action.RECORD_DECISION, build=build_form, submit=submit_form)


@router.click(TAKE_UP, action=Action.RECORD_DECISION)
async def take_up(turn: EngagementTurn, args: Args) -> Reply:
    """Begin a new draft with everything that a lapsed one had."""
    old = await find(turn, args["number"])
    if old.state != "lapsed":
        raise UserError(NOT_LAPSED.format(number=old.number))
    was = old.decided
    for each in await decisions.all_of(turn.session, engagement_id=turn.engagement.id):
        if each.origin == was.origin_of_effects and not each.is_withdrawn:
            raise UserError(ONCE.format(number=was.number, again=each.number))
    decider = old.rights.person(was.decider_id)
    if decider is None:
        raise UserError(NO_MEMBER.format(name=was.decider))
    reverses = await to_reverse(turn, was.reverses_number) if was.reverses_number else None
    noted = Noted(
        outcome=was.outcome,
        decider=decider,
        reason=was.reason,
        meeting_id=was.meeting_id,
        snapshot_id=was.snapshot_id,
        reverses=reverses,
        origin=was.origin_of_effects,
        parts=replace(was.parts, evidence=None),
    )
    made = await record(turn, noted)
    return replace(made, blocks=(*made.blocks, note(AGAIN.format(number=old.number))))
