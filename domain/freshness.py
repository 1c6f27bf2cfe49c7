"""How fresh a KPI is, and how much of it is reported: printed with every figure."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from domain.periods import UNITS, Cadence, Period, due_on, last_ended
from domain.wording import listed

FRESH = "Up to date."
NOTHING_DUE = "Nothing is due yet."
STALE = "{period} is missing; it was due on {day}."
VERY_STALE = "{n} {unit}s in a row are missing; {period} was due on {day}."
COVERED = "{reported} of {due} {units} reported."
ONE_MISSING = "{reported} of {due} {units} reported; {periods} is missing."
SOME_MISSING = "{reported} of {due} {units} reported; {periods} are missing."
AND_MORE = "{periods} and {more} before"

State = Literal["fresh", "stale", "very_stale", "nothing_due"]
GRACE: dict[Cadence, int] = {"weekly": 2, "monthly": 5, "quarterly": 5}
WINDOW = 24
NAMED_AT_MOST = 3
ENOUGH_COVERED = Fraction(3, 4)
ENOUGH_VALUES, ENOUGH_STOCK_VALUES = 5, 6


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """When the numbers of one KPI are due; `today` is the engagement's local date.

    `grace_business_days` from the end of the period: without them 2 for a week, 5 for a month or a quarter.
    """

    today: date
    cadence: Cadence
    fiscal_start_month: int = 1
    grace_business_days: int | None = None

    def due_on(self, period: Period) -> date:
        """The last day on which the number of a period is in time."""
        grace = GRACE[self.cadence] if self.grace_business_days is None else self.grace_business_days
        return due_on(period, grace, self.fiscal_start_month)

    @property
    def last_due(self) -> Period:
        """The last period whose due day has passed: without a number it is late."""
        period = last_ended(self.today, self.cadence, self.fiscal_start_month)
        while self.due_on(period) >= self.today:
            period = period.previous()
        return period


@dataclass(frozen=True, kw_only=True)
class Freshness:
    """`reported` of `due` periods have a value, the last 24 at most; `missing` are the others, oldest first.

    `late` are all due periods behind the latest value, oldest first; `late_since` is the day on which the
    oldest of them was due.
    """

    state: State
    cadence: Cadence
    reported: int = 0
    due: int = 0
    missing: tuple[Period, ...] = ()
    late: tuple[Period, ...] = ()
    late_since: date | None = None

    @property
    def coverage(self) -> Fraction | None:
        """Reported periods as a share of those that are due; None where nothing is due."""
        return Fraction(self.reported, self.due) if self.due else None


def freshness_of(
    reported: Collection[Period],
    calendar: Calendar,
    *,
    tracked_since: Period | None,
    asked_since: Period | None = None,
) -> Freshness:
    """Judge a KPI by the periods that have a whole (non-provisional) value.

    Counting begins with `tracked_since`, else with the first value, else with the first period that anybody
    is asked for, `asked_since`. Fresh: no due period lies behind the
    latest value; stale: one does; very stale: two or more. The method is section 3.2 of the domain's rules.
    """
    first = tracked_since or min(reported, default=asked_since)
    due = _due(first, calendar) if first else []
    if not due:
        return Freshness(state="nothing_due", cadence=calendar.cadence)
    missing = tuple(period for period in due if period not in reported)
    latest = max(reported, default=None)
    late = tuple(_between(latest.next() if latest else first, calendar.last_due)) if first else ()
    states: tuple[State, ...] = ("fresh", "stale", "very_stale")
    return Freshness(
        state=states[min(len(late), 2)],
        cadence=calendar.cadence,
        reported=len(due) - len(missing),
        due=len(due),
        missing=missing,
        late=late,
        late_since=calendar.due_on(late[0]) if late else None,
    )


def _due(first: Period, calendar: Calendar) -> list[Period]:
    """The due periods since the first, 24 at most, oldest first."""
    found: list[Period] = []
    period = calendar.last_due
    while period >= first and len(found) < WINDOW:
        found.append(period)
        period = period.previous()
    return found[::-1]


def _between(first: Period, last: Period) -> Iterator[Period]:
    period = first
    while period <= last:
        yield period
        period = period.next()


def is_usable(freshness: Freshness, values: int, *, is_stock: bool) -> bool:
    """Tell whether a KPI may enter the evidence: fresh or stale by one, 75% covered, 5 values (a stock 6)."""
    enough = ENOUGH_STOCK_VALUES if is_stock else ENOUGH_VALUES
    is_covered = freshness.coverage is not None and freshness.coverage >= ENOUGH_COVERED
    return freshness.state in ("fresh", "stale") and is_covered and values >= enough


def coverage_words(freshness: Freshness, *, name_period: Callable[[Period], str]) -> str:
    """Say how much is reported: '11 of 12 months reported; August 2026 is missing.'"""
    if not freshness.due:
        return NOTHING_DUE
    unit = UNITS[freshness.cadence]
    units = unit if freshness.due == 1 else f"{unit}s"
    sentence = {0: COVERED, 1: ONE_MISSING}.get(len(freshness.missing), SOME_MISSING)
    periods = _named(freshness.missing, name_period)
    return sentence.format(reported=freshness.reported, due=freshness.due, units=units, periods=periods)


def freshness_words(
    freshness: Freshness, *, name_period: Callable[[Period], str], name_day: Callable[[date], str]
) -> str:
    """Say whether the latest due number is there, and since when it is late."""
    if freshness.late_since is None:
        return NOTHING_DUE if freshness.state == "nothing_due" else FRESH
    sentence = STALE if freshness.state == "stale" else VERY_STALE
    return sentence.format(
        n=len(freshness.late),
        unit=UNITS[freshness.cadence],
        period=name_period(freshness.late[0]),
        day=name_day(freshness.late_since),
    )


def _named(periods: tuple[Period, ...], name_period: Callable[[Period], str]) -> str:
    """Name the latest three, and count those before them."""
    names = [name_period(period) for period in periods[-NAMED_AT_MOST:]]
    more = len(periods) - len(names)
    if more:
        return AND_MORE.format(periods=", ".join(names), more=more)
    return listed(names)
