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


def doubts_of_a_share(value: str, unit: str = "percent", middle: str = "9.1") -> str:
    return " ".join(
        doubts_about(
            Decimal(value),
            name="No-show rate",
            bounds=(None, None),
            earlier=[Decimal(middle)] * 12,
            unit=unit,
            write="{:f}%".format,
        )
    )


def test_a_share_typed_for_a_percentage_is_asked_about():
    assert doubts_of_a_share("0.098") == (
        "0.098% is far below the usual size of No-show rate (the median of 12 values is 9.1%)."
        " If it is a share, write it as 9.800%."
    )


@pytest.mark.parametrize(
    ("value", "middle", "is_odd"),
    [
        ("0.2", "10", True),
        ("0.05", "10", True),
        ("0.201", "10", False),
        ("0.049", "10", False),
        ("-0.1", "10", True),
        ("0", "10", False),
        ("0.1", "0", False),
    ],
)
def test_only_a_percentage_about_a_hundred_times_too_small_may_be_a_share(value, middle, is_odd):
    assert ("If it is a share" in doubts_of_a_share(value, middle=middle)) is is_odd


@pytest.mark.parametrize(
    ("value", "is_odd"), [("1.99", True), ("2", False), ("-1.99", True), ("0", False), ("0.1", True)]
)
def test_less_than_a_fiftieth_of_the_usual_size_is_odd(value, is_odd):
    said = doubts_of_a_share(value, unit="currency", middle="100")
    assert ("far below the usual size" in said) is is_odd
    assert "share" not in said
