"""The jobs: plain coroutines that take the moment as an argument, and how one of them is run."""

from collections.abc import Awaitable, Callable
from datetime import datetime

import structlog

from handlers.schedules.adopting import adopt as adopt_engagements
from scheduler import planning
from scheduler.delivery import Delivery
from scheduler.firing import Firing
from storage.database import Database
from storage.failures import DATABASE_FAILURES
from storage.sweeping import sweep as sweep_rows

Job = Callable[[datetime], Awaitable[None]]

log = structlog.get_logger()


async def deliver(now: datetime, *, delivery: Delivery) -> None:
    """Begin to send every post that is due."""
    await delivery.start(now)


async def adopt(now: datetime, *, database: Database) -> None:
    """Give engagements that have none their schedules, and tell their leads what will be posted."""
    async with database.write() as session:
        await adopt_engagements(session, now=now)


async def plan(now: datetime, *, database: Database) -> None:
    """Plan what comes within two days."""
    await planning.plan(now, database=database)


async def fire(now: datetime, *, firing: Firing) -> None:
    """Decide what comes of every occurrence that is due."""
    await firing.fire(now)


async def sweep(now: datetime, *, database: Database) -> None:
    """Throw away what nobody needs any more: receipts, offers, the words of old answers."""
    async with database.write() as session:
        await sweep_rows(session, now=now)


async def run(name: str, job: Job, now: datetime) -> bool:
    """Run the job as of that moment. Return False where it failed; the log says how."""
    try:
        await job(now)
    except DATABASE_FAILURES as failure:
        # Each second while the database is away: one line is enough.
        log.error("job_failed", job=name, error=type(failure).__name__)
    except Exception:
        log.exception("job_failed", job=name)
    else:
        return True
    return False
