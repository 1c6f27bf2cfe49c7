"""The lesson of an experiment: what was learned, and of one that failed what contributed."""

from domain.chat import (
    Args,
    Buttons,
    Field,
    FieldErrors,
    Form,
    FormRef,
    Reply,
    Typed,
    Values,
    one,
    reply,
    say,
)
from domain.errors import UserError
from domain.experiments import Experimented
from domain.permissions import Action
from domain.typed_fields import is_too_short, unquoted, within
from handlers.experiments.concluding import CONTRIBUTED, WHAT_LEARNED, playbook_button
from handlers.experiments.finding import find, read_number
from handlers.experiments.reading import LONGEST
from handlers.experiments.steps import step, undo_button
from handlers.routing import Router
from handlers.steps import Becomes
from handlers.turn import EngagementTurn

NOTED = "The lesson of experiment {number}: "
NOT_OVER = "Experiment {number} is not concluded yet. Its lesson comes with `exp conclude {number}`."
SAY_IT = "Please write what you learned, in a sentence."

router = Router()


@router.command(
    "exp lesson",
    action=Action.WRITE_EXPERIMENT,
    usage='exp lesson NUMBER "WHAT YOU LEARNED"',
    summary="Write down what an experiment taught you",
)
async def lesson(turn: EngagementTurn, text: str) -> Reply:
    """Write the lesson down, or show the form."""
    number, rest = read_number(text, command="exp lesson", more=' "…"')
    found, words = await _find_over(turn, number), unquoted(rest)
    if is_too_short(words):
        return Reply(form=FormRef(name="exp lesson", args={"number": number}))
    return await _note(turn, found, words, found.contributed)


async def _find_over(turn: EngagementTurn, number: int) -> Experimented:
    found = await find(turn, number)
    if not found.is_over:
        raise UserError(NOT_OVER.format(number=number))
    return found


async def _note(turn: EngagementTurn, found: Experimented, words: str, contributed: str) -> Reply:
    data = {"lesson": within(words, LONGEST, what="lesson"), "contributed": contributed[:LONGEST]}
    told = f"wrote the lesson of experiment {found.number}"
    step_id = await step(turn, found, Becomes(kind="lesson", data=data, told=told))
    head = say(NOTED.format(number=found.number), Typed(words))
    return reply(head, Buttons((undo_button(found.number, [step_id]), playbook_button(found))))


async def build_form(turn: EngagementTurn, args: Args) -> Form:
    """The question for the lesson."""
    found = await _find_over(turn, args["number"])
    lines = [_words("lesson", WHAT_LEARNED, found.lesson, is_required=True)]
    if found.outcome != "validated":
        lines.append(_words("contributed", CONTRIBUTED, found.contributed, is_required=False))
    return Form(title=f"Lesson of experiment {found.number}", intro=found.name, fields=tuple(lines))


def _words(name: str, label: str, now: str, *, is_required: bool) -> Field:
    return Field(
        name=name,
        label=label,
        kind="long_text",
        is_required=is_required,
        max_length=LONGEST,
        value=(now,) if now else (),
    )


async def submit_form(turn: EngagementTurn, args: Args, values: Values) -> Reply | FieldErrors:
    """Write the lesson down that was entered."""
    if is_too_short(one(values, "lesson")):
        return FieldErrors({"lesson": SAY_IT})
    found = await _find_over(turn, args["number"])
    return await _note(turn, found, one(values, "lesson"), one(values, "contributed") or found.contributed)


router.form("exp lesson", action=Action.WRITE_EXPERIMENT, build=build_form, submit=submit_form)
