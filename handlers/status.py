"""The scorecard: every KPI with its pace, trend and freshness, misses first."""

from collections.abc import Sequence
from dataclasses import replace

from domain.chat import Block, Buttons, Heading, Reply, Spans, Strong, Table, Typed, note, reply, say
from domain.freshness import State
from domain.funnel import Stage, Step, weakest_step
from domain.kpis.names import NONE_YET
from domain.pace import Band, is_miss, severity
from domain.pace.figures import percent
from domain.permissions import Action
from domain.targets import Wording, target_words
from handlers import buttons
from handlers.engagements.starting import remind_once
from handlers.kpis.figures import Figures, figures_of_all
from handlers.kpis.lateness import unavailable_line
from handlers.kpis.meaning import more_buttons, pace_name, trend_name
from handlers.kpis.series import NOT_REPORTED, all_series, period_name
from handlers.moments import day
from handlers.routing import Router
from handlers.turn import EngagementTurn

TITLE = "Scorecard of {name}"
OFF = "{misses} of {count} that can be told {are} off: {names}."
NONE_OFF = "None of the {count} that can be told is off."
ONE_IS_ON = "The one that can be told is not off."
UNTOLD = "{count} can't be told yet: {names}."
NO_TARGETS = "No KPI has a target yet, so nothing can be on or off pace. Set one: `kpi target {key} …`."
LATE = "Late: {names}."
EVERYBODYS_OWN = " `home` shows everybody their own."
WEAKEST = "Weakest step of the funnel: {before} to {after}, {rate} in {period}{compared}."
COMPARED = " ({rate} over {n} of the 3 {unit}s before)"
AS_OF = "As of {day}. SOW: agreed in the statement of work. A trend is a test, not a promise."
IN_SOW = "{name} (SOW)"
NO_TARGET = "no target"
PACE_AND_TARGET = "{pace}, {target}"
LATEST = "{value}, {period}"
DATA: dict[State, str] = {
    "fresh": "{reported} of {due}",
    "stale": "{reported} of {due}, late",
    "very_stale": "{reported} of {due}, very late",
    "nothing_due": "nothing due",
}
COLUMNS = ("KPI", "Latest", "Pace to target", "Trend", "Reported")
MOST_NAMED = 5
UNTOLD_BANDS: frozenset[Band] = frozenset({"unreported", "no_values", "no_baseline", "no_pace", "too_early"})
UNTARGETED = 4.5

router = Router()


@router.command(
    "status",
    action=Action.READ_KPIS,
    usage="status",
    summary="Show the scorecard: every KPI with pace, trend and gaps, misses first",
)
async def status(turn: EngagementTurn, text: str) -> Reply:
    """Show the scorecard."""
    shown = await scorecard(turn)
    return replace(shown, blocks=(*shown.blocks, *await remind_once(turn)))


async def scorecard(turn: EngagementTurn, *, has_hints: bool = True) -> Reply:
    """The scorecard; without `has_hints` it does not say where else to look."""
    series = await all_series(turn)
    if not series:
        return reply(NONE_YET)
    figures = await figures_of_all(turn, series)
    ranked = sorted(figures, key=_rank)
    table = Table(columns=COLUMNS, rows=tuple(_row(turn, one) for one in ranked))
    ids = [one.kpi.id for one in ranked]
    blocks: list[Block | str] = [Heading(TITLE.format(name=turn.engagement.name)), *_summary(ranked)]
    blocks += [line for line in (_late(ranked, has_hints=has_hints), _funnel(turn, figures)) if line]
    choices = (*more_buttons(ids), buttons.run("Home", "home"))
    return reply(*blocks, table, note(AS_OF.format(day=day(turn, turn.today))), Buttons(choices))


def _rank(one: Figures) -> tuple[float, float, bool, int]:
    """Misses first, the worst of them on top; what was agreed in the SOW goes before what was not."""
    band, slowness = severity(one.pace) if one.pace else (UNTARGETED, 0)
    return float(band), float(slowness), not one.kpi.is_in_sow, one.kpi.position


def _summary(ranked: Sequence[Figures]) -> list[Block]:
    """How many are off, and how many nobody can tell: those are no success."""
    paced = [one for one in ranked if one.pace]
    if not paced:
        return [say(NO_TARGETS.format(key=ranked[0].kpi.key))]
    untold = [one.kpi.name for one in paced if one.pace and one.pace.band in UNTOLD_BANDS]
    misses = [one.kpi.name for one in paced if one.pace and is_miss(one.pace)]
    told = len(paced) - len(untold)
    lines = [_off(misses, told)] if told else []
    if untold:
        lines.append(say(UNTOLD.format(count=len(untold), names=_listed(untold))))
    return lines


def _off(misses: Sequence[str], told: int) -> Block:
    if not misses:
        return say(ONE_IS_ON if told == 1 else NONE_OFF.format(count=told))
    before, _, after = OFF.partition("{misses}")
    are = "is" if len(misses) == 1 else "are"
    return say(before, Strong(str(len(misses))), after.format(count=told, are=are, names=_listed(misses)))


def _listed(names: Sequence[str]) -> str:
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _late(ranked: Sequence[Figures], *, has_hints: bool) -> str:
    names = [one.kpi.name for one in ranked if one.missing]
    hint = EVERYBODYS_OWN if has_hints else ""
    return LATE.format(names=_listed(names)) + hint if names else ""


def _row(turn: EngagementTurn, one: Figures) -> tuple[Spans, ...]:
    kpi = one.kpi
    name = IN_SOW.format(name=kpi.name) if kpi.is_in_sow else kpi.name
    return (name,), (_latest(turn, one),), (_pace(one),), (trend_name(one),), _data(one)


def _latest(turn: EngagementTurn, one: Figures) -> str:
    if one.latest is None:
        return NOT_REPORTED
    return LATEST.format(value=one.wording.write(one.whole[one.latest]), period=period_name(turn, one.latest))


def _pace(one: Figures) -> str:
    if one.target is None:
        return NO_TARGET
    words = target_words(one.target, one.wording, direction=one.traits.direction)
    return PACE_AND_TARGET.format(pace=pace_name(one), target=words)


def _data(one: Figures) -> Spans:
    """How much is reported, and what is late; nothing is called late of which somebody said why."""
    is_excused = bool(one.noted) and not one.missing
    state = "fresh" if is_excused else one.freshness.state
    told = DATA[state].format(reported=one.freshness.reported, due=one.freshness.due)
    return (f"{told}. ", Typed(unavailable_line(one))) if is_excused else (told,)


def _funnel(turn: EngagementTurn, figures: Sequence[Figures]) -> str:
    """The weakest step, where stages are set on KPIs that count people or things of one cadence."""
    staged = [one for one in figures if one.kpi.stage and one.kpi.aggregation == "sum"]
    cadences = {one.kpi.cadence for one in staged}
    if len(cadences) != 1:
        return ""
    step = weakest_step([Stage(name=one.kpi.stage, values=one.whole) for one in staged])
    return _step(turn, step, staged[0].wording) if step else ""


def _step(turn: EngagementTurn, step: Step, wording: Wording) -> str:
    compared = ""
    if step.earlier_rate is not None:
        rate = percent(step.earlier_rate, wording)
        compared = COMPARED.format(rate=rate, n=step.earlier_count, unit=wording.unit)
    return WEAKEST.format(
        before=step.before.name,
        after=step.after.name,
        rate=percent(step.rate, wording),
        period=period_name(turn, step.period),
        compared=compared,
    )
