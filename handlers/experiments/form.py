"""`exp` and `exp change`: as commands, and as one form for a plan."""

import re
from typing import Any

from domain.chat import Args, Field, FieldErrors, Form, FormRef, Option, Reply, Values, one
from domain.chat.forms import FieldKind
from domain.errors import UserError
from domain.experiments import Experimented
from domain.permissions import Action
from domain.typed_fields import split_fields, within
from handlers.assumptions.finding import ADD, EDIT, NUMBER, REMOVE
from handlers.experiments.finding import find, find_open, read_number
from handlers.experiments.planning import SAY_NAME, add, change
from handlers.experiments.reading import LONGEST, LONGEST_NAME, TYPED_NAMES, read_field
from handlers.experiments.showing import show
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import assumptions

TITLE, TITLE_OF = "Plan an experiment", "Experiment {number}"
INTRO = "Needed before it can start: hypothesis, measure, threshold, planned sample and stop date."
NONE, NO_ASSUMPTION = "none", "None of them"
SHORTEST_OPTION = 75
HOW_CHANGE = (
    'Write it as in `exp change {number} threshold "at least 42%"`. What can be changed: name, assumption,'
    " hypothesis, change, measure, threshold, guard, sample, start, stop, cost."
)
HOW_RESULT = (
    "To enter what an experiment showed, write its number first: `exp result 1 58 of 164`. To plan one with"
    ' that name, put the name in quotes: `exp "…"`.'
)
HOW_END = (
    'To end experiment {number}: `exp conclude {number}`, or `exp abandon {number} "why"`.'
    " To give it another stop date: `exp change {number} stop DAY`."
)
STOP = re.compile(r"\s*(?:stop|end|finish|close)\s+(?:experiment\s+)?#?(?P<number>\d{1,6})\W*", re.IGNORECASE)
# Results of one that is not named. What stands in quotes is a name, whatever it says.
RESULT = re.compile(r"results?\W*|(?:results?\W+)?\d[\d.,]*\s*(?:%|of|/|out of|n\b).*", re.IGNORECASE)
FIELDS_OF_FORM: tuple[tuple[str, str, str], ...] = (
    ("hypothesis", "Hypothesis", "If we do this, then that"),
    ("change", "What is done differently?", ""),
    ("measure", "What is measured?", "share of enquiries booked"),
    ("threshold", "What counts as validated?", "at least 42% booked"),
    ("guard", "What must not get worse?", "no more complaints than in October"),
    ("sample_planned", "How many will be observed?", "300, or none"),
    ("start_on", "Planned start", ""),
    ("stop_on", "Stop date", ""),
    ("cost", "What does it cost?", ""),
)
KINDS: dict[str, FieldKind] = {
    "start_on": "date",
    "stop_on": "date",
    "hypothesis": "long_text",
    "change": "long_text",
}
THRESHOLD_HINT = "Written before any result: once one is in, it stands."

router = Router()


@router.command(
    "exp",
    action=Action.WRITE_EXPERIMENT,
    usage='exp "NAME" [assumption N] [hypothesis "…"] [measure "…"] [threshold "…"] [sample N] [stop DAY] …',
    summary="Plan an experiment, or open the form for one",
    opens_form=True,
)
async def plan(turn: EngagementTurn, text: str) -> Reply:
    """Plan the experiment that was typed; with a name alone, show the form."""
    if NUMBER.fullmatch(text.strip()):
        return await show(turn, text)
    if edited := EDIT.match(text):
        return await change_one(turn, text[edited.end() :])
    if ending := STOP.fullmatch(text) or REMOVE.fullmatch(text):
        raise UserError(HOW_END.format(number=ending["number"]))
    if RESULT.fullmatch(text.strip()):
        raise UserError(HOW_RESULT)
    typed = split_fields(ADD.sub("", text), TYPED_NAMES)
    if not typed.head and typed.named:
        raise UserError(SAY_NAME)
    within(typed.head, LONGEST_NAME, what="name")
    if not typed.named:
        return Reply(form=FormRef(name="exp", args={"name": typed.head}))
    data: dict[str, Any] = {}
    for name, words in typed.named.items():
        data |= await read_field(turn, TYPED_NAMES[name], words)
    return await add(turn, typed.head, data)


@router.command(
    "exp change",
    action=Action.WRITE_EXPERIMENT,
    usage='exp change NUMBER threshold "…" | stop DAY | sample N | …',
    summary="Change the plan of an experiment; after its start that is marked",
)
async def change_one(turn: EngagementTurn, text: str) -> Reply:
    """Change what was named of a plan, or show the form."""
    number, rest = read_number(text, command="exp change", more=' threshold "…"')
    found = await find(turn, number)
    typed = split_fields(rest, (*TYPED_NAMES, "name"))
    if not rest:
        return Reply(form=FormRef(name="exp", args={"number": number}))
    if typed.head or not typed.named:
        raise UserError(HOW_CHANGE.format(number=number))
    data: dict[str, Any] = {}
    for name, words in typed.named.items():
        data |= await read_field(turn, TYPED_NAMES.get(name, name), words)
    return await change(turn, found, data)


async def build_form(turn: EngagementTurn, args: Args) -> Form:
    """The form of a plan: of a new experiment, or of the one whose number is given."""
    number = args.get("number")
    found = await find_open(turn, number) if number else None
    name = found.name if found else str(args.get("name", ""))
    fields = (
        Field(name="name", label="Name", max_length=LONGEST_NAME, value=(name,) if name else ()),
        await _assumption_field(turn, found, args),
        *(_field(field, label, example, found) for field, label, example in FIELDS_OF_FORM),
    )
    title = TITLE_OF.format(number=number) if found else TITLE
    return Form(title=title, intro=INTRO, fields=fields)


def _field(name: str, label: str, example: str, found: Experimented | None) -> Field:
    return Field(
        name=name,
        label=label,
        kind=KINDS.get(name, "text"),
        placeholder=example,
        hint=THRESHOLD_HINT if name == "threshold" else "",
        is_required=False,
        max_length=LONGEST,
        value=_standing(found, name),
    )


def _standing(found: Experimented | None, name: str) -> tuple[str, ...]:
    if found is None:
        return ()
    if name == "sample_planned" and found.has_no_sample:
        return (NONE,)
    value = getattr(found, name)
    return (str(value),) if value else ()


async def _assumption_field(turn: EngagementTurn, found: Experimented | None, args: Args) -> Field:
    every = await assumptions.all_of(turn.session, engagement_id=turn.engagement.id)
    open_ones = [one for one in every if not one.is_retired]
    options = (
        *(Option(value=str(one.number), label=_label(one.number, one.text)) for one in open_ones),
        Option(value=NONE, label=NO_ASSUMPTION),
    )
    mine = [str(one.number) for one in open_ones if found is not None and one.id == found.assumption_id]
    chosen = mine[0] if mine else str(args.get("assumption") or NONE)
    return Field(
        name="assumption_id",
        label="Which assumption does it test?",
        kind="choice",
        options=options,
        value=(chosen,),
    )


def _label(number: int, text: str) -> str:
    label = f"{number}. {text}"
    return label if len(label) <= SHORTEST_OPTION else f"{label[: SHORTEST_OPTION - 1]}…"


async def submit_form(turn: EngagementTurn, args: Args, values: Values) -> Reply | FieldErrors:
    """Plan the experiment that was entered, or change the one that was shown."""
    data: dict[str, Any] = {}
    errors = {} if one(values, "name") else {"name": SAY_NAME}
    found = await find_open(turn, args["number"]) if args.get("number") else None
    for name in ("assumption_id", *(name for name, _label_, _example in FIELDS_OF_FORM)):
        entered = one(values, name)
        if found is not None and (entered,) == _standing(found, name):
            # A day that is over is no error where it stands already.
            continue
        try:
            data |= await read_field(turn, name, entered)
        except UserError as error:
            errors[name] = error.sentence
    if errors:
        return FieldErrors(errors)
    if found is None:
        return await add(turn, one(values, "name"), data)
    return await change(turn, found, {"name": one(values, "name")[:LONGEST_NAME], **data})


router.form("exp", action=Action.WRITE_EXPERIMENT, build=build_form, submit=submit_form)
