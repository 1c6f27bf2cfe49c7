"""Charts of one KPI or two: values, gaps, corrections, target and plan."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from domain.chat import Buttons, ChartPoint, Panel, Reply, make_chart, note, reply
from domain.errors import UserError
from domain.numbers.locales import decimal_mark
from domain.periods import Period
from domain.periods.calendar import short_label
from domain.permissions import Action
from domain.targets import target_words
from handlers.kpis import rows
from handlers.kpis.chart_lines import Axis, band_of, lines_of
from handlers.kpis.figures import Figures, figures_of_all
from handlers.kpis.named import find_named
from handlers.kpis.series import UNDO_REASON, habits_of, series_of, shown
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import kpis
from storage.tables import Kpi, KpiUpdate

WHICH = "Which KPI? Write it as in `kpi chart leads`, or two as in `kpi chart leads cpl`."
TOO_MANY = "I can draw two KPIs in one chart. Please pick two."
NOTHING_YET = (
    "Nothing is reported for {name} yet, so there is nothing to draw. Record a value: `kpi {key} 103`."
)
TITLE = "{names}, {engagement}"
TOTAL_TARGET = "{name}: the target is {words}. A total is not drawn beside single values."
UNITS = {"count": "count", "percent": "%", "ratio": "ratio", "days": "days", "score": "score"}
LOWER = ", lower is better"
MOST_KPIS = 2
MOST_PERIODS = 60

router = Router()


@router.command(
    "kpi chart",
    action=Action.READ_KPIS,
    usage="kpi chart KEY [KEY]",
    summary="Draw one KPI over time, or two under each other",
)
async def chart(turn: EngagementTurn, text: str) -> Reply:
    """Draw the KPIs that are named."""
    named = await _named(turn, text)
    found = await series_of(turn, named)
    figures = await figures_of_all(turn, [found[kpi.id] for kpi in named])
    drawn = make_chart(
        title=TITLE.format(names=", ".join(kpi.name for kpi in named), engagement=turn.engagement.name),
        panels=[await panel_of(turn, one) for one in figures],
    )
    asides = [note(line) for one in figures if (line := _total(one))]
    return reply(drawn, *asides, Buttons((rows.button([kpi.id for kpi in named]),)))


async def _named(turn: EngagementTurn, text: str) -> list[Kpi]:
    found: list[Kpi] = []
    rest = text.strip()
    if not rest:
        raise UserError(WHICH)
    while rest:
        kpi, rest = await find_named(turn, rest)
        rest = rest.removeprefix(",").removeprefix("and ").strip()
        found += [] if kpi in found else [kpi]
    if len(found) > MOST_KPIS:
        raise UserError(TOO_MANY)
    return found


def _total(one: Figures) -> str:
    if one.target is None or one.target.kind != "cumulative":
        return ""
    words = target_words(one.target, one.wording, direction=one.traits.direction)
    return TOTAL_TARGET.format(name=one.kpi.name, words=words)


async def panel_of(turn: EngagementTurn, one: Figures) -> Panel:
    """One KPI as it is drawn: every period from its first value on, those before today's definition apart.

    Raises UserError for a KPI without any value.
    """
    kpi = one.kpi
    links = await _earlier(turn, kpi)
    heads = {Period.parse(link.period): link for link in links} | dict(one.series.heads)
    if all(head.value is None for head in heads.values()):
        raise UserError(NOTHING_YET.format(name=kpi.name, key=kpi.key))
    last = max(heads)
    first = max(min(heads).ordinal, last.ordinal - MOST_PERIODS + 1)
    periods = [last]
    while periods[-1].ordinal > first:
        periods.append(periods[-1].previous())
    points = tuple(_points(turn, kpi, heads, periods[::-1]))
    axis = Axis(habits=habits_of(turn, kpi), first=periods[-1])
    return Panel(
        name=kpi.name,
        unit=UNITS.get(kpi.unit, turn.engagement.currency) + (LOWER if kpi.direction == "down" else ""),
        points=points,
        lines=tuple(lines_of(axis, one.target, one.baseline)),
        band=band_of(axis, one.target),
        decimal_mark=decimal_mark(turn.engagement.locale),
    )


async def _earlier(turn: EngagementTurn, kpi: Kpi) -> Sequence[KpiUpdate]:
    """The values of earlier definitions, those that have the same unit and cadence."""
    if kpi.definition_version == 1:
        return []
    known, links = await kpis.earlier(turn.session, engagement_id=turn.engagement.id, kpi_id=kpi.id)
    alike = {one.version for one in known if (one.unit, one.cadence) == (kpi.unit, kpi.cadence)}
    return [link for link in links if link.definition_version in alike]


def _points(
    turn: EngagementTurn, kpi: Kpi, heads: Mapping[Period, KpiUpdate], periods: Sequence[Period]
) -> Iterator[ChartPoint]:
    """A point for each period; a gap belongs to the definition that it lies in."""
    version = heads[max(period for period in heads if period <= periods[0])].definition_version
    for period in periods:
        label = short_label(period, turn.engagement.fiscal_start_month)
        head = heads.get(period)
        version = head.definition_version if head else version
        if head is None or head.value is None:
            yield ChartPoint(label=label, segment=version)
        else:
            yield _point(turn, kpi, head, label=label, value=head.value)


def _point(turn: EngagementTurn, kpi: Kpi, head: KpiUpdate, *, label: str, value: Decimal) -> ChartPoint:
    return ChartPoint(
        label=label,
        value=float(value),
        shown=shown(turn, kpi, value),
        is_provisional=head.is_provisional,
        is_corrected=head.kind == "correction" and head.reason != UNDO_REASON,
        segment=head.definition_version,
    )
