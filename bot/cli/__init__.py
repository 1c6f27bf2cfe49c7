"""The command line. Nothing is imported until somebody is there to catch a Ctrl+C."""

import sys

INTERRUPTED = 130
STOPPED = "Stopped."


def main() -> int:
    """Run the command that was typed. Return its exit status."""
    try:
        from bot.cli.entry import run  # noqa: PLC0415 - it takes half a second, in which people press Ctrl+C

        return run()
    except KeyboardInterrupt:
        sys.stderr.write(f"{STOPPED}\n")
        return INTERRUPTED


__all__ = ["main"]
