"""What looks odd about a number, before it is saved."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from statistics import median
from typing import Literal

from domain.errors import Unreadable
from domain.numbers import Amount, is_other_currency

OTHER_CURRENCY = (
    "{name} is kept in {currency}, and I read {typed}. Write it in {currency}. Nothing was saved."
)
WRONG_UNIT = "{name} is kept as {unit}, and I read {typed}. Write it as in {example}. Nothing was saved."
TOO_LOW = "{value} is below {bound}, the lowest that {name} can be."
TOO_HIGH = "{value} is above {bound}, the highest that {name} can be."
FAR_OFF = "{value} is more than 5 times the usual size of {name} (the median of {n} values is {middle})."
FAR_BELOW = "{value} is far below the usual size of {name} (the median of {n} values is {middle})."
IF_A_SHARE = " If it is a share, write it as {percent}."

Size = Literal["usual", "far_above", "far_below", "a_share"]

UNIT_WORDS = {
    "count": ("a plain number", "103"),
    "currency": ("an amount of money", "1200"),
    "percent": ("a percentage", "9.1%"),
    "ratio": ("a ratio", "3.2x"),
    "days": ("days", "12"),
    "score": ("a score", "4.6"),
}
FITTING = {
    "count": {"plain"},
    "currency": {"plain", "currency"},
    "percent": {"plain", "percent"},
    "ratio": {"plain", "ratio"},
    "days": {"plain"},
    "score": {"plain"},
}
TYPED = {"plain": "a plain number", "percent": "a percentage", "currency": "money", "ratio": "a ratio"}
FAR = 5
TINY = 50
# A share typed for a percentage is 100 times too small, give or take a factor of two.
SHARE_BETWEEN = (50, 200)
PERCENT = 100
ENOUGH = 3


def fits_unit(amount: Amount, *, name: str, unit: str, currency: str) -> None:
    """Raise Unreadable where the typed unit is not the KPI's, or the currency another one."""
    if unit == "currency" and is_other_currency(amount, currency):
        raise Unreadable(OTHER_CURRENCY.format(name=name, currency=currency, typed=amount.currency))
    if amount.unit not in FITTING[unit]:
        kept, example = UNIT_WORDS[unit]
        sentence = WRONG_UNIT.format(name=name, unit=kept, typed=TYPED[amount.unit], example=example)
        raise Unreadable(sentence)


def example_of(unit: str) -> str:
    """A value of this unit, as somebody would type it."""
    return UNIT_WORDS[unit][1]


def lowest_and_highest(
    unit: str, valid_min: Decimal | None, valid_max: Decimal | None
) -> tuple[Decimal | None, Decimal | None]:
    """The bounds of a KPI: its own, or those of its unit (count from 0, percent 0 to 100)."""
    low = Decimal(0) if valid_min is None and unit in ("count", "percent") else valid_min
    high = Decimal(100) if valid_max is None and unit == "percent" else valid_max
    return low, high


def doubts_about(  # noqa: PLR0913 - plain facts about a number, all by keyword but the number
    value: Decimal,
    *,
    name: str,
    bounds: tuple[Decimal | None, Decimal | None],
    earlier: Sequence[Decimal],
    unit: str = "",
    write: Callable[[Decimal], str] = "{:f}".format,
) -> list[str]:
    """Sentences that say why the value may be a slip; none means that nothing looks odd.

    `earlier` are the KPI's other values and `unit` is its unit, by which `size_of` finds what is far off.
    `write` puts a value into words.
    """
    low, high = bounds
    if low is not None and value < low:
        return [TOO_LOW.format(value=write(value), bound=write(low), name=name)]
    if high is not None and value > high:
        return [TOO_HIGH.format(value=write(value), bound=write(high), name=name)]
    middle = usual_size(earlier)
    size = size_of(value, middle, unit=unit)
    if size == "usual":
        return []
    sentence = FAR_OFF if size == "far_above" else FAR_BELOW
    said = sentence.format(value=write(value), name=name, n=len(earlier), middle=write(middle))
    return [said + (IF_A_SHARE.format(percent=write(value * PERCENT)) if size == "a_share" else "")]


def usual_size(values: Iterable[Decimal]) -> Decimal:
    """The median of the sizes of the values, in their unit; 0 below three values."""
    sizes = [abs(value) for value in values]
    return median(sizes) if len(sizes) >= ENOUGH else Decimal(0)


def size_of(value: Decimal, middle: Decimal, *, unit: str) -> Size:
    """How the value compares with the usual size of the KPI, in the same unit. A zero is never far off.

    Beyond 5 times is far above, less than a fiftieth far below. A percentage between a fiftieth and a
    two-hundredth of it may be a share; what is smaller still is taken as it is.
    """
    size = abs(value)
    if not middle or not size:
        return "usual"
    if size > FAR * middle:
        return "far_above"
    if unit != "percent":
        return "far_below" if size * TINY < middle else "usual"
    nearest, furthest = SHARE_BETWEEN
    return "a_share" if size * nearest <= middle <= size * furthest else "usual"
