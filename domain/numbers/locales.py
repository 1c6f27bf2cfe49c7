"""What a locale decides: its decimal mark, and whether the day or the month comes first."""

from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.numbers import get_decimal_symbol

FALLBACK = "en"


@lru_cache(maxsize=256)
def locale_of(tag: str) -> Locale:
    """Find the locale of a tag such as 'en-GB'; else the one of its language; else English."""
    name = tag.replace("-", "_")
    for candidate in (name, name.partition("_")[0]):
        try:
            return Locale.parse(candidate)
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse(FALLBACK)


def decimal_mark(locale: str) -> str:
    """Give '.' or ',', whichever the locale puts before decimals."""
    return "." if get_decimal_symbol(locale_of(locale)) == "." else ","


def is_day_first(locale: str) -> bool:
    """Tell whether people there write 3 April as 3/4 (true) or 4/3 (false)."""
    pattern = str(locale_of(locale).datetime_skeletons["Md"].pattern)
    return pattern.index("d") < pattern.index("M")
