"""Writing numbers so that no spreadsheet program and no locale reads them as something else."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

HEADER = ("date", "kpi", "value", "note")

# Programs run what begins with one of these; an apostrophe in front makes it text.
_RUNS = re.compile(r"'*[=+\-@\t\r\n]")
_GUARDED = re.compile(r"'+[=+\-@\t\r\n]")
_THREE_DECIMALS = re.compile(r"-?[1-9]\d{0,2}\.\d{3}")


@dataclass(frozen=True, kw_only=True)
class Line:
    """One number as a spreadsheet has it: the code of its period, its KPI, the value, a note."""

    date: str
    kpi: str
    value: Decimal
    note: str = ""


def value_text(value: Decimal) -> str:
    """The exact value with a point for its decimals, readable in one way in every locale.

    With exactly three decimals, as in 1.234, a point could part thousands: a fourth says that it does not.
    """
    written = f"{value:f}"
    return f"{written}0" if _THREE_DECIMALS.fullmatch(written) else written


def guard(text: str) -> str:
    """The text, with an apostrophe in front where a spreadsheet program would run it."""
    return f"'{text}" if _RUNS.match(text) else text


def unguard(text: str) -> str:
    """The text that `guard` was given."""
    return text[1:] if _GUARDED.match(text) else text


def cells_of(line: Line) -> Sequence[str]:
    """The line as text that is safe in a spreadsheet program."""
    return (line.date, guard(line.kpi), value_text(line.value), guard(line.note))
