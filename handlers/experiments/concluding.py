"""Concluding an experiment: what the threshold says, what a person confirms, and the lesson at once."""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.chat import (
    Args,
    Block,
    Button,
    Buttons,
    Field,
    FieldErrors,
    Form,
    FormRef,
    Option,
    Reply,
    Typed,
    Values,
    note,
    one,
    reply,
    say,
)
from domain.errors import UserError
from domain.experiments import Experimented, Judged, Outcome, judge
from domain.permissions import Action
from domain.typed_fields import unquoted, within
from domain.wording import listed
from handlers import buttons
from handlers.experiments.finding import find, find_running, read_number
from handlers.experiments.reading import LONGEST
from handlers.experiments.steps import step, undo_button
from handlers.experiments.words import (
    early_words,
    mark_lines,
    seen_words,
    threshold_label,
    verdict_words,
)
from handlers.routing import Router
from handlers.steps import Becomes
from handlers.turn import EngagementTurn

CONCLUDED = "Experiment {number} is {outcome}: "
SEEN, LESSON, GUARD = "Seen: ", "Lesson: ", "Guard measure: "
COUNTS_MIXED = (
    "Its threshold was written or changed after the start, so this counts as mixed for the assumption."
)
ONLY_INCONCLUSIVE = "{early} It can be concluded as inconclusive, or run on."
AGAINST = (
    "{meets} So it can be {allowed}, and not {outcome}: the threshold was written first so that nobody has to"
    " argue afterwards. Nothing was saved."
)
FOR_PEOPLE = "The threshold has no number that this result can be held against, so you judge it."
SUGGESTED = "{meets} That makes it {outcome}."
HOW = 'Write it as in `exp conclude {number} validated "what you learned"`.'
PICK_ONE = "Please pick one."
TITLE = "Conclude experiment {number}"
OUTCOME, WHAT_LEARNED = "What is it?", "What did you learn?"
CONTRIBUTED = "If it did not work: what contributed, and what changes?"
ASK_CONTRIBUTED, SAY_CONTRIBUTED = "What contributed, and what changes?", "Say what contributed"
GUARD_SEEN = "And what must not get worse: {guard}?"
LATER = "It can be written later: an experiment without a lesson does not count as learning."
WRITE_LESSON, ADD_TO_PLAYBOOK = "Write the lesson", "Add to playbook"
OUTCOME_NAMES: dict[Outcome, str] = {
    "validated": "Validated: it met its threshold",
    "invalidated": "Invalidated: it did not",
    "inconclusive": "Inconclusive: it cannot be told",
}
LONGEST_LABEL = 140

router = Router()


@dataclass(frozen=True, kw_only=True)
class Conclusion:
    """What somebody concludes: the outcome, the lesson, and what became of the guard measure."""

    outcome: str
    lesson: str = ""
    contributed: str = ""
    guard_seen: str = ""


@router.command(
    "exp conclude",
    action=Action.WRITE_EXPERIMENT,
    usage='exp conclude NUMBER [validated | invalidated | inconclusive] ["WHAT YOU LEARNED"]',
    summary="Say what came of an experiment, held against its threshold, and what you learned",
)
async def conclude(turn: EngagementTurn, text: str) -> Reply:
    """Conclude as typed, or show the form with what the threshold says."""
    number, rest = read_number(text, command="exp conclude")
    found = await find_running(turn, number)
    if not rest:
        return Reply(form=FormRef(name="exp conclude", args={"number": number}))
    outcome, _, behind = rest.partition(" ")
    word = outcome.casefold().strip(",.:;")
    if word not in OUTCOME_NAMES:
        raise UserError(HOW.format(number=number))
    return await _conclude(turn, found, Conclusion(outcome=word, lesson=unquoted(behind)))


def check(turn: EngagementTurn, found: Experimented, outcome: str) -> Judged:
    """What the threshold says. Raises UserError where it speaks against the outcome, or it is too early."""
    judged = judge(found, turn.today)
    if outcome in judged.allowed:
        return judged
    if judged.early:
        early = early_words(turn, found, judged.early)
        raise UserError(ONLY_INCONCLUSIVE.format(early=early))
    allowed = listed(judged.allowed, last="or")
    meets = verdict_words(turn, found, judged)
    raise UserError(AGAINST.format(meets=meets, allowed=allowed, outcome=outcome))


async def _conclude(turn: EngagementTurn, found: Experimented, said: Conclusion) -> Reply:
    judged = check(turn, found, said.outcome)
    number, on = found.number, turn.today.isoformat()
    words = within(said.lesson, LONGEST, what="lesson")
    data = {"outcome": said.outcome, "on": on, "guard_seen": said.guard_seen[:LONGEST]}
    told = f"concluded experiment {number}: {said.outcome}"
    steps = [await step(turn, found, Becomes(kind="conclude", data=data, told=told))]
    if said.lesson:
        lesson = {"lesson": words, "contributed": said.contributed[:LONGEST]}
        told = f"wrote the lesson of experiment {number}"
        steps.append(await step(turn, found, Becomes(kind="lesson", data=lesson, told=told)))
    after = await find(turn, number)
    return reply(*_said_back(turn, after, judged), Buttons((undo_button(number, steps), *_next(after))))


def _next(found: Experimented) -> Iterator[Button]:
    """Its lesson is written, told whole, and kept."""
    args = {"number": found.number}
    if not found.lesson:
        yield buttons.open_form("exp lesson", args, label=WRITE_LESSON)
        return
    if _is_half_told(found):
        yield buttons.open_form("exp lesson", args, label=SAY_CONTRIBUTED)
    yield playbook_button(found)


def playbook_button(found: Experimented) -> Button:
    """[Add to playbook]: its lesson is kept."""
    return Button(label=ADD_TO_PLAYBOOK, route="playbook from", args={"number": found.number})


def _is_half_told(found: Experimented) -> bool:
    """Whether it failed, and nobody said yet what contributed to that."""
    return found.outcome == "invalidated" and bool(found.lesson) and not found.contributed


def _said_back(turn: EngagementTurn, found: Experimented, judged: Judged) -> list[Block]:
    head = CONCLUDED.format(number=found.number, outcome=found.outcome)
    lines: list[Block] = [say(head, Typed(found.name)), say(SEEN, Typed(seen_words(turn, found)))]
    if verdict := verdict_words(turn, found, judged):
        lines.append(say(verdict))
    lines.append(note(threshold_label(found), Typed(found.threshold)))
    if "threshold" in found.changed:
        lines.append(note(COUNTS_MIXED))
    lines += [note(*line) for line in mark_lines(turn, found)]
    if found.guard_seen:
        lines.append(note(GUARD, Typed(found.guard_seen)))
    lines.append(say(LESSON, Typed(found.lesson)) if found.lesson else note(LATER))
    if _is_half_told(found):
        lines.append(note(ASK_CONTRIBUTED))
    return lines


async def build_form(turn: EngagementTurn, args: Args) -> Form:
    """The form with what the threshold says, and the question for the lesson."""
    found = await find_running(turn, args["number"])
    judged = judge(found, turn.today)
    options = tuple(Option(value=name, label=OUTCOME_NAMES[name]) for name in judged.allowed)
    suggested = (judged.suggestion,) if judged.suggestion else ()
    fields = [Field(name="outcome", label=OUTCOME, kind="choice", options=options, value=suggested)]
    if found.guard:
        label = GUARD_SEEN.format(guard=found.guard)[:LONGEST_LABEL]
        fields.append(Field(name="guard_seen", label=label, is_required=False, max_length=LONGEST))
    fields += [
        _words("lesson", WHAT_LEARNED, hint=LATER),
        _words("contributed", CONTRIBUTED),
    ]
    title = TITLE.format(number=found.number)
    return Form(title=title, intro=_intro(turn, found, judged), fields=tuple(fields), submit_label="Conclude")


def _words(name: str, label: str, *, hint: str = "") -> Field:
    return Field(name=name, label=label, kind="long_text", hint=hint, is_required=False, max_length=LONGEST)


def _intro(turn: EngagementTurn, found: Experimented, judged: Judged) -> str:
    seen = f"{found.name}: {seen_words(turn, found)}. {threshold_label(found)}{found.threshold}."
    if judged.early:
        return f"{seen} {ONLY_INCONCLUSIVE.format(early=early_words(turn, found, judged.early))}"
    if judged.suggestion is None:
        return f"{seen} {FOR_PEOPLE}"
    meets = verdict_words(turn, found, judged)
    return f"{seen} {SUGGESTED.format(meets=meets, outcome=judged.suggestion)}"


async def submit_form(turn: EngagementTurn, args: Args, values: Values) -> Reply | FieldErrors:
    """Conclude as it was entered."""
    found = await find_running(turn, args["number"])
    said = Conclusion(
        outcome=one(values, "outcome"),
        lesson=one(values, "lesson"),
        contributed=one(values, "contributed"),
        guard_seen=one(values, "guard_seen"),
    )
    if said.outcome not in OUTCOME_NAMES:
        return FieldErrors({"outcome": PICK_ONE})
    try:
        return await _conclude(turn, found, said)
    except UserError as error:
        return FieldErrors({"outcome": error.sentence})


router.form("exp conclude", action=Action.WRITE_EXPERIMENT, build=build_form, submit=submit_form)
