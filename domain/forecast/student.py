"""Quantiles of Student's t distribution, for whole degrees of freedom."""

from functools import cache
from math import cos, fsum, pi, sin, sqrt, tan

NOT_A_QUANTILE = "a quantile lies between 0.5 and 1, and takes at least one degree of freedom"
STEPS = 80


@cache
def t_quantile(quantile: float, freedom: int) -> float:
    """Find the t that so much of the distribution lies below; `quantile` is at least 0.5 and below 1.

    Exact to about 12 digits: the finite sums of Abramowitz and Stegun, 26.7.3 and 26.7.4, and bisection.
    Raises ValueError for another quantile, and for less than one degree of freedom.
    """
    if not 1 / 2 <= quantile < 1 or freedom < 1:
        raise ValueError(NOT_A_QUANTILE)
    middle, low, high = 2 * quantile - 1, 0.0, pi / 2
    for _step in range(STEPS):
        angle = (low + high) / 2
        low, high = (angle, high) if _middle_share(angle, freedom) < middle else (low, angle)
    return sqrt(freedom) * tan((low + high) / 2)


def _middle_share(angle: float, freedom: int) -> float:
    """The share that lies within ± t, where tan(angle) = t / √freedom."""
    is_odd = freedom % 2
    term, terms = (cos(angle), []) if is_odd else (1.0, [])
    for k in range(1 + is_odd, freedom, 2):
        terms.append(term)
        term *= cos(angle) ** 2 * k / (k + 1)
    summed = sin(angle) * fsum(terms)
    return 2 / pi * (angle + summed) if is_odd else summed
