"""Importing a table of 10,000 numbers: shown first, then saved, through the handlers on an SQLite file.

The target is 5 s for both together. A wrong count, or one that takes longer, makes the exit status 1.
"""

import asyncio
import csv
import json
import sys
import tempfile
import time
from datetime import UTC, datetime
from decimal import Decimal
from io import StringIO
from pathlib import Path
from random import Random
from typing import Any

from domain.chat import Address, Answer, Click, Reply, Request, Sender, Upload
from domain.engagement_file import sample
from domain.plain_text import plain_text
from domain.spreadsheets.writing import HEADER, Line
from handlers.dispatch import dispatch
from handlers.services import Services
from storage import kpis, schema
from storage.console import CONSOLE
from storage.database import Database
from storage.engagement_file import find_by_key, import_file, parse_file
from storage.people import ensure_workspace
from storage.spreadsheets import read_sheet, to_xlsx
from storage.tables import Kpi

NOW = datetime(2026, 11, 15, 12, tzinfo=UTC)
KPIS, PERIODS = 100, 100
MOST_SECONDS = 5.0
SEED = 7
WHO, ENGAGEMENT = "U_MAREN", "alder"


async def measure() -> int:
    """Import the table as CSV and print how long each step takes. Return 1 where it is wrong or too slow."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite+aiosqlite:///{Path(folder) / 'headway.db'}")
        try:
            await schema.migrate(database)
            await _set_up(database)
            return await _import(database, _table(Random(SEED)))
        finally:
            await database.close()


async def _set_up(database: Database) -> None:
    document = json.loads(sample())
    document["engagements"] = [one for one in document["engagements"] if one["key"] == ENGAGEMENT]
    async with database.write() as session:
        place = await ensure_workspace(session, platform=CONSOLE, external_id=CONSOLE, now=NOW)
        await import_file(session, parse_file(json.dumps(document).encode()), workspace_id=place.id, now=NOW)
        engagement = await find_by_key(session, key=ENGAGEMENT)
        assert engagement is not None
        owner = (await kpis.followed(session, engagement_id=engagement.id))[0].owner_id
        for number in range(KPIS):
            await kpis.add(session, _kpi(number, owner), engagement_id=engagement.id)


def _kpi(number: int, owner_id: int) -> Kpi:
    return Kpi(
        key=f"measure_{number}",
        name=f"Measure {number:03}",
        aliases=[],
        definition="A number.",
        unit="count",
        aggregation="sum",
        direction="up",
        cadence="monthly",
        owner_id=owner_id,
        created_at=NOW,
    )


def _table(random: Random) -> bytes:
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADER)
    rows = [
        (f"{2018 + month // 12}-{month % 12 + 1:02}-28", f"Measure {number:03}", f"{random.randint(50, 99)}")
        for number in range(KPIS)
        for month in range(PERIODS)
    ]
    random.shuffle(rows)
    writer.writerows((*row, "from the old sheet") for row in rows)
    return out.getvalue().encode()


async def _import(database: Database, data: bytes) -> int:
    shown, looking = await _timed(_ask(database, Upload(name="numbers.csv", data=data)))
    token = next(button.id for button in shown.buttons if button.label == "Import")
    saved, saving = await _timed(_ask(database, Click(button=token)))
    async with database.read() as session:
        engagement = await find_by_key(session, key=ENGAGEMENT)
        assert engagement is not None
        heads = await kpis.heads(session, engagement_id=engagement.id)
        count = sum(head.import_id is not None for head in heads)
    print(plain_text(saved).splitlines()[0])
    print(f"shown in {looking:.2f} s, saved in {saving:.2f} s, together {looking + saving:.2f} s (at most 5)")
    undo = next(button.id for button in saved.buttons if button.label == "Undo")
    _undone, undoing = await _timed(_ask(database, Click(button=undo)))
    print(f"undone in {undoing:.2f} s")
    _measure_workbook(data)
    return 0 if count == KPIS * PERIODS and looking + saving <= MOST_SECONDS else 1


async def _ask(database: Database, act: Upload | Click) -> Reply:
    request = Request(
        key=f"{time.monotonic_ns()}",
        sender=Sender(account=WHO, name=WHO),
        address=Address(platform=CONSOLE, workspace=CONSOLE, account=WHO),
        act=act,
    )
    answer: Answer = await dispatch(Services(database=database), request, now=NOW)
    assert isinstance(answer, Reply)
    return answer


async def _timed(work: Any) -> tuple[Reply, float]:
    began = time.perf_counter()
    return await work, time.perf_counter() - began


def _measure_workbook(data: bytes) -> None:
    """Print how long the same table takes to read as a workbook."""
    rows = list(csv.reader(StringIO(data.decode())))[1:]
    workbook = to_xlsx(
        Line(date=date, kpi=kpi, value=Decimal(value), note=note) for date, kpi, value, note in rows
    )
    began = time.perf_counter()
    read_sheet(workbook)
    print(f"the same as XLSX is read in {time.perf_counter() - began:.2f} s")


if __name__ == "__main__":
    sys.exit(asyncio.run(measure()))
