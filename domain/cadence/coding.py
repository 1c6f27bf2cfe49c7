"""A cadence as JSON, and back."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date, time
from typing import Any

from domain.cadence.rules import (
    Cadence,
    EachWorkingDay,
    MonthlyOnDay,
    MonthlyOnWeekday,
    MonthlyOnWorkingDay,
    OnDates,
    QuarterlyOnWorkingDay,
    Relative,
    Rule,
    Weekly,
)

VERSION = 1
KEYS = {"version", "rule", "at", "zone", "starts", "on_holiday", "moved", "times"}
ON_HOLIDAY = ("skip", "next", "keep")
RULES: Mapping[str, type[Rule]] = {
    "weekly": Weekly,
    "monthly_on_day": MonthlyOnDay,
    "monthly_on_weekday": MonthlyOnWeekday,
    "monthly_on_working_day": MonthlyOnWorkingDay,
    "quarterly_on_working_day": QuarterlyOnWorkingDay,
    "each_working_day": EachWorkingDay,
    "on_dates": OnDates,
    "relative": Relative,
}
NOT_STORED = "base"


def to_json(cadence: Cadence) -> dict[str, Any]:
    """The cadence as values that JSON has. What a relative one follows is not in it."""
    return {
        "version": VERSION,
        "rule": _rule_to_json(cadence.rule),
        "at": cadence.at.isoformat(),
        "zone": cadence.zone,
        "starts": cadence.starts.isoformat(),
        "on_holiday": cadence.on_holiday,
        "moved": {
            day.isoformat(): None if goes_to is None else goes_to.isoformat()
            for day, goes_to in sorted(cadence.moved.items())
        },
        "times": {day.isoformat(): at.isoformat() for day, at in sorted(cadence.times.items())},
    }


def from_json(stored: Mapping[str, Any]) -> Cadence:
    """The cadence that `to_json` wrote. Raises ValueError for anything else, a later version included."""
    if stored.get("version") != VERSION or set(stored) != KEYS or stored["on_holiday"] not in ON_HOLIDAY:
        raise ValueError(f"not a cadence of version {VERSION}: {sorted(stored)}")
    try:
        return Cadence(
            rule=_rule_of(dict(stored["rule"])),
            at=time.fromisoformat(stored["at"]),
            zone=_word(stored["zone"]),
            starts=date.fromisoformat(stored["starts"]),
            on_holiday=stored["on_holiday"],
            moved={date.fromisoformat(day): _day_or_none(to) for day, to in stored["moved"].items()},
            times={date.fromisoformat(day): time.fromisoformat(at) for day, at in stored["times"].items()},
        )
    except (TypeError, AttributeError) as error:
        raise ValueError(f"not a cadence: {error}") from error


def _rule_to_json(rule: Rule) -> dict[str, Any]:
    kind = next(name for name, of in RULES.items() if isinstance(rule, of))
    match rule:
        case OnDates(days=days):
            return {"kind": kind, "days": [day.isoformat() for day in days]}
        case Weekly():
            return {"kind": kind, "weekdays": sorted(rule.weekdays), "every_weeks": rule.every_weeks}
    return {"kind": kind} | {name: value for name, value in vars(rule).items() if name != NOT_STORED}


def _rule_of(stored: dict[str, Any]) -> Rule:
    kind = stored.pop("kind", None)
    if kind not in RULES:
        raise ValueError(f"not a rule: {kind}")
    if set(stored) != {each.name for each in fields(RULES[kind])} - {NOT_STORED}:
        raise ValueError(f"not a rule of the kind {kind}: {sorted(stored)}")
    if kind == "on_dates":
        return OnDates(days=tuple(map(date.fromisoformat, stored["days"])))
    if kind == "weekly":
        stored["weekdays"] = frozenset(map(_number, stored["weekdays"]))
    make: Callable[..., Rule] = RULES[kind]
    return make(**{name: value if name == "weekdays" else _number(value) for name, value in stored.items()})


def _number(value: object) -> int:
    if type(value) is not int:
        raise ValueError(f"not a whole number: {value}")
    return value


def _word(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"not a word: {value}")
    return value


def _day_or_none(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)
