"""How long a chart takes, and how long it keeps everybody else waiting.

`python -m benchmarks.charts` measures; `--pictures docs/charts` draws the pictures of the docs anew.
"""

import argparse
import asyncio
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from benchmarks.chart_cases import CASES
from bot.charts.service import Charts
from domain.chat.charts import Chart

CHARTS = 20
TICK_SECONDS = 0.001
MOST_MILLISECONDS = 250.0
MOST_DELAY_MILLISECONDS = 20.0


async def measure() -> int:
    """Draw 20 charts that were never drawn, print the figures, and return 1 where one is over its limit."""
    charts, delays = Charts(), list[float]()
    ticking = asyncio.create_task(_tick(delays))
    starting = await _milliseconds(charts, CASES["1-target-and-plan"])
    times = [await _milliseconds(charts, made) for made in _fresh_charts()]
    ticking.cancel()
    again = await _milliseconds(charts, CASES["1-target-and-plan"])
    await charts.close()
    median, longest, delay = statistics.median(times), max(times), max(delays) * 1000
    print(f"the first chart, with the start of the process that draws: {starting:.0f} ms")
    print(
        f"{CHARTS} charts: median {median:.0f} ms, longest {longest:.0f} ms (at most {MOST_MILLISECONDS:.0f})"
    )
    print(f"a chart that was drawn before: {again:.2f} ms")
    print(f"longest delay of another request: {delay:.1f} ms (at most {MOST_DELAY_MILLISECONDS:.0f})")
    return int(longest > MOST_MILLISECONDS or delay > MOST_DELAY_MILLISECONDS)


async def draw() -> dict[str, bytes]:
    """The six charts of the docs: name -> PNG."""
    charts = Charts()
    drawn = {name: await charts.png(made) for name, made in CASES.items()}
    await charts.close()
    return drawn


def main() -> int:
    """Measure, or write the pictures where the arguments name a folder."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument(
        "--pictures", type=Path, metavar="FOLDER", help="write the pictures of the docs there"
    )
    folder = wanted.parse_args().pictures
    if folder is None:
        return asyncio.run(measure())
    folder.mkdir(parents=True, exist_ok=True)
    for name, picture in asyncio.run(draw()).items():
        (folder / f"{name}.png").write_bytes(picture)
    return 0


def _fresh_charts() -> Iterator[Chart]:
    cases = list(CASES.values())
    return (replace(cases[at % len(cases)], title=f"Chart number {at}") for at in range(CHARTS))


async def _milliseconds(charts: Charts, made: Chart) -> float:
    began = time.perf_counter()
    await charts.png(made)
    return (time.perf_counter() - began) * 1000


async def _tick(delays: list[float]) -> None:
    while True:
        began = time.perf_counter()
        await asyncio.sleep(TICK_SECONDS)
        delays.append(time.perf_counter() - began - TICK_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
