"""Opening numbers: the list, one KPI with its values, and who said what about one period."""

from domain.chat import Bullets, Fields, Heading, Reply, Table, Typed, note, reply, say
from domain.errors import UserError
from domain.kpis import split_kpi
from domain.kpis.names import NONE_YET, unknown
from domain.periods import Period, split_words_and_period
from domain.permissions import Action
from handlers.kpis.saving import UNDO_REASON
from handlers.kpis.series import (
    NOT_REPORTED,
    Series,
    all_series,
    habits_of,
    last_period,
    names_of,
    period_name,
    series_of,
    shown,
)
from handlers.moments import moment
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import kpis, members
from storage.tables import Kpi, KpiUpdate

WHICH = "Which KPI? Write it as in `kpi show leads`."
WHY_WHAT = "Which number? Write it as in `kpi why leads sep`."
NOTHING_REPORTED = "Nothing is reported for {name} in {period}."
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
KINDS = {"report": "reported", "correction": "corrected to", "retraction": "took it back"}
WENT_BACK = "went back to"
SHOWN_PERIODS = 12

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
    return reply(
        Heading(kpi.name),
        say(kpi.definition),
        Fields(_facts(kpi, owners)),
        _values(turn, series),
        note(f"Every number can be opened: kpi why {kpi.key} {last_period(turn, kpi)}"),
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
        "Definition": f"version {kpi.definition_version}" if kpi.definition_version > 1 else "",
    }
    return tuple((label, (value,)) for label, value in facts.items() if value)


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


async def named(turn: EngagementTurn, text: str, *, otherwise: str, also_retired: bool = False) -> Kpi:
    """The KPI that the text names. Raises UserError with the nearest names, or `otherwise` for no text."""
    if not text.strip():
        raise UserError(otherwise)
    kpi, behind = await find_named(turn, text, also_retired=also_retired)
    if behind:
        raise unknown(text, names_of(await kpis.followed(turn.session, engagement_id=turn.engagement.id)))
    return kpi


async def find_named(turn: EngagementTurn, text: str, *, also_retired: bool = True) -> tuple[Kpi, str]:
    """The KPI that the text begins with, and the rest; one that is followed goes before a retired one."""
    followed = await kpis.followed(turn.session, engagement_id=turn.engagement.id)
    rows = followed
    found = split_kpi(text, names_of(rows))
    if found is None and also_retired:
        rows = await kpis.retired(turn.session, engagement_id=turn.engagement.id)
        found = split_kpi(text, names_of(rows))
    if found is None:
        raise unknown(text, names_of(followed))
    return next(kpi for kpi in rows if kpi.id == found[0].id), found[1]


@router.command(
    "kpi why",
    action=Action.READ_KPIS,
    usage="kpi why KEY [PERIOD]",
    summary="Open a number: who reported it, when, from where, and what was corrected",
    reads=True,
)
async def why(turn: EngagementTurn, text: str) -> Reply:
    """Show the chain behind one number."""
    kpi, period, assumed = await _number(turn, text)
    links = await kpis.chain(
        turn.session, engagement_id=turn.engagement.id, kpi_id=kpi.id, period=str(period)
    )
    words = {"name": kpi.name, "period": period_name(turn, period)}
    if not links:
        return reply(NOTHING_REPORTED.format(**words))
    value = shown(turn, kpi, links[-1][0].value)
    lines = tuple((Typed(_told(turn, kpi, update, who)),) for update, who in links)
    asides = [note(assumed)] if assumed else []
    return reply(Heading("{name}, {period}: ".format(**words) + value), Bullets(lines), *asides)


@router.command(
    "why", action=Action.READ_KPIS, usage="why KEY [PERIOD]", summary="The same as kpi why", reads=True
)
async def why_short(turn: EngagementTurn, text: str) -> Reply:
    """Show the chain behind one number."""
    return await why(turn, text)


async def _number(turn: EngagementTurn, text: str) -> tuple[Kpi, Period, str]:
    """The KPI, the period, and how the period was read where it could mean another."""
    if not text.strip():
        raise UserError(WHY_WHAT)
    kpi, behind = await find_named(turn, text)
    if not behind:
        return kpi, last_period(turn, kpi), ""
    habits = habits_of(turn, kpi)
    rest, read = split_words_and_period(
        behind.rstrip(" ?"),
        today=habits.today,
        cadence=habits.cadence,
        locale=habits.locale,
        fiscal_start_month=habits.fiscal_start_month,
    )
    if read is None or rest.strip().casefold() not in ("", "for", "in", "of"):
        raise UserError(WHY_WHAT)
    return kpi, read.period, read.assumed


def _told(turn: EngagementTurn, kpi: Kpi, update: KpiUpdate, who: str) -> str:
    when = moment(turn, update.reported_at) if update.reported_at else "at an unknown time"
    what = WENT_BACK if update.reason == UNDO_REASON else KINDS[update.kind]
    if update.value is not None:
        what = f"{what} {shown(turn, kpi, update.value)}"
    elif update.supersedes_id is None:
        what = NOT_REPORTED
    behind = [f"from {update.source}"]
    behind += ["so far"] if update.is_provisional else []
    behind += [f"definition {update.definition_version}"] if update.definition_version > 1 else []
    words = " ".join(part for part in (f"“{update.note}”" if update.note else "", _because(update)) if part)
    return f"{when}: {who} {what} ({', '.join(behind)}) {words}".strip()


def _because(update: KpiUpdate) -> str:
    return f"because: {update.reason}" if update.reason else ""
