"""[Where from?] of a pack: the rows that went into it; [What is missing]: what it cannot say yet."""

from collections.abc import Iterator

from domain.chat import (
    Block,
    Bullets,
    Buttons,
    Heading,
    Reply,
    Spans,
    Strong,
    Table,
    Typed,
    note,
    reply,
)
from domain.evidence.inputs import EarlierPack, ExperimentFacts, Inputs
from domain.periods import Period
from domain.permissions import Action
from domain.wording import ended
from handlers.assumptions.words import STATES
from handlers.evidence.details import FROM_FILE, named
from handlers.evidence.hiding import sees_money
from handlers.evidence.words import gap_lines, title
from handlers.kpis import rows
from handlers.kpis.rows import UNKNOWN_TIME
from handlers.kpis.series import period_name, shown
from handlers.moments import day, moment
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import evidence, kpis
from storage.evidence import Frozen, Reported
from storage.tables import Kpi

NUMBERS = "The latest values that went in"
COLUMNS = ("KPI", "Period", "Value", "Reported by")
ALL_ROWS = "All rows"
CORRECTED_SINCE = "corrected since"
NO_ROWS = "Nothing went into this pack. `evidence` says what to do first."
ASSUMPTIONS, EXPERIMENTS, FEEDBACK = "Assumptions", "Experiments", "Feedback, the market's and the team's"
DECISIONS, EARLIER = "Decisions", "Earlier packs"
ASSUMPTION = "{number}. "
OPENED = " Opened on {day}{state}."
EXPERIMENT = "{number}. "
CONCLUDED = " Concluded on {day}."
PEOPLE_SAID = "Numbers {numbers}. `feedback show {first}` opens the first one."
NUMBERED = "{number}, of {day}"
MORE = "`exp show 4` and `assume show 2` open one of them, `kpi why KEY PERIOD` a single number."
MISSING = "What this pack can't say yet"
NOTHING_MISSING = "Nothing is missing that the rules ask for."
SUPPLY = "Whoever is named can supply it: nobody was asked by this list."

router = Router()


@router.command(
    "evidence gaps",
    action=Action.READ_EVIDENCE,
    usage="evidence gaps [NUMBER]",
    summary="Show what a pack cannot say yet, and who can supply it",
    reads=True,
)
async def show_gaps(turn: EngagementTurn, text: str) -> Reply:
    """Show what is missing, with who can supply it and how."""
    frozen = await named(turn, text)
    if frozen.is_from_file:
        return reply(FROM_FILE)
    lines = gap_lines(turn, frozen.pack, shows_money=sees_money(turn.role))
    if not lines:
        return reply(NOTHING_MISSING)
    return reply(Heading(MISSING), Bullets(tuple(lines)), note(SUPPLY))


@router.command(
    "evidence rows",
    action=Action.READ_EVIDENCE,
    usage="evidence rows [NUMBER]",
    summary="Show what went into a pack, and who reported it",
    reads=True,
)
async def show_rows(turn: EngagementTurn, text: str) -> Reply:
    """Show the rows that went into a pack, each with who wrote it and when."""
    frozen = await named(turn, text)
    if frozen.is_from_file:
        return reply(FROM_FILE)
    inputs = frozen.inputs
    blocks: list[Block] = [
        *await _numbers(turn, inputs),
        *_assumptions(turn, frozen),
        *_experiments(turn, inputs),
        *_feedback(inputs),
        *_meetings(turn, frozen),
    ]
    if not blocks:
        return reply(NO_ROWS)
    ids = [one.kpi_id for one in inputs.kpis if one.points]
    every = (Buttons((rows.button(ids, label=ALL_ROWS),)),) if ids else ()
    return reply(Heading(title(turn, frozen)), *blocks, note(MORE), *every)


async def _numbers(turn: EngagementTurn, inputs: Inputs) -> list[Block]:
    """The last value of each KPI as it went in, even where it was corrected since."""
    e = turn.engagement.id
    last = [one.points[-1].update_id for one in inputs.kpis if one.points]
    links = await evidence.reported(turn.session, engagement_id=e, update_ids=last)
    known = await kpis.by_ids(turn.session, engagement_id=e, kpi_ids=[one.kpi_id for one in links.values()])
    found = [links[update_id] for update_id in last if update_id in links]
    if not found:
        return []
    table = tuple(_row(turn, known[one.kpi_id], one) for one in found)
    return [Heading(NUMBERS), Table(columns=COLUMNS, rows=table, numeric=(2,))]


def _row(turn: EngagementTurn, kpi: Kpi, one: Reported) -> tuple[Spans, ...]:
    mark = CORRECTED_SINCE if one.is_superseded else one.note
    by = (one.who, moment(turn, one.at) if one.at else UNKNOWN_TIME, one.source, mark)
    return (
        (kpi.name,),
        (period_name(turn, Period.parse(one.period)),),
        (shown(turn, kpi, one.value),),
        (Typed(", ".join(filter(None, by))),),
    )


def _assumptions(turn: EngagementTurn, frozen: Frozen) -> Iterator[Block]:
    states = {one.number: STATES[one.state] for one in frozen.pack.assumptions}
    items: list[Spans] = []
    for one in frozen.inputs.assumptions:
        state = f", {states[one.number]}" if one.number in states else ""
        opened = OPENED.format(day=day(turn, one.opened_on), state=state)
        items.append((ASSUMPTION.format(number=one.number), Typed(ended(one.text)), opened))
    yield from _listed(ASSUMPTIONS, items)


def _experiments(turn: EngagementTurn, inputs: Inputs) -> Iterator[Block]:
    yield from _listed(EXPERIMENTS, [_experiment(turn, one) for one in inputs.experiments])


def _experiment(turn: EngagementTurn, one: ExperimentFacts) -> Spans:
    concluded = CONCLUDED.format(day=day(turn, one.concluded_on)) if one.concluded_on else ""
    told = f"{one.name}: {one.result}" if one.result else one.name
    name = EXPERIMENT.format(number=one.number)
    return name, Typed(ended(told)), f" {one.outcome.capitalize()}.", concluded


def _feedback(inputs: Inputs) -> Iterator[Block]:
    numbers = [str(one.number) for one in inputs.feedback]
    if numbers:
        told = PEOPLE_SAID.format(numbers=", ".join(numbers), first=numbers[0])
        yield from _listed(FEEDBACK, [(told,)])


def _meetings(turn: EngagementTurn, frozen: Frozen) -> Iterator[Block]:
    """The decisions in force, and the packs before this one."""
    decided: list[Spans] = [
        (Strong(NUMBERED.format(number=one.number, day=day(turn, one.on))), ": ", Typed(one.reason))
        for one in frozen.inputs.decisions
    ]
    yield from _listed(DECISIONS, decided)
    before: list[Spans] = [
        (NUMBERED.format(number=one.number, day=day(turn, one.on)),) for one in _told(frozen)
    ]
    yield from _listed(EARLIER, before)


def _told(frozen: Frozen) -> list[EarlierPack]:
    """The packs of meetings and files, and those of the day of the first warning."""
    warned = frozen.pack.warning.on if frozen.pack.warning else None
    return [one for one in frozen.inputs.earlier if not one.is_on_request or one.on == warned]


def _listed(heading: str, items: list[Spans]) -> Iterator[Block]:
    if items:
        yield Heading(heading)
        yield Bullets(tuple(items))
