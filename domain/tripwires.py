"""Tripwires: a value that was agreed on beforehand as a reason to stop and look, as people type one."""

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from operator import ge, gt, le, lt
from typing import Literal, get_args

from domain.errors import Unreadable
from domain.kpis.items import Habits
from domain.numbers.typed import plain, quoted
from domain.periods import Period, is_ended, last_ended
from domain.periods import read_future_period as read_ahead
from domain.targets.amounts import THIS_KPI, read_value

HOW = "Write it as in `tripwire cpl > 300`, or `tripwire cpl above 300 in dec`."
NO_BOUND = "I could not read {typed} as a tripwire. " + HOW
NO_VALUE = "I could not read {typed} as a value. " + HOW

Op = Literal["<", "<=", ">", ">="]
OPS: tuple[Op, ...] = get_args(Op)
COMPARE = {"<": lt, "<=": le, ">": gt, ">=": ge}
OP_WORDS: dict[str, str] = {"<": "below", "<=": "at most", ">": "above", ">=": "at least"}
PATTERNS: tuple[tuple[Op, re.Pattern[str]], ...] = (
    (
        ">=",
        re.compile(r"(?:>=|=>|≥|at least|at or above|not (?:below|under)|no less than)\s*", re.IGNORECASE),
    ),
    (
        "<=",
        re.compile(
            r"(?:<=|=<|≤|at most|at or below|not (?:above|over)|no more than|up to)\s*", re.IGNORECASE
        ),
    ),
    (">", re.compile(r"(?:>|above|over|more than|higher than|greater than|exceeds)\s*", re.IGNORECASE)),
    ("<", re.compile(r"(?:<|below|under|less than|lower than|fewer than)\s*", re.IGNORECASE)),
)

_LEAD = re.compile(r"(?:(?:if|when|is|it|goes|falls|drops|rises|gets|value)\b\s*)+", re.IGNORECASE)
_QUOTED = re.compile(r"[\"“„«]([^\"“”„«»]*)[\"”“»]")
_IN = re.compile(
    r"(.*\d\S*(?: ?%)?)\s+(?P<how>in|for|until|till|by)\s+(?P<period>.+)", re.IGNORECASE | re.DOTALL
)
_UNTIL = frozenset({"until", "till", "by"})


@dataclass(frozen=True, kw_only=True)
class Bound:
    """What is watched: values that compare with `value` in this way, in the KPI's unit.

    Only those of `period`, if there is one; none of periods that end after `last_day`.
    """

    op: Op
    value: Decimal
    period: Period | None = None
    last_day: date | None = None

    def is_crossed_by(self, value: Decimal) -> bool:
        """Whether the value is one to stop and look at."""
        return bool(COMPARE[self.op](value, self.value))

    def watches(self, period: Period, *, since: Period, fiscal_start_month: int) -> bool:
        """Whether values of the period count; `since` is the first one that may."""
        if self.period is not None:
            return period == self.period
        is_in_time = self.last_day is None or period.end(fiscal_start_month) <= self.last_day
        return period >= since and is_in_time

    def is_over(self, today: date, *, fiscal_start_month: int) -> bool:
        """Whether what it watches lies in the past; a number of it may still come."""
        if self.period is not None:
            return is_ended(self.period, today, fiscal_start_month)
        return self.last_day is not None and self.last_day < today


@dataclass(frozen=True, kw_only=True)
class TripwireDraft:
    """A tripwire as it was typed: what is watched, and what was agreed on; sentences to say back."""

    bound: Bound
    text: str = ""
    assumed: tuple[str, ...] = ()


def first_watched(armed_on: date, habits: Habits) -> Period:
    """The first period whose values count for a tripwire of that day: their numbers come after it."""
    return last_ended(armed_on, habits.cadence, habits.fiscal_start_month)


def read_tripwire(typed: str, *, habits: Habits, name: str = THIS_KPI) -> TripwireDraft:
    """Read what stands behind the KPI's name: `> 300`, `above 300 in dec "reopen the decision"`.

    Raises Unreadable for what is no bound, value or period, or does not fit the KPI's unit.
    """
    text = " ".join(note.strip() for note in _QUOTED.findall(typed))
    words = plain(_QUOTED.sub(" ", typed))
    words = _LEAD.sub("", words, count=1) if _LEAD.match(words) else words
    for op, pattern in PATTERNS:
        if found := pattern.match(words):
            draft = _read_behind(words[found.end() :], op, habits, name)
            return replace(draft, text=text)
    raise Unreadable(NO_BOUND.format(typed=quoted(typed)))


def _read_behind(words: str, op: Op, habits: Habits, name: str) -> TripwireDraft:
    """Read the value, and the period or the end behind it."""
    parted = _IN.fullmatch(words)
    value = read_value(parted[1] if parted else words, habits, name=name)
    if value is None:
        raise Unreadable(NO_VALUE.format(typed=quoted(words)))
    bound, assumed = Bound(op=op, value=value.value), [value.assumed]
    if parted:
        read = read_ahead(
            parted["period"],
            today=habits.today,
            cadence=habits.cadence,
            locale=habits.locale,
            fiscal_start_month=habits.fiscal_start_month,
        )
        assumed.append(read.assumed)
        if parted["how"].casefold() in _UNTIL:
            bound = replace(bound, last_day=read.period.end(habits.fiscal_start_month))
        else:
            bound = replace(bound, period=read.period)
    return TripwireDraft(bound=bound, assumed=tuple(sentence for sentence in assumed if sentence))
