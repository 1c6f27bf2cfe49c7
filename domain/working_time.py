"""When somebody works: their days and hours, how people type them, and which moments follow from them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.errors import UserError
from domain.moments import clock
from domain.wording import listed

NOT_READ = "I could not read {typed}. Write days and hours as in `members hours tue thu 9-15`."
ONE_SPAN = "Please write one span of hours, as in `members hours tue thu 9-15`."
NO_SUCH_HOUR = "There is no hour {typed}. Hours go from 0:00 to 23:59."
END_FIRST = "The end must be after the start. Write the afternoon as in 9-17 or 9am-5pm."
RANGE = "{first} to {last}"
EVERY_DAY = "Every day"
# A dash of its own: chat platforms take the letters between two colons for a picture.
HOURS = "{days}, {starts}\N{EN DASH}{ends}"
IN_ZONE = "{hours} in {zone}"

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LONG_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SHORTEST_DAY = 3
WEEK = 7
NOON = 12
RUN = 3  # so many days in a row are written as a range
EVERY = frozenset(range(WEEK))
WORKING_WEEK = frozenset(range(5))
GROUPS = {"weekdays": WORKING_WEEK, "everyday": EVERY, "daily": EVERY}
STARTS, ENDS = time(9), time(17)
SECOND = timedelta(seconds=1)

_DASH = re.compile(r"\s*[-–—]\s*|(?<=[\w.]) +(?:to|until|till) +")
_HALF_OF_DAY = re.compile(r"(?<=\d)\s+(?=[ap]\.?m\b)")
_FILLER = re.compile(r"[,;&]|\b(?:and|from|on)\b")
_CLOCK = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?(am|pm|a\.m\.?|p\.m\.?)?")


@dataclass(frozen=True, kw_only=True)
class WorkingTime:
    """Days of the week (0 is Monday) and the hours from `starts` until before `ends`, in an IANA zone."""

    zone: str
    days: frozenset[int] = WORKING_WEEK
    starts: time = STARTS
    ends: time = ENDS

    def __post_init__(self) -> None:
        if not self.days or not self.days <= EVERY or self.starts >= self.ends:
            raise ValueError("somebody works on some days of the week, from one hour to a later one")

    def is_working(self, moment: datetime) -> bool:
        """Whether the moment lies in their working hours."""
        day = self._day_of(moment)
        start, end = next(self._spans(day))
        return start <= moment < end

    def next_start(self, moment: datetime) -> datetime:
        """The first start of their working hours at the moment or after it, in UTC."""
        return next(start for start, _end in self._spans(self._day_of(moment)) if start >= moment)

    def end_of_next_working_day(self, moment: datetime) -> datetime:
        """The end of the first working day after the day on which the moment lies for them, in UTC."""
        return next(end for _start, end in self._spans(self._day_of(moment) + timedelta(days=1)))

    def in_words(self, *, with_zone: bool = True) -> str:
        """As people say it: Tue and Thu, 9:00-15:00 in Europe/Berlin."""
        words = HOURS.format(days=_days_in_words(self.days), starts=clock(self.starts), ends=clock(self.ends))
        return IN_ZONE.format(hours=words, zone=self.zone) if with_zone else words

    def _day_of(self, moment: datetime) -> date:
        return moment.astimezone(ZoneInfo(self.zone)).date()

    def _spans(self, first: date) -> Iterator[tuple[datetime, datetime]]:
        """The working hours of each working day from `first` on, without those that a clock change skips."""
        zone, day = ZoneInfo(self.zone), first
        while True:
            span = instant(day, self.starts, zone), instant(day, self.ends, zone)
            if day.weekday() in self.days and span[0] < span[1]:
                yield span
            day += timedelta(days=1)


def instant(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """The moment, in UTC, at which the clocks in the zone show this time of this day.

    An hour that is skipped becomes the first instant after the gap, a repeated one its first pass.
    """
    local = datetime.combine(day, clock)
    early, late = (local.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    if early is None or late is None or early >= late:
        return local.replace(tzinfo=zone).astimezone(UTC)
    low, high = ((local - offset).replace(tzinfo=UTC) for offset in (late, early))
    while high - low > SECOND:
        middle = low + timedelta(seconds=(high - low) // SECOND // 2)
        is_after = middle.astimezone(zone).utcoffset() == late
        low, high = (low, middle) if is_after else (middle, high)
    return high


@dataclass(frozen=True, kw_only=True)
class Hours:
    """What somebody typed about working time; None is what they did not mention."""

    days: tuple[int, ...] | None = None
    starts: time | None = None
    ends: time | None = None


def looks_like_hours(word: str) -> bool:
    """Whether the word is a day, a span of days or one of hours."""
    token = _normal(word).split(" ")[0]
    return _days_of(token) is not None or re.match(r"\d", token) is not None


def read_hours(typed: str) -> Hours:
    """Read days, hours or both, as in tue thu 9-15, mon-fri 9am-5pm, fri. Raises UserError for all else."""
    days: set[int] = set()
    hours: tuple[time, time] | None = None
    for token in _normal(typed).split():
        found = _days_of(token)
        if found is not None:
            days |= found
        elif hours is not None:
            raise UserError(ONE_SPAN)
        else:
            hours = _span_of(token)
    if not days and hours is None:
        raise UserError(NOT_READ.format(typed="that"))
    starts, ends = hours or (None, None)
    return Hours(days=tuple(sorted(days)) or None, starts=starts, ends=ends)


def _normal(typed: str) -> str:
    text = _HALF_OF_DAY.sub("", typed.casefold().replace("every day", "everyday"))
    return " ".join(_FILLER.sub(" ", _DASH.sub("-", text)).split())


def _days_of(token: str) -> frozenset[int] | None:
    """The days that a word names, a span of them included; None for any other word."""
    if token in GROUPS:
        return GROUPS[token]
    ends = [_day_of_week(part) for part in token.split("-")]
    first, last = ends[0], ends[-1]
    if len(ends) > len(("first", "last")) or first is None or last is None:
        return None
    return frozenset((first + step) % WEEK for step in range((last - first) % WEEK + 1))


def _day_of_week(word: str) -> int | None:
    bare = word.rstrip(".")
    for index, name in enumerate(LONG_DAYS):
        if len(bare) >= SHORTEST_DAY and f"{name}s".startswith(bare):
            return index
    return None


def _span_of(token: str) -> tuple[time, time]:
    parts = token.split("-")
    found = [_CLOCK.fullmatch(part) for part in parts]
    if len(parts) != len(("starts", "ends")) or found[0] is None or found[1] is None:
        raise UserError(NOT_READ.format(typed=f"“{token[:30]}”"))
    starts, ends = _time_of(found[0]), _time_of(found[1])
    if starts >= ends:
        raise UserError(END_FIRST)
    return starts, ends


def _time_of(found: re.Match[str]) -> time:
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "")[:1]
    if half and 1 <= hour <= NOON:
        hour = hour % NOON + (NOON if half == "p" else 0)
    elif half:
        raise UserError(NO_SUCH_HOUR.format(typed=f"“{found[0]}”"))
    try:
        return time(hour, minute)
    except ValueError:
        raise UserError(NO_SUCH_HOUR.format(typed=f"“{found[0]}”")) from None


def _days_in_words(days: Iterable[int]) -> str:
    chosen = sorted(days)
    if len(chosen) == WEEK:
        return EVERY_DAY
    runs: list[list[int]] = []
    for day in chosen:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    parts = [part for run in runs for part in _run_in_words([DAYS[day].title() for day in run])]
    return listed(parts)


def _run_in_words(names: list[str]) -> list[str]:
    return [RANGE.format(first=names[0], last=names[-1])] if len(names) >= RUN else names
