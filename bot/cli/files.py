"""headway import and headway export."""

import asyncio
import os
import shutil
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import typer

from bot.cli.nearest import nearest
from bot.cli.opening import opened
from domain.engagement_file import BadFile, Document, Imported, describe, to_text
from domain.errors import UserError
from storage import installation
from storage.console import CONSOLE
from storage.database import Session
from storage.engagement_file import export_engagement, import_file, left_out, parse_file
from storage.installation import Named
from storage.people import ensure_workspace

NO_SHEETS = "--engagement and --as are for spreadsheets, which this version cannot read yet."
JSON_ONLY = "This version writes JSON only: leave --format {kind} out."
UNREADABLE = "{file} cannot be read: {what}."
UNWRITABLE = "{file} cannot be written: {what}."
REFUSED = "Another installation would answer to this file: {sentence}"
BESIDE = ".headway-export-{process}"
NO_ENGAGEMENT = "There is no engagement {name}."
NONE_YET = "There is no engagement yet. Set one up, or import a file."
SEVERAL = "Several engagements are called {name}. Use the key: {keys}."


def take_in(file: Path, *, now: datetime, is_sheet: bool) -> None:
    """Take in an engagement file, and print what was added and what was left out."""
    if is_sheet:
        raise UserError(NO_SHEETS)
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
    """Write an engagement as JSON into a file, or print it; say what the file lacks."""
    if kind != "json":
        raise UserError(JSON_ONLY.format(kind=kind))
    text, lacking = asyncio.run(_export(engagement, now))
    if out is None:
        typer.echo(text.rstrip("\n"))
    else:
        _write(text, out)
    for sentence in (*lacking, *_refusals(text)):
        typer.echo(" ".join(sentence.split()), err=True)


async def _export(engagement: str, now: datetime) -> tuple[str, Sequence[str]]:
    async with opened() as app, app.database.read() as session:
        found = await _find(session, engagement)
        document = await export_engagement(session, engagement_id=found.id, as_of=now.date())
        return to_text(document), await left_out(session, engagement_id=found.id)


def _refusals(text: str) -> list[str]:
    try:
        parse_file(text.encode())
    except BadFile as error:
        return [REFUSED.format(sentence=error.sentence)]
    return []


def _write(text: str, out: Path) -> None:
    target = out.resolve()
    try:
        if target.exists() and not target.is_file():
            # A terminal or a pipe is written into; a file in its place would be no use to anybody.
            target.write_text(text, encoding="utf-8")
        else:
            replace_file(target, text)
    except OSError as failure:
        raise UserError(UNWRITABLE.format(file=out, what=failure.strerror)) from failure


def replace_file(target: Path, text: str) -> None:
    """Write the file whole or not at all: what stood in it before stays until then."""
    beside = target.with_name(BESIDE.format(process=os.getpid()))
    try:
        beside.write_text(text, encoding="utf-8")
        if target.exists():
            shutil.copymode(target, beside)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


async def _find(session: Session, typed: str) -> Named:
    """The engagement of this key or name. Raises UserError with the nearest ones."""
    known = await installation.engagements(session)
    if not known:
        raise UserError(NONE_YET)
    wanted = typed.strip().casefold()
    found = [one for one in known if one.key == typed] or [
        one for one in known if wanted in (one.key.casefold(), one.name.casefold())
    ]
    if len(found) > 1:
        keys = ", ".join(one.key for one in found)
        raise UserError(SEVERAL.format(name=typed, keys=keys))
    if not found:
        raise UserError(nearest(NO_ENGAGEMENT.format(name=typed), typed, [one.key for one in known]))
    return found[0]
