"""What evidence takes from assumptions, experiments and feedback."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from domain.assumptions import Assumed
from domain.evidence.cycles import cycle_on
from domain.evidence.inputs import AssumptionFacts, CycleFacts, ExperimentFacts, FeedbackFacts, KpiFacts
from domain.evidence.voices import pseudonyms
from domain.experiments import Experimented
from handlers.turn import Here
from storage import evidence, experiments


def assumption_facts(
    assumed: Sequence[Assumed], keys: Mapping[int, str], held: Mapping[int, KpiFacts]
) -> tuple[AssumptionFacts, ...]:
    """The assumptions as they stand; `keys` are those of the KPIs, by id.

    `held` is assumption id -> its KPI as it was, where that is not followed so any more.
    """
    return tuple(_assumption(one, keys, held.get(one.id)) for one in assumed)


def _assumption(one: Assumed, keys: Mapping[int, str], held: KpiFacts | None) -> AssumptionFacts:
    key = held.key if held else keys.get(one.kpi_id or 0, "")
    return AssumptionFacts(
        number=one.number,
        text=one.text,
        kind=one.kind,
        is_critical=one.is_critical,
        threshold=one.threshold,
        opened_on=one.opened_on,
        kpi_key=key,
        op=one.op if key else "",
        value=None if one.value is None else float(one.value),
        periods=one.periods,
        said="retired" if one.is_retired else one.said,
        said_by=one.said_by,
        said_why=one.said_why,
        changed_on=one.changed_on,
        held_to=held,
    )


async def experiment_facts(
    here: Here, assumed: Sequence[Assumed], cycles: Sequence[CycleFacts], at: datetime | None
) -> tuple[ExperimentFacts, ...]:
    """The experiments as they stand, each in the cycle in which it was concluded, else in the open one."""
    numbers = {one.id: one.number for one in assumed}
    found = await experiments.all_of(here.session, engagement_id=here.engagement.id, as_of=at)
    return tuple(_experiment(one, numbers, cycles) for one in found)


def _experiment(
    one: Experimented, numbers: Mapping[int, int], cycles: Sequence[CycleFacts]
) -> ExperimentFacts:
    return ExperimentFacts(
        number=one.number,
        name=one.name,
        assumption=numbers.get(one.assumption_id or 0),
        cycle=_cycle_of(one, cycles),
        outcome=one.outcome,
        threshold=one.threshold,
        measure=one.measure,
        started_on=one.started_on,
        stop_on=one.stop_on,
        concluded_on=one.concluded_on,
        sample_planned=one.sample_planned,
        n=one.n,
        hits=one.hits,
        result=one.result,
        lesson=one.lesson,
        changed=one.changed,
        owner=one.by,
        owner_id=one.by_id,
    )


def _cycle_of(one: Experimented, cycles: Sequence[CycleFacts]) -> int:
    """The cycle in which it was concluded, which a file may tell without the day; else the open one."""
    if one.concluded_on is not None:
        return cycle_on(cycles, one.concluded_on)
    return (one.cycle if one.is_over else None) or cycles[-1].number


async def feedback_facts(here: Here, at: datetime | None) -> tuple[FeedbackFacts, ...]:
    """The feedback without its words, and with numbers for those who said it."""
    found = await evidence.feedback_at(
        here.session, engagement_id=here.engagement.id, at=at, today=here.today
    )
    voices = pseudonyms(one.voice for one in found)
    return tuple(
        FeedbackFacts(
            number=one.number,
            day=one.day,
            source=one.source,
            sentiment=one.sentiment,
            theme=one.theme,
            voice=voices[one.voice],
            has_led_to_change=one.has_led_to_change,
        )
        for one in found
    )
