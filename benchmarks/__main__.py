"""python -m benchmarks: every benchmark, one after the other."""

import asyncio
import sys

from benchmarks import charts, figures, import_table, record_kpi, trends


async def _measure() -> int:
    found = [await part.measure() for part in (record_kpi, figures, charts, import_table)]
    return max(found)


if __name__ == "__main__":
    sys.exit(asyncio.run(_measure()) | trends.measure())
