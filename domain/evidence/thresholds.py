"""The thresholds of an engagement: what each is called, between which values it lies, and how it is typed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Any, Literal

from rapidfuzz import fuzz, process

from domain.errors import UserError
from domain.evidence.inputs import Thresholds
from domain.numbers.typed import quoted
from domain.proportions import percent

NO_SUCH = "I don't know the threshold {typed}.{near} `evidence settings` shows them all."
NEAR = " Did you mean {name}?"
WHICH = "Write which one and what it shall be, as in `evidence set market_items 6`."
NO_VALUE = "I could not read {typed}. Write {label} as {example}."
OUTSIDE = "Please pick a value from {low} to {high} for {label}."
FLOOR_TOO_HIGH = "change_floor has to be below change_share: the sure part of a share is less than the share."
CASH_TURNED = "cash_stop_months has to be below cash_warning_months."
EXAMPLES = {"count": "a whole number, as in 6", "share": "a share, as in 60%", "span": "a number, as in 3"}
THIRDS = {Fraction(1, 3): "a third", Fraction(2, 3): "two thirds"}
USUAL_WORDS = frozenset({"default", "usual", "reset", "standard"})
CLOSE_ENOUGH = 60
LONGEST = 20
WHOLE = 100

_SHARE = re.compile(r"(\d+(?:[.,]\d+)?)\s*(%|percent)?|(\d+)\s*/\s*(\d+)")

Kind = Literal["count", "share", "span"]


@dataclass(frozen=True, kw_only=True)
class Setting:
    """A threshold: what it says, and its lowest and highest value. A "span" need not be whole."""

    label: str
    kind: Kind
    low: float
    high: float


def _count(label: str, low: int, high: int) -> Setting:
    return Setting(label=label, kind="count", low=low, high=high)


def _share(label: str, low: float, high: float) -> Setting:
    return Setting(label=label, kind="share", low=low, high=high)


SETTINGS: Mapping[str, Setting] = {
    "drivers_needed": _count("drivers that can be told before they speak", 1, 10),
    "together_level": _share("false alarms allowed among the trends of all drivers", 0.01, 0.5),
    "lessons_needed": _count("decisive lessons in a cycle that speak for going on", 1, 10),
    "thin_below": _count("lessons of two cycles below which learning counts as thin", 1, 50),
    "market_items": _count("pieces of market feedback in a cycle before they speak", 3, 100),
    "market_voices": _count("different voices among them", 1, 50),
    "change_share": _share("share of them against us, or for us, that tips the scales", 0.5, 1),
    "change_floor": _share("what the low end of that share's 80% range has to exceed", 0, 0.9),
    "acted_after_days": _count("days after which feedback should have led to something", 1, 120),
    "acted_share": _share("share of it that led to a change, for going on", 0.05, 1),
    "acted_needed": _count("pieces that led to a change, at the least", 1, 20),
    "unacted_items": _count("pieces without any change that speak for a change", 1, 50),
    "cash_stop_months": Setting(
        label="months of cash below which stopping is on the table", kind="span", low=0.5, high=24
    ),
    "cash_warning_months": Setting(
        label="months of cash below which there is a warning", kind="span", low=1, high=36
    ),
    "patience_weeks": _count("weeks to the end of an experiment that are worth waiting for", 1, 26),
    "capital_share": _share("share of the budget unspent or cut that counts as too little", 0.05, 1),
}


def split_setting(typed: str) -> tuple[str, str]:
    """The name of a threshold and the value behind it. Raises UserError with the nearest name."""
    words = typed.split()
    for length in range(len(words), 0, -1):
        name = "_".join(words[:length]).casefold().replace("-", "_").rstrip(":=")
        if name in SETTINGS:
            return name, " ".join(words[length:]).lstrip(":= ")
    if not words:
        raise UserError(WHICH)
    near, score, _at = process.extractOne(words[0].casefold(), list(SETTINGS), scorer=fuzz.WRatio)
    hint = NEAR.format(name=near) if score >= CLOSE_ENOUGH else ""
    raise UserError(NO_SUCH.format(typed=quoted(words[0]), near=hint))


def read_value(name: str, typed: str, *, locale: str) -> float | None:
    """The value that was typed for a threshold; None for the usual one. Raises UserError for any other."""
    setting = SETTINGS[name]
    if not typed.strip():
        raise UserError(WHICH)
    if typed.strip().casefold() in USUAL_WORDS:
        return None
    value = _number(typed.strip().casefold(), setting.kind)
    if value is None:
        raise UserError(NO_VALUE.format(typed=quoted(typed), label=name, example=EXAMPLES[setting.kind]))
    if not setting.low <= value <= setting.high:
        low, high = (words_of(setting.kind, end, locale=locale) for end in (setting.low, setting.high))
        raise UserError(OUTSIDE.format(low=low, high=high, label=name))
    return value


def _number(typed: str, kind: Kind) -> float | None:
    found = _SHARE.fullmatch(typed) if len(typed) <= LONGEST else None
    if found is None or (kind != "share" and (found[2] or found[3])):
        return None
    if found[3]:
        return float(Fraction(int(found[3]), int(found[4]))) if int(found[4]) else None
    value = float(found[1].replace(",", "."))
    if kind == "share":
        return value / WHOLE if found[2] or value > 1 else value
    if kind == "count":
        return int(value) if value.is_integer() else None
    return value


def changed(thresholds: Thresholds, name: str, value: float) -> Thresholds:
    """The thresholds with another value. Raises UserError where two of them contradict each other then."""
    values: dict[str, Any] = {field.name: getattr(thresholds, field.name) for field in fields(Thresholds)}
    made = Thresholds(**{**values, name: value})
    _check(made)
    return made


def _check(thresholds: Thresholds) -> None:
    if thresholds.change_floor >= thresholds.change_share:
        raise UserError(FLOOR_TOO_HIGH)
    if thresholds.cash_stop_months >= thresholds.cash_warning_months:
        raise UserError(CASH_TURNED)


def words_of(kind: Kind, value: float, *, locale: str) -> str:
    """A value of this kind in words: 5, two thirds, 60%."""
    if kind != "share":
        return f"{value:g}"
    third = THIRDS.get(Fraction(value).limit_denominator(12))
    return third or percent(value, locale=locale)


def changed_words(thresholds: Thresholds, *, locale: str) -> list[str]:
    """The thresholds that are not the usual ones, in words."""
    usual = Thresholds()
    told = []
    for field in fields(Thresholds):
        value, kind = getattr(thresholds, field.name), SETTINGS[field.name].kind
        if value != getattr(usual, field.name):
            before = words_of(kind, getattr(usual, field.name), locale=locale)
            told.append(f"{field.name} {words_of(kind, value, locale=locale)} (usually {before})")
    return told
