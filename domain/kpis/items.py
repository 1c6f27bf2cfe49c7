"""Numbers as people report them: leads 103 sep, cpl 219 "from the ad account"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.errors import Unreadable
from domain.kpis.doubts import fits_unit
from domain.kpis.names import KpiName, name_end, split_kpi, unknown
from domain.numbers import read_amount
from domain.periods import (
    Cadence,
    Period,
    is_ended,
    label,
    last_ended,
    looks_like_period,
    read_period,
    split_trailing_period,
)

NOTHING_TYPED = "Write the KPI and its value, as in `leads 103` or `leads 103 sep`."
NOT_BEGUN = "{period} has not begun yet, so I can't keep a number for it. Nothing was saved."
# What stands behind a comma is looked at so far: a name, a number, a period.
LONGEST_ITEM = 400

_QUOTED = re.compile(r"[\"“„«]([^\"“”„«»]*)[\"”“»]")
_JOINT = re.compile(r"\s*(?:[:=]|[-–—]\s|(?:was|were|is|are|now|at|to)\b)\s*", re.IGNORECASE)
_BEFORE_PERIOD = re.compile(r"\s*(?:[,:]|\b(?:for|in|of|during))\s*$", re.IGNORECASE)
_PERIOD_FIRST = re.compile(
    r"(?:(?:for|in)\s+)?(\D[^,;:=]{1,30}?)\s*[:=,]?\s+(\S*\d.*)", re.IGNORECASE | re.DOTALL
)
_BREAK = re.compile(r"(?:[;\n]|,(?!\d)|(?<!\d),|,\s|\band\b)\s*", re.IGNORECASE)


_BEHIND_A_NUMBER = re.compile(r"[^\W\d_][\w .\-/]{1,30}")
_PREPOSITION = re.compile(r"(?:for|in|of|during)\s+", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Item:
    """One reported number: whose it is, for when, how much; `assumed` are sentences to say back."""

    kpi_id: int
    period: Period
    value: Decimal
    is_provisional: bool
    note: str = ""
    assumed: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Habits:
    """How one KPI of one engagement is written: its unit and cadence, the day, the locale."""

    unit: str
    cadence: Cadence
    today: date
    locale: str
    currency: str
    fiscal_start_month: int


def split_items(text: str, names: Sequence[KpiName], *, locale: str) -> list[tuple[KpiName, str]]:
    """Part the text into KPIs and what is said of each.

    Items end at a new line, a semicolon, or a comma (or "and") that a KPI's name follows.
    Raises UnknownKpi where an item begins with no known name.
    """
    pieces = [piece for piece in _pieces(text, names, locale) if piece.strip()]
    if not pieces:
        raise Unreadable(NOTHING_TYPED)
    return [_named(piece.strip(), names) for piece in pieces]


def _named(piece: str, names: Sequence[KpiName]) -> tuple[KpiName, str]:
    found = split_kpi(piece, names)
    if found is None:
        raise unknown(piece, names)
    return found


def _pieces(text: str, names: Sequence[KpiName], locale: str) -> list[str]:
    hidden = _QUOTED.sub(lambda note: "\0" * len(note[0]), text)
    pieces, start, name_until = [], 0, name_end(hidden, names)
    for gap in _BREAK.finditer(hidden):
        is_hard = any(mark in gap[0] for mark in ";\n")
        if not is_hard and gap.start() < name_until:
            continue
        follows = hidden[gap.end() : gap.end() + LONGEST_ITEM]
        if is_hard or _begins_item(follows, names, locale, is_word="and" in gap[0].casefold()):
            pieces.append(text[start : gap.start()])
            start = gap.end()
            name_until = start + name_end(follows, names)
    return [*pieces, text[start:]]


def _begins_item(text: str, names: Sequence[KpiName], locale: str, *, is_word: bool) -> bool:
    if name_end(text, names):
        return True
    if is_word:
        return False
    head = re.split(r"[,;\n]", text, maxsplit=1)[0]
    has_value = text[:1].isalpha() and any(char.isdigit() for char in head)
    return has_value and not looks_like_period(head, locale=locale)


def read_item(kpi: KpiName, text: str, habits: Habits) -> Item:
    """Read value, period and note of one KPI; without a period, the last one that has ended.

    Raises Unreadable for a number or a period that cannot be read, or that does not fit the KPI.
    """
    notes = [note.strip() for note in _QUOTED.findall(text)]
    words = " ".join(_QUOTED.sub(" ", text).split())
    words = _JOINT.sub("", words, count=1) if _JOINT.match(words) else words
    value_text, period, assumed = _split_period(words, habits)
    amount = read_amount(value_text, locale=habits.locale, currency=habits.currency)
    fits_unit(amount, name=kpi.name, unit=habits.unit, currency=habits.currency)
    is_over = is_ended(period, habits.today, habits.fiscal_start_month)
    if not is_over and period.start(habits.fiscal_start_month) > habits.today:
        name = label(period, habits.locale, habits.fiscal_start_month)
        raise Unreadable(NOT_BEGUN.format(period=name))
    said = tuple(sentence for sentence in (amount.assumed, assumed) if sentence)
    return Item(
        kpi_id=kpi.id,
        period=period,
        value=amount.value,
        is_provisional=not is_over,
        note=" ".join(filter(None, notes)),
        assumed=said,
    )


def _split_period(words: str, habits: Habits) -> tuple[str, Period, str]:
    """The text of the value, the period, and what was assumed; the period may stand before the value."""
    today, cadence, locale = habits.today, habits.cadence, habits.locale
    start_month = habits.fiscal_start_month
    _refuse_unreadable_period(words, habits)
    rest, found = split_trailing_period(
        words, today=today, cadence=cadence, locale=locale, fiscal_start_month=start_month
    )
    if found is not None and rest:
        return _BEFORE_PERIOD.sub("", rest), found.period, found.assumed
    first = _PERIOD_FIRST.fullmatch(words)
    if first and looks_like_period(first[1], locale=locale):
        named = read_period(
            first[1], today=today, cadence=cadence, locale=locale, fiscal_start_month=start_month
        )
        return first[2], named.period, named.assumed
    return words, last_ended(today, cadence, start_month), ""


def _refuse_unreadable_period(words: str, habits: Habits) -> None:
    """Raise Unreadable for `5 smarch`: a number, and behind it words that name no period of the KPI."""
    number, _, behind = words.partition(" ")
    if not behind or behind[:1].isdigit() or not _is_amount(number, habits) or _is_amount(words, habits):
        return
    if not _BEHIND_A_NUMBER.fullmatch(behind):
        return
    read_period(
        _PREPOSITION.sub("", behind),
        today=habits.today,
        cadence=habits.cadence,
        locale=habits.locale,
        fiscal_start_month=habits.fiscal_start_month,
    )


def _is_amount(text: str, habits: Habits) -> bool:
    try:
        read_amount(text, locale=habits.locale, currency=habits.currency)
    except Unreadable:
        return False
    return True
