"""Inserting a row that may be there already, on both databases."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from storage.database import Session
from storage.tables import Base


async def insert_once(session: Session, table: type[Base], values: Mapping[str, Any]) -> bool:
    """Insert the row unless a unique key of it is taken. Return whether it was inserted."""
    dialect = session.get_bind().dialect.name
    made = postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
    column = next(iter(table.__table__.primary_key))
    result = await session.execute(made.values(**values).on_conflict_do_nothing().returning(column))
    return result.first() is not None
