"""What the tests of the command line share."""

import asyncio
from importlib.resources import files

from storage.database import Database

SAMPLE = files("domain.catalogues") / "sample.json"
NOW = "2026-11-20T09:00"


def fails(ran, sentence, status=1):
    assert (ran.status, ran.out) == (status, "")
    assert sentence in ran.err
    assert ran.err.count("\n") == 1
    assert "Traceback" not in ran.err


def within_database(url, change):
    async def work():
        database = Database(url)
        async with database.write() as session:
            result = await change(session)
        await database.close()
        return result

    return asyncio.run(work())
