"""headway run and headway migrate."""

from importlib.resources import files

import typer

from bot.app import App
from bot.cli.opening import opened
from bot.serve import serve
from storage import console, installation, schema
from storage.console import CONSOLE
from storage.engagement_file import import_file, parse_file
from storage.people import ensure_workspace

MIGRATED = "The database is at revision {revision}."
SAMPLE_LOADED = "Loaded the sample engagements. The channel {channel} is free for one of your own."
FREE_CHANNEL = "#new-client"


async def run() -> int:
    """Migrate, load the sample into an empty console, and serve until told to stop."""
    async with opened(migrates=True, serves=True) as app:
        if app.settings.console and await load_sample(app):
            typer.echo(SAMPLE_LOADED.format(channel=FREE_CHANNEL))
        await serve(app, announce=typer.echo)
    return 0


async def migrate() -> int:
    """Bring the database to the revision of this version."""
    async with opened(migrates=True):
        pass
    typer.echo(MIGRATED.format(revision=schema.HEAD))
    return 0


async def load_sample(app: App) -> bool:
    """Take in the sample where there is no engagement yet. Return whether it was."""
    now = app.clock()
    async with app.database.read() as session:
        if not await installation.is_empty(session):
            return False
    document = parse_file((files("domain.catalogues") / "sample.json").read_bytes())
    async with app.database.write() as session:
        workspace = await ensure_workspace(session, platform=CONSOLE, external_id=CONSOLE, now=now)
        await import_file(session, document, workspace_id=workspace.id, now=now)
        await console.add_channel(session, name=FREE_CHANNEL, now=now)
    return True
