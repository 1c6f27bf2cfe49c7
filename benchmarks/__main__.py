"""python -m benchmarks: every benchmark, one after the other."""

import asyncio
import sys

from benchmarks import (
    charts,
    evidence_pack,
    figures,
    forecast_cover,
    idle,
    import_table,
    posts,
    record_kpi,
    trends,
)


async def _measure() -> int:
    numbers = await record_kpi.measure() | await figures.measure()
    numbers |= await charts.measure() | await import_table.measure()
    return numbers | await posts.measure() | await idle.measure()


if __name__ == "__main__":
    sys.exit(asyncio.run(_measure()) | trends.measure() | forecast_cover.measure() | evidence_pack.measure())
