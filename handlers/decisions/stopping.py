"""The form of a stop: its condition, the pivots that were considered, and who hands over."""

from typing import Any

from domain.chat import Args, Field, FieldErrors, Form, FormRef, Option, Reply, Values, one
from domain.decisions import CONDITIONS
from domain.permissions import Action
from domain.pivots import OTHER, OTHER_NAME, pivots
from handlers.decisions.drafts import find_draft
from handlers.decisions.fields import (
    PICK,
    TITLE,
    Wrong,
    at_most,
    choice,
    day_in,
    people_of,
    person_in,
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
    condition, considered, handover = (
        parts.get(name) or {} for name in ("condition", "considered", "handover")
    )
    conditions = {key: words[:1].upper() + words[1:] for key, words in CONDITIONS.items()}
    kinds = tuple(Option(value=key, label=name) for key, name in _kinds().items())
    fields = (
        choice("condition", CONDITION, conditions, chosen=condition.get("which", "")),
        text("which", CONDITION_WORDS, is_required=False, value=_given(condition, "words")),
        Field(
            name="types",
            label=CONSIDERED,
            kind="choices",
            options=kinds,
            value=tuple(considered.get("types", ())),
        ),
        text("considered", WHY_NOT, kind="long_text", value=_given(considered, "words")),
        choice("owner", WHO, people_of(draft.rights), chosen=str(handover.get("owner_id") or "")),
        Field(name="due", label=UNTIL, kind="date", value=_given(handover, "due")),
    )
    return Form(title=TITLE.format(number=draft.number, what=LABELS["stop"].lower()), fields=fields)


def _kinds() -> dict[str, str]:
    return {**{key: kind.name for key, kind in pivots().items()}, OTHER: OTHER_NAME}


def _given(of: Any, name: str) -> tuple[str, ...]:
    return (str(of[name]),) if of.get(name) else ()


async def submit_form(turn: EngagementTurn, args: Args, values: Values) -> Reply | FieldErrors:
    """Save why it stops, and who hands over."""
    draft = await find_draft(turn, args["number"])
    try:
        parts = {
            "condition": _condition(values),
            "considered": {"types": _types(values), "words": words_in(values, "considered")},
            "handover": {
                "owner_id": person_in(values, "owner", draft.rights),
                "due": day_in(turn, values, "due"),
            },
        }
    except Wrong as wrong:
        return FieldErrors(wrong.errors)
    return await add_parts(turn, draft, parts, form=FormRef(name=form_of("stop"), args=args))


def _types(values: Values) -> list[str]:
    found = [key for key in values.get("types", ()) if key in _kinds()]
    if not found:
        raise Wrong("types", ONE_AT_LEAST.format(other=OTHER_NAME))
    return found


def _condition(values: Values) -> dict[str, str]:
    which = one(values, "condition")
    if which not in CONDITIONS:
        raise Wrong("condition", PICK)
    if which == "other" and not one(values, "which"):
        raise Wrong("which", SAY_WHICH)
    return {"which": which, "words": at_most(values, "which") if which == "other" else ""}


router.form(form_of("stop"), action=Action.RECORD_DECISION, build=build_form, submit=submit_form)
