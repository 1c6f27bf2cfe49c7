"""What looks odd about a number."""

from decimal import Decimal

import pytest

from domain.errors import Unreadable
from domain.kpis import doubts_about, fits_unit
from domain.kpis.doubts import lowest_and_highest
from domain.numbers import read_amount


def doubts(value: str, *earlier: str, low: str | None = None, high: str | None = None) -> str:
    bounds = (None if low is None else Decimal(low), None if high is None else Decimal(high))
    return " ".join(
        doubts_about(Decimal(value), name="Leads", bounds=bounds, earlier=[Decimal(e) for e in earlier])
    )


@pytest.mark.parametrize(
    ("value", "earlier", "is_odd"),
    [
        ("500", ("100", "100", "100"), False),
        ("501", ("100", "100", "100"), True),
        ("-501", ("100", "100", "100"), True),
        ("501", ("100", "100"), False),
        ("501", ("-100", "100", "-100"), True),
        ("501", ("0", "0", "0"), False),
        ("0", ("100", "100", "100"), False),
        ("501", ("1", "100", "1000000"), True),
        ("501", ("90", "110", "90", "110"), True),
    ],
)
def test_more_than_five_times_the_median_of_three_is_odd(value, earlier, is_odd):
    assert ("5 times the usual size" in doubts(value, *earlier)) is is_odd


def test_the_edges_of_the_range_are_inside():
    assert doubts("0", low="0", high="100") == doubts("100", low="0", high="100") == ""
    assert "below 0" in doubts("-0.01", low="0")
    assert "above 100" in doubts("100.01", high="100")


@pytest.mark.parametrize(
    ("unit", "bounds"),
    [("count", (0, None)), ("percent", (0, 100)), ("currency", (None, None)), ("score", (None, None))],
)
def test_a_unit_has_its_range_unless_the_kpi_has_one(unit, bounds):
    assert lowest_and_highest(unit, None, None) == bounds
    own = (Decimal(-5), Decimal(250))
    assert lowest_and_highest(unit, *own) == own


@pytest.mark.parametrize(
    ("typed", "unit", "fits"),
    [
        ("103", "count", True),
        ("12%", "percent", True),
        ("12", "percent", True),
        ("£12", "currency", True),
        ("3.2x", "ratio", True),
        ("12 days", "days", True),
        ("£12", "count", False),
        ("€12", "currency", False),
        ("12%", "score", False),
        ("3x", "currency", False),
    ],
)
def test_the_typed_unit_has_to_be_the_one_of_the_kpi(typed, unit, fits):
    amount = read_amount(typed, locale="en-GB", currency="GBP")
    if fits:
        fits_unit(amount, name="Leads", unit=unit, currency="GBP")
        return
    with pytest.raises(Unreadable, match="Leads is kept"):
        fits_unit(amount, name="Leads", unit=unit, currency="GBP")
