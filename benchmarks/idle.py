"""What schedules cost that have nothing to do: 100,000 of them, and the real timetable over a minute.

It runs alone as python -m benchmarks.idle. On SQLite, so that the database's work is in the share as well.
The exit status is 1 where it takes more than a hundredth of a core.
"""

import asyncio
import logging
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import insert  # noqa: TID251 - a hundred thousand rows at once, which nobody else adds

from bot.app import App, build
from bot.settings import Settings
from domain.jobs import jobs
from storage import schema
from storage.database import Session
from storage.tables import Engagement, Occurrence, Schedule, ScheduleVersion

SCHEDULES = 100_000
CHUNK = 2_000
SECONDS = 60.0
AT_MOST = 0.01
FAR = timedelta(days=20)
CADENCE = {"rule": "weekly"}


async def measure() -> int:
    """Measure and print it. Return 1 where it is too much, else 0."""
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "idle.db"
        app = build(Settings(database_url=f"sqlite+aiosqlite:///{file}", console=True))
        await schema.migrate(app.database)
        now = datetime.now(UTC)
        async with app.database.write() as session:
            await _fill(session, now)
        share = await _share(app)
        await app.charts.close()
        await app.database.close()
    print(
        f"{SCHEDULES:,} idle schedules: the timetable takes {share:.2%} of a core over {SECONDS:.0f} s"
        f" (at most {AT_MOST:.0%})"
    )
    return int(share > AT_MOST)


async def _share(app: App) -> float:
    """The share of a core that the timetable takes, with everything that it does."""
    app.timetable.start()
    await asyncio.sleep(2)  # the first tick pays for everybody's caches
    began, used = time.perf_counter(), time.process_time()
    await asyncio.sleep(SECONDS)
    share = (time.process_time() - used) / (time.perf_counter() - began)
    await app.timetable.stop()
    return share


async def _fill(session: Session, now: datetime) -> None:
    """Every job of the catalogue in as many engagements as it takes, each with a date in the far future."""
    names = [*jobs()]
    count = SCHEDULES // len(names) + 1
    everyone = [_engagement(number, now) for number in range(1, count + 1)]
    numbered = enumerate(((one["id"], name) for one in everyone for name in names), start=1)
    rows = [(number, engagement, job) for number, (engagement, job) in numbered][:SCHEDULES]
    await _insert(session, Engagement, everyone)
    await _insert(session, Schedule, [_schedule(*row, now=now) for row in rows])
    await _insert(session, ScheduleVersion, [_version(*row, now=now) for row in rows])
    await _insert(session, Occurrence, [_occurrence(*row, now=now) for row in rows])


async def _insert(session: Session, table: Any, rows: list[dict[str, Any]]) -> None:
    for at in range(0, len(rows), CHUNK):
        await session.execute(insert(table), rows[at : at + CHUNK])


def _engagement(number: int, now: datetime) -> dict[str, Any]:
    usual = {"currency": "GBP", "zone": "Europe/London", "locale": "en-GB", "aliases": [], "terms": {}}
    names = {"key": f"client_{number}", "name": f"Client {number}"}
    return {**usual, **names, "id": number, "start": date(2026, 1, 1), "created_at": now}


def _schedule(number: int, engagement_id: int, job: str, *, now: datetime) -> dict[str, Any]:
    planned = {"plan_at": now + FAR, "planned_until": now.date(), "announced_at": now, "created_at": now}
    return {"id": number, "engagement_id": engagement_id, "job": job, "version": 1, **planned}


def _version(number: int, engagement_id: int, job: str, *, now: datetime) -> dict[str, Any]:
    said = {"name": job, "cadence": CADENCE, "settings": {}, "source": "job", "at": now}
    return {"engagement_id": engagement_id, "schedule_id": number, "version": 1, **said}


def _occurrence(number: int, engagement_id: int, job: str, *, now: datetime) -> dict[str, Any]:
    when = {"local_date": (now + FAR).date(), "due_at": now + FAR, "latest_at": now + FAR}
    return {"engagement_id": engagement_id, "schedule_id": number, "version": 1, "job": job, **when}


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    sys.exit(asyncio.run(measure()))
