"""The card of a decision: everything that stands with it, in a draft as in one that is in force."""

from collections.abc import Sequence

from domain.chat import Block, Bullets, Fields, Heading, Spans, Strong, Typed, say
from domain.decisions import Decided
from domain.decisions.parts import PlannedTripwire
from domain.periods import Period
from handlers.decisions.drafts import Draft
from handlers.decisions.words import (
    NOBODY,
    Names,
    action_line,
    confirmed_words,
    dissent_lines,
    own_lines,
    state_words,
    title_of,
    tripwire_line,
)
from handlers.kpis.defined import series_under
from handlers.kpis.series import Series, period_name, shown
from handlers.moments import short_day
from handlers.registers.showing import due_in_words, line_of
from handlers.registers.steps import status_of
from handlers.turn import Here, local_day
from storage import decisions, evidence, kpis, registers, tripwires
from storage.evidence import Frozen
from storage.registers import Item
from storage.tables import Tripwire
from storage.tripwires import bound_of, held_to

WHY = "Why: "
STATE, DECIDER, CONFIRMED, NOTED_BY = "State", "Decided by", "Confirmed", "Noted by"
EVIDENCE, REVIEW, REVERSES = "Evidence", "Looked at again by", "Ends"
PACK, DECISION = "pack {number}, as of {day}", "decision {number}"
FILE = "file"
TRIPWIRES, ACTIONS, DISSENT = "What would change our mind", "Who does what", "Other opinions"
NOT_HIT, HIT, DROPPED = "Not hit so far.", "Hit: {value} for {period}.", "Not watched any more."


async def card_blocks(here: Here, draft: Draft) -> list[Block]:
    """The whole card, without buttons."""
    one = draft.decided
    names = await _names(here, draft)
    blocks: list[Block] = [Heading(title_of(one)), await _facts(here, draft)]
    blocks.append(say(Strong(WHY), Typed(one.reason)))
    own = own_lines(here, one.parts, names)
    if own:
        blocks.append(Bullets(tuple(own)))
    watched = await _tripwire_lines(here, draft)
    acted = await _action_lines(here, draft, names)
    dissent = one.parts.dissent
    said = () if dissent is None else dissent_lines(dissent, names) or ((NOBODY,),)
    for title, lines in ((TRIPWIRES, watched), (ACTIONS, acted), (DISSENT, said)):
        if lines:
            blocks += [say(Strong(title)), Bullets(tuple(lines))]
    return blocks


async def _names(here: Here, draft: Draft) -> Names:
    """The names of everybody of whom the parts tell."""
    ids = draft.decided.parts.person_ids
    return await decisions.names_of(here.session, engagement_id=here.engagement.id, person_ids=ids)


async def _facts(here: Here, draft: Draft) -> Fields:
    one = draft.decided
    pairs: list[tuple[str, Spans]] = [
        (STATE, (state_words(here, draft),)),
        (DECIDER, (Typed(one.decider),)),
    ]
    if confirmed := confirmed_words(one):
        pairs.append((CONFIRMED, (confirmed,)))
    if one.by and one.by_id != one.decider_id:
        pairs.append((NOTED_BY, (Typed(one.by),)))
    if one.reverses_number:
        pairs.append((REVERSES, (DECISION.format(number=one.reverses_number),)))
    if one.parts.review:
        pairs.append((REVIEW, (short_day(here, one.parts.review),)))
    if (pack := await pack_of(here, one)) is not None:
        as_of = short_day(here, local_day(here.engagement, pack.as_of))
        pairs.append((EVIDENCE, (PACK.format(number=pack.number, day=as_of),)))
    return Fields(tuple(pairs))


async def pack_of(here: Here, one: Decided) -> Frozen | None:
    """The evidence that is kept with it; None where there is none."""
    if one.snapshot_id is None:
        return None
    return await evidence.by_id(here.session, engagement_id=here.engagement.id, snapshot_id=one.snapshot_id)


async def _tripwire_lines(here: Here, draft: Draft) -> list[Spans]:
    """The tripwires: as they stand once it was in force, as they are planned before."""
    one, e = draft.decided, here.engagement.id
    if one.in_force_at is not None and (rows := await _armed(here, one)):
        return await _armed_lines(here, rows)
    planned = one.parts.tripwires
    ids = [wire.kpi_id for wire in planned]
    known = await kpis.by_ids(here.session, engagement_id=e, kpi_ids=ids) if ids else {}
    return [tripwire_line(here, known[wire.kpi_id], wire) for wire in planned if wire.kpi_id in known]


async def _armed(here: Here, one: Decided) -> Sequence[Tripwire]:
    """The tripwires that came with it; of one from a file, those that watch what it tells of."""
    e = here.engagement.id
    rows = await tripwires.with_origin(here.session, engagement_id=e, origin=one.origin_of_effects)
    if rows or one.origin != FILE:
        return rows
    bounds = [(wire.kpi_id, wire.bound) for wire in one.parts.tripwires]
    known = await tripwires.standing(here.session, engagement_id=e)
    return [row for row in known if (row.kpi_id, bound_of(row)) in bounds]


async def _armed_lines(here: Here, rows: Sequence[Tripwire]) -> list[Spans]:
    series = await series_under(here, {held_to(row) for row in rows})
    return [
        (
            *tripwire_line(here, series[held_to(row)].kpi, _as_planned(row)),
            " ",
            Strong(_fate(here, row, series[held_to(row)])),
        )
        for row in rows
    ]


def _as_planned(row: Tripwire) -> PlannedTripwire:
    bound = bound_of(row)
    return PlannedTripwire(kpi_id=row.kpi_id, bound=bound, text=row.text, consequence=row.consequence)


def _fate(here: Here, row: Tripwire, series: Series) -> str:
    """Whether it was hit, and by which value."""
    if row.hit_at is None:
        return NOT_HIT if row.disarmed_at is None else DROPPED
    period = Period.parse(row.hit_period)
    value = shown(here, series.kpi, series.value(period))
    return HIT.format(period=period_name(here, period), value=value)


async def _action_lines(here: Here, draft: Draft, names: Names) -> list[Spans]:
    """The actions: where they stand once it was in force, as they are planned before."""
    one = draft.decided
    if one.in_force_at is not None:
        items = await registers.with_origin(
            here.session, engagement_id=here.engagement.id, origin=one.origin_of_effects
        )
        if items:
            return [_item_line(here, item) for item in items]
    return [action_line(here, action, names) for action in one.parts.actions]


def _item_line(here: Here, item: Item) -> Spans:
    status = due_in_words(item, here) if item.is_open else status_of(item)
    return line_of(item, item.owner, status)
