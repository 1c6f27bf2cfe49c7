"""What the tests of the edges share: an environment of their own, and the command line in this process."""

import logging
import os
import sys
from dataclasses import dataclass

import pytest
import structlog

from bot.cli import main
from bot.settings import Settings
from tests.bot.typed import NOW, SAMPLE


@dataclass(frozen=True)
class Ran:
    """What a command printed, and its exit status."""

    status: int
    out: str
    err: str


@pytest.fixture
def environment(monkeypatch, tmp_path):
    """Setter of variables, in an environment without any of ours and an empty working directory."""
    for name in [*os.environ]:
        if name.lower() in Settings.model_fields:
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return monkeypatch.setenv


@pytest.fixture
def headway(environment, monkeypatch, capsys):
    """Run the command line here, and put back what a process of its own would leave behind."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)

    def run(*words: str) -> Ran:
        monkeypatch.setattr(sys, "argv", ["headway", *words])
        capsys.readouterr()
        status = main()
        printed = capsys.readouterr()
        return Ran(status, printed.out, printed.err)

    yield run
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture
def sample(headway):
    """The command line, on a database with the sample engagements."""
    assert headway("import", str(SAMPLE), "--at", NOW).status == 0
    return headway
