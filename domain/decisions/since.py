"""What a KPI did before and after a day: means with their counts, which prove nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.periods import Period

# As far back as it is compared, in periods.
MOST_BEFORE = 12


@dataclass(frozen=True, kw_only=True)
class Since:
    """The mean before and after, in the KPI's unit, each None where it has no value; and of how many."""

    before: Decimal | None
    before_count: int
    after: Decimal | None
    after_count: int


def since_of(values: Mapping[Period, Decimal], day: date, *, fiscal_start_month: int) -> Since:
    """Compare the whole values of the periods that ended before the day with those that began after it.

    The period in which the day lies belongs to neither. At most 12 periods before it are taken: what lies
    further back says little about where it stood then.
    """
    ordered = sorted(values.items())
    before = [value for period, value in ordered if period.end(fiscal_start_month) < day][-MOST_BEFORE:]
    after = [value for period, value in ordered if period.start(fiscal_start_month) > day]
    return Since(before=_mean(before), before_count=len(before), after=_mean(after), after_count=len(after))


def _mean(values: list[Decimal]) -> Decimal | None:
    return sum(values, Decimal(0)) / len(values) if values else None
