"""Reading the days of leave as people type them: until 3 Jan, 24 Dec to 3 Jan, friday, for two weeks."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from domain.days import IS_OVER, read_day
from domain.errors import UserError
from domain.numbers.typed import plain, quoted
from domain.working_time import WEEK

NOT_DAYS = "I could not read {typed} as days. Write them as in `until 3 Jan`, `24 Dec to 3 Jan` or `friday`."
END_FIRST = "{typed} ends before it begins. Please write the first day first."

DAY = timedelta(days=1)
# Without years, 10 Nov to 20 Nov is of this year on 16 Nov, though it began before.
LONGEST_BEGUN = timedelta(days=183)

_WHOLE_WEEK = re.compile(r"(?:all (?:of )?)?(this|next) week")
_SAME_MONTH = re.compile(r"(\d{1,2})(?:-| to )(\d{1,2}) ([a-z]{3,}\.?(?: \d{4})?)")
_MONTH_FIRST = re.compile(r"([a-z]{3,}\.?) (\d{1,2})(?:-| to )(\d{1,2})")
_TO = re.compile(r" (?:to|until|till|through|-) |(?<=[a-z])-(?=[\da-z])")
_UNTIL = re.compile(r"(?:until|till|to|through) (?P<last>.+)")
_FOR = re.compile(r"(?:(?P<first>.+) )?for (?P<long>.+)|(?P<alone>(?:\d+|an?|[a-z]+) (?:day|week|month)s?)")
_FROM = re.compile(r"(?:from|starting) (?:on )?")
_END = re.compile(r"[ ,;!]+$|(?<=[a-z])\.$")
_BACK_THEN = re.compile(r"[a-z ]+")


@dataclass(frozen=True, kw_only=True)
class Span:
    """Days from the first to the last, both included; without a last one it has no end."""

    first: date
    last: date | None


def read_span(typed: str, *, today: date, locale: str) -> Span:
    """The days that are meant; `today` is that of the person. Raises UserError for anything else.

    The day of `until 3 Jan` is the last one; whoever is away until monday, or until january, is back then.
    """
    text = _END.sub("", plain(typed).casefold())
    if not text:
        raise UserError(NOT_DAYS.format(typed=quoted(typed)))
    text = _MONTH_FIRST.sub(r"\2 \1 to \3 \1", _SAME_MONTH.sub(r"\1 \3 to \2 \3", text))
    return _Reader(typed=typed, today=today, locale=locale).read(text)


@dataclass(frozen=True, kw_only=True)
class _Reader:
    typed: str
    today: date
    locale: str

    def read(self, text: str) -> Span:
        if week := _WHOLE_WEEK.fullmatch(text):
            monday = self.today - DAY * self.today.weekday() + DAY * WEEK * (week[1] == "next")
            return Span(first=max(monday, self.today), last=monday + DAY * (WEEK - 1))
        if until := _UNTIL.fullmatch(text):
            return Span(first=self.today, last=self._last(until["last"], self.today))
        if long := _FOR.fullmatch(text):
            first = self._day(_FROM.sub("", long["first"]), self.today) if long["first"] else self.today
            return Span(first=first, last=self._day(long["long"] or long["alone"], first) - DAY)
        parts = _TO.split(_FROM.sub("", text, count=1) if _FROM.match(text) else text, maxsplit=1)
        if len(parts) == len(("first", "last")):
            return self._between(*parts)
        first = self._day(parts[0], self.today)
        return Span(first=first, last=None if _FROM.match(text) else first)

    def _between(self, one: str, other: str) -> Span:
        first, last = self._day(one, self.today), self._day(other, self.today)
        if last >= first:
            return Span(first=first, last=last)
        begun = first - relativedelta(years=1)
        if begun <= self.today and last - begun <= LONGEST_BEGUN:
            return Span(first=self.today, last=last)
        try:
            return Span(first=first, last=read_day(other, today=first, locale=self.locale))
        except UserError:
            raise UserError(END_FIRST.format(typed=quoted(self.typed))) from None

    def _last(self, text: str, first: date) -> date:
        """The last day until a day that is named: of a date itself, else the day before."""
        named = self._day(text, first)
        return max(first, named - DAY) if _BACK_THEN.fullmatch(text) and text != "today" else named

    def _day(self, text: str, today: date) -> date:
        try:
            return read_day(text, today=today, locale=self.locale)
        except UserError as error:
            if error.sentence == IS_OVER.format(typed=quoted(text)):
                raise
            raise UserError(NOT_DAYS.format(typed=quoted(self.typed))) from None
