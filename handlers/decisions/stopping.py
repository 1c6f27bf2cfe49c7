"""The form of a stop: its condition, the pivots that were considered, and who hands over."""

from domain.chat import Args, Field, FieldErrors, Form, FormRef, Option, Reply, Values, one
from domain.decisions import CONDITIONS, Parts
from domain.decisions.parts import Condition, Considered, Handover
from domain.permissions import Action
from domain.pivots import OTHER_NAME
from domain.wording import capital
from handlers.decisions.drafts import find_draft
from handlers.decisions.fields import (
    PICK,
    TITLE,
    Wrong,
    at_most,
    choice,
    day_in,
    known,
    member_in,
    people_of,
    pivot_names,
    text,
    words_in,
)
from handlers.decisions.parts import add_parts
from handlers.decisions.status import LABELS, form_of
from handlers.routing import Router
from handlers.turn import EngagementTurn

CONDITION, CONDITION_WORDS = "Which condition for stopping holds?", "Which other one?"
CONSIDERED, WHY_NOT = "Which pivots did you consider?", "Why none of them?"
WHO, UNTIL = "Who writes the hand-over?", "By when?"
ONE_AT_LEAST = "Please pick one at least: {other} counts as well."
SAY_WHICH = "Please say which other condition holds."

router = Router()


async def build_form(turn: EngagementTurn, args: Args) -> Form:
    """Condition, pivots, hand-over."""
    draft = await find_draft(turn, args["number"])
    parts = draft.decided.parts
    condition, considered, handover = parts.condition, parts.considered, parts.handover
    owner = str(handover.owner_id) if handover and handover.owner_id not in draft.left else ""
    conditions = {key: capital(words) for key, words in CONDITIONS.items()}
    kinds = tuple(Option(value=key, label=name) for key, name in pivot_names().items())
    fields = (
        choice("condition", CONDITION, conditions, chosen=condition.which if condition else ""),
        text("which", CONDITION_WORDS, is_required=False, value=known(condition and condition.words)),
        Field(
            name="types",
            label=CONSIDERED,
            kind="choices",
            options=kinds,
            value=considered.types if considered else (),
        ),
        text("considered", WHY_NOT, kind="long_text", value=known(considered and considered.words)),
        choice("owner", WHO, people_of(draft.rights), chosen=owner),
        Field(name="due", label=UNTIL, kind="date", value=known(handover and handover.due)),
    )
    return Form(title=TITLE.format(number=draft.number, what=LABELS["stop"].lower()), fields=fields)


async def submit_form(turn: EngagementTurn, args: Args, values: Values) -> Reply | FieldErrors:
    """Save why it stops, and who hands over."""
    draft = await find_draft(turn, args["number"])
    try:
        parts = Parts(
            condition=_condition(values),
            considered=Considered(types=_types(values), words=words_in(values, "considered")),
            handover=Handover(
                owner_id=member_in(values, "owner", draft.rights).id, due=day_in(turn, values, "due")
            ),
        )
    except Wrong as wrong:
        return FieldErrors(wrong.errors)
    return await add_parts(turn, draft, parts, form=FormRef(name=form_of("stop"), args=args))


def _types(values: Values) -> tuple[str, ...]:
    found = tuple(key for key in values.get("types", ()) if key in pivot_names())
    if not found:
        raise Wrong("types", ONE_AT_LEAST.format(other=OTHER_NAME))
    return found


def _condition(values: Values) -> Condition:
    which = one(values, "condition")
    if which not in CONDITIONS:
        raise Wrong("condition", PICK)
    if which == "other" and not one(values, "which"):
        raise Wrong("which", SAY_WHICH)
    return Condition(which=which, words=at_most(values, "which") if which == "other" else "")


router.form(form_of("stop"), action=Action.RECORD_DECISION, build=build_form, submit=submit_form)
