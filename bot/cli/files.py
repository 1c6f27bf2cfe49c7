"""headway import and headway export."""

import asyncio
import os
import shutil
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import typer

from bot.cli.finding import find_engagement
from bot.cli.opening import opened
from domain.engagement_file import BadFile, Document, Imported, describe, to_text
from domain.errors import UserError
from handlers.meetings.ics import calendar_of
from handlers.turn import Unasked
from storage.console import CONSOLE
from storage.engagement_file import export_engagement, import_file, left_out, parse_file
from storage.people import ensure_workspace
from storage.spreadsheets import export_lines, to_csv, to_xlsx
from storage.tables import Engagement

JSON, XLSX = "json", "xlsx"
NEEDS_OUT = "A workbook is no text for a terminal: say where to write it, as in --out kpis.xlsx."
UNREADABLE = "{file} cannot be read: {what}."
UNWRITABLE = "{file} cannot be written: {what}."
REFUSED = "Another installation would answer to this file: {sentence}"
BESIDE = ".headway-export-{process}"


def take_in(file: Path, *, now: datetime) -> None:
    """Take in an engagement file, and print what was added and what was left out."""
    try:
        data = file.read_bytes()
    except OSError as failure:
        raise UserError(UNREADABLE.format(file=file, what=failure.strerror)) from failure
    imported = asyncio.run(_import(parse_file(data), now))
    typer.echo("\n".join(describe(imported)))


async def _import(document: Document, now: datetime) -> Imported:
    async with opened() as app, app.database.write() as session:
        workspace = await ensure_workspace(session, platform=CONSOLE, external_id=CONSOLE, now=now)
        return await import_file(session, document, workspace_id=workspace.id, now=now)


def write_out(engagement: str, *, kind: str, out: Path | None, now: datetime) -> None:
    """Write an engagement into a file, or print it; say what the file lacks."""
    if kind == XLSX and out is None:
        raise UserError(NEEDS_OUT)
    content, lacking = asyncio.run(_content(engagement, kind, now))
    if out is not None:
        _write(content, out)
    elif isinstance(content, str):
        typer.echo(content.rstrip("\n"))
    refusals = _refusals(content) if kind == JSON and isinstance(content, str) else []
    for sentence in (*lacking, *refusals):
        typer.echo(" ".join(sentence.split()), err=True)


async def _content(engagement: str, kind: str, now: datetime) -> tuple[str | bytes, Sequence[str]]:
    match kind:
        case "json":
            return await _export(engagement, now)
        case "ics":
            return await _export_meetings(engagement, now), ()
    return await _export_numbers(engagement, kind)


async def _export_meetings(engagement: str, now: datetime) -> str:
    async with opened() as app, app.database.read() as session:
        found = await find_engagement(session, engagement)
        row = await session.get_one(Engagement, found.id)
        return await calendar_of(Unasked(session=session, engagement=row, now=now))


async def _export_numbers(engagement: str, kind: str) -> tuple[str | bytes, Sequence[str]]:
    async with opened() as app, app.database.read() as session:
        found = await find_engagement(session, engagement)
        exported = await export_lines(session, engagement_id=found.id)
    made = to_xlsx(exported.lines) if kind == XLSX else to_csv(exported.lines)
    return made, exported.lacking


async def _export(engagement: str, now: datetime) -> tuple[str | bytes, Sequence[str]]:
    async with opened() as app, app.database.read() as session:
        found = await find_engagement(session, engagement)
        document = await export_engagement(session, engagement_id=found.id, as_of=now.date())
        return to_text(document), await left_out(session, engagement_id=found.id)


def _refusals(text: str) -> list[str]:
    try:
        parse_file(text.encode())
    except BadFile as error:
        return [REFUSED.format(sentence=error.sentence)]
    return []


def _write(content: str | bytes, out: Path) -> None:
    target = out.resolve()
    try:
        if target.exists() and not target.is_file():
            # A terminal or a pipe is written into; a file in its place would be no use to anybody.
            target.write_bytes(_encoded(content))
        else:
            replace_file(target, content)
    except OSError as failure:
        raise UserError(UNWRITABLE.format(file=out, what=failure.strerror)) from failure


def replace_file(target: Path, content: str | bytes) -> None:
    """Write the file whole or not at all: what stood in it before stays until then."""
    beside = target.with_name(BESIDE.format(process=os.getpid()))
    try:
        beside.write_bytes(_encoded(content))
        if target.exists():
            shutil.copymode(target, beside)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def _encoded(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content
