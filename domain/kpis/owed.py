"""Which numbers somebody still owes: periods that have ended and were not reported."""

from collections.abc import Collection

from domain.periods import Period

MOST_PERIODS = 6


def owed_periods(last: Period, *, reported: Collection[Period], tracked_since: Period | None) -> list[Period]:
    """Periods up to `last` (the last one that has ended) without a value, the newest first.

    Counting begins with `tracked_since`, else with the first period ever reported, else with `last`.
    At most six periods back, so that a form stays short.
    """
    first = tracked_since or min(reported, default=last)
    owed, period = [], last
    for _step in range(MOST_PERIODS):
        if period < first:
            break
        if period not in reported:
            owed.append(period)
        period = period.previous()
    return owed
