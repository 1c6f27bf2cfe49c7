"""python -m benchmarks: every benchmark, one after the other."""

import asyncio
import sys

from benchmarks import charts, record_kpi, trends


async def _measure() -> int:
    return await record_kpi.measure() | await charts.measure()


if __name__ == "__main__":
    sys.exit(asyncio.run(_measure()) | trends.measure())
