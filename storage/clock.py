"""The database's clock: the one that all processes share, for leases."""

from datetime import datetime
from typing import Any

from sqlalchemy import literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from storage.types import UtcDateTime


class database_now(FunctionElement[datetime]):
    """The database's own moment, in UTC, plus a number of seconds."""

    type = UtcDateTime()
    inherit_cache = True

    def __init__(self, *, plus_seconds: int = 0) -> None:
        super().__init__(literal(plus_seconds))


@compiles(database_now, "postgresql")
def _on_postgresql(element: database_now, compiler: SQLCompiler, **how: Any) -> str:
    return f"(clock_timestamp() + make_interval(secs => {compiler.process(element.clauses, **how)}))"


@compiles(database_now, "sqlite")
def _on_sqlite(element: database_now, compiler: SQLCompiler, **how: Any) -> str:
    # Six digits behind the second, as SQLAlchemy writes moments: SQLite compares them as texts.
    seconds = compiler.process(element.clauses, **how)
    return f"strftime('%Y-%m-%d %H:%M:%f000', 'now', {seconds} || ' seconds')"
