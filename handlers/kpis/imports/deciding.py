"""Deciding on a table that was shown: save it, drop it, or say what a name in it means."""

from collections.abc import Sequence
from dataclasses import replace

from domain.chat import Args, Block, Bullets, Button, Buttons, Reply, reply, say
from domain.errors import UserError
from domain.permissions import Action
from domain.spreadsheets import Judged
from handlers import buttons, story
from handlers.kpis.imports.bringing import correct_buttons, name_of, preview
from handlers.kpis.imports.listing import by_kpi, listed
from handlers.kpis.imports.reaching import reach_lines
from handlers.kpis.imports.telling import MOST_SHOWN, counts, findings
from handlers.kpis.imports.weighing import Weighed, weigh
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import imports
from storage.kpis import Link
from storage.tables import KpiImport

SAVED = "Imported {what} from "
NOTHING_NEW = "There is nothing new to save in "
CAN_BE_TOLD = "What can be told now:"
TOLD = "imported {what} from {name}"
DISCARDED = "Dropped. Nothing was saved."
GONE = "That table is no longer here: I keep one for a day. Please bring it again. Nothing was changed."
SAVED_BEFORE = "That table was imported already. Nothing was changed again."

router = Router()


@router.click("kpi import save", action=Action.WRITE_KPI)
async def save(turn: EngagementTurn, args: Args) -> Reply:
    """Save what the table brings, judged again by what is recorded by now."""
    kept = await open_import(turn, args["import"])
    weighed = await weigh(turn, kept)
    await store(turn, weighed)
    brought = {one.kpi.name.id for one in weighed.judgement.of("accepted") if one.kpi}
    reached = await reach_lines(turn, [kpi for kpi_id, kpi in weighed.kpis.items() if kpi_id in brought])
    return saved(turn, weighed, reached=reached)


@router.click("kpi import discard", action=Action.WRITE_KPI)
async def discard(turn: EngagementTurn, args: Args) -> Reply:
    """Forget the table."""
    await imports.drop(turn.session, await open_import(turn, args["import"]))
    return reply(DISCARDED)


@router.click("kpi import name", action=Action.WRITE_KPI)
async def name(turn: EngagementTurn, args: Args) -> Reply:
    """Take words of the table for a KPI, and show again what would be saved."""
    kept = await open_import(turn, args["import"])
    await imports.mean(turn.session, kept, names={args["words"]: args["key"]})
    return await preview(turn, kept)


async def open_import(turn: EngagementTurn, import_id: int) -> KpiImport:
    """The table while it can be decided on. Raises UserError where it was saved, dropped, or is too old."""
    kept = await imports.find(turn.session, engagement_id=turn.engagement.id, import_id=import_id)
    if kept is not None and kept.saved_at is not None:
        raise UserError(SAVED_BEFORE)
    if kept is None or not kept.rows or kept.created_at < turn.now - imports.KEPT:
        raise UserError(GONE)
    return kept


async def store(turn: EngagementTurn, weighed: Weighed) -> None:
    """Append every accepted number to its chain, all or none, and forget the cells."""
    accepted = weighed.judgement.of("accepted")
    await imports.append(
        turn.session,
        [_link(turn, weighed, one) for one in accepted],
        engagement_id=turn.engagement.id,
        now=turn.now,
        import_id=weighed.kept.id,
    )
    await imports.mark_saved(turn.session, weighed.kept, now=turn.now)
    if accepted:
        what = TOLD.format(what=counted(weighed), name=weighed.kept.name)
        await story.tell(turn, subject=f"import:{weighed.kept.id}", what=what)


def _link(turn: EngagementTurn, weighed: Weighed, one: Judged) -> Link:
    if one.kpi is None or one.period is None:
        raise TypeError("only a number for a KPI and a period can be saved")
    kpi, period = weighed.kpis[one.kpi.name.id], str(one.period)
    return Link(
        kpi_id=kpi.id,
        definition_version=kpi.definition_version,
        period=period,
        kind="report",
        value=one.value,
        source=imports.SOURCE,
        reported_by=turn.person.id,
        note=one.note,
        supersedes=weighed.heads.get((kpi.id, period)),
    )


def counted(weighed: Weighed) -> str:
    """What is saved in words: 9 values for 6 KPIs."""
    accepted = weighed.judgement.of("accepted")
    kpis = {one.kpi.name.id for one in accepted if one.kpi}
    values = "1 value" if len(accepted) == 1 else f"{len(accepted):,} values"
    return f"{values} for {'1 KPI' if len(kpis) == 1 else f'{len(kpis):,} KPIs'}"


def saved(turn: EngagementTurn, weighed: Weighed, *, reached: Sequence[str] = ()) -> Reply:
    """What was saved, what was not and why, what can be told by now, and what can be done about it."""
    # Correcting one must not close the way to the next, or to [Undo].
    corrections = [replace(button, is_single_choice=False) for button in correct_buttons(turn, weighed)]
    offered = (*undo_buttons(weighed), *corrections)
    told: list[Block] = [say(CAN_BE_TOLD), Bullets(tuple((line,) for line in reached))] if reached else []
    return reply(*summary(turn, weighed), *told, *([Buttons(offered)] if offered else []))


def undo_buttons(weighed: Weighed) -> tuple[Button, ...]:
    """[Undo] where something was saved."""
    has_new = bool(weighed.judgement.of("accepted"))
    return (buttons.undo("kpi import undo", {"import": weighed.kept.id}),) if has_new else ()


def summary(turn: EngagementTurn, weighed: Weighed, *, most: int | None = MOST_SHOWN) -> list[Block]:
    """What was saved of the table and what was not, and why; in full where `most` is None."""
    start = SAVED.format(what=counted(weighed)) if weighed.judgement.of("accepted") else NOTHING_NEW
    lines = Bullets(tuple((line,) for line in counts(weighed, is_saved=True)))
    blocks: list[Block] = [say(start, *name_of(weighed.kept), "."), lines]
    blocks += listed(turn, weighed) if most is None else by_kpi(turn, weighed)
    return blocks + findings(turn, weighed, most=most)
