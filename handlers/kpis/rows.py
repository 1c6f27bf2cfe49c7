"""[Where from?]: the rows behind a figure, each with who reported it, when, and from where."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from domain.chat import Args, Button, Heading, Reply, Spans, Table, Typed, note, reply
from domain.errors import UserError
from domain.periods import Period
from domain.permissions import Action
from handlers.kpis.series import UNDO_REASON, period_name, shown
from handlers.moments import moment
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import kpis
from storage.tables import Kpi, KpiUpdate

WHERE_FROM = "Where from?"
ROWS_OF = "The rows behind {name}"
LATEST_ROWS = "The rows behind the scorecard"
NO_ROWS = "Nothing is reported for {name} yet."
OPEN_ONE = "Each number has its whole story: `kpi why {key} {period}`."
OPEN_ANY = "All rows of one KPI: `kpi show {key}`. The whole story of a number: `kpi why {key}`."
UNKNOWN_TIME = "at an unknown time"
CORRECTED = "corrected, it was {old}"
SO_FAR = "so far"
COLUMNS = ("Period", "Value", "Reported by", "When", "From", "")
SHOWN_ROWS = 36

router = Router()


def button(kpi_ids: Sequence[int], *, label: str = WHERE_FROM) -> Button:
    """[Where from?] for figures of these KPIs."""
    return Button(label=label, route="kpi rows", args={"kpis": list(kpi_ids)}, is_single_choice=False)


@router.click("kpi rows", action=Action.READ_KPIS, reads=True)
async def show_rows(turn: EngagementTurn, args: Args) -> Reply:
    """Show the rows of one KPI, or the last row of each of several."""
    e = turn.engagement.id
    found = await kpis.by_ids(turn.session, engagement_id=e, kpi_ids=args["kpis"])
    links = await kpis.chains(turn.session, engagement_id=e, kpi_ids=list(found))
    if not found:
        raise UserError
    if len(found) == 1:
        return _all_rows(turn, next(iter(found.values())), links)
    return _last_rows(turn, found, links)


def _all_rows(turn: EngagementTurn, kpi: Kpi, links: Sequence[tuple[KpiUpdate, str]]) -> Reply:
    chains = [list(chain) for _period, chain in groupby(links, key=lambda link: link[0].period)]
    if not chains:
        return reply(NO_ROWS.format(name=kpi.name))
    rows = tuple(_row(turn, kpi, chain) for chain in reversed(chains[-SHOWN_ROWS:]))
    table = Table(columns=COLUMNS, rows=rows, numeric=(1,))
    last = chains[-1][-1][0].period
    return reply(
        Heading(ROWS_OF.format(name=kpi.name)), table, note(OPEN_ONE.format(key=kpi.key, period=last))
    )


def _row(turn: EngagementTurn, kpi: Kpi, chain: Sequence[tuple[KpiUpdate, str]]) -> tuple[Spans, ...]:
    head, who = chain[-1]
    when = moment(turn, head.reported_at) if head.reported_at else UNKNOWN_TIME
    return (
        (period_name(turn, Period.parse(head.period)),),
        (shown(turn, kpi, head.value),),
        (who,),
        (when,),
        (head.source,),
        (Typed(_remark(turn, kpi, chain)),),
    )


def _remark(turn: EngagementTurn, kpi: Kpi, chain: Sequence[tuple[KpiUpdate, str]]) -> str:
    head = chain[-1][0]
    is_corrected = head.kind == "correction" and head.reason != UNDO_REASON and len(chain) > 1
    old = CORRECTED.format(old=shown(turn, kpi, chain[-2][0].value)) if is_corrected else ""
    marks = [SO_FAR if head.is_provisional else "", old, head.reason if is_corrected else head.note]
    return ", ".join(mark for mark in marks if mark)


def _last_rows(
    turn: EngagementTurn, found: Mapping[int, Kpi], links: Sequence[tuple[KpiUpdate, str]]
) -> Reply:
    rows = []
    for kpi_id, group in groupby(links, key=lambda link: link[0].kpi_id):
        chains = [list(chain) for _period, chain in groupby(group, key=lambda link: link[0].period)]
        whole = [
            chain for chain in chains if not chain[-1][0].is_provisional and chain[-1][0].value is not None
        ]
        if whole:
            rows.append(((found[kpi_id].name,), *_row(turn, found[kpi_id], whole[-1])))
    table = Table(columns=("KPI", *COLUMNS), rows=tuple(rows), numeric=(2,))
    key = next(iter(found.values())).key
    return reply(Heading(LATEST_ROWS), table, note(OPEN_ANY.format(key=key)))
