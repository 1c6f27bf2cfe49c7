"""Reading the dates of a table: the cells of a column say together whether the day or the month is first."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
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
MONTH_AND_YEAR = "I read {typed} as {period}, the month and the year."

Order = Literal["day", "month"]
FIRST_SERIAL, LAST_SERIAL = 36526, 73050  # 2000 to 2099
# From the labels alone, Jan 19 is a day: few tables go back that far.
CENTURY, FIRST_SHORT_YEAR, FEWEST_MONTHS, CLOSE = 2000, 2020, 2, 2
SERIAL_ZERO = date(1899, 12, 30)

_TWO_NUMBERS = re.compile(r"(\d{1,2})([-/])(\d{1,2})(?:\2(\d{4}|\d{2}))?")
_CLOCK = re.compile(
    r"(?<=\d)[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?(?:Z|UTC|GMT|[ap]m|[+-]\d\d:?\d\d))?$", re.I
)
_MONTH_YEAR = re.compile(r"([^\W\d_]{3,}\.?)[ .]*(\d\d)")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")


@dataclass(frozen=True, kw_only=True)
class Days:
    """How the dates of one table are read; `is_shown` where its own cells tell day from month.

    `has_short_years` where Jan 25 is January 2025.
    """

    order: Order
    is_shown: bool
    has_short_years: bool
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
    looked_at = list(cells)
    shown: set[Order] = {o for cell in looked_at if cell.kind == "text" and (o := _shown_order(cell.text))}
    is_shown = len(shown) == 1
    own: Order = "day" if is_day_first(locale) else "month"
    order: Order = shown.pop() if is_shown else own
    return Days(
        order=order,
        is_shown=is_shown,
        has_short_years=_has_short_years(looked_at, today=today, locale=locale),
        today=today,
        locale=locale,
        fiscal_start_month=fiscal_start_month,
    )


def _shown_order(text: str) -> Order | None:
    found = _TWO_NUMBERS.fullmatch(without_clock(text))
    if not found:
        return None
    first, second = int(found[1]), int(found[3])
    if max(first, second) <= MONTHS_A_YEAR or min(first, second) > MONTHS_A_YEAR:
        return None
    return "day" if first > second else "month"


def _has_short_years(cells: Iterable[Cell], *, today: date, locale: str) -> bool:
    """Whether labels such as Jan 25 are months and years: a run of months so, scattered days else.

    In whatever order they stand: as years, none is still to come, and they are the same or lie close.
    """
    found = {_month_and_year(cell.text, locale) for cell in cells if cell.kind == "text"} - {None}
    months = sorted(year * MONTHS_A_YEAR + month for year, month in filter(None, found))
    years = {year for year, _month in filter(None, found)}
    if len(months) < FEWEST_MONTHS or not all(FIRST_SHORT_YEAR <= year <= today.year for year in years):
        return False
    return len(years) == 1 or months[-1] - months[0] < CLOSE * len(months)


def _month_and_year(text: str, locale: str) -> tuple[int, int] | None:
    """The year and the month of a label such as Jan 25, were it one; a day of a month has the same form."""
    typed = without_clock(text)
    pair, shape = _MONTH_YEAR.fullmatch(typed), shape_of(typed, locale=locale)
    if pair is None or not isinstance(shape, MonthDay) or shape.year is not None:
        return None
    return CENTURY + int(pair[2]), shape.month


def without_clock(text: str) -> str:
    """The date of a text without the time of day behind it."""
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
    text = without_clock(cell.text)
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
    text = without_clock(cell.text)
    if days.has_short_years and (named := _month_and_year(text, days.locale)):
        return _short_year(text, named, days, cadence)
    pair = _TWO_NUMBERS.fullmatch(text)
    if pair is None or cell.kind == "day":
        read = _read(text, days, cadence)
        return Dated(period=read.period, assumed=_assumed(text, read, days))
    return _read_pair(text, pair, days, cadence)


def _short_year(text: str, named: tuple[int, int], days: Days, cadence: Cadence) -> Dated:
    year, month = named
    period = _read(f"{year}-{month:02}", days, cadence).period
    sentence = MONTH_AND_YEAR.format(
        typed=quoted(text), period=label(period, days.locale, days.fiscal_start_month)
    )
    return Dated(period=period, assumed=(("short_year", sentence),))


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
