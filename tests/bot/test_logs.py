"""Logs: one door for ours and for the libraries', and never a body in them."""

import json
import logging

import pytest
import structlog

from bot.logs import set_up_logs
from bot.settings import Settings


@pytest.fixture(autouse=True)
def put_back():
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def fail(secret):
    try:
        raise KeyError("what")
    except KeyError:
        structlog.get_logger().exception("post_broken", post=len(secret))


@pytest.mark.parametrize("kind", ["json", "text"])
def test_a_traceback_shows_no_locals(capsys, kind):
    set_up_logs(Settings(log_format=kind))
    fail("the words of a person")
    printed = capsys.readouterr().err
    assert "KeyError" in printed
    assert "the words of a person" not in printed


def test_json_logs_have_one_object_to_a_line_from_libraries_too(capsys):
    set_up_logs(Settings(log_format="json"))
    structlog.get_logger().info("post_sent", post=1)
    logging.getLogger("some.library").warning("careful")
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [(line["event"], line["level"]) for line in lines] == [
        ("post_sent", "info"),
        ("careful", "warning"),
    ]


def test_a_quiet_program_logs_nothing_unless_asked(capsys):
    set_up_logs(Settings(), is_quiet=True)
    structlog.get_logger().error("job_failed")
    assert capsys.readouterr().err == ""
    set_up_logs(Settings(log_level="info"), is_quiet=True)
    structlog.get_logger().info("post_sent")
    assert "post_sent" in capsys.readouterr().err
