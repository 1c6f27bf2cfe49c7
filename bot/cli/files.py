"""headway import and headway export."""

import asyncio
from datetime import datetime
from pathlib import Path

import typer

from bot.cli.nearest import nearest
from bot.cli.opening import opened
from domain.engagement_file import Document, Imported, describe, to_text
from domain.errors import UserError
from storage import installation
from storage.console import CONSOLE
from storage.database import Session
from storage.engagement_file import export_engagement, import_file, parse_file
from storage.installation import Named
from storage.people import ensure_workspace

NO_SHEETS = "--engagement and --as are for spreadsheets, which this version cannot read yet."
JSON_ONLY = "This version writes JSON only: leave --format {kind} out."
UNREADABLE = "{file} cannot be read: {what}."
UNWRITABLE = "{file} cannot be written: {what}."
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
    """Write an engagement as JSON into a file, or print it."""
    if kind != "json":
        raise UserError(JSON_ONLY.format(kind=kind))
    text = asyncio.run(_export(engagement, now))
    if out is None:
        typer.echo(text.rstrip("\n"))
        return
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as failure:
        raise UserError(UNWRITABLE.format(file=out, what=failure.strerror)) from failure


async def _export(engagement: str, now: datetime) -> str:
    async with opened() as app, app.database.read() as session:
        found = await _find(session, engagement)
        return to_text(await export_engagement(session, engagement_id=found.id, as_of=now.date()))


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
