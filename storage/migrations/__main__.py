"""Write the next revision from what changed in the tables: python -m storage.migrations "what changes"."""

import asyncio
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from alembic import command
from sqlalchemy import Connection

from storage import schema
from storage.database import Database

USAGE = 'Say what changes: python -m storage.migrations "targets get tables"'
WRITTEN = "Read it, then set HEAD in storage/schema.py to its number.\n"
FOLDER = Path(__file__).parent / "versions"
REMARKS = re.compile(r"^ *# ###.*\n", re.MULTILINE)
TIDY = (("format",), ("check", "--fix"), ("format",))


async def write_revision(message: str) -> Path:
    """Compare the tables with a database at the last revision, write the difference down, return the file."""
    number = f"{1 + max([0, *(int(path.name[:4]) for path in FOLDER.glob('[0-9]*.py'))]):04d}"
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite+aiosqlite:///{folder}/headway.db")
        try:
            await schema.migrate(database)
            async with database.engine.connect() as connection:
                await connection.run_sync(_write, number, message)
        finally:
            await database.close()
    return next(FOLDER.glob(f"{number}_*.py"))


def _write(connection: Connection, number: str, message: str) -> None:
    config = schema.alembic_config(connection)
    command.revision(config, message, autogenerate=True, rev_id=number)


def _tidy(path: Path) -> None:
    path.write_text(REMARKS.sub("", path.read_text(encoding="utf-8")), encoding="utf-8")
    for step in TIDY:
        subprocess.run([sys.executable, "-m", "ruff", *step, "--quiet", path], check=True)  # noqa: S603 - our own file


def _main() -> int:
    message = " ".join(sys.argv[1:])
    if not message:
        sys.stderr.write(USAGE + "\n")
        return 2
    _tidy(asyncio.run(write_revision(message)))
    sys.stdout.write(WRITTEN)
    return 0


if __name__ == "__main__":
    sys.exit(_main())
