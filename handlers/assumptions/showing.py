"""The assumptions: where each of them stands, and a card for one."""

from collections.abc import Mapping
from dataclasses import replace

from domain.assumptions import KIND_NAMES, Assumed
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
    say,
)
from domain.evidence.assumptions import found_of
from domain.evidence.pack import AssumptionFound
from domain.experiments import Experimented
from domain.permissions import Action
from domain.wording import capital
from handlers import buttons
from handlers.assumptions.earlier import earlier_lines
from handlers.assumptions.finding import experiments_of, find, kpi_of, read_number
from handlers.assumptions.words import STATES, mark_lines, tells, weight
from handlers.evidence.gathering import gather
from handlers.kpis.defined import version_held
from handlers.moments import day
from handlers.routing import Router
from handlers.turn import EngagementTurn, Here
from storage import assumptions, definitions
from storage.tables import Kpi

TITLE, CARD = "Assumptions of {client}", "Assumption {number}"
NONE_YET = (
    "No assumption is written down yet. Without one, no evidence can speak for or against the strategy."
)
ADD, PLAN = "Write one down", "Plan an experiment"
WRITTEN = "{day} by {who}"
TO_SHOW = "`assume show NUMBER` says why it stands there."
EXPERIMENTS = "Tested by"
NO_EXPERIMENT = "no experiment yet"
EXPERIMENT = "experiment {number}: {name} ({outcome})"
RETIRED = "Retired"
HELD_THEN = "It is held to {kpi} as defined when it was written; numbers by another definition do not count."
RETIRED_THEN = "{kpi} is retired; what it showed until then counts."
ON_WORD, EDITED = "{state}, on the word of {who}", "threshold edited after a result"

router = Router()


@router.command(
    "assume list",
    action=Action.READ_LEARNING,
    usage="assume list",
    summary="Show the assumptions, and where each of them stands",
)
async def list_all(turn: EngagementTurn, text: str) -> Reply:
    """Show the assumptions, those first with which the strategy falls."""
    every = await assumptions.all_of(turn.session, engagement_id=turn.engagement.id)
    if not every:
        return reply(NONE_YET, Buttons((buttons.open_form("assume", label=ADD),)))
    states = await _states(turn)
    standing = [one for one in every if not one.is_retired]
    ordered = sorted(standing, key=lambda one: (not one.is_critical, one.number))
    blocks: list[Block] = [Heading(TITLE.format(client=turn.engagement.name))]
    if ordered:
        blocks.append(Bullets(tuple(_line(one, states) for one in ordered)))
    if retired := tuple(_line(one, states) for one in every if one.is_retired):
        blocks += [note(Strong(RETIRED)), Bullets(retired)]
    return reply(*blocks, note(TO_SHOW))


async def _states(here: Here) -> Mapping[int, AssumptionFound]:
    return {one.number: one for one in found_of(await gather(here))}


def _line(one: Assumed, states: Mapping[int, AssumptionFound]) -> Spans:
    facts = f" ({weight(one)}, {one.kind}); threshold: "
    edited = f" ({EDITED})" if one.changed_on else ""
    state = Typed(_state(one, states[one.number]))
    return (Strong(f"{one.number}."), " ", Typed(one.text), " - ", state, facts, Typed(one.threshold), edited)


def _state(one: Assumed, found: AssumptionFound) -> str:
    """Where it stands, and on whose word if on somebody's."""
    state = STATES[found.state]
    is_said = one.said and one.said_by and not one.is_retired
    return ON_WORD.format(state=state, who=one.said_by) if is_said else state


@router.command(
    "assumptions",
    action=Action.READ_LEARNING,
    usage="assumptions",
    summary="The same as `assume list`",
)
async def list_by_name(turn: EngagementTurn, text: str) -> Reply:
    """Show the assumptions."""
    return await list_all(turn, text)


@router.command(
    "assume show",
    action=Action.READ_LEARNING,
    usage="assume show NUMBER",
    summary="Show an assumption: its threshold, where it stands and why, what tests it",
)
async def show(turn: EngagementTurn, text: str) -> Reply:
    """Show the card of an assumption."""
    number, _rest = read_number(text, command="assume show")
    found = await find(turn, number)
    state = (await _states(turn))[number]
    kpi = await kpi_of(turn, found)
    tests = await experiments_of(turn, found)
    pairs: list[tuple[str, Spans]] = [
        ("It says", (Typed(found.text),)),
        ("Stands", (Typed(_state(found, state)),)),
        ("Type", (f"{KIND_NAMES[found.kind]}; {weight(found)}",)),
        ("Supported means", (Typed(found.threshold),)),
        ("KPI", (kpi.name if kpi else "none",)),
        (EXPERIMENTS, (Typed("; ".join(_test(one) for one in tests) or NO_EXPERIMENT),)),
        ("Written down", (_written(turn, found),)),
    ]
    lines = [note(*line) for line in mark_lines(turn, found.marks)]
    lines += [note(f"{capital(EDITED)}.")] if found.changed_on else []
    offered = _choices(found)
    return reply(
        Heading(CARD.format(number=number)),
        Fields(tuple(pairs)),
        say(Typed(state.why)),
        note(await _tells(turn, found, kpi)),
        *lines,
        *await earlier_lines(turn, found),
        *([Buttons(offered)] if offered else []),
    )


async def _tells(turn: EngagementTurn, found: Assumed, kpi: Kpi | None) -> str:
    """What will tell whether it holds; of a KPI that was redefined or retired, its values of then."""
    known = await definitions.all_of(turn.session, engagement_id=turn.engagement.id)
    version = version_held(found, known)
    if kpi is None or version is None:
        return tells(turn, kpi, found.threshold)
    if version[1] != kpi.definition_version:
        return HELD_THEN.format(kpi=kpi.name)
    return tells(turn, kpi, found.threshold) if kpi.retired_at is None else RETIRED_THEN.format(kpi=kpi.name)


def _written(turn: EngagementTurn, found: Assumed) -> str:
    on = day(turn, found.opened_on)
    return WRITTEN.format(day=on, who=found.by) if found.by else on


def _test(one: Experimented) -> str:
    return EXPERIMENT.format(number=one.number, name=one.name, outcome=one.outcome)


def _choices(found: Assumed) -> tuple[Button, ...]:
    if found.is_retired:
        return ()
    plan = buttons.open_form("exp", {"assumption": found.number}, label=PLAN)
    return (replace(plan, style="plain"),)
