"""The process that draws: a chart comes in at its input, its picture goes out, until the input ends."""

import logging
import os
import signal
import sys
from typing import BinaryIO

from bot.charts.wire import LENGTH_BYTES, chart_from_bytes, framed

# Answering people goes before drawing for them.
NICENESS = 10


def main() -> None:
    """Draw whatever is asked for. Whoever started us ends us, by closing our input."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(NICENESS)
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    from bot.charts.drawing import png_of  # noqa: PLC0415 - it would speak before it was told not to

    pictures = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # A word that some library prints must not land between the pictures.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    while chart := _read(sys.stdin.buffer):
        pictures.write(framed(png_of(chart_from_bytes(chart))))
        pictures.flush()


def _read(charts: BinaryIO) -> bytes:
    return charts.read(int.from_bytes(charts.read(LENGTH_BYTES)))
