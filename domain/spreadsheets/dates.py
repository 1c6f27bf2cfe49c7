"""Reading the dates of a table: the cells of a column say together whether the day or the month is first."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

from domain.errors import Unreadable
from domain.numbers.locales import is_day_first
from domain.numbers.typed import plain, quoted
from domain.periods import Cadence, Period, ReadPeriod, label, read_period
from domain.periods.calendar import MONTH_NAMES, day_label
from domain.periods.period import MONTHS_A_YEAR
from domain.periods.shapes import MonthDay, Named, shape_of
from domain.spreadsheets.cells import Cell

AS_OTHERS = "Dates such as {typed} have the {which} first, as others of that column show."
AS_LOCALE = "Dates such as {typed} could be read in two ways: I took the {which} first, as in {locale}."
NO_YEAR = "No year stands beside dates such as {typed}: I took {period}."
SERIAL = "I read {typed} as {day}: spreadsheets keep days as such numbers."
RUN = "No year stands beside every one of {first} to {last}: I took {begin} to {end}."

Order = Literal["day", "month"]
FIRST_SERIAL, LAST_SERIAL = 36526, 73050  # 2000 to 2099
SERIAL_ZERO = date(1899, 12, 30)

_TWO_NUMBERS = re.compile(r"(\d{1,2})([-/])(\d{1,2})(?:\2(\d{4}|\d{2}))?")
_CLOCK = re.compile(
    r"(?<=\d)[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?(?:Z|UTC|GMT|[ap]m|[+-]\d\d:?\d\d))?$", re.I
)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")


@dataclass(frozen=True, kw_only=True)
class Days:
    """How the dates of one table are read; `is_shown` where its own cells tell day from month."""

    order: Order
    is_shown: bool
    today: date
    locale: str
    fiscal_start_month: int


@dataclass(frozen=True, kw_only=True)
class Dated:
    """A period, and sentences about what was assumed."""

    period: Period
    assumed: tuple[tuple[str, str], ...] = ()


def days_of(cells: Iterable[Cell], *, today: date, locale: str, fiscal_start_month: int) -> Days:
    """Find out whether day or month comes first; where the cells do not agree, the locale decides."""
    shown: set[Order] = {o for cell in cells if cell.kind == "text" and (o := _shown_order(cell.text))}
    is_shown = len(shown) == 1
    own: Order = "day" if is_day_first(locale) else "month"
    order: Order = shown.pop() if is_shown else own
    return Days(
        order=order,
        is_shown=is_shown,
        today=today,
        locale=locale,
        fiscal_start_month=fiscal_start_month,
    )


def _shown_order(text: str) -> Order | None:
    found = _TWO_NUMBERS.fullmatch(_without_clock(text))
    if not found:
        return None
    first, second = int(found[1]), int(found[3])
    if max(first, second) <= MONTHS_A_YEAR or min(first, second) > MONTHS_A_YEAR:
        return None
    return "day" if first > second else "month"


def _without_clock(text: str) -> str:
    return _CLOCK.sub("", plain(text))


def is_serial(cell: Cell) -> bool:
    """Whether the cell holds the number of a day, as spreadsheets count them."""
    return bool(_SERIAL.fullmatch(cell.text.strip())) and (
        FIRST_SERIAL <= int(cell.text.strip()[:5]) <= LAST_SERIAL
    )


def is_date(cell: Cell, *, locale: str) -> bool:
    """Whether the cell has the form of a period or a day, possible or not; no bare number has."""
    if cell.kind != "text":
        return cell.kind == "day"
    text = _without_clock(cell.text)
    return (
        any(char.isalnum() for char in text)
        and not _is_number(text)
        and shape_of(text, locale=locale) is not None
    )


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).replace(",", "", 1).isdecimal()


def read_date(cell: Cell, days: Days, *, cadence: Cadence) -> Dated:
    """Read the period of a KPI with this cadence that the cell names. Raises Unreadable."""
    if is_serial(cell):
        day = SERIAL_ZERO + timedelta(days=int(cell.text.strip()[:5]))
        sentence = SERIAL.format(typed=quoted(cell.text), day=day_label(day, days.locale))
        return Dated(period=_read(day.isoformat(), days, cadence).period, assumed=(("serial", sentence),))
    text = _without_clock(cell.text)
    pair = _TWO_NUMBERS.fullmatch(text)
    if pair is None or cell.kind == "day":
        read = _read(text, days, cadence)
        return Dated(period=read.period, assumed=_assumed(text, read, days))
    return _read_pair(text, pair, days, cadence)


def _read_pair(text: str, pair: re.Match[str], days: Days, cadence: Cadence) -> Dated:
    first, second, year = int(pair[1]), int(pair[3]), pair[4]
    is_open = max(first, second) <= MONTHS_A_YEAR and first != second
    is_first = days.order == "day" if is_open else first > MONTHS_A_YEAR
    day, month = (first, second) if is_first else (second, first)
    if month not in MONTH_NAMES:
        raise Unreadable
    read = _read(f"{day} {MONTH_NAMES[month]} {_long(year)}".strip(), days, cadence)
    sentence = (AS_OTHERS if days.is_shown else AS_LOCALE).format(
        typed=quoted(text), which=days.order, locale=days.locale
    )
    assumed = (("order", sentence),) if is_open else ()
    return Dated(
        period=read.period, assumed=assumed if year else (*assumed, _no_year(text, read.period, days))
    )


def _long(year: str | None) -> str:
    return f"20{year}" if year and len(year) == len("26") else year or ""


def _read(text: str, days: Days, cadence: Cadence) -> ReadPeriod:
    return read_period(
        text,
        today=days.today,
        cadence=cadence,
        locale=days.locale,
        fiscal_start_month=days.fiscal_start_month,
    )


def _assumed(text: str, read: ReadPeriod, days: Days) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = [("period", read.assumed)] if read.assumed else []
    if _lacks_year(text, days.locale):
        found.append(_no_year(text, read.period, days))
    return tuple(found)


def _lacks_year(text: str, locale: str) -> bool:
    shape = shape_of(text, locale=locale)
    return isinstance(shape, Named | MonthDay) and shape.year is None


def _no_year(text: str, period: Period, days: Days) -> tuple[str, str]:
    name = label(period, days.locale, days.fiscal_start_month)
    return ("year", NO_YEAR.format(typed=quoted(text), period=name))


def settle_run(cells: Sequence[Cell], days: Days) -> tuple[list[Cell], str]:
    """Give the periods of a header their years, so that Nov, Dec, Jan go on into the next one.

    Returns the cells with the periods written out, and a sentence where years were assumed.
    """
    shapes = [shape_of(_without_clock(cell.text), locale=days.locale) for cell in cells]
    named = [shape for shape in shapes if isinstance(shape, Named)]
    if len(named) < len(shapes) or len({shape.cadence for shape in named}) != 1:
        return list(cells), ""
    if all(shape.year is not None for shape in named):
        return list(cells), ""
    is_backward = _goes_backward(named)
    ordered = named[::-1] if is_backward else named
    try:
        periods = _consecutive(ordered, days)
    except (ValueError, Unreadable):
        return list(cells), ""
    found = periods[::-1] if is_backward else periods
    written = [Cell(str(period)) for period in found]
    begin, end = (label(found[at], days.locale, days.fiscal_start_month) for at in (0, -1))
    return written, RUN.format(first=quoted(cells[0].text), last=quoted(cells[-1].text), begin=begin, end=end)


def _goes_backward(shapes: Sequence[Named]) -> bool:
    pairs = list(pairwise(shapes))
    falling = sum(later.index == earlier.index - 1 for earlier, later in pairs)
    rising = sum(later.index == earlier.index + 1 for earlier, later in pairs)
    return falling > rising


def _consecutive(shapes: Sequence[Named], days: Days) -> list[Period]:
    """The periods in rising order: from one whose year is known, or from the last, which has begun."""
    anchors = [at for at, shape in enumerate(shapes) if shape.year is not None]
    anchor = anchors[0] if anchors else len(shapes) - 1
    start = shapes[anchor]
    first = (
        Period(cadence=start.cadence, year=start.year, index=start.index)
        if start.year is not None
        else _latest(start, days)
    )
    before, after = [first], [first]
    for shape in reversed(shapes[:anchor]):
        before.append(_next_to(before[-1], shape, step=-1))
    for shape in shapes[anchor + 1 :]:
        after.append(_next_to(after[-1], shape, step=1))
    return [*before[:0:-1], *after]


def _latest(shape: Named, days: Days) -> Period:
    for year in range(days.today.year + 1, days.today.year - 2, -1):
        period = Period(cadence=shape.cadence, year=year, index=shape.index)
        if period.start(days.fiscal_start_month) <= days.today:
            return period
    raise ValueError(shape)


def _next_to(period: Period, shape: Named, *, step: int) -> Period:
    """The nearest period of that number behind (step 1) or before (step -1) another."""
    if shape.year is not None:
        return Period(cadence=shape.cadence, year=shape.year, index=shape.index)
    is_same_year = (shape.index - period.index) * step > 0
    year = period.year if is_same_year else period.year + step
    return Period(cadence=shape.cadence, year=year, index=shape.index)
