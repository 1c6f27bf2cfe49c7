"""Bringing a table, pasted or dropped as a file, and showing what would be saved of it."""

import asyncio
import re
from collections.abc import Sequence

from domain.chat import (
    Args,
    Block,
    Bullets,
    Button,
    Buttons,
    Field,
    FieldErrors,
    Form,
    FormRef,
    Reply,
    Say,
    Typed,
    Upload,
    Values,
    note,
    reply,
    say,
)
from domain.kpis.names import NONE_YET, fold
from domain.permissions import Action
from domain.spreadsheets import Judged, NoTable, Sheet
from handlers import buttons
from handlers.kpis.imports.listing import far_off, listed
from handlers.kpis.imports.telling import counts, findings
from handlers.kpis.imports.weighing import Weighed, weigh
from handlers.kpis.series import period_name, typed
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import imports, kpis
from storage.spreadsheets import BadSheet, read_sheet, read_table
from storage.tables import KpiImport

READ_ONE, READ = "I read 1 number in ", "I read {n:,} numbers in "
NOT_YET = ". Nothing is saved yet."
NOTHING_NEW = ". There is nothing to save."
PASTED = "the pasted table"
REFUSED = "{name}: {sentence}"
TOO_LONG = "That is more than {most:,} characters. Please drop it as a CSV file into a chat with me alone."
PASTE_IT = "Please paste a table, with a line for each number or for each KPI."
INTRO = "Or drop a CSV or XLSX file into a chat with me alone. You see what would be saved first."
HINT = "For example columns date, kpi, value, note; or KPIs along one side and months along the other."
EXAMPLE = "2026-08, {name}, 41\n2026-09, {name}, 44"
LEADS = "leads"
ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".tab")
LONGEST_PASTE = 20_000
MOST_OFFERS = 5
LONGEST_LABEL = 75
LONGEST_NAME = 60

_COMMAND = re.compile(r"\bkpi\s+import\b[ ]*", re.IGNORECASE)

router = Router()


@router.command(
    "kpi import",
    action=Action.WRITE_KPI,
    usage="kpi import [TABLE]",
    summary="Bring past numbers: paste a table, or drop a CSV or XLSX file in a chat with me alone",
    opens_form=True,
)
async def import_(turn: EngagementTurn, text: str) -> Reply:
    """Show what the pasted table would save, or the form to paste one into."""
    if not text:
        return Reply(form=FormRef(name="kpi import"))
    return await bring_text(turn, _pasted(turn, text))


def _pasted(turn: EngagementTurn, text: str) -> str:
    """What stands behind the command, with the tab that a header may begin with."""
    act = turn.request.act
    found = _COMMAND.search(act.text) if isinstance(act, Say) else None
    if not isinstance(act, Say) or found is None:
        return text
    return act.text[found.end() :].lstrip("\r\n")


@router.upload(action=Action.WRITE_KPI, endings=ENDINGS)
async def take_file(turn: EngagementTurn, upload: Upload) -> Reply:
    """Show what the table in the file would save. Raises UserError where there is none."""
    name = upload.name[-LONGEST_NAME:]
    try:
        sheet = await asyncio.to_thread(read_sheet, upload.data)
        return await preview(turn, await keep(turn, sheet, name=name))
    except (BadSheet, NoTable) as error:
        raise BadSheet(REFUSED.format(name=name, sentence=error.sentence)) from error


async def keep(turn: EngagementTurn, sheet: Sheet, *, name: str) -> KpiImport:
    """Keep the cells until somebody decides. Raises BadSheet where no KPI is followed yet."""
    if not await kpis.followed(turn.session, engagement_id=turn.engagement.id):
        raise BadSheet(NONE_YET)
    return await imports.add(
        turn.session,
        sheet,
        engagement_id=turn.engagement.id,
        person_id=turn.person.id,
        name=name,
        now=turn.now,
    )


async def bring_text(turn: EngagementTurn, text: str) -> Reply:
    """Show what a pasted table would save. Raises BadSheet where it is none."""
    sheet = await asyncio.to_thread(read_table, text)
    if not sheet.rows:
        raise BadSheet(PASTE_IT)
    return await preview(turn, await keep(turn, sheet, name=PASTED))


async def preview(turn: EngagementTurn, kept: KpiImport) -> Reply:
    """Show what would be saved and what would not, and why; nothing is stored by it."""
    weighed = await weigh(turn, kept)
    has_new = bool(weighed.judgement.of("accepted"))
    lines = Bullets(tuple((line,) for line in counts(weighed, is_saved=False)))
    blocks: list[Block] = [_headline(weighed, NOT_YET if has_new else NOTHING_NEW), lines]
    blocks += [say(sentence) for sentence in far_off(turn, weighed)]
    blocks += listed(turn, weighed)
    blocks += findings(turn, weighed)
    blocks += [note(sentence) for sentence in weighed.judgement.said]
    offered = (*_decisions(kept, has_new=has_new), *_names(weighed))
    offered += () if has_new else correct_buttons(turn, weighed)
    return reply(*blocks, *([Buttons(offered)] if offered else []))


def _headline(weighed: Weighed, ending: str) -> Block:
    n = len(weighed.judgement.numbers)
    return say(READ_ONE if n == 1 else READ.format(n=n), *name_of(weighed.kept), ending)


def name_of(kept: KpiImport) -> tuple[str | Typed, ...]:
    """The name of the file as it was given, or what we call a pasted table."""
    return (PASTED,) if kept.name == PASTED else (Typed(kept.name),)


def _decisions(kept: KpiImport, *, has_new: bool) -> tuple[Button, ...]:
    if not has_new:
        return ()
    args = {"import": kept.id}
    return (
        Button(label="Import", route="kpi import save", args=args, style="primary"),
        Button(label="Discard", route="kpi import discard", args=args),
    )


def _names(weighed: Weighed) -> tuple[Button, ...]:
    """[Patient ratng is Patient rating]: what a person says of words that are near a KPI's name."""
    near: dict[str, Judged] = {}
    for one in weighed.judgement.of("held"):
        if one.reason == "kpi_unsure":
            near.setdefault(fold(one.typed), one)
    return tuple(
        Button(
            label=f"{' '.join(one.typed.split())[:30]} is {one.near.name}"[:LONGEST_LABEL],
            route="kpi import name",
            args={"import": weighed.kept.id, "words": words, "key": one.near.key},
        )
        for words, one in list(near.items())[:MOST_OFFERS]
        if one.near is not None
    )


def correct_buttons(turn: EngagementTurn, weighed: Weighed) -> tuple[Button, ...]:
    """[Correct ...] for numbers that are recorded differently: each opens the form, which asks why."""
    differing = [one for one in weighed.judgement.of("held") if one.reason == "differs_from_recorded"]
    return tuple(_correct_button(turn, one) for one in differing[:MOST_OFFERS])


def _correct_button(turn: EngagementTurn, one: Judged) -> Button:
    if one.kpi is None or one.period is None or one.value is None:
        raise TypeError("only a number for a KPI and a period can be corrected")
    label = f"Correct {one.kpi.name.name}, {period_name(turn, one.period)}"[:LONGEST_LABEL]
    args = {
        "kpi": one.kpi.name.key,
        "value": typed(turn, one.value),
        "period": str(one.period),
        "note": one.note,
    }
    return buttons.ask_by_form("kpi fix", args, label=label)


async def build_form(turn: EngagementTurn, args: Args) -> Form:
    """The form to paste a table into."""
    rows = await kpis.followed(turn.session, engagement_id=turn.engagement.id)
    table = Field(
        name="table",
        label="Table",
        kind="long_text",
        hint=HINT,
        placeholder=EXAMPLE.format(name=rows[0].key if rows else LEADS),
        max_length=LONGEST_PASTE,
    )
    return Form(title="Bring past numbers", fields=(table,), submit_label="Look at it", intro=INTRO)


async def submit_form(turn: EngagementTurn, args: Args, values: Values) -> Reply | FieldErrors:
    """Show what the pasted table would save."""
    text = _first(values.get("table", ()))
    if not text.strip():
        return FieldErrors({"table": PASTE_IT})
    if len(text) > LONGEST_PASTE:
        return FieldErrors({"table": TOO_LONG.format(most=LONGEST_PASTE)})
    return await bring_text(turn, text)


def _first(entered: Sequence[str]) -> str:
    # Not stripped: the header of a table may begin with a tab.
    return entered[0] if entered else ""


router.form("kpi import", action=Action.WRITE_KPI, build=build_form, submit=submit_form)
