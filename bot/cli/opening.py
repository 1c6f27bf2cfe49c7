"""Opening the database for one command, and saying in one line why it cannot be."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.app import App, build
from bot.logs import set_up_logs
from bot.settings import check_start, read_settings
from storage import schema
from storage.failures import DATABASE_FAILURES, DatabaseTrouble, describe

NOT_MIGRATED = "The database is not at the revision of this version. Run `headway migrate` first."


@asynccontextmanager
async def opened(*, migrates: bool = False, serves: bool = False) -> AsyncIterator[App]:
    """Everything wired, with its tables in place. Raises UserError where that is not possible.

    An SQLite file is ours alone, so it is migrated at once; a server may be shared with an older
    version of us, so there it is a step of its own.
    """
    settings = read_settings()
    if serves:
        check_start(settings)
    set_up_logs(settings, is_quiet=not serves)
    try:
        app = build(settings)
        try:
            await _prepare(app, migrates=migrates)
            yield app
        finally:
            await app.database.close()
    except DATABASE_FAILURES as failure:
        raise DatabaseTrouble(describe(failure, settings.database_url)) from failure


async def _prepare(app: App, *, migrates: bool) -> None:
    if migrates or app.database.is_sqlite:
        await schema.migrate(app.database)
    elif not await schema.is_at_head(app.database):
        raise DatabaseTrouble(NOT_MIGRATED)
    await app.prepare()
