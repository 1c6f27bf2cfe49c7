"""headway doctor: what works, what does not, and the cure for it."""

import asyncio
import errno
import os
import socket
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import aiohttp
import typer

from bot.app import utc_now
from bot.findings import Finding, bad, fine
from bot.settings import Settings, SettingsError, check_start, read_settings
from bot.slack.doctor import look_at_installed, look_at_slack, try_live
from bot.teams.doctor import look_at_bots, look_at_teams
from storage import installation, schema
from storage.database import Database
from storage.failures import DATABASE_FAILURES, describe

ANSWER_SECONDS = 5.0
MOST_DRIFT = timedelta(seconds=5)
SOME_ZONE = "Europe/Berlin"

SETTINGS_FINE = "settings: complete."
TOKENS_NONE = "tokens: none are needed, neither Slack nor Teams is set up."
FILE_TO_COME = "database: {file} will be made at the first start."
FOLDER_CLOSED = "The folder {folder} may not be written. Change its permissions, or set DATABASE_URL."
REACHED = "database: {server} answers and can be written."
SILENT = "The database does not answer within {seconds:.0f} seconds. Check DATABASE_URL and the network."
AT_HEAD = "migrations: at revision {revision}, the newest."
BEHIND = "The database is at revision {revision}, and this version needs {head}. Run `headway migrate`."
ODD_URL = "DATABASE_URL holds something that its driver does not take ({what}). Correct or remove it."
CLOCK_FINE = "clock: {now:%Y-%m-%d %H:%M:%S} UTC, as the database says."
CLOCK_OFF = (
    "This computer's clock and the database's are {seconds:.0f} seconds apart. Let both follow a time server."
)
ZONES_FINE = "time zones: known."
ZONES_MISSING = "This computer knows no time zones. Install the Python package tzdata."
PORT_FREE = "port: {port} is free."
PORT_OURS = "port: {port} is used by a running Headway."
PORT_TAKEN = "Port {port} is used by another program. Set PORT to another one."
PORT_CLOSED = "Port {port} at {host} cannot be used ({what}). Set HOST and PORT to others."


async def examine(live: str = "") -> int:
    """Print every finding. Return 1 if any is bad, else 0."""
    found_bad = False
    # Whatever happens to the printing, what was begun is cleaned up.
    async with aclosing(findings(live)) as found:
        async for finding in found:
            typer.echo(str(finding))
            found_bad = found_bad or finding.is_bad
    return 1 if found_bad else 0


async def findings(live: str = "") -> AsyncGenerator[Finding, None]:
    """Look at everything, one after the other; `live` names a Slack channel to post in."""
    try:
        settings = read_settings()
    except SettingsError as error:
        yield bad(error.sentence)
        return
    yield look_at_settings(settings)
    if not settings.has_platform:
        yield fine(TOKENS_NONE)
    async for finding in look_at_slack(settings):
        yield finding
    async for finding in look_at_teams(settings):
        yield finding
    async for finding in look_at_data(settings):
        yield finding
    yield look_at_zones()
    yield await look_at_port(settings.host.strip("[]"), settings.port)
    if live:
        async with aclosing(try_live(settings, live)) as steps:
            async for finding in steps:
                yield finding


def look_at_settings(settings: Settings) -> Finding:
    """Whether a server would start with them."""
    try:
        check_start(settings)
    except SettingsError as error:
        return bad(error.sentence)
    return fine(SETTINGS_FINE)


async def look_at_data(settings: Settings) -> AsyncIterator[Finding]:
    """Whether the database works; if it does, whether what is in it does."""
    is_ready = True
    async for finding in look_at_database(settings.database_url):
        is_ready = is_ready and not finding.is_bad
        yield finding
    file = installation.file_of(settings.database_url)
    if is_ready and (file is None or file.exists()):
        async for finding in look_at_installed(settings):
            yield finding
        async for finding in look_at_bots(settings):
            yield finding


async def look_at_database(url: str) -> AsyncIterator[Finding]:
    """Whether it is there, can be written, is at the right revision and agrees about the time."""
    file = installation.file_of(url)
    if file is not None and not file.exists():
        yield look_at_folder(file)
        return
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            for finding in await _inside(url):
                yield finding
    except TimeoutError:
        yield bad(SILENT.format(seconds=ANSWER_SECONDS))
    except DATABASE_FAILURES as failure:
        yield bad(describe(failure, url))
    except (TypeError, ValueError) as failure:
        # asyncpg is called with whatever stands behind the question mark.
        yield bad(ODD_URL.format(what=failure))


async def _inside(url: str) -> list[Finding]:
    database = Database(url)
    try:
        server = await installation.server(database)
        await installation.check_writable(database)
        revision = await schema.current(database)
        theirs = await installation.moment(database)
    finally:
        await database.close()
    return [
        fine(REACHED.format(server=server)),
        look_at_revision(revision),
        look_at_clock(ours=utc_now(), theirs=theirs),
    ]


def look_at_folder(file: Path) -> Finding:
    """Whether a database file can be made there."""
    folder = next(place for place in file.absolute().parents if place.exists())
    if not os.access(folder, os.W_OK | os.X_OK):
        return bad(FOLDER_CLOSED.format(folder=folder))
    return fine(FILE_TO_COME.format(file=file))


def look_at_revision(revision: str | None) -> Finding:
    """Whether the tables are those of this version."""
    if revision == schema.HEAD:
        return fine(AT_HEAD.format(revision=revision))
    # Revisions are numbered, with four digits each.
    if revision is not None and revision > schema.HEAD:
        return bad(schema.TOO_NEW.format(revision=revision))
    return bad(BEHIND.format(revision=revision or "none", head=schema.HEAD))


def look_at_clock(*, ours: datetime, theirs: datetime) -> Finding:
    """Whether two moments that were read at once agree."""
    apart = abs(ours - theirs)
    if apart > MOST_DRIFT:
        return bad(CLOCK_OFF.format(seconds=apart.total_seconds()))
    return fine(CLOCK_FINE.format(now=ours))


def look_at_zones() -> Finding:
    """Whether there is time zone data."""
    try:
        ZoneInfo(SOME_ZONE)
    except ZoneInfoNotFoundError:
        return bad(ZONES_MISSING)
    return fine(ZONES_FINE)


async def look_at_port(host: str, port: int) -> Finding:
    """Whether the port is free, or ours already."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.create_server((host, port), family=family):
            return fine(PORT_FREE.format(port=port))
    except OSError as failure:
        if failure.errno != errno.EADDRINUSE:
            return bad(PORT_CLOSED.format(port=port, host=host, what=failure.strerror))
    is_ours = await _is_headway(host, port)
    return fine(PORT_OURS.format(port=port)) if is_ours else bad(PORT_TAKEN.format(port=port))


async def _is_headway(host: str, port: int) -> bool:
    name = f"[{host}]" if ":" in host else host
    timeout = aiohttp.ClientTimeout(total=ANSWER_SECONDS)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout) as client,
            client.get(f"http://{name}:{port}/healthz") as answer,
        ):
            return await answer.text() == "alive\n"
    except (aiohttp.ClientError, TimeoutError, UnicodeDecodeError):
        return False
