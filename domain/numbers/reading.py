"""Read an amount: $41.5k, 41 500 EUR, 12,5 %, 3.2x, (120)."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from domain.errors import Unreadable
from domain.numbers.currencies import currency_named, is_sign_of
from domain.numbers.digits import THOUSAND, Digits, read_digits
from domain.numbers.locales import decimal_mark
from domain.numbers.typed import plain, quoted
from domain.numbers.writing import format_amount

NOT_A_NUMBER = (
    "I could not read {typed} as a number. Write it in digits, such as 103, {example}, 41.5k or 12%."
)
NO_NUMBER = "There is no number here yet. Write one in digits, such as 103, {example}, 41.5k or 12%."
GROUPED = "I read {typed} as {value}, not as a number with 3 decimals."
MULTIPLIED = "I read {typed} as {value}, not as {other}."
DECIMALS = "I read {typed} as a number with 3 decimals, not as {value}."

AmountUnit = Literal["plain", "percent", "currency", "ratio"]
LONGEST_TEXT = 120
EXAMPLE = Decimal("1234.50")
CORE = re.compile(r"(?:(?<!\w)[.,\u066b])?\d(?:.*\d)?", re.DOTALL)
SPACED_SIGN = re.compile(r"[+-] ")
EXPONENTS = {
    "k": 3, "tsd": 3, "tsd.": 3, "thousand": 3, "m": 6, "mm": 6, "mn": 6, "mln": 6, "mio": 6,
    "mio.": 6, "million": 6, "millions": 6, "b": 9, "bn": 9, "mrd": 9, "mrd.": 9, "billion": 9, "billions": 9,
    "lakh": 5, "lakhs": 5, "crore": 7, "crores": 7,
}  # fmt: skip
# Longest first, so that "mn" is not read as "m" and a stray "n".
MULTIPLIERS = sorted(EXPONENTS, key=len, reverse=True)
PERCENT = frozenset({"%", "percent", "per cent", "pct", "prozent", "procent", "prosenttia"})
RATIO = frozenset({"x", "\u00d7"})
ENDINGS = frozenset({"", ".", "day", "days"})


@dataclass(frozen=True, kw_only=True)
class Amount:
    """A number that somebody typed.

    `value` is exact, percentages in percent points, multipliers applied. `currency` is an ISO code
    when one was typed. `assumed` is a sentence to say back when the locale decided the reading.
    """

    value: Decimal
    unit: AmountUnit = "plain"
    currency: str | None = None
    assumed: str = ""


@dataclass(frozen=True, kw_only=True)
class _Affixes:
    """What stands around the digits."""

    exponent: int = 0
    unit: AmountUnit = "plain"
    currency: str | None = None


def read_amount(text: str, *, locale: str, currency: str) -> Amount:
    """Read one amount.

    `locale` decides texts such as 1.234; `currency` is the engagement's and decides what $ means.
    Raises Unreadable for anything that is not exactly one number, blank and n/a included.
    """
    amount = _amount_in(text, locale, currency) if len(text.strip()) <= LONGEST_TEXT else None
    if amount is None:
        sentence = NOT_A_NUMBER if text.strip() else NO_NUMBER
        example = format_amount(EXAMPLE, unit="currency", locale=locale, currency=currency)
        raise Unreadable(sentence.format(typed=quoted(text), example=example))
    return amount


def is_other_currency(amount: Amount, currency: str) -> bool:
    """Tell whether a currency was typed that is not this one."""
    return amount.currency is not None and amount.currency != currency.upper()


def _amount_in(text: str, locale: str, currency: str) -> Amount | None:
    typed = plain(text)
    core = CORE.search(typed)
    digits = read_digits(core.group(), decimal_mark=decimal_mark(locale)) if core else None
    if core is None or digits is None:
        return None
    unsigned = _without_sign(typed[: core.start()], typed[core.end() :])
    if unsigned is None:
        return None
    sign, before, after = unsigned
    affixes = _affixes(before, after, locale, currency.upper())
    if affixes is None:
        return None
    value = _exact(sign, digits, affixes.exponent)
    assumed = _assumption(typed, digits, affixes.exponent)
    return Amount(value=value, unit=affixes.unit, currency=affixes.currency, assumed=assumed)


def _without_sign(before: str, after: str) -> tuple[str, str, str] | None:
    """Take one sign, or the parentheses of bookkeeping, off what surrounds the digits."""
    # A dash that stands alone parts words ("leads - 103"): too unlike a minus to guess.
    if SPACED_SIGN.search(before):
        return None
    sign, before, after = "", before.strip(), after.strip()
    if before[:1] in ("+", "-") or before[-1:] in ("+", "-"):
        is_leading = before[0] in "+-"
        sign, before = (before[0], before[1:]) if is_leading else (before[-1], before[:-1])
    if "(" in before and ")" in after and not sign:
        sign, before, after = "-", before.replace("(", "", 1), after.replace(")", "", 1)
    return None if set("()+-") & set(before + after) else (sign, before.strip(), after.strip())


def _affixes(before: str, after: str, locale: str, currency: str) -> _Affixes | None:
    if before.casefold() in PERCENT and after in ENDINGS:
        return _Affixes(unit="percent")
    named = currency_named(before, locale=locale, currency=currency)
    behind = _behind(after, locale, currency)
    if behind is None or (before and named is None):
        return None
    if named is None or (behind.currency and is_sign_of(before, behind.currency)):
        return behind
    return None if behind.unit != "plain" else replace(behind, unit="currency", currency=named)


def _behind(after: str, locale: str, currency: str) -> _Affixes | None:
    """Read what follows the digits: a unit, a multiplier, or both as in 41.5 kEUR."""
    whole = _unit_named(after, locale, currency)
    if whole:
        return whole
    folded = after.casefold()
    for word in MULTIPLIERS:
        if not folded.startswith(word):
            continue
        rest = _unit_named(after[len(word) :].strip(), locale, currency)
        if rest and rest.unit in ("plain", "currency"):
            return replace(rest, exponent=EXPONENTS[word])
    return None


def _unit_named(name: str, locale: str, currency: str) -> _Affixes | None:
    folded = name.casefold()
    if folded in ENDINGS:
        return _Affixes()
    if folded.rstrip(".") in PERCENT:
        return _Affixes(unit="percent")
    if folded.rstrip(".") in RATIO:
        return _Affixes(unit="ratio")
    code = currency_named(name, locale=locale, currency=currency)
    return _Affixes(unit="currency", currency=code) if code else None


def _exact(sign: str, digits: Digits, exponent: int) -> Decimal:
    # Shifted as text: the arithmetic of Decimal would round past 28 digits.
    fraction = digits.fraction.ljust(exponent, "0")
    value = Decimal(f"{digits.whole}{fraction[:exponent]}.{fraction[exponent:]}")
    return value.copy_negate() if sign == "-" and value else value


def _assumption(typed: str, digits: Digits, exponent: int) -> str:
    if not digits.was_decided:
        return ""
    together = digits.whole + digits.fraction
    as_whole, as_fraction = together + "0" * exponent, together + "0" * (exponent - THOUSAND)
    if exponent:
        pair = (as_fraction, as_whole) if digits.fraction else (as_whole, as_fraction)
        return MULTIPLIED.format(typed=typed, value=pair[0], other=pair[1])
    return (DECIMALS if digits.fraction else GROUPED).format(typed=typed, value=together)
