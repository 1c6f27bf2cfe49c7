"""The dates of a cadence: which local dates first, then the moment of each."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from heapq import heappop, heappush, merge
from itertools import groupby
from zoneinfo import ZoneInfo

from domain.cadence.days import DAY, days_of, is_working_day, nth_working_day_after
from domain.cadence.rules import Cadence, Relative
from domain.errors import UserError
from domain.holidays import Holidays
from domain.working_time import instant

NO_DATE = "There is nothing to move on {day}."


@dataclass(frozen=True, kw_only=True)
class Date:
    """One local date of a cadence and its moment, in UTC; `holiday` names the one for which it is skipped."""

    day: date
    moment: datetime
    holiday: str = ""


def dates(cadence: Cadence, *, after: date, until: date, holidays: Holidays) -> Iterator[Date]:
    """The dates after one local date until another, which is included: in order, one for each local date.

    One that is skipped for a holiday comes with its name. Raises ValueError where a date depends on a cadence
    that is not given.
    """
    check_base(cadence)
    return _dates(cadence, after, until, holidays)


def move(cadence: Cadence, *, day: date, to: date | None, holidays: Holidays) -> Cadence:
    """Move the date that falls on the day, as `dates` gives it, to another day; None leaves it out.

    Moving it back undoes a move. Raises UserError where no date falls on the day.
    """
    check_base(cadence)
    origins = [named for named, goes_to in cadence.moved.items() if goes_to == day]
    first = _first_reaching(day, holidays)
    origins += [
        named
        for named in _named(cadence, first, day, holidays)
        if named not in cadence.moved and _landing(cadence, named, holidays)[0] == day
    ]
    if not origins:
        raise UserError(NO_DATE.format(day=f"{day.day} {day:%B %Y}"))
    kept = {named: goes_to for named, goes_to in cadence.moved.items() if named not in origins}
    moved = {named: to for named in origins if _landing(cadence, named, holidays) != (to, "")}
    return replace(cadence, moved=kept | moved)


def check_base(cadence: Cadence) -> None:
    """Raise ValueError where the cadence follows another one that is not given."""
    rule = cadence.rule
    if isinstance(rule, Relative):
        if rule.base is None:
            raise ValueError(f"the dates of schedule {rule.schedule_id} are needed first")
        check_base(rule.base)


def _dates(cadence: Cadence, after: date, until: date, holidays: Holidays) -> Iterator[Date]:
    zone = ZoneInfo(cadence.zone)
    found = merge(_by_rule(cadence, after, until, holidays), _moved(cadence, holidays))
    for day, same in groupby(found, key=lambda pair: pair[0]):
        # What is posted on a day wins over what is skipped on it: no name stands first.
        holiday = min(name for _, name in same)
        if after < day <= until:
            moment = instant(day, cadence.times.get(day, cadence.at), zone)
            yield Date(day=day, moment=moment, holiday=holiday)


def _by_rule(cadence: Cadence, after: date, until: date, holidays: Holidays) -> Iterator[tuple[date, str]]:
    """Where the dates land that nobody moved, and for which holiday one is skipped; in order."""
    first = _first_reaching(max(after, cadence.starts), holidays)
    landed: list[tuple[date, str]] = []
    for day in _named(cadence, first, until, holidays):
        # A Friday's date may move past a Saturday's, which stays: hold it until its turn.
        while landed and landed[0][0] < day:
            yield heappop(landed)
        if day not in cadence.moved:
            heappush(landed, _landing(cadence, day, holidays))
    yield from sorted(landed)


def _moved(cadence: Cadence, holidays: Holidays) -> list[tuple[date, str]]:
    return sorted(
        (goes_to, "")
        for named, goes_to in cadence.moved.items()
        if goes_to is not None and any(_named(cadence, named, named, holidays))
    )


def _landing(cadence: Cadence, day: date, holidays: Holidays) -> tuple[date, str]:
    name = "" if cadence.on_holiday == "keep" else holidays.name_of(day)
    if name and cadence.on_holiday == "next":
        return nth_working_day_after(day, 1, holidays=holidays), ""
    return day, name


def _first_reaching(day: date, holidays: Holidays) -> date:
    """The first day of which a holiday's date could be moved to later than the day before this one."""
    while not is_working_day(day - DAY, holidays=holidays):
        day -= DAY
    return day


def _named(cadence: Cadence, first: date, last: date, holidays: Holidays) -> Iterator[date]:
    rule = cadence.rule
    if not isinstance(rule, Relative):
        return days_of(rule, starts=cadence.starts, first=first, last=last, holidays=holidays)
    return _beside(rule, max(first, cadence.starts), last, holidays)


def _beside(rule: Relative, first: date, last: date, holidays: Holidays) -> Iterator[date]:
    if rule.base is None:
        return
    after, until = _shifted(first, -rule.days - 1), _shifted(last, -rule.days)
    for base in dates(rule.base, after=after, until=until, holidays=holidays):
        if not base.holiday:
            yield _shifted(base.day, rule.days)


def _shifted(day: date, days: int) -> date:
    """So many days later, within the days that there are."""
    return date.fromordinal(min(max(day.toordinal() + days, date.min.toordinal()), date.max.toordinal()))
