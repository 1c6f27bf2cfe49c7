"""Writing a plan down, and changing it: freely before the start, marked after it, not after a result."""

from collections.abc import Iterable, Mapping
from typing import Any

from domain.chat import Block, Buttons, Reply, Typed, note, reply, say
from domain.errors import UserError
from domain.experiments import FIELDS, FIXED, Experimented
from domain.experiments.judging import missing_before_start
from handlers import buttons, story
from handlers.experiments.finding import find
from handlers.experiments.reading import LONGEST_NAME, goal_in, with_sample
from handlers.experiments.steps import step, undo_button
from handlers.experiments.words import held_words, mark_lines
from handlers.steps import Becomes
from handlers.turn import EngagementTurn
from storage import experiments

PLANNED = "Experiment {number} is planned: "
THRESHOLD = "Threshold: "
CHANGED = "The plan of experiment {number} is changed: {names}."
CHANGED_AFTER = "The plan of experiment {number} is changed: {names}. This stays marked wherever it is shown."
SAY_NAME = "Please give the experiment a name."
SAME_NAME = "Experiment {number} has that name already. Nothing was changed."
RESULT_STANDS = (
    "A result is in already, so the {what} of experiment {number} stands as it was written."
    " To test something else, plan a new experiment: `exp`."
)
OVER_STANDS = "Experiment {number} is over, so its plan stands as it was written."
NO_CHANGE = "It is so already. Nothing was changed."
STOP_FIRST = "The stop date has to come after the start."
SAMPLE_TAKEN = "I took the planned sample from the threshold: {n}."
STILL_MISSING = "Before it can start, it needs: {names}."
READY = "It has everything it needs to start."
START, FILL_IN = "Start", "Fill in"
NEEDED = {**FIELDS, "sample_planned": "planned sample (or none)"}
TOLD_PLAN = "planned experiment {number}: {name}"
TOLD_CHANGE, TOLD_LATE = (
    "changed the plan of experiment {number}: {names}",
    "changed the plan of experiment {number} after its start: {names}",
)


async def write(
    turn: EngagementTurn, name: str, data: Mapping[str, Any], *, origin: str = ""
) -> Experimented:
    """Write the plan of a new experiment down. Raises UserError where it has no name of its own."""
    e, name = turn.engagement.id, name.strip()[:LONGEST_NAME]
    if not name:
        raise UserError(SAY_NAME)
    for known in await experiments.all_of(turn.session, engagement_id=e):
        if not known.is_over and known.name.casefold() == name.casefold():
            raise UserError(SAME_NAME.format(number=known.number))
    _check_days(data.get("start_on"), data.get("stop_on"))
    planned = await experiments.add(
        turn.session,
        engagement_id=e,
        name=name,
        assumption_id=data.get("assumption_id"),
        plan=with_sample(turn, data),
        origin=origin,
        by_id=turn.person.id,
        source=turn.source,
        now=turn.now,
    )
    told = TOLD_PLAN.format(number=planned.number, name=name)
    await story.tell(turn, subject=f"experiment:{planned.number}", what=told, after=_said(data))
    return planned


async def add(turn: EngagementTurn, name: str, data: Mapping[str, Any]) -> Reply:
    """Plan a new experiment, say back how it will be judged, and offer to undo that."""
    found = await write(turn, name, data)
    head: list[Block] = [say(PLANNED.format(number=found.number), Typed(found.name))]
    if found.threshold:
        head.append(say(THRESHOLD, Typed(found.threshold)))
        head.append(note(held_words(turn, goal_in(turn, found.threshold), found)))
    if found.sample_planned and not data.get("sample_planned"):
        head.append(note(SAMPLE_TAKEN.format(n=found.sample_planned)))
    undo = undo_button(found.number, [found.step_id or 0], is_new=True)
    return reply(*head, readiness(found), Buttons((undo, next_button(found))))


def readiness(found: Experimented) -> Block:
    """What it needs before it can start."""
    missing = missing_before_start(found)
    return note(STILL_MISSING.format(names=_names(missing, NEEDED)) if missing else READY)


def next_button(found: Experimented) -> Any:
    """[Start], or [Fill in] where something is missing."""
    if missing_before_start(found):
        return buttons.open_form("exp", {"number": found.number}, label=FILL_IN)
    return buttons.run(START, f"exp start {found.number}")


async def change(turn: EngagementTurn, found: Experimented, data: Mapping[str, Any]) -> Reply:
    """Change parts of the plan. Raises UserError for what stands by now, and where nothing differs."""
    edited = [name for name in FIELDS if name in data and _is_other(found, name, data)]
    if not edited:
        raise UserError(NO_CHANGE)
    fixed = [name for name in edited if name in FIXED]
    if found.is_over:
        raise UserError(OVER_STANDS.format(number=found.number))
    if fixed and found.has_result:
        raise UserError(RESULT_STANDS.format(what=FIELDS[fixed[0]], number=found.number))
    start = found.started_on.isoformat() if found.started_on else data.get("start_on")
    _check_days(start, data.get("stop_on"))
    is_late = found.was_begun and bool(fixed)
    words = {"number": found.number, "names": _names(edited, FIELDS)}
    kept = _of(data, edited)
    told = (TOLD_LATE if is_late else TOLD_CHANGE).format(**words)
    step_id = await step(turn, found, Becomes(kind="plan", data=kept, told=told))
    after = await find(turn, found.number)
    lines: list[Block] = [say((CHANGED_AFTER if is_late else CHANGED).format(**words))]
    lines += [note(*line) for line in mark_lines(turn, after)[-len(fixed) :]] if is_late else []
    if "threshold" in edited:
        lines.append(note(held_words(turn, goal_in(turn, after.threshold), after)))
    if after.started_on is not None:
        return reply(*lines, Buttons((undo_button(found.number, [step_id]),)))
    undo = undo_button(found.number, [step_id])
    return reply(*lines, readiness(after), Buttons((undo, next_button(after))))


def _of(data: Mapping[str, Any], edited: Iterable[str]) -> dict[str, Any]:
    """The data of the edited fields alone, with what belongs to them."""
    wanted = set(edited)
    if "threshold" in wanted:
        wanted |= {"op", "value", "is_share"}
    if "sample_planned" in wanted:
        wanted.add("has_no_sample")
    return {name: value for name, value in data.items() if name in wanted}


def _is_other(found: Experimented, name: str, data: Mapping[str, Any]) -> bool:
    was = getattr(found, name)
    if name == "sample_planned" and data.get("has_no_sample", False) != found.has_no_sample:
        return True
    if name in ("start_on", "stop_on"):
        was = was.isoformat() if was else None
    return bool(was != data[name])


def _check_days(start: str | None, stop: str | None) -> None:
    """ISO days compare as they are written."""
    if start and stop and stop <= start:
        raise UserError(STOP_FIRST)


def _said(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: data[name] for name in FIELDS if data.get(name)}


def _names(fields: Iterable[str], names: Mapping[str, str]) -> str:
    return ", ".join(names[name] for name in fields)
