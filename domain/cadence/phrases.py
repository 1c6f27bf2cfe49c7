"""How often and on which days, in words that were brought to one form."""

import re
from dataclasses import dataclass, field
from typing import Literal

from domain.cadence.rules import LAST, WEEKDAYS, WORKING_WEEKDAYS
from domain.errors import UserError
from domain.working_time import DAYS, WEEK

WHICH_DAY = "On which day of the week? Write it as in `every 2 weeks on tue 10:00`."
NTH_OR_WEEKS = "Do you mean `{nth} {day} of the month` or `every {weeks} weeks on {day}`? Please write it so."
EVERY_FEW_DAYS = (
    "I know every day and every working day. For less often, write it as in `mon, wed and fri 9:30`."
)
ONE_RHYTHM = "Please write one rhythm: weeks, months or quarters, as in `first tue every 2 months`."
TOO_FEW = "Please count from 1, as in `every 2 weeks on tue` or `3rd working day of the month`."
TOO_RARE = "At most every {most} {unit}s, please."
EVERY_QUARTER = "I know every quarter. For less often, write `first tue every 6 months`."

Unit = Literal["week", "month", "quarter"]
Kind = Literal["weekday", "working day", "day"]
UNITS: dict[str, Unit] = {"week": "week", "month": "month", "quarter": "quarter"}
MOST = {"week": 52, "month": 24}
ORDINAL_DIGITS = {1: "1st", 2: "2nd", 3: "3rd"}

_DAY = f"(?:{'|'.join(DAYS)})"
_NTH = r"#(?P<nth>\d+|last)"
_EVERY_SECOND = re.compile(rf"\bevery #(?P<nth>\d+) (?P<day>{_DAY}|day|workingday|weekdays)\b")
_OF_A_UNIT = re.compile(r"\b(?:month|quarter)\b")
_POSITIONS = (
    re.compile(rf"{_NTH} (?P<kind>{_DAY}|workingday|weekdays|day)\b"),
    re.compile(r"#(?P<nth>\d+)\b(?! (?:week|month|quarter)\b)"),
    re.compile(r"(?<!every )#(?P<nth>\d+)\b"),
    re.compile(r"\bday (?P<nth>\d+)\b"),
)
_INTERVAL = re.compile(r"(?:\bevery )?(?:#?\b(?P<count>\d+) )?\b(?P<unit>week|month|quarter)\b")
_SPAN = re.compile(rf"\b(?P<first>{_DAY}) (?:to|through|till|until) (?P<last>{_DAY})\b")
_DAYS = re.compile(rf"\b(?:weekdays|everyday|{_DAY})\b")
_WORKING_DAY = re.compile(r"\bworkingday\b")
_EVERY = re.compile(r"\bevery\b")
_GROUPS = {"weekdays": WORKING_WEEKDAYS, "everyday": WEEKDAYS}


@dataclass(frozen=True, kw_only=True)
class Position:
    """The nth (or LAST) of a kind of day; of a weekday, which one."""

    nth: int
    kind: Kind
    weekday: int = 0


@dataclass(kw_only=True)
class Phrases:
    """What the words name: every `count` units, on which days; and the words that are left."""

    rest: str
    unit: Unit | None = None
    count: int = 1
    positions: list[Position] = field(default_factory=list)
    weekdays: frozenset[int] = frozenset()
    is_each_working_day: bool = False


def read_phrases(text: str) -> Phrases:
    """Find how often and on which days. Raises UserError where it has two meanings or goes too far."""
    found = Phrases(rest=text)
    _take_every_second(found)
    _take_positions(found)
    _take_intervals(found)
    _take_days(found)
    found.rest = " ".join(_EVERY.sub(" ", found.rest).split())
    return found


def _take_every_second(found: Phrases) -> None:
    """Every second Tuesday is every two weeks where no month is named; every third one may mean either."""
    match = _EVERY_SECOND.search(found.rest)
    if match is None or _OF_A_UNIT.search(found.rest):
        return
    nth, day = int(match["nth"]), match["day"]
    if nth > 1 and day not in DAYS:
        raise UserError(EVERY_FEW_DAYS)
    if nth > len(("this week", "the next")):
        raise UserError(NTH_OR_WEEKS.format(nth=ORDINAL_DIGITS.get(nth, f"{nth}th"), weeks=nth, day=day))
    if nth > 1:
        found.rest = found.rest.replace(match[0], f"every {nth} week {day}", 1)


def _take_positions(found: Phrases) -> None:
    for pattern in _POSITIONS:
        found.positions += map(_position, pattern.finditer(found.rest))
        found.rest = pattern.sub(" ", found.rest)


def _position(match: re.Match[str]) -> Position:
    nth, kind = LAST if match["nth"] == "last" else int(match["nth"]), match.groupdict().get("kind") or "day"
    if nth == 0:
        raise UserError(TOO_FEW)
    if kind in DAYS:
        return Position(nth=nth, kind="weekday", weekday=DAYS.index(kind))
    return Position(nth=nth, kind="day" if kind == "day" else "working day")


def _take_intervals(found: Phrases) -> None:
    for match in _INTERVAL.finditer(found.rest):
        unit, count = UNITS[match["unit"]], int(match["count"] or 1)
        if found.unit not in {None, unit}:
            raise UserError(ONE_RHYTHM)
        if count < 1:
            raise UserError(TOO_FEW)
        found.unit, found.count = unit, max(found.count, count)
    found.rest = _INTERVAL.sub(" ", found.rest)
    if found.unit == "quarter" and found.count > 1:
        raise UserError(EVERY_QUARTER)
    if found.count > MOST.get(found.unit or "", found.count):
        raise UserError(TOO_RARE.format(most=MOST[found.unit or ""], unit=found.unit))


def _take_days(found: Phrases) -> None:
    for match in _SPAN.finditer(found.rest):
        first, last = DAYS.index(match["first"]), DAYS.index(match["last"])
        found.weekdays |= {(first + step) % WEEK for step in range((last - first) % WEEK + 1)}
    found.rest = _SPAN.sub(" ", found.rest)
    for match in _DAYS.finditer(found.rest):
        found.weekdays |= _GROUPS.get(match[0]) or {DAYS.index(match[0])}
    found.rest = _DAYS.sub(" ", found.rest)
    found.is_each_working_day = _WORKING_DAY.search(found.rest) is not None
    found.rest = _WORKING_DAY.sub(" ", found.rest)
