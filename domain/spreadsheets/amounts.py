"""Reading the numbers of a table, where the cells of a column say together what a lone one leaves open."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from domain.errors import Unreadable
from domain.numbers import Amount, read_amount
from domain.numbers.digits import read_digits
from domain.numbers.locales import decimal_mark
from domain.numbers.reading import CORE
from domain.numbers.typed import plain, quoted
from domain.spreadsheets.cells import Cell

AS_OTHERS = "I read {typed} as {value}, since other numbers of the table are written like that."
AS_LOCALE = "I read {typed} as {value}, as numbers are written in {locale}. The table itself does not tell."

WITH_DECIMALS = "a number with 3 decimals"

Mark = Literal["", ".", ","]
OPEN = "?"
LONGEST = 100
FORMULA = "="

_WHOLE = re.compile(r"[+-]?\d{1,100}")
_POINT = re.compile(r"[+-]?\d{1,100}\.\d{1,100}")
# A point that can part no thousands: four digits before it, or not three behind it.
_BARE = re.compile(r"[+-]?(?:(?:\d{4,100}|0+)\.\d{1,100}|\d{1,3}\.(?:\d{1,2}|\d{4,100}))")


class Formula(Unreadable):
    """A formula stands there, not its result."""


@dataclass(frozen=True, kw_only=True)
class Marks:
    """Which decimal mark the columns of a table use, and the locale where they do not tell."""

    columns: Mapping[int, Mark]
    table: Mark
    locale: str
    currency: str

    def of(self, column: int) -> Mark:
        """The mark that the cells of the column agree on, or those of the table; '' where they do not."""
        return self.columns.get(column, "") or self.table


def marks_of(cells: Iterable[tuple[int, Cell]], *, locale: str, currency: str) -> Marks:
    """Find the decimal mark of each column and of all, from the cells that can be read in one way only."""
    seen: dict[int, set[str]] = {}
    for column, cell in cells:
        if cell.kind == "text" and (mark := mark_in(cell.text)) not in ("", OPEN):
            seen.setdefault(column, set()).add(mark)
    every = set().union(*seen.values()) if seen else set()
    columns = {column: _only(marks) for column, marks in seen.items()}
    return Marks(columns=columns, table=_only(every), locale=locale, currency=currency)


def _only(marks: set[str]) -> Mark:
    if len(marks) != 1:
        return ""
    return "." if "." in marks else ","


def mark_in(text: str) -> str:
    """The decimal mark that a number shows: '.' or ','; '?' where it may be either, '' where it has none."""
    core = CORE.search(plain(text)) if len(text) <= LONGEST else None
    digits = read_digits(core.group(), decimal_mark=".") if core else None
    if core is None or digits is None:
        return ""
    if digits.was_decided:
        return OPEN
    number = core.group()
    if digits.fraction:
        mark = number[-len(digits.fraction) - 1]
        return mark if mark in ".," else ""
    used = {char for char in number if char in ".,"}
    return {".": ",", ",": "."}[used.pop()] if len(used) == 1 else ""


def read_cell(cell: Cell, marks: Marks, *, column: int) -> tuple[Amount, str]:
    """Read a cell as an amount; beside it a sentence where the text alone could mean two numbers.

    Raises Formula for the text of a formula, Unreadable for anything else that is no number.
    """
    text = cell.text.strip()
    if text.startswith(FORMULA):
        raise Formula
    if _WHOLE.fullmatch(text) or _BARE.fullmatch(text) or (cell.kind == "number" and _POINT.fullmatch(text)):
        return Amount(value=_exact(text)), ""
    if cell.kind == "day":
        raise Unreadable
    if mark_in(text) != OPEN:
        return read_amount(text, locale=marks.locale, currency=marks.currency), ""
    return _read_open(cell, text, marks, column)


def _read_open(cell: Cell, text: str, marks: Marks, column: int) -> tuple[Amount, str]:
    """Read a number that may mean two: with the mark of its column, else with that of the locale."""
    known: Mark = "." if cell.kind == "number" else marks.of(column)
    mark = known or decimal_mark(marks.locale)
    amount = read_amount(_settled(text, mark), locale=marks.locale, currency=marks.currency)
    value = _without_last_zero(amount.value) if mark in text else amount.value
    if cell.kind == "number":
        return Amount(value=value, unit=amount.unit, currency=amount.currency), ""
    sentence = (AS_OTHERS if known else AS_LOCALE).format(
        typed=quoted(text), value=_in_words(value), locale=marks.locale
    )
    return Amount(value=value, unit=amount.unit, currency=amount.currency), sentence


def _in_words(value: Decimal) -> str:
    """The value without a mark that could be read in two ways."""
    return f"{value:.0f}" if value == value.to_integral_value() else WITH_DECIMALS


def _settled(text: str, mark: str) -> str:
    """The same number, written so that it can be read in one way only."""
    typed = plain(text)
    core = CORE.search(typed)
    if core is None:
        return typed
    number = core.group()
    # A fourth decimal says that the mark parts no thousands.
    clear = f"{number}0" if mark in number else re.sub(r"[.,]", "", number)
    return typed[: core.start()] + clear + typed[core.end() :]


def _without_last_zero(value: Decimal) -> Decimal:
    written = f"{value:f}"
    return Decimal(written[:-1]) if "." in written and written.endswith("0") else value


def _exact(text: str) -> Decimal:
    value = Decimal(text)
    return value if value else abs(value)
