"""Several trends judged at once: of many tests some come out by luck alone."""

from collections.abc import Mapping
from dataclasses import replace

from domain.trends.trend import Trend, Verdict
from domain.trends.verdicts import is_flat


def judge_together(trends: Mapping[str, Trend], *, level: float = 0.10) -> Mapping[str, Trend]:
    """Keep the trends that survive Benjamini and Hochberg's step-up procedure; the keys stay, in their order.

    `level` is the share of false alarms among what is called, between 0 and 1. Only what was tested counts. A
    called trend that does not survive becomes "none", or "flat" where that holds; its p stays what it was.
    """
    highest = _highest_surviving([trend.p for trend in trends.values() if trend.p is not None], level)
    return {key: trend if _survives(trend, highest) else _uncalled(trend) for key, trend in trends.items()}


def _highest_surviving(tested: list[float], level: float) -> float:
    """The highest p that is at most its rank's share of the level; below 0 where none is."""
    ordered, m = sorted(tested), len(tested)
    return max((p for rank, p in enumerate(ordered, start=1) if p * m <= level * rank), default=-1.0)


def _survives(trend: Trend, highest: float) -> bool:
    return not trend.is_called or (trend.p is not None and trend.p <= highest)


def _uncalled(trend: Trend) -> Trend:
    verdict: Verdict = "flat" if is_flat(trend) else "none"
    return replace(trend, verdict=verdict, direction="", turns_on=None, is_one_of_several=False)
