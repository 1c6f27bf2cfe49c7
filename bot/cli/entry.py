"""What was typed, run: every failure is one line on standard error, and a status that is not 0."""

import errno
import logging
import os
import sys
from types import TracebackType

import typer

from bot.cli.commands import commands
from bot.settings import SettingsError
from domain.errors import UserError

FAILED = 1
MISUSED = 2

BROKEN = "Something went wrong on our side ({what}). LOG_LEVEL=debug shows where."
FULL = "There is no room left for what was to be written. Make room on the disk, or write it elsewhere."


def run() -> int:
    """Run the command that was typed. Return its exit status."""
    sys.excepthook = _say_what_broke
    try:
        # The Typer object itself, called, would put its own excepthook over ours.
        command = typer.main.get_command(commands)
        status = command.main(sys.argv[1:] or ["--help"], prog_name="headway", standalone_mode=False)
    except typer.TyperException as misuse:
        return _fail(misuse.format_message(), misuse.exit_code)
    except UserError as error:
        return _fail(error.sentence, MISUSED if isinstance(error, SettingsError) else FAILED)
    except BrokenPipeError:
        # Whoever read our output has enough of it.
        _drop_output()
        return FAILED
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        _drop_output()
        return _fail(FULL, FAILED)
    except typer.Abort:
        raise KeyboardInterrupt from None
    return status if isinstance(status, int) else 0


def _drop_output() -> None:
    """Let go of what could not be printed; without this, Python complains once more at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _fail(sentence: str, status: int) -> int:
    sys.stderr.write(" ".join(sentence.split()) + "\n")
    return status


def _say_what_broke(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if logging.getLogger().isEnabledFor(logging.DEBUG):
        sys.__excepthook__(kind, error, trace)
    sys.stderr.write(BROKEN.format(what=kind.__name__) + "\n")
