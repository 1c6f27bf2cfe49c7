"""Series for the tests of trends."""

from collections.abc import Sequence
from random import Random

from domain.trends import Point, Trend, Wanted, trend_of, trend_words

START = 24_310


def points(values: Sequence[float], *, at: Sequence[int] | None = None) -> list[Point]:
    periods = range(len(values)) if at is None else at
    return [Point(at=START + one, value=float(value)) for one, value in zip(periods, values, strict=True)]


def flow(*values: float) -> Trend:
    return trend_of(points(values), is_stock=False)


def stock(*values: float) -> Trend:
    return trend_of(points(values), is_stock=True)


def words(trend: Trend, direction: Wanted = "range") -> str:
    return trend_words(
        trend,
        write_change="{:g}".format,
        write_value="{:g}".format,
        period_name=lambda at: f"period {at - START}",
        unit="month",
        direction=direction,
    )


def noise(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - the same series each time, no secret
