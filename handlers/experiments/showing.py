"""The experiments: a list with the running ones first, and a card for each."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from domain.chat import (
    Block,
    Bullets,
    Button,
    Buttons,
    Fields,
    Heading,
    Reply,
    Spans,
    Strong,
    Typed,
    note,
    reply,
)
from domain.experiments import Experimented, judge
from domain.experiments.judging import missing_before_start
from domain.permissions import Action
from handlers import buttons
from handlers.experiments.concluding import WRITE_LESSON, playbook_button
from handlers.experiments.finding import assumption_of, find, read_number
from handlers.experiments.planning import NEEDED, next_button, readiness
from handlers.experiments.words import (
    NOT_WRITTEN,
    changed_words,
    left_words,
    mark_lines,
    sample_words,
    seen_words,
    verdict_words,
)
from handlers.moments import day, short_day
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import experiments, lessons

TITLE, CARD, LESSON_CARD = "Experiments of {client}", "Experiment {number}", "Experiment {number}: lesson"
NONE_YET = 'No experiment is planned. `exp "a shorter form"` plans one.'
PLAN = "Plan an experiment"
GROUPS = (
    ("running", "Running"),
    ("planned", "Planned"),
    ("concluded", "Concluded"),
    ("abandoned", "Abandoned"),
)
ENDED = "{outcome} on {day}"
NO_LESSON = "no lesson yet"
MOST_ENDED = 10
SHOWN = "The last {shown} of {count} are shown. `exp show NUMBER` shows any of them."
DASH, NEEDS, READY = NOT_WRITTEN, "needs: {names}", "ready to start"
RUNS, PLANNED_FOR = "{start} to {stop}", "planned for {start}, until {stop}"
UNTIL = "until {stop}"
ENTER, CONCLUDE = "Enter result", "Conclude"

router = Router()


@router.command(
    "exp list",
    action=Action.READ_LEARNING,
    usage="exp list",
    summary="Show the experiments, the running ones first",
)
async def list_all(turn: EngagementTurn, text: str) -> Reply:
    """Show the experiments, the running ones first."""
    found = await experiments.all_of(turn.session, engagement_id=turn.engagement.id)
    if not found:
        return reply(NONE_YET, Buttons((buttons.open_form("exp", label=PLAN),)))
    blocks: list[Block] = [Heading(TITLE.format(client=turn.engagement.name))]
    for group, name in GROUPS:
        mine = _sorted([one for one in found if _group(one) == group], group)
        shown = mine if group in ("running", "planned") else mine[:MOST_ENDED]
        if mine:
            lines = tuple(_line(turn, one) for one in shown)
            blocks += [note(Strong(name)), Bullets(lines)]
        if len(shown) < len(mine):
            blocks.append(note(SHOWN.format(shown=len(shown), count=len(mine))))
    return reply(*blocks)


def _group(one: Experimented) -> str:
    return one.outcome if one.outcome in ("running", "planned", "abandoned") else "concluded"


def _sorted(found: Sequence[Experimented], group: str) -> list[Experimented]:
    """Those that stop first first; of those that ended, the last ones first."""
    if group in ("running", "planned"):
        return sorted(found, key=lambda one: (one.stop_on or date.max, one.number))
    return sorted(found, key=lambda one: (one.concluded_on or date.min, one.number), reverse=True)


def _line(turn: EngagementTurn, one: Experimented) -> Spans:
    """The experiment in one line."""
    facts = [_fact(turn, one)]
    facts.append(changed_words(one))
    if one.outcome not in ("running", "planned"):
        facts.append(f'lesson: "{one.lesson}"' if one.lesson else NO_LESSON)
    told = "; ".join(fact for fact in facts if fact)
    return (Strong(f"{one.number}."), " ", Typed(one.name), " - ", Typed(told))


def _fact(turn: EngagementTurn, one: Experimented) -> str:
    if one.outcome == "planned":
        missing = [NEEDED[name] for name in missing_before_start(one)]
        return NEEDS.format(names=", ".join(missing)) if missing else READY
    if one.outcome == "running":
        return ", ".join(filter(None, (*_so_far(turn, one), left_words(one, turn.today))))
    ended = ENDED.format(outcome=one.outcome, day=short_day(turn, one.concluded_on or turn.today))
    seen = seen_words(turn, one) if one.n else one.why or one.result
    return f"{ended}: {seen}" if seen else ended


def _so_far(turn: EngagementTurn, one: Experimented) -> tuple[str, ...]:
    """What was observed, and how many are planned."""
    if one.hits is None:
        return (sample_words(turn, one),)
    planned = replace(one, started_on=None)
    return (seen_words(turn, one), sample_words(turn, planned) if one.sample_planned else "")


@router.command(
    "experiments",
    action=Action.READ_LEARNING,
    usage="experiments",
    summary="The same as `exp list`",
)
async def list_by_name(turn: EngagementTurn, text: str) -> Reply:
    """Show the experiments."""
    return await list_all(turn, text)


@router.command(
    "exp show",
    action=Action.READ_LEARNING,
    usage="exp show NUMBER",
    summary="Show an experiment: its plan, what was seen, its lesson",
)
async def show(turn: EngagementTurn, text: str) -> Reply:
    """Show the card of an experiment."""
    number, _rest = read_number(text, command="exp show")
    found = await find(turn, number)
    title = (LESSON_CARD if found.lesson else CARD).format(number=number)
    blocks: list[Block] = [Heading(title), Fields(await _pairs(turn, found))]
    blocks += [note(*line) for line in mark_lines(turn, found)]
    if found.outcome == "planned":
        blocks.append(readiness(found))
    if found.outcome == "running" and (verdict := verdict_words(turn, found, judge(found, turn.today))):
        blocks.append(note(verdict))
    offered = await _choices(turn, found)
    return reply(*blocks, *([Buttons(offered)] if offered else []))


async def _pairs(turn: EngagementTurn, found: Experimented) -> tuple[tuple[str, Spans], ...]:
    tested = await assumption_of(turn, found)
    pairs = [
        ("Name", found.name),
        ("Tests", f"assumption {tested.number}: {tested.text}" if tested else "no assumption"),
        ("Hypothesis", found.hypothesis or DASH),
        ("Change", found.change),
        ("Measure", found.measure or DASH),
        ("Threshold", found.threshold or DASH),
        ("Must not get worse", found.guard),
        ("Sample", sample_words(turn, found)),
        ("Runs", _runs(turn, found)),
        ("Cost", found.cost),
        ("Seen", seen_words(turn, found) if found.n else ""),
        ("In words", found.result if found.n else ""),
        *_ending(turn, found),
    ]
    return tuple((label, (Typed(words),)) for label, words in pairs if words)


def _ending(turn: EngagementTurn, found: Experimented) -> list[tuple[str, str]]:
    if not found.is_over:
        return []
    ended = ENDED.format(outcome=found.outcome, day=day(turn, found.concluded_on or turn.today))
    by = f" by {found.concluded_by}" if found.concluded_by else ""
    return [
        ("Outcome", ended + by),
        ("Because", found.why),
        ("Seen", "" if found.n else found.result),
        ("Guard measure", found.guard_seen),
        ("Lesson", found.lesson or NO_LESSON),
        ("What contributed", found.contributed),
    ]


def _runs(turn: EngagementTurn, found: Experimented) -> str:
    stop = day(turn, found.stop_on) if found.stop_on else DASH
    if found.started_on is not None:
        left = left_words(found, turn.today) if found.outcome == "running" else ""
        runs = RUNS.format(start=day(turn, found.started_on), stop=stop)
        return f"{runs} ({left})" if left else runs
    if found.start_on is not None:
        return PLANNED_FOR.format(start=day(turn, found.start_on), stop=stop)
    return UNTIL.format(stop=stop) if found.stop_on else DASH


async def _choices(turn: EngagementTurn, found: Experimented) -> tuple[Button, ...]:
    """What may be done next with it."""
    args = {"number": found.number}
    if found.outcome == "planned":
        edit = replace(buttons.open_form("exp", args, label="Edit"), style="plain")
        return (next_button(found),) if missing_before_start(found) else (next_button(found), edit)
    if found.outcome == "running":
        enter = buttons.open_form("exp result", args, label=ENTER)
        conclude = buttons.open_form("exp conclude", args, label=CONCLUDE)
        return enter, replace(conclude, style="plain")
    if not found.lesson:
        return (buttons.open_form("exp lesson", args, label=WRITE_LESSON),)
    book = await lessons.all_of(turn.session, engagement_id=turn.engagement.id)
    if any(one.origin == f"experiment:{found.number}" for one in book):
        return ()
    return (playbook_button(found),)
