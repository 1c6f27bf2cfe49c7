"""The same posts as jobs of APScheduler's own SQLAlchemyJobStore: one date job for each, due at one moment.

python -m benchmarks.job_store SLACK_API_URL FOLDER; it prints how that went. On SQLite without fsync: its job
store is synchronous, and Headway has no synchronous driver for PostgreSQL. A post that fails is lost.
"""

import asyncio
import json
import logging
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import structlog
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore  # noqa: TID251 - what is compared with
from apscheduler.schedulers.asyncio import AsyncIOScheduler  # noqa: TID251 - what is compared with
from sqlalchemy import create_engine, event  # noqa: TID251 - the job store's own database

from benchmarks import crowd
from benchmarks.delivering import make_messenger, used
from bot.slack.send import SlackMessenger
from domain.chat import Address
from domain.errors import NotDelivered
from scheduler.delivery import MAX_IN_FLIGHT
from storage.database import Database

LOOK_SECONDS = 0.2


class _Run:
    """What the jobs share: APScheduler keeps functions by their names, and nothing else."""

    messenger: SlackMessenger
    room: asyncio.Semaphore
    sent = 0
    lost = 0


async def post(number: int, team: str, channel: str) -> None:
    """Post it, as many at once as Headway does."""
    address = Address(platform="slack", workspace=team, conversation=channel)
    async with _Run.room:
        try:
            await _Run.messenger.send(address, crowd.words(number), f"job/{number}")
        except NotDelivered:
            _Run.lost += 1
        else:
            _Run.sent += 1


async def _run(api_url: str, folder: Path) -> dict[str, float]:
    database = Database(f"sqlite+aiosqlite:///{folder / 'unused.db'}")
    _Run.messenger, _Run.room = make_messenger(database, api_url), asyncio.Semaphore(MAX_IN_FLIGHT)
    scheduler = _scheduler(folder)
    scheduler.start(paused=True)
    began = time.perf_counter()
    for number, (team, channel) in enumerate(crowd.places()):
        due_at = datetime.now(UTC)
        scheduler.add_job(post, "date", run_date=due_at, args=(number, team, channel), id=str(number))
    added = time.perf_counter() - began
    began = time.perf_counter()
    scheduler.resume()
    while _Run.sent + _Run.lost < crowd.POSTS:  # noqa: ASYNC110 - counted by jobs
        await asyncio.sleep(LOOK_SECONDS)
    seconds = time.perf_counter() - began
    scheduler.shutdown()
    await _Run.messenger.edge.api.close()
    await database.close()
    return {"adding_seconds": added, "seconds": seconds, "sent": _Run.sent, "lost": _Run.lost}


def _scheduler(folder: Path) -> AsyncIOScheduler:
    engine = create_engine(f"sqlite:///{folder / 'jobs.db'}")
    event.listen(engine, "connect", lambda raw, _record: raw.execute("PRAGMA synchronous=OFF"))
    defaults = {"misfire_grace_time": None}
    return AsyncIOScheduler(
        timezone=UTC, jobstores={"default": SQLAlchemyJobStore(engine=engine)}, job_defaults=defaults
    )


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    told = asyncio.run(_run(sys.argv[1], Path(sys.argv[2])))
    print(json.dumps(told | used()), flush=True)
