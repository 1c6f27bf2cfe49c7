"""What a text that names a period looks like, before anybody asks which period it is."""

import re
from dataclasses import dataclass
from typing import Literal

from domain.numbers.locales import is_day_first, locale_of
from domain.numbers.typed import plain
from domain.periods.period import MONTHS_A_YEAR, Cadence
from domain.periods.words import fold, month_named

LONGEST = 48


@dataclass(frozen=True, kw_only=True)
class Named:
    """A week, month or quarter by its number, the year perhaps left out.

    `is_short_year` marks Sep-26, which could also be a day.
    """

    cadence: Cadence
    index: int
    year: int | None = None
    is_short_year: bool = False


@dataclass(frozen=True, kw_only=True)
class Relative:
    """So many weeks, months or quarters before or after this one."""

    cadence: Cadence
    offset: int


@dataclass(frozen=True, kw_only=True)
class DayAgo:
    """Today or yesterday."""

    days: int


@dataclass(frozen=True, kw_only=True)
class MonthDay:
    """A day of a month, the year perhaps left out; `decided` is what the locale put first in 03/04."""

    month: int
    day: int
    year: int | None = None
    decided: Literal["", "day", "month"] = ""


Shape = Named | Relative | DayAgo | MonthDay

WORD = r"(?P<word>[^\W\d_]{3,})\.?"
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|\.)?"
YEAR = r"(?P<year>\d{4}|'?\d{2})"
LONG_YEAR = r"(?P<year>\d{4}|'\d{2})"
FISCAL_YEAR = r"(?:fy ?(?P<fiscal>\d{4}|'?\d{2})|(?P<year>\d{4}))"
GAP = r"(?: of | ?[-/,] ?| |(?='))(?:fy ?)?"
WEEK = r"(?:w|wk|week|kw|vecka|viikko|vko|semaine) ?(?P<week>\d{1,2})"
QUARTER = r"(?:q|quarter )(?P<quarter>\d)"
FILLER = re.compile(r"(?:(?:for|in|on|of|during) )?(?:the )?")
PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<near>today|yesterday)",
        r"(?P<side>this|current|last|previous|prev|next) (?P<unit>week|month|quarter)",
        r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})",
        r"(?P<year>\d{4})[-/](?P<month>\d{1,2})",
        r"(?P<month>\d{1,2})[-/.](?P<year>\d{4})",
        r"(?P<first>\d{1,2})(?P<mark>[-/])(?P<second>\d{1,2})(?P=mark)(?P<year>\d{4}|\d{2})",
        r"(?P<first>\d{1,2})/(?P<second>\d{1,2})",
        r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4}|\d{2})?",
        rf"{QUARTER}(?:{GAP}{YEAR})?",
        rf"{FISCAL_YEAR}[ \-/]*q(?P<quarter>\d)",
        rf"{WEEK}(?:{GAP}{YEAR})?",
        r"(?P<year>\d{4})[ \-/]*w(?P<week>\d{1,2})",
        WORD,
        rf"{WORD}[ \-/,]*{LONG_YEAR}",
        rf"{WORD}[\-/](?P<short>\d{{2}})",
        rf"(?P<year>\d{{4}})[ \-/]*{WORD}",
        rf"{DAY}[ \-/]*(?:of )?{WORD}(?:[ \-/,]*{YEAR})?",
        rf"{WORD} ?{DAY}(?:,? {LONG_YEAR})?",
    )
)
CADENCES: dict[str, Cadence] = {"week": "weekly", "month": "monthly", "quarter": "quarterly"}
OFFSETS = {"this": 0, "current": 0, "next": 1}


def shape_of(text: str, *, locale: str) -> Shape | None:
    """Recognise the form of a period or a date; None when the text is nothing of the kind.

    The numbers in it may still be impossible: 2026-13 has the shape of a month.
    """
    if len(text) > LONGEST:
        return None
    folded = FILLER.sub("", fold(plain(text)).rstrip(" ,;"), count=1)
    for candidate in (folded, folded.rstrip(".")):
        for pattern in PATTERNS:
            match = pattern.fullmatch(candidate)
            shape = _from_groups(match.groupdict(), locale) if match else None
            if shape:
                return shape
    return None


def _from_groups(groups: dict[str, str | None], locale: str) -> Shape | None:
    found = {name: value for name, value in groups.items() if value is not None}
    if "near" in found:
        return DayAgo(days=int(found["near"] == "yesterday"))
    if "unit" in found:
        return Relative(cadence=CADENCES[found["unit"]], offset=OFFSETS.get(found["side"], -1))
    if "first" in found:
        return _ordered(found, locale)
    if "word" in found:
        month = month_named(found.pop("word"), locale_of(locale))
        return _numbered(found | {"month": str(month)}) if month else None
    return _numbered(found)


def _numbered(found: dict[str, str]) -> Named | MonthDay:
    year = _year(found.get("year") or found.get("fiscal") or found.get("short"))
    if "day" in found:
        return MonthDay(month=int(found["month"]), day=int(found["day"]), year=year)
    unit = next(unit for unit in CADENCES if unit in found)
    return Named(cadence=CADENCES[unit], index=int(found[unit]), year=year, is_short_year="short" in found)


def _ordered(found: dict[str, str], locale: str) -> MonthDay:
    """Tell day and month apart: by size where that is possible, else as the locale writes them."""
    first, second, year = int(found["first"]), int(found["second"]), _year(found.get("year"))
    is_open = max(first, second) <= MONTHS_A_YEAR and first != second
    first_is_day = is_day_first(locale) if is_open else first > MONTHS_A_YEAR
    day, month = (first, second) if first_is_day else (second, first)
    decided: Literal["day", "month"] = "day" if first_is_day else "month"
    return MonthDay(month=month, day=day, year=year, decided=decided if is_open else "")


def _year(text: str | None) -> int | None:
    digits = (text or "").removeprefix("'")
    century = 2000 if len(digits) == len("26") else 0
    return century + int(digits) if digits else None
