"""Opening numbers: the list, one KPI with its values, and who said what about one period."""

from domain.chat import Bullets, Fields, Heading, Reply, Table, note, reply, say
from domain.kpis.names import NONE_YET
from domain.periods import Period
from domain.permissions import Action
from handlers.kpis.earlier import earlier_blocks
from handlers.kpis.figures import figures_of_all
from handlers.kpis.meaning import summary_of
from handlers.kpis.named import named
from handlers.kpis.series import (
    UNDO_REASON,
    Series,
    all_series,
    last_period,
    period_name,
    series_of,
    shown,
)
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import members
from storage.tables import Kpi, KpiUpdate

WHICH = "Which KPI? Write it as in `kpi show leads`."
OPEN_ONE = "Every number can be opened: `kpi why {key} {period}`."
SO_FAR = "so far"
UNITS = {
    "count": "count",
    "currency": "money",
    "percent": "percent",
    "ratio": "ratio",
    "days": "days",
    "score": "score",
}
DIRECTIONS = {"up": "higher is better", "down": "lower is better", "range": "best inside a range"}
AGGREGATIONS = {
    "sum": "periods add up",
    "mean": "longer periods show the simple average",
    "last": "the last value counts",
    "weighted": "longer periods are weighted",
}
SHOWN_PERIODS = 12
IN_SOW = "in the statement of work"
DRIVER = "driver"
SEASONAL = "follows the time of year"

router = Router()


@router.command(
    "kpi list",
    action=Action.READ_KPIS,
    usage="kpi list",
    summary="Show every KPI with its last value",
    reads=True,
)
async def list_all(turn: EngagementTurn, text: str) -> Reply:
    """Show every KPI with its last ended period."""
    series = await all_series(turn)
    if not series:
        return reply(NONE_YET)
    owners = await _names(turn)
    rows = tuple(_row(turn, s, owners) for s in series)
    table = Table(columns=("KPI", "Value", "Period", "Owner"), rows=rows, numeric=(1,))
    return reply(Heading(f"KPIs of {turn.engagement.name}"), table)


def _row(turn: EngagementTurn, series: Series, owners: dict[int, str]) -> tuple[tuple[str], ...]:
    kpi = series.kpi
    period = last_period(turn, kpi)
    value = shown(turn, kpi, series.value(period))
    owner = owners.get(kpi.owner_id, "")
    return ((kpi.name,), (value,), (period_name(turn, period),), (owner,))


async def _names(turn: EngagementTurn) -> dict[int, str]:
    rows = await members.current(turn.session, engagement_id=turn.engagement.id)
    return {person.id: person.name for _membership, person in rows}


@router.command(
    "kpi show",
    action=Action.READ_KPIS,
    usage="kpi show KEY",
    summary="Show one KPI: definition, owner and the values of the last year",
    reads=True,
)
async def show(turn: EngagementTurn, text: str) -> Reply:
    """Show what the KPI is, and its values."""
    kpi = await named(turn, text, otherwise=WHICH, also_retired=True)
    series = (await series_of(turn, [kpi]))[kpi.id]
    owners = await _names(turn)
    (figures,) = await figures_of_all(turn, [series])
    return reply(
        Heading(kpi.name),
        say(kpi.definition),
        Fields(_facts(kpi, owners)),
        Bullets(tuple((line,) for line in summary_of(turn, figures, owners))),
        _values(turn, series),
        *await earlier_blocks(turn, kpi),
        note(OPEN_ONE.format(key=kpi.key, period=last_period(turn, kpi))),
    )


def _facts(kpi: Kpi, owners: dict[int, str]) -> tuple[tuple[str, tuple[str]], ...]:
    facts = {
        "Key": kpi.key,
        "Also called": ", ".join(kpi.aliases),
        "Formula": kpi.formula,
        "Unit": UNITS[kpi.unit],
        "Direction": DIRECTIONS[kpi.direction],
        "Adding up": AGGREGATIONS[kpi.aggregation],
        "Cadence": kpi.cadence,
        "Owner": owners.get(kpi.owner_id, ""),
        "Backup": owners.get(kpi.backup_owner_id or 0, ""),
        "Source": kpi.source,
        "Funnel stage": kpi.stage,
        "Role": _role(kpi),
        "Definition": f"version {kpi.definition_version}" if kpi.definition_version > 1 else "",
    }
    return tuple((label, (value,)) for label, value in facts.items() if value)


def _role(kpi: Kpi) -> str:
    words = {IN_SOW: kpi.is_in_sow, DRIVER: kpi.is_driver, SEASONAL: kpi.is_seasonal}
    return ", ".join(word for word, is_so in words.items() if is_so)


def _values(turn: EngagementTurn, series: Series) -> Table:
    period = last_period(turn, series.kpi)
    head = series.heads.get(period.next())
    rows = []
    if head is not None and head.is_provisional and head.value is not None:
        rows.append(_value_row(turn, series, period.next()))
    first = min(series.heads, default=period)
    for _step in range(SHOWN_PERIODS):
        if period < first:
            break
        rows.append(_value_row(turn, series, period))
        period = period.previous()
    return Table(columns=("Period", "Value", ""), rows=tuple(rows), numeric=(1,))


def _value_row(turn: EngagementTurn, series: Series, period: Period) -> tuple[tuple[str], ...]:
    head = series.heads.get(period)
    return ((period_name(turn, period),), (shown(turn, series.kpi, series.value(period)),), (_remark(head),))


def _remark(head: KpiUpdate | None) -> str:
    if head is None or head.value is None:
        return ""
    marks = [
        SO_FAR if head.is_provisional else "",
        "corrected" if head.kind == "correction" and head.reason != UNDO_REASON else "",
        head.note,
    ]
    return ", ".join(mark for mark in marks if mark)
