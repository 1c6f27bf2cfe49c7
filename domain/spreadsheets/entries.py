"""The numbers of a table, each with what names it."""

from dataclasses import dataclass

from domain.errors import UserError
from domain.spreadsheets.cells import Cell


class NoTable(UserError):
    """I could not make out a table of KPIs there. Nothing was saved."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One number as it stands in a table. `column` names its place where a line holds several.

    `is_cut` where its line has more cells than the header, as when a number with a comma lacks quotes.
    """

    line: int
    date: Cell
    kpi: str
    value: Cell
    value_column: int
    note: str = ""
    column: str = ""
    is_cut: bool = False


@dataclass(frozen=True, kw_only=True)
class Table:
    """Every number of a table, and sentences about how it was understood."""

    entries: tuple[Entry, ...]
    said: tuple[str, ...] = ()
