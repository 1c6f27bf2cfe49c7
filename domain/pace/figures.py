"""How the computed figures of a pace are written."""

from fractions import Fraction

from domain.pace.pace import decimal_of
from domain.targets import Wording
from domain.targets.wording import rounded

WHOLE = 100
HALF = Fraction(1, 2)


def percent(share: Fraction, wording: Wording) -> str:
    """Write a share as a whole percentage; what is not all of it never reads 100%, what is some never 0%."""
    whole = (share * WHOLE + HALF).__floor__()
    if 0 < share < 1:
        whole = min(max(whole, 1), WHOLE - 1)
    return wording.write_share(whole)


def count(n: int, wording: Wording) -> str:
    """Write a number of periods: 1 month, 7 months."""
    return f"{n} {wording.unit}{'' if n == 1 else 's'}"


def exact(value: Fraction, wording: Wording) -> str:
    """Write a sum of reported values, all of its digits."""
    return wording.write(decimal_of(value))


def about(value: Fraction, wording: Wording) -> str:
    """Write a value that was computed, such as a mean, with 3 significant digits or as a whole number."""
    return wording.write(rounded(decimal_of(value)))


def change(value: Fraction, wording: Wording) -> str:
    """Write how large a difference is, without its sign."""
    return wording.write_change(decimal_of(value))
