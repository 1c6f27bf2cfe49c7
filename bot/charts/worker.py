"""The process that draws: an order comes in at its input, its picture goes out, until the input ends."""

import logging
import os
import signal
import sys
from typing import BinaryIO

from bot.charts.wire import LENGTH_BYTES, framed, order_from_bytes

# Answering people goes before drawing for them.
NICENESS = 10


def main() -> None:
    """Draw whatever is asked for. Whoever started us ends us, by closing our input."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(NICENESS)
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    from bot.charts.drawing import drawn  # noqa: PLC0415 - it would speak before it was told not to

    pictures = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # A word that some library prints must not land between the pictures.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    while order := _read(sys.stdin.buffer):
        pictures.write(framed(drawn(order_from_bytes(order))))
        pictures.flush()


def _read(orders: BinaryIO) -> bytes:
    return orders.read(int.from_bytes(orders.read(LENGTH_BYTES)))
