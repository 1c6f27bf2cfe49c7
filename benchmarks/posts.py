"""Posts that are all due at once: 10,000 in 2,000 channels of 200 workspaces, by one and two processes.

It runs alone as python -m benchmarks.posts. A workspace may have ten posts a second after fifty at once, a
channel one after four, so those limits hold nobody up for long. PostgreSQL, without fsync, and the local
Slack run in processes of their own. The numbers of the machine decide nothing; a post that is lost or comes
twice does: then the exit status is not 0.
"""

import asyncio
import json
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import func, select  # noqa: TID251 - looks at the outbox from outside

from benchmarks import crowd
from storage.database import Database
from storage.tables import OutboxPost
from tests.postgres import fresh_database, running_server

DUE_IN = timedelta(seconds=8)
LOOK_SECONDS = 0.5
MOST_SECONDS = 240.0


@dataclass(frozen=True, kw_only=True)
class Child:
    """A process of ours: it answers with a line once it is ready, and with a report once its input ends."""

    process: asyncio.subprocess.Process
    said: str

    async def end(self) -> dict[str, Any]:
        """Let it end. Return its report."""
        said, _errors = await self.process.communicate(b"")
        report: dict[str, Any] = json.loads(said.decode().splitlines()[-1])
        return report


@asynccontextmanager
async def child(*arguments: str) -> AsyncIterator[Child]:
    """Run a module of the benchmark in a process of its own."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", *arguments, stdin=pipe, stdout=pipe)
    assert process.stdout is not None
    try:
        yield Child(process=process, said=(await process.stdout.readline()).decode().strip())
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def measure() -> int:
    """Measure with one process and with two. Return 1 if a post was lost or came twice, else 0."""
    print(
        f"{crowd.POSTS:,} posts due at the same moment in {crowd.CHANNELS:,} channels of"
        f" {crowd.WORKSPACES} workspaces, on PostgreSQL (no fsync)"
    )
    with running_server() as server:
        wrong = [await _measure(server, processes=count) for count in (1, 2)]
    await _compare()
    return max(wrong)


async def _measure(server: str, *, processes: int) -> int:
    with fresh_database(server) as url:
        database = Database(url)
        due_at = datetime.now(UTC) + DUE_IN
        await crowd.fill(database, due_at=due_at)
        async with AsyncExitStack() as stack:
            slack = await stack.enter_async_context(child("benchmarks.slack_process"))
            workers = [
                await stack.enter_async_context(child("benchmarks.delivering", url, slack.said))
                for _process in range(processes)
            ]
            late = (datetime.now(UTC) - due_at).total_seconds()
            states, last_at = await _wait(database)
            used = [await worker.end() for worker in workers]
            got = await slack.end()
        await database.close()
    seconds = (last_at - due_at).total_seconds() - max(late, 0.0)
    _print(processes, seconds, used, states, got)
    return int(states != {"sent": crowd.POSTS} or got["posts"] != crowd.POSTS != got["different"])


async def _compare() -> None:
    """The same number of date jobs in APScheduler's own job store, which call the same messenger."""
    with tempfile.TemporaryDirectory() as folder:
        async with child("benchmarks.slack_process") as slack:
            store = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "benchmarks.job_store", slack.said, folder),
                stdout=asyncio.subprocess.PIPE,
            )
            said, _errors = await store.communicate()
            got = await slack.end()
    told = json.loads(said)
    print(
        f"APScheduler's SQLAlchemyJobStore (SQLite, no fsync): {told['sent'] / told['seconds']:.0f} posts a"
        f" second, the last after {told['seconds']:.1f} s, {told['megabytes']:.0f} MB,"
        f" {told['cpu_seconds']:.1f} s of processor; {told['lost']} lost, Slack got {got['posts']:,};"
        f" adding the jobs took {told['adding_seconds']:.1f} s"
    )


async def _wait(database: Database) -> tuple[dict[str, int], datetime]:
    """Wait until nothing is on its way. Return how the posts ended, and when the last one was sent."""
    waits = select(func.count()).where(OutboxPost.state.in_(("pending", "sending")))
    async with asyncio.timeout(MOST_SECONDS):
        while await _one(database, waits):  # noqa: ASYNC110 - other processes
            await asyncio.sleep(LOOK_SECONDS)
    async with database.read() as session:
        ended = await session.execute(select(OutboxPost.state, func.count()).group_by(OutboxPost.state))
        states = {row[0]: row[1] for row in ended}
    return states, await _one(database, select(func.max(OutboxPost.sent_at)))


async def _one(database: Database, query: Any) -> Any:
    async with database.read() as session:
        return await session.scalar(query)


def _print(
    processes: int, seconds: float, used: list[dict[str, Any]], states: dict[str, int], got: dict[str, int]
) -> None:
    megabytes = " + ".join(f"{one['megabytes']:.0f}" for one in used)
    cpu = " + ".join(f"{one['cpu_seconds']:.1f}" for one in used)
    print(
        f"{processes} delivering: {crowd.POSTS / seconds:.0f} posts a second, the last after {seconds:.1f} s,"
        f" {megabytes} MB, {cpu} s of processor; ended {states}, Slack got {got['posts']:,}"
        f" ({got['different']:,} different, {got['refused']} refused)"
    )


if __name__ == "__main__":
    sys.exit(asyncio.run(measure()))
