"""Write an amount with the marks of a locale: £9,900, 33,4 %, 3.2x, 12 days."""

import re
from copy import copy
from decimal import Decimal, localcontext
from typing import Literal, get_args

from babel.numbers import NumberPattern

from domain.numbers.locales import locale_of

FormatUnit = Literal["count", "currency", "percent", "ratio", "days", "score"]
FORMAT_UNITS: tuple[FormatUnit, ...] = get_args(FormatUnit)
MOST_DECIMALS = 6
CENTS = 2
CODE_BEFORE_DIGIT = re.compile(r"(?<=[^\W\d_])(?=\d)")
# Room for every digit that a person may type and a multiplier may add.
PRECISION = 100


def format_amount(value: Decimal, *, unit: FormatUnit, locale: str, currency: str) -> str:
    """Write a value in full, up to 6 decimals; percentages are given in percent points.

    Marks, signs and their places are the locale's; words are English, as all that Headway says.
    """
    with localcontext(prec=PRECISION):
        exact = round(value, MOST_DECIMALS)
        if unit == "currency":
            return _currency(exact, locale, currency)
        if unit == "percent":
            pattern = locale_of(locale).percent_formats[None]
            return _apply(pattern, exact.scaleb(-2), locale, (0, MOST_DECIMALS))
        return _plain(exact, locale) + _ending(exact, unit)


def _ending(value: Decimal, unit: FormatUnit) -> str:
    if unit == "days":
        return " day" if abs(value) == 1 else " days"
    return "x" if unit == "ratio" else ""


def _plain(value: Decimal, locale: str) -> str:
    return _apply(locale_of(locale).decimal_formats[None], value, locale, (0, MOST_DECIMALS))


def _currency(value: Decimal, locale: str, currency: str) -> str:
    decimals = (0, 0) if value == value.to_integral_value() else (CENTS, MOST_DECIMALS)
    pattern = locale_of(locale).currency_formats["standard"]
    # babel leaves out the space that CLDR asks for between a code and the digits.
    return CODE_BEFORE_DIGIT.sub("\u00a0", _apply(pattern, value, locale, decimals, currency))


def _apply(
    pattern: NumberPattern, value: Decimal, locale: str, decimals: tuple[int, int], currency: str = ""
) -> str:
    own = copy(pattern)
    own.frac_prec = decimals
    written: str = own.apply(value + 0, locale_of(locale), currency=currency, currency_digits=False)
    return written
