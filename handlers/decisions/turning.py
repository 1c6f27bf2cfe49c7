"""The forms of a pivot: what changes and what stays; the new assumption, and the first test of it."""

from datetime import date
from typing import Literal

from domain.chat import Args, Field, FieldErrors, Form, FormRef, Option, Reply, Values, one
from domain.decisions import Parts
from domain.decisions.parts import Change, FirstTest, Kept, KeptLesson, NewAssumption
from domain.permissions import Action
from handlers.assumptions.words import held_for
from handlers.decisions.drafts import Draft, find_draft
from handlers.decisions.fields import (
    PICK,
    TITLE,
    Wrong,
    at_most,
    choice,
    day_in,
    known,
    kpi_in,
    pivot_names,
    text,
    words_in,
)
from handlers.decisions.parts import add_parts
from handlers.decisions.status import LABELS, form_of
from handlers.experiments.reading import LONGEST_NAME, goal_in
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import assumptions, experiments, kpis, lessons
from storage.tables import Kpi

TYPE, FROM, TO = "Which kind of pivot?", "From what?", "To what?"
TYPE_HINT = "`pivots` tells of the ten kinds."
KEPT, KEPT_WORDS = "Which lessons do you keep?", "What else do you keep?"
KEPT_HINT = "One foot stays in what you have learned."
VISION = "Does the vision stay as it is?"
STAYS, CHANGES = "Yes, it stays", "No, it changes"
NOT_A_PIVOT = "Then it is a change of the vision, which the client's CEO decides: `decide vision`."
SAY_WHAT_STAYS = "Please pick a lesson, or say in a few words what you keep."
ASSUMPTION, ASSUMPTION_HINT = "New assumption", "What has to be true for the new strategy to work?"
THRESHOLD, THRESHOLD_HINT = "It counts as supported from", "At least 40% of new customers; write it first."
KPI, TEST = "KPI that shows it", "First test"
MEASURE, TEST_THRESHOLD = "What do you measure?", "It passes from"
SAMPLE, UNTIL = "How many do you observe?", "Until when?"
NO_NUMBER = "Please write the threshold with a number, as in at least 40% of new customers."
AT_ONCE = "A test that ends today tells nothing. Please name a later day."
NOT_A_COUNT = "Please write a whole number, as in 120."
SAME_ASSUMPTION = "That is assumption {number} already. A pivot needs a new one."
SAME_TEST = "Experiment {number} has that name already."
MOST_DIGITS = 7
LONGEST_LABEL = 70

router = Router()


async def build_change(turn: EngagementTurn, args: Args) -> Form:
    """What changes, and what stays."""
    draft = await find_draft(turn, args["number"])
    parts = draft.decided.parts
    change = parts.change or Change(type="", from_="", to="")
    words = parts.kept.words if parts.kept else ""
    fields = [
        choice("type", TYPE, pivot_names(), chosen=change.type, hint=TYPE_HINT),
        text("from", FROM, value=known(change.from_)),
        text("to", TO, value=known(change.to)),
        *await _lesson_field(turn, draft),
        text("kept", KEPT_WORDS, hint=KEPT_HINT, is_required=False, value=known(words)),
        choice("vision", VISION, {"unchanged": STAYS, "changed": CHANGES}, chosen=parts.vision),
    ]
    title = TITLE.format(number=draft.number, what=LABELS["pivot"].lower())
    return Form(title=title, fields=tuple(fields))


async def _lesson_field(turn: EngagementTurn, draft: Draft) -> tuple[Field, ...]:
    """The lessons of the playbook; no field where there is none."""
    found = await lessons.all_of(turn.session, engagement_id=turn.engagement.id)
    if not found:
        return ()
    kept = draft.decided.parts.kept or Kept()
    options = tuple(Option(value=str(one.number), label=one.text[:LONGEST_LABEL]) for one in found)
    chosen = tuple(str(one.number) for one in kept.lessons)
    return (
        Field(name="lessons", label=KEPT, kind="choices", options=options, value=chosen, is_required=False),
    )


async def submit_change(turn: EngagementTurn, args: Args, values: Values) -> Reply | FieldErrors:
    """Save what changes and what stays."""
    draft = await find_draft(turn, args["number"])
    picked = tuple(
        KeptLesson(number=each.number, text=each.text)
        for each in await lessons.all_of(turn.session, engagement_id=turn.engagement.id)
        if str(each.number) in values.get("lessons", ())
    )
    try:
        parts = Parts(change=_change(values), kept=_kept(values, picked), vision=_vision(values))
    except Wrong as wrong:
        return FieldErrors(wrong.errors)
    return await add_parts(turn, draft, parts, form=FormRef(name=form_of("pivot"), args=args))


def _change(values: Values) -> Change:
    if one(values, "type") not in pivot_names():
        raise Wrong("type", PICK)
    return Change(type=one(values, "type"), from_=words_in(values, "from"), to=words_in(values, "to"))


def _kept(values: Values, picked: tuple[KeptLesson, ...]) -> Kept:
    if not picked and not one(values, "kept"):
        raise Wrong("kept", SAY_WHAT_STAYS)
    return Kept(lessons=picked, words=at_most(values, "kept"))


def _vision(values: Values) -> Literal["unchanged"]:
    if one(values, "vision") != "unchanged":
        raise Wrong("vision", NOT_A_PIVOT if one(values, "vision") else PICK)
    return "unchanged"


async def build_test(turn: EngagementTurn, args: Args) -> Form:
    """The new assumption with its threshold, and its first test."""
    draft = await find_draft(turn, args["number"])
    new, test = draft.decided.parts.assumption, draft.decided.parts.experiment
    rows = await kpis.followed(turn.session, engagement_id=turn.engagement.id)
    key = next((kpi.key for kpi in rows if new and kpi.id == new.kpi_id), "")
    fields = [
        text("assumption", ASSUMPTION, hint=ASSUMPTION_HINT, value=known(new and new.text)),
        text("threshold", THRESHOLD, hint=THRESHOLD_HINT, value=known(new and new.threshold)),
        text("name", TEST, value=known(test and test.name), max_length=LONGEST_NAME),
        text("measure", MEASURE, value=known(test and test.measure)),
        text("passes", TEST_THRESHOLD, value=known(test and test.threshold)),
        Field(name="sample", label=SAMPLE, kind="number", value=known(test and test.sample)),
        Field(name="until", label=UNTIL, kind="date", value=known(test and test.stop_on)),
    ]
    if rows:
        names = {kpi.key: kpi.name for kpi in rows}
        fields.insert(2, choice("kpi", KPI, names, chosen=key, is_required=False))
    title = TITLE.format(number=draft.number, what=LABELS["test"].lower())
    return Form(title=title, fields=tuple(fields))


async def submit_test(turn: EngagementTurn, args: Args, values: Values) -> Reply | FieldErrors:
    """Save the assumption and its test."""
    draft = await find_draft(turn, args["number"])
    try:
        await _check_new(turn, values)
        kpi = await kpi_in(turn, values) if one(values, "kpi") else None
        new = NewAssumption(
            text=words_in(values, "assumption"),
            threshold=_threshold(turn, values, "threshold", kpi),
            kpi_id=kpi.id if kpi else None,
        )
        test = FirstTest(
            name=words_in(values, "name", longest=LONGEST_NAME),
            measure=words_in(values, "measure"),
            threshold=_threshold(turn, values, "passes", None),
            sample=_count(values, "sample"),
            stop_on=_end_of_test(turn, values),
        )
    except Wrong as wrong:
        return FieldErrors(wrong.errors)
    return await add_parts(
        turn, draft, Parts(assumption=new, experiment=test), form=FormRef(name=form_of("test"), args=args)
    )


async def _check_new(turn: EngagementTurn, values: Values) -> None:
    """Raise Wrong where the assumption, or an experiment of that name, is there already."""
    e, typed = turn.engagement.id, one(values, "assumption").casefold()
    for each in await assumptions.all_of(turn.session, engagement_id=e):
        if not each.is_retired and each.text.casefold() == typed:
            raise Wrong("assumption", SAME_ASSUMPTION.format(number=each.number))
    for test in await experiments.all_of(turn.session, engagement_id=e):
        if not test.is_over and test.name.casefold() == one(values, "name").casefold():
            raise Wrong("name", SAME_TEST.format(number=test.number))


def _threshold(turn: EngagementTurn, values: Values, name: str, kpi: Kpi | None) -> str:
    """The threshold in words. Raises Wrong where there is no number in it to hold a result against."""
    typed = words_in(values, name)
    is_held = kpi is not None and held_for(turn, kpi, typed) is not None
    if not (goal_in(turn, typed).op or is_held or any(char.isdigit() for char in typed)):
        raise Wrong(name, NO_NUMBER)
    return typed


def _end_of_test(turn: EngagementTurn, values: Values) -> date:
    """The last day of the test. Raises Wrong for today: it has to run for a while."""
    until = day_in(turn, values, "until")
    if until <= turn.today:
        raise Wrong("until", AT_ONCE)
    return until


def _count(values: Values, name: str) -> int:
    typed = one(values, name)
    if not (typed.isascii() and typed.isdigit() and len(typed) <= MOST_DIGITS and int(typed) > 0):
        raise Wrong(name, NOT_A_COUNT)
    return int(typed)


for form, build, submit in (
    (form_of("pivot"), build_change, submit_change),
    (form_of("test"), build_test, submit_test),
):
    router.form(form, action=Action.RECORD_DECISION, build=build, submit=submit)
