"""Recording KPIs through the console: latency at random arrivals, and throughput of a few busy clients.

The numbers of the machine decide nothing; a wrong answer does: then the exit status is not 0.
"""

import asyncio
import json
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from benchmarks.server import Page, Server, open_page, running

ACCOUNT, CHANNEL = "U_MAREN", "#alder-clinics"
# KPI -> a value in the size of its earlier ones, so that nothing is asked before saving.
USUAL = {
    "new_patients": "431",
    "care_plan_members": "300",
    "employer_contracts": "2",
    "patient_rating": "4.6",
    "shop_revenue": "9900",
    "cost_per_new_patient": "74.60",
    "no_show_rate": "7.5%",
    "enquiry_to_booking_rate": "33.4%",
}
YEARS = range(2000, 2025)
SEED = 7
ARRIVALS_PER_SECOND, ARRIVAL_SECONDS = 40, 15.0
CLIENTS, LOOP_SECONDS = 16, 10.0
IDLE_SECONDS = 3.0
TARGETS = "(at most 50 and 150)"


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What was measured, in seconds."""

    latencies: list[float]
    loops: int
    loop_seconds: float

    @property
    def sent(self) -> int:
        """How many records there were, the first one that warms everything included."""
        return 1 + len(self.latencies) + self.loops


async def measure() -> int:
    """Run everything and print it. Return 1 if any answer was wrong, else 0."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with running(folder) as server:
            print(f"first start to /readyz, with migration and sample: {server.ready_seconds:.2f} s")
        async with running(folder) as server:
            await asyncio.sleep(IDLE_SECONDS)
            print(f"start to /readyz: {server.ready_seconds:.2f} s (at most 2.5)")
            print(f"resident when idle: {server.megabytes:.0f} MB (at most 150)")
            outcome = await _work(server)
            print(f"resident after the work: {server.megabytes:.0f} MB")
        _print_timings(outcome)
        return _print_answers(folder / "var" / "headway.db", outcome.sent)


async def _work(server: Server) -> Outcome:
    commands = _commands(Random(SEED))
    async with open_page(server, account=ACCOUNT, channel=CHANNEL) as page:
        await page.say(next(commands))  # the first one pays for everybody's caches
        latencies = await _at_random(page, commands)
        began = time.perf_counter()
        loops = await asyncio.gather(*(_without_rest(page, commands) for _ in range(CLIENTS)))
        seconds = time.perf_counter() - began
    return Outcome(latencies=latencies, loops=sum(loops), loop_seconds=seconds)


def _commands(random: Random) -> Iterator[str]:
    """A record for each KPI and each month of the years, each once, in random order."""
    every = [(kpi, year, month) for kpi in USUAL for year in YEARS for month in range(1, 13)]
    random.shuffle(every)
    return (f"kpi {kpi} {USUAL[kpi]} {year}-{month:02}" for kpi, year, month in every)


async def _at_random(page: Page, commands: Iterator[str]) -> list[float]:
    """Send at random moments, whatever the server does: seconds from each arrival to its answer."""
    random = Random(SEED)
    loop = asyncio.get_running_loop()
    began, at, tasks = loop.time(), 0.0, []
    while (at := at + random.expovariate(ARRIVALS_PER_SECOND)) < ARRIVAL_SECONDS:
        await asyncio.sleep(began + at - loop.time())
        tasks.append(asyncio.create_task(page.say(next(commands))))
    return await asyncio.gather(*tasks)


async def _without_rest(page: Page, commands: Iterator[str]) -> int:
    """Send the next one as soon as the last one is answered. Return how many."""
    ending = time.perf_counter() + LOOP_SECONDS
    count = 0
    while time.perf_counter() < ending and (command := next(commands, None)) is not None:
        await page.say(command)
        count += 1
    return count


def _print_timings(outcome: Outcome) -> None:
    cuts = statistics.quantiles(outcome.latencies, n=100)
    print(
        f"{len(outcome.latencies)} records at {ARRIVALS_PER_SECOND} random arrivals a second:"
        f" median {cuts[49] * 1000:.0f} ms, 99th percentile {cuts[98] * 1000:.0f} ms {TARGETS},"
        f" slowest {max(outcome.latencies) * 1000:.0f} ms"
    )
    rate = outcome.loops / outcome.loop_seconds
    print(f"closed loop of {CLIENTS} clients: {rate:.0f} records a second")


def _print_answers(database: Path, sent: int) -> int:
    """Read in the transcript how each record was answered. Return 1 if any answer was wrong."""
    query = "SELECT reply FROM console_messages WHERE key LIKE '%:answered'"
    with sqlite3.connect(database) as connection:
        said = [_first_words(json.loads(reply)) for (reply,) in connection.execute(query)]
    wrong = [words for words in said if not words.startswith("Recorded:")]
    locked = [words for words in said if "locked" in words]
    print(f"{len(said) - len(wrong)} of {sent} recorded, {len(wrong)} other answers, {len(locked)} locked")
    for words in wrong[:3]:
        print(f"  {words}")
    return 1 if wrong or len(said) != sent else 0


def _first_words(reply: dict[str, list[dict[str, list[object]]]]) -> str:
    spans = reply["blocks"][0].get("spans", [])
    return "".join(one if isinstance(one, str) else str(one) for one in spans)
