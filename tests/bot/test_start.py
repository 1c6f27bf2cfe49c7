"""Starting: what keeps a command or a server from it is said in one line."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.cli import running
from storage import schema
from tests.bot.typed import NOW, SAMPLE, fails, within_database

FEEDBACK = '{"text": "Lovely.", "sentiment": "positive", "source": "team"}'
ROOT = Path(__file__).parent.parent.parent


def test_an_sqlite_file_is_made_and_migrated_by_itself(headway, tmp_path):
    ran = headway("migrate")
    assert (ran.status, ran.out) == (0, f"The database is at revision {schema.HEAD}.\n")
    assert (tmp_path / "var" / "headway.db").exists()


@pytest.mark.without_tables
def test_a_server_is_migrated_only_when_asked(headway, environment, postgresql_url):
    environment("DATABASE_URL", postgresql_url)
    fails(headway("import", str(SAMPLE)), "Run `headway migrate` first")
    assert headway("migrate").status == 0
    assert headway("import", str(SAMPLE), "--at", NOW).status == 0
    maren = ("say", "--as", "U_MAREN", "--in", "#alder-clinics")
    assert headway(*maren, "feedback").status == 0
    assert headway(*maren, "--form", FEEDBACK).status == 0
    assert "Lovely." in headway(*maren, "feedback list").out


def test_an_unwritable_folder_is_said(headway, environment, tmp_path):
    (tmp_path / "file").write_text("in the way")
    environment("DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path}/file/headway.db")
    fails(headway("migrate"), "cannot be opened. Check that its folder may be written")


def test_a_file_that_is_no_database_is_said(headway, environment, tmp_path):
    (tmp_path / "notes.db").write_text("not a database " * 100)
    environment("DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path}/notes.db")
    fails(headway("migrate"), "is not a database")


def test_a_server_that_is_away_is_said(headway, environment):
    environment("DATABASE_URL", "postgresql+asyncpg://u:secret@127.0.0.1:1/headway")
    for words in (("migrate",), ("run",), ("export", "alder")):
        ran = headway(*words)
        fails(ran, "PostgreSQL does not answer at 127.0.0.1:1.")
        assert "secret" not in ran.err


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("/test_", "/no_such_"), "PostgreSQL has no database"),
        (("//postgres@", "//nobody_here@"), "PostgreSQL has no user nobody_here"),
    ],
)
def test_a_server_that_refuses_us_is_said(headway, environment, postgresql_url, change, sentence):
    environment("DATABASE_URL", postgresql_url.replace(*change))
    fails(headway("migrate"), sentence)


def test_a_database_of_a_newer_version_is_said(headway, environment, database_url):
    environment("DATABASE_URL", database_url)
    assert headway("migrate").status == 0
    newer = text("UPDATE alembic_version SET version_num = '9999'")
    within_database(database_url, lambda session: session.execute(newer))
    fails(headway("migrate"), "made by a newer version of Headway (revision 9999)")
    fails(headway("run"), "made by a newer version of Headway (revision 9999)")


def test_a_wrong_setting_is_said(headway, environment):
    environment("PORT", "many")
    fails(headway("migrate"), "PORT is 'many'", status=2)


def test_a_platform_that_is_half_set_up_stops_the_start(headway, environment):
    environment("SLACK_BOT_TOKEN", "xoxb-1")
    fails(headway("run"), "SLACK_SIGNING_SECRET is missing", status=2)


def test_a_port_in_use_is_said(headway, environment):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        environment("PORT", str(port))
        ran = headway("run")
    fails(ran, f"Port {port} is in use. Set PORT to another one.", status=2)


def test_a_host_that_is_not_ours_is_said(headway, environment):
    environment("HOST", "192.0.2.1")
    fails(headway("run"), "HOST is 192.0.2.1", status=2)


def test_an_error_of_ours_is_one_line(headway, capsys):
    headway("--help")
    sys.excepthook(KeyError, KeyError("x"), None)
    assert capsys.readouterr().err == (
        "Something went wrong on our side (KeyError). LOG_LEVEL=debug shows where.\n"
    )


@pytest.mark.parametrize(
    "command", [["-m", "bot"], ["-c", "import sys; from bot.cli import main; sys.exit(main())"]]
)
def test_stopping_it_while_it_still_imports_is_no_traceback(tmp_path, command):
    (tmp_path / "typer.py").write_text("raise KeyboardInterrupt\n")
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": f"{tmp_path}:{ROOT}"}
    ran = subprocess.run(
        [sys.executable, *command, "doctor"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (130, "", "Stopped.\n")


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_a_server_loads_the_sample_says_where_it_is_and_stops_when_told(tmp_path, ending):
    ours = {"CONSOLE": "1", "PORT": "0", "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "bot", "run"]
    with subprocess.Popen(
        command,
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], **ours},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdout is not None
        assert running.FREE_CHANNEL in server.stdout.readline()
        ready = server.stdout.readline()
        assert ready.startswith("Headway is ready: open http://127.0.0.1:")
        address = ready.split()[4].removesuffix("/console")
        with urllib.request.urlopen(f"{address}/readyz", timeout=10) as answer:  # noqa: S310 - our own server
            assert answer.read() == b"ready\n"
        began = time.monotonic()
        server.send_signal(ending)
        _out, err = server.communicate(timeout=15)
    assert server.returncode == 0
    assert time.monotonic() - began < 10
    assert "Traceback" not in err
