"""A table that was brought, judged against what is recorded by now."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.kpis.doubts import lowest_and_highest
from domain.literals import literal
from domain.periods import CADENCES
from domain.permissions import Action, who_may
from domain.spreadsheets import Followed, Frame, Judgement, Names, Recorded, Sheet, Sight, guess, judge
from domain.wording import listed
from handlers import permissions
from handlers.kpis.series import names_of
from handlers.turn import EngagementTurn
from storage import imports, kpis, members
from storage.tables import Kpi, KpiImport, KpiUpdate

WRITERS = "a {roles}"
OR_THEY = "{people}, or by {roles}"

Heads = Mapping[tuple[int, str], KpiUpdate]


@dataclass(frozen=True, kw_only=True)
class Weighed:
    """A table that is kept, what becomes of its numbers, and what it was judged against."""

    kept: KpiImport
    judgement: Judgement
    kpis: Mapping[int, Kpi]
    heads: Heads
    writers: Mapping[int, str]


async def weigh(turn: EngagementTurn, kept: KpiImport) -> Weighed:
    """Judge the table as of now. Raises NoTable, a UserError, where no table of KPIs can be made out."""
    rows = await kpis.followed(turn.session, engagement_id=turn.engagement.id)
    heads = await kpis.heads(turn.session, engagement_id=turn.engagement.id)
    by_period = {(head.kpi_id, head.period): head for head in heads}
    frame = _frame(turn, rows, heads)
    known = names_of(rows)
    names = Names(known=known, meant=kept.settings.get("names", {}))
    # Off the event loop: a large table takes a second, in which others want answers.
    judgement = await asyncio.to_thread(_judge, imports.sheet_of(kept), frame, names)
    return Weighed(
        kept=kept,
        judgement=judgement,
        kpis={kpi.id: kpi for kpi in rows},
        heads=by_period,
        writers=await _writers(turn, rows),
    )


def _judge(sheet: Sheet, frame: Frame, names: Names) -> Judgement:
    sight = Sight(
        names=names,
        today=frame.today,
        locale=frame.locale,
        currency=frame.currency,
        fiscal_start_month=frame.fiscal_start_month,
    )
    return judge(guess(sheet, sight), frame, sight)


def _frame(turn: EngagementTurn, rows: Sequence[Kpi], heads: Sequence[KpiUpdate]) -> Frame:
    recorded: dict[int, dict[str, Recorded]] = {kpi.id: {} for kpi in rows}
    for head in heads:
        if head.kpi_id in recorded:
            recorded[head.kpi_id][head.period] = Recorded(
                value=head.value, is_provisional=head.is_provisional
            )
    names = names_of(rows)
    followed = {
        kpi.id: Followed(
            name=name,
            unit=kpi.unit,
            cadence=literal(kpi.cadence, CADENCES),
            bounds=lowest_and_highest(kpi.unit, kpi.valid_min, kpi.valid_max),
            is_writable=permissions.is_writer(turn, kpi),
            recorded=recorded[kpi.id],
        )
        for kpi, name in zip(rows, names, strict=True)
    }
    return Frame(
        kpis=followed,
        today=turn.today,
        locale=turn.engagement.locale,
        currency=turn.engagement.currency,
        fiscal_start_month=turn.engagement.fiscal_start_month,
    )


async def _writers(turn: EngagementTurn, rows: Sequence[Kpi]) -> Mapping[int, str]:
    """KPI id -> who may record it, in words, for those that this person may not."""
    closed = [kpi for kpi in rows if not permissions.is_writer(turn, kpi)]
    if not closed:
        return {}
    crowd = await members.current(turn.session, engagement_id=turn.engagement.id)
    names = {person.id: person.name for _member, person in crowd if person.id != turn.person.id}
    return {
        kpi.id: _in_words([names[one] for one in (kpi.owner_id, kpi.backup_owner_id) if one in names])
        for kpi in closed
    }


def _in_words(names: Sequence[str]) -> str:
    """The people who look after a KPI, and the roles that may record any."""
    roles = WRITERS.format(roles=who_may(Action.WRITE_ANY_KPI))
    return OR_THEY.format(people=listed(names), roles=roles) if names else roles
