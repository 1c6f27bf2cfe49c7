"""How far a share of a few may be from the share of many: Wilson's interval, and the words for it."""

from dataclasses import dataclass
from decimal import Decimal
from math import isfinite, sqrt
from statistics import NormalDist

from domain.numbers import format_amount

NOTHING_OBSERVED = "a share takes at least one that was observed"
NOT_A_PART = "as many as 0 to all of those observed can be counted"
NOT_A_LEVEL = "a level lies between 0 and 1"

SHARE = "{hits} of {of} ({share}, {level} range {low} to {high})"
WHOLE = 100


@dataclass(frozen=True, kw_only=True)
class Interval:
    """The ends of a range of shares, each from 0 to 1."""

    low: float
    high: float


def wilson(hits: int, of: int, *, level: float = 0.95) -> Interval:
    """Find the range in which the true share lies, at a confidence `level` between 0 and 1.

    `hits` of `of` were counted. Raises ValueError where nothing was observed, where `hits` is no part of
    `of`, and for a level outside 0 to 1. E. B. Wilson's score interval (1927), without continuity correction.
    """
    if of < 1:
        raise ValueError(NOTHING_OBSERVED)
    if not 0 <= hits <= of:
        raise ValueError(NOT_A_PART)
    if not (isfinite(level) and 0 < level < 1):
        raise ValueError(NOT_A_LEVEL)
    z = NormalDist().inv_cdf((1 + level) / 2)
    share, squared = hits / of, z * z
    centre = (share + squared / (2 * of)) / (1 + squared / of)
    half = z * sqrt(share * (1 - share) / of + squared / (4 * of * of)) / (1 + squared / of)
    # Rounding alone would put the ends of none and of all beside 0 and 1.
    return Interval(
        low=0.0 if hits == 0 else max(0.0, centre - half),
        high=1.0 if hits == of else min(1.0, centre + half),
    )


def share_words(hits: int, of: int, *, locale: str, level: float = 0.95) -> str:
    """Write a share with its range: 6 of 74 (8.1%, 95% range 3.8% to 16.6%). Raises as `wilson` does."""
    found = wilson(hits, of, level=level)
    return SHARE.format(
        hits=_count(hits, locale),
        of=_count(of, locale),
        share=percent(hits / of, locale=locale),
        level=percent(level, locale=locale),
        low=percent(found.low, locale=locale),
        high=percent(found.high, locale=locale),
    )


def percent(share: float, *, locale: str) -> str:
    """Write a share (0 to 1) as a percentage with at most one decimal, by the marks of the locale."""
    points = round(Decimal(repr(share)) * WHOLE, 1)
    return format_amount(points, unit="percent", locale=locale, currency="")


def _count(number: int, locale: str) -> str:
    return format_amount(Decimal(number), unit="count", locale=locale, currency="")
