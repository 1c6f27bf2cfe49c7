"""Inserting a row that may be there already, on both databases."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, cast

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

from storage.database import Session
from storage.tables import Base


async def insert_once(session: Session, table: type[Base], values: Mapping[str, Any]) -> bool:
    """Insert the row unless a unique key of it is taken. Return whether it was inserted."""
    column = next(iter(table.__table__.primary_key))
    made = _insert(table, session.get_bind().dialect.name).returning(column)
    return (await session.execute(made, dict(values))).first() is not None


async def insert_new(session: Session, table: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert those rows, all with the same columns, whose unique keys are not taken."""
    made = _insert(table, session.get_bind().dialect.name)
    await session.execute(made, [dict(row) for row in rows])


# Building a statement costs more than running it, so each is built once.
@cache
def _insert(table: type[Base], dialect: str) -> postgresql.Insert | sqlite.Insert:
    made = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return made(cast(Table, table.__table__)).on_conflict_do_nothing()
