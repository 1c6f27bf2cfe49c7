"""Saving reported numbers: the new links, the line of history, and what is said back; and undoing it."""

from collections.abc import Iterator, Mapping, Sequence

from domain.chat import Args, Block, Buttons, Reply, Strong, note, reply, say
from domain.errors import UserError
from domain.periods import Period
from domain.permissions import Action
from domain.wording import capital
from handlers import buttons, story
from handlers.kpis.figures import Figures
from handlers.kpis.meaning import figures_after, in_short, lines_of, more_buttons
from handlers.kpis.reported import Reported
from handlers.kpis.series import UNDO_REASON, Series, period_name, shown
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import kpis
from storage.kpis import Link
from storage.tables import KpiUpdate

RECORDED = "Recorded: {name} is "
FOR = " for {period}{previous}."
SO_FAR = " so far"
PREVIOUS = " ({period}: {value})"
PROVISIONAL = (
    "{period} is still running, so I keep this as provisional. Report it again when the period is over."
)
SAME = "{name} for {period} is {value} already. Nothing to change."
UNDONE = "Undone: {name} for {period} is {value} again."
UNREPORTED = "Undone: {name} for {period} counts as not reported, as before."
CHANGED_SINCE = (
    "{name} was changed again since then, so I left it as it is. Type `kpi why {key}` to see what happened."
)

router = Router()


async def save(turn: EngagementTurn, reported: Sequence[Reported]) -> Reply:
    """Append the numbers to their chains and say what was recorded."""
    fresh = [r for r in reported if not r.is_same]
    links = [link_of(turn, r) for r in fresh]
    rows = await kpis.append(turn.session, links, engagement_id=turn.engagement.id, now=turn.now)
    for r in fresh:
        await _write_history(turn, r)
    figures = await figures_after(turn, [r.series for r in fresh], rows)
    if len(rows) == len(reported) == 1:
        (mine,) = figures.values()
        blocks: list[Block | str] = [_line(turn, fresh[0], mine.series), *lines_of(turn, mine, rows[0])]
    else:
        blocks = [*_lines(turn, reported, figures)]
    blocks += _asides(turn, fresh)
    if rows:
        undo = buttons.undo("kpi undo", {"updates": [row.id for row in rows]})
        blocks.append(Buttons((undo, *more_buttons(list(figures)))))
    return reply(*blocks)


def _lines(
    turn: EngagementTurn, reported: Sequence[Reported], figures: Mapping[int, Figures]
) -> Iterator[Block]:
    """A line for each of several numbers; the last one of a KPI says in a few words what it means."""
    last = {r.kpi.id: r for r in reported}
    for r in reported:
        known = figures.get(r.kpi.id)
        is_told = last[r.kpi.id] is r and not r.is_same and not r.item.is_provisional
        means = f" {in_short(known)}" if known and is_told else ""
        yield _line(turn, r, known.series if known else r.series, means)


def link_of(turn: EngagementTurn, r: Reported) -> Link:
    """The report as the next link of its chain."""
    return Link(
        kpi_id=r.kpi.id,
        definition_version=r.kpi.definition_version,
        period=str(r.item.period),
        kind="report",
        value=r.item.value,
        source=turn.source,
        reported_by=turn.person.id,
        is_provisional=r.item.is_provisional,
        through=turn.today if r.item.is_provisional else None,
        note=r.item.note,
        supersedes=r.head,
    )


async def _write_history(turn: EngagementTurn, r: Reported) -> None:
    words = f"{r.kpi.name} = {shown(turn, r.kpi, r.item.value)} for {period_name(turn, r.item.period)}"
    before = {"value": str(r.head.value)} if r.head and r.head.value is not None else None
    await story.tell(
        turn,
        subject=f"kpi:{r.kpi.key}:{r.item.period}",
        what=f"recorded {words}",
        before=before,
        after={"value": str(r.item.value)},
    )


def _line(turn: EngagementTurn, r: Reported, series: Series, means: str = "") -> Block:
    value, period = shown(turn, r.kpi, r.item.value), period_name(turn, r.item.period)
    if r.is_same:
        return say(SAME.format(name=r.kpi.name, value=value, period=period))
    behind = FOR.format(period=period, previous=previous_value(turn, series, r.item.period)) + means
    return say(RECORDED.format(name=r.kpi.name), Strong(value), behind)


def previous_value(turn: EngagementTurn, series: Series, period: Period) -> str:
    """The value of the period before, in brackets; empty where no other period has one."""
    before = period.previous()
    if not set(series.heads) - {period}:
        return ""
    value = shown(turn, series.kpi, series.value(before))
    head = series.heads.get(before)
    so_far = SO_FAR if head is not None and head.value is not None and head.is_provisional else ""
    return PREVIOUS.format(period=period_name(turn, before), value=value + so_far)


def _asides(turn: EngagementTurn, reported: Sequence[Reported]) -> list[Block]:
    said = [sentence for r in reported for sentence in r.item.assumed]
    running = {r.item.period for r in reported if r.item.is_provisional}
    said += [PROVISIONAL.format(period=period_name(turn, period)) for period in sorted(running)]
    return [note(capital(sentence)) for sentence in dict.fromkeys(said)]


@router.click("kpi undo", action=Action.WRITE_KPI)
async def undo(turn: EngagementTurn, args: Args) -> Reply:
    """Take back numbers that were just recorded, by adding links that say so."""
    lines = [await _undo_one(turn, update_id) for update_id in args["updates"]]
    return reply(*lines)


async def _undo_one(turn: EngagementTurn, update_id: int) -> str:
    engagement_id = turn.engagement.id
    update = await kpis.link(turn.session, engagement_id=engagement_id, update_id=update_id)
    kpi = await kpis.find(turn.session, engagement_id=engagement_id, kpi_id=update.kpi_id) if update else None
    if update is None or kpi is None:
        raise UserError
    if not await kpis.is_head(turn.session, engagement_id=engagement_id, update_id=update_id):
        raise UserError(CHANGED_SINCE.format(name=kpi.name, key=kpi.key))
    before = None
    if update.supersedes_id is not None:
        before = await kpis.link(turn.session, engagement_id=engagement_id, update_id=update.supersedes_id)
    back = link_back(turn, update, before)
    await kpis.append(turn.session, [back], engagement_id=engagement_id, now=turn.now)
    words = {
        "name": kpi.name,
        "period": period_name(turn, Period.parse(update.period)),
        "value": shown(turn, kpi, back.value),
    }
    sentence = (UNREPORTED if back.value is None else UNDONE).format(**words)
    await story.tell(
        turn,
        subject=f"kpi:{kpi.key}:{update.period}",
        what=f"undid {kpi.name} = {shown(turn, kpi, update.value)} for {words['period']}",
        before={"value": None if update.value is None else str(update.value)},
        after={"value": None if back.value is None else str(back.value)},
    )
    return sentence


def link_back(turn: EngagementTurn, update: KpiUpdate, before: KpiUpdate | None) -> Link:
    """A link that makes the state before `update` count again."""
    value = None if before is None else before.value
    return Link(
        kpi_id=update.kpi_id,
        definition_version=update.definition_version,
        period=update.period,
        kind="retraction" if value is None else "correction",
        value=value,
        source=turn.source,
        reported_by=turn.person.id,
        is_provisional=before is not None and before.is_provisional,
        through=before.through if before else None,
        note=before.note if before else "",
        reason=UNDO_REASON,
        supersedes=update,
    )
