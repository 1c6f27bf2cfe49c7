"""Holidays as people write and read them: a country, a day with its name, or several days in a row."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from domain.days import read_day
from domain.errors import UserError
from domain.holidays import country_in_words, read_country
from handlers.moments import day as day_in_words
from handlers.schedules.coming import DAY
from handlers.turn import EngagementTurn
from storage.tables import EngagementHoliday

COUNTRY = "Public holidays of {country}"
OWN_DAY, SPAN = "{day}: {name}", "{first} to {last}"
ADDED = "The public holidays of {country} count now."
ADDED_DAY, ADDED_DAYS = (
    "{day} counts as a holiday now: {name}.",
    "{day} count as holidays now: {name}.",
)
REMOVED = "The public holidays of {country} do not count any more."
REMOVED_DAY, REMOVED_DAYS = "{day} is no holiday any more.", "{day} are no holidays any more."
TOO_LONG = "Please add at most 31 days at once, the first before the last, as in `24 Dec to 31 Dec`."
LONGEST = timedelta(days=31)

_DAY_AND_NAME = re.compile(r"(?P<day>.*?)\s*[\"“”'](?P<name>.+?)[\"“”']?")
_SPAN = re.compile(r"(?P<first>.+?)\s+(?:to|until|till|-|–)\s+(?P<last>.+)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Meant:
    """The holidays that somebody typed: those of a country, or days of their own with a name."""

    country: str = ""
    days: tuple[date, ...] = ()
    name: str = ""

    def has(self, row: EngagementHoliday) -> bool:
        """Whether the row is one of these."""
        return row.country == self.country if row.day is None else row.day in self.days


def read_holidays(turn: EngagementTurn, typed: str) -> Meant:
    """The country, the day or the days that were typed. Raises UserError for neither."""
    split = _DAY_AND_NAME.fullmatch(typed)
    text, name = (split["day"], split["name"].strip()) if split else (typed, "")
    if not split:
        try:
            return Meant(country=read_country(text))
        except UserError:
            if not any(char.isdigit() for char in text):
                raise
    return Meant(days=_days(turn, text), name=name)


def _days(turn: EngagementTurn, text: str) -> tuple[date, ...]:
    here = turn.engagement.locale
    span = _SPAN.fullmatch(text)
    first = read_day(span["first"] if span else text, today=turn.today, locale=here)
    # The last day is read as one after the first: 28 Dec to 3 Jan ends in the next year.
    last = read_day(span["last"], today=first, locale=here) if span else first
    if last - first >= LONGEST:
        raise UserError(TOO_LONG)
    return tuple(first + DAY * step for step in range((last - first).days + 1))


def lines_of(turn: EngagementTurn, rows: Sequence[EngagementHoliday]) -> list[str]:
    """One line for each country, day, and row of days with the same name."""
    return [_line(turn, group) for group in _grouped(rows)]


def added(turn: EngagementTurn, rows: Sequence[EngagementHoliday]) -> str:
    """What was added, in one sentence."""
    if rows[0].day is None:
        return ADDED.format(country=country_in_words(rows[0].country))
    sentence = ADDED_DAY if len(rows) == 1 else ADDED_DAYS
    return sentence.format(day=_span(turn, rows), name=rows[0].name)


def removed(turn: EngagementTurn, rows: Sequence[EngagementHoliday]) -> str:
    """What was taken away, in one sentence."""
    if rows[0].day is None:
        return REMOVED.format(country=country_in_words(rows[0].country))
    return (REMOVED_DAY if len(rows) == 1 else REMOVED_DAYS).format(day=_span(turn, rows))


def _grouped(rows: Sequence[EngagementHoliday]) -> Iterator[list[EngagementHoliday]]:
    group: list[EngagementHoliday] = []
    for row in rows:
        if group and not _follows(group[-1], row):
            yield group
            group = []
        group.append(row)
    if group:
        yield group


def _follows(one: EngagementHoliday, other: EngagementHoliday) -> bool:
    if one.day is None or other.day is None:
        return False
    return other.day - one.day == DAY and other.name == one.name


def _line(turn: EngagementTurn, group: Sequence[EngagementHoliday]) -> str:
    if group[0].day is None:
        return COUNTRY.format(country=country_in_words(group[0].country))
    return OWN_DAY.format(day=_span(turn, group), name=group[0].name)


def _span(turn: EngagementTurn, rows: Sequence[EngagementHoliday]) -> str:
    days = [day_in_words(turn, row.day) for row in rows if row.day is not None]
    return days[0] if len(days) == 1 else SPAN.format(first=days[0], last=days[-1])
