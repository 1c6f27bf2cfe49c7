"""The tripwires of an engagement: what is watched, and what was hit."""

from domain.chat import Heading, Reply, Spans, Table, Typed, note, reply
from domain.periods import Period
from domain.permissions import Action
from handlers.kpis.defined import series_under
from handlers.kpis.series import Series, period_name, shown
from handlers.moments import day
from handlers.routing import Router
from handlers.tripwires.words import words_of
from handlers.turn import EngagementTurn, local_day
from storage import kpis, tripwires
from storage.tables import Kpi, Tripwire
from storage.tripwires import bound_of, held_to

TITLE = "Tripwires"
NONE_YET = "No tripwire is set. Set one as in `tripwire cpl above 300`."
COLUMNS = ("No.", "When", "Set on", "So far", "Agreed on")
ARMED = "watched"
HIT = "hit: {value} for {period}"
NOT_HIT = "not hit: {value} for {period}"
RETIRED = "not watched: the KPI is retired"
REDEFINED = "not watched: the KPI was defined anew"
TO_DROP = "To stop watching for one: `tripwire drop NUMBER`."

router = Router()


@router.command(
    "tripwire list",
    action=Action.READ_KPIS,
    usage="tripwire list",
    summary="Show the tripwires, and which were hit",
    reads=True,
)
async def list_all(turn: EngagementTurn, text: str) -> Reply:
    """Show every tripwire that was not dropped."""
    e = turn.engagement.id
    standing = await tripwires.standing(turn.session, engagement_id=e)
    if not standing:
        return reply(NONE_YET)
    known = await kpis.by_ids(turn.session, engagement_id=e, kpi_ids=[row.kpi_id for row in standing])
    series = await series_under(turn, {held_to(row) for row in standing})
    rows = tuple(_row(turn, row, series[held_to(row)], known[row.kpi_id]) for row in standing)
    return reply(Heading(TITLE), Table(columns=COLUMNS, rows=rows, numeric=(0,)), note(TO_DROP))


def _row(turn: EngagementTurn, row: Tripwire, series: Series, now: Kpi) -> tuple[Spans, ...]:
    set_on = day(turn, local_day(turn.engagement, row.armed_at))
    when = words_of(turn, series.kpi, bound_of(row))
    return (str(row.number),), (when,), (set_on,), (_so_far(turn, row, series, now),), (Typed(row.text),)


def _so_far(turn: EngagementTurn, row: Tripwire, series: Series, now: Kpi) -> str:
    code = row.hit_period or row.period
    period = Period.parse(code) if code else None
    value = None if period is None else series.whole_values().get(period)
    if period is not None and value is not None:
        words = {"value": shown(turn, series.kpi, value), "period": period_name(turn, period)}
        return (HIT if row.hit_at else NOT_HIT).format(**words)
    if now.retired_at is not None:
        return RETIRED
    return ARMED if now.definition_version == row.definition_version else REDEFINED
