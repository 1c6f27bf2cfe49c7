"""Rows that were there at a moment."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement


def until(column: Any, at: datetime | None) -> tuple[ColumnElement[bool], ...]:
    """The condition that a row was written by then; none where there is no moment."""
    return () if at is None else (column <= at,)
