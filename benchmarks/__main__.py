"""python -m benchmarks: every benchmark, one after the other."""

import asyncio
import sys

from benchmarks.record_kpi import measure

if __name__ == "__main__":
    sys.exit(asyncio.run(measure()))
