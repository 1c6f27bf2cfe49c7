"""How values, differences and periods of one KPI are put into words."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext

from domain.kpis.items import Habits
from domain.literals import literal
from domain.numbers import FORMAT_UNITS, format_amount
from domain.periods import UNITS, Period, PeriodUnit, label
from domain.targets.target import Baseline, Direction, Target

POINTS = "{number} points"
ONE_POINT = "{number} point"
LEVEL = "{value} by {by}"
EVERY = "{value} in every {unit} {span}"
TOTAL = "{value} in total {span}"
RANGE = "between {low} and {high} {span}"
FROM_TO = "from {start} to {by}"
TO = "to {by}"
LIMITED = {"up": "at least {value}", "down": "at most {value}", "range": "{value}"}
CAPPED = {"up": "{value}", "down": "at most {value}", "range": "{value}"}
FROM = "{value} in {period}"
POINT = "{period} {value}"

SIGNIFICANT = 3
PRECISION = 100


@dataclass(frozen=True, kw_only=True)
class Wording:
    """How one KPI is written: `write` a value, `write_change` how large a difference is, `name_period`.

    A difference is not a value: from 3% to 5% is 2 points. `write_share` writes a whole percentage.
    """

    write: Callable[[Decimal], str]
    write_change: Callable[[Decimal], str]
    name_period: Callable[[Period], str]
    unit: PeriodUnit = "month"
    write_share: Callable[[int], str] = "{}%".format


def wording_of(habits: Habits) -> Wording:
    """The wording of a KPI, from the habits of its engagement."""
    unit = literal(habits.unit, FORMAT_UNITS)

    def write(value: Decimal) -> str:
        return format_amount(value, unit=unit, locale=habits.locale, currency=habits.currency)

    def write_change(value: Decimal) -> str:
        size = rounded(abs(value))
        if unit != "percent":
            return write(size)
        number = format_amount(size, unit="count", locale=habits.locale, currency=habits.currency)
        return (ONE_POINT if size == 1 else POINTS).format(number=number)

    def name_period(period: Period) -> str:
        return label(period, habits.locale, habits.fiscal_start_month)

    def write_share(share: int) -> str:
        return format_amount(Decimal(share), unit="percent", locale=habits.locale, currency=habits.currency)

    return Wording(
        write=write,
        write_change=write_change,
        name_period=name_period,
        unit=UNITS[habits.cadence],
        write_share=write_share,
    )


def rounded(value: Decimal) -> Decimal:
    """Round to 3 significant digits, and no more than to a whole number."""
    with localcontext(prec=PRECISION):
        exponent = min(0, value.adjusted() - SIGNIFICANT + 1)
        return value.quantize(Decimal(1).scaleb(exponent), rounding=ROUND_HALF_UP)


def target_words(target: Target, wording: Wording, *, direction: Direction) -> str:
    """Name a target: '120 by December 2026', 'at most 3% in every month to August 2027'.

    What it says of kind, values and periods reads back as the same target; plan points are `plan_words`.
    """
    span = _span(target, wording)
    if target.kind == "hold_range":
        low, high = map(wording.write, target.ends)
        return RANGE.format(low=low, high=high, span=span)
    value = wording.write(target.goal)
    if target.kind == "level_at_date":
        return LEVEL.format(value=value, by=wording.name_period(target.by))
    if target.kind == "cumulative":
        return TOTAL.format(value=CAPPED[direction].format(value=value), span=span)
    return EVERY.format(value=LIMITED[direction].format(value=value), unit=wording.unit, span=span)


def plan_words(target: Target, wording: Wording) -> str:
    """Name the plan points: 'October 2026 95, November 2026 105'; empty where there are none."""
    points = [(wording.name_period(period), wording.write(value)) for period, value in target.plan]
    return ", ".join(POINT.format(period=period, value=value) for period, value in points)


def baseline_words(baseline: Baseline, wording: Wording) -> str:
    """Name a baseline: '80 in June 2026'."""
    return FROM.format(value=wording.write(baseline.value), period=wording.name_period(baseline.period))


def _span(target: Target, wording: Wording) -> str:
    by = wording.name_period(target.by)
    if target.start is None:
        return TO.format(by=by)
    return FROM_TO.format(start=wording.name_period(target.start), by=by)
