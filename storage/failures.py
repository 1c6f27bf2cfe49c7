"""What it means when the database fails, in one line with its cure."""

from sqlalchemy import URL, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DBAPIError,
    IntegrityError,
    InterfaceError,
    OperationalError,
    SQLAlchemyError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout

from domain.errors import UserError

# What any use of a database may raise when it is away, closed to us, or no database at all.
DATABASE_FAILURES = (SQLAlchemyError, OSError)

# PostgreSQL's words for a deadlock, and for two transactions that cannot both be right.
TRY_AGAIN = ("40P01", "40001")

# Connections that fail, no room for another one, a server that stops or starts.
AWAY = ("08", "53", "57P")

GENERAL = "The database failed: {what}."
NOT_THERE = "PostgreSQL does not answer at {place}. Start it, or correct DATABASE_URL."
FILE_CURES = {
    "unable to open database file": "The database file {file} cannot be opened."
    " Check that its folder may be written, or name another one in DATABASE_URL.",
    "readonly database": "The database file {file} may not be written."
    " Change its permissions, or name another one in DATABASE_URL.",
    "database is locked": "Another program holds the database file {file}. Close it, and try again.",
    "file is not a database": "{file} is not a database. Name another file in DATABASE_URL.",
    "malformed": "The database file {file} is damaged. Put a copy of it back.",
    "disk is full": "The disk is full: {file} cannot grow. Make room, and try again.",
}
SERVER_CURES = {
    "password authentication failed": "PostgreSQL does not accept the password of {user}."
    " Correct DATABASE_URL.",
    "no password": "PostgreSQL wants a password for {user}. Put it into DATABASE_URL.",
    "pg_hba.conf": "PostgreSQL does not let {user} in from here. Allow it in pg_hba.conf.",
    "role": "PostgreSQL has no user {user}. Create one, or correct DATABASE_URL.",
    "database": "PostgreSQL has no database {name}. Create it, or correct DATABASE_URL.",
}
MISSING = "does not exist"


def is_collision(error: Exception) -> bool:
    """Whether two requests met over the same row: one has it now, so the other can look again."""
    if isinstance(error, IntegrityError):
        return True
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", "") in TRY_AGAIN


def is_away(error: Exception) -> bool:
    """Whether the database cannot be reached or does not work now: the same may do later."""
    if isinstance(error, OSError | TimeoutError | PoolTimeout | OperationalError | InterfaceError):
        return True
    if not isinstance(error, DBAPIError):
        return False
    state = getattr(error.orig, "sqlstate", None) or ""
    return error.connection_invalidated or state.startswith(AWAY)


class DatabaseTrouble(UserError):
    """The database cannot be used."""


def describe(error: Exception, url: str) -> str:
    """One line: what is wrong with the database at `url`, and what to do. Names no password."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        return "DATABASE_URL cannot be read."
    if parsed.get_backend_name() == "sqlite":
        return _about_file(error, parsed)
    return _about_server(error, parsed)


def _about_file(error: Exception, url: URL) -> str:
    what = _first_line(error)
    if isinstance(error, OSError):
        what = "unable to open database file"
    for words, cure in FILE_CURES.items():
        if words in what:
            return cure.format(file=url.database)
    return GENERAL.format(what=what)


def _about_server(error: Exception, url: URL) -> str:
    if isinstance(error, OSError):
        return NOT_THERE.format(place=_place(url))
    what = _first_line(error)
    for words, cure in SERVER_CURES.items():
        is_meant = what.startswith(f"{words} ") and what.endswith(MISSING)
        if is_meant or (words in what and words not in ("role", "database")):
            return cure.format(user=url.username or "this user", name=url.database)
    return GENERAL.format(what=what)


def _place(url: URL) -> str:
    host = url.host or url.query.get("host") or "this computer"
    return f"{host}:{url.port}" if url.port else str(host)


def _first_line(error: Exception) -> str:
    said = str(getattr(error, "orig", None) or error).strip().splitlines() or [type(error).__name__]
    # asyncpg's own errors come with the name of their class before them.
    return said[0].rpartition(">: ")[2].rstrip(".")
