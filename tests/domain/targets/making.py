"""Targets, habits and traits for tests."""

from datetime import date
from decimal import Decimal

from domain.kpis.doubts import lowest_and_highest
from domain.kpis.items import Habits
from domain.periods import Period
from domain.targets import Baseline, Target, Traits

TODAY = date(2026, 11, 15)


def make_habits(unit="count", cadence="monthly", *, locale="en-GB", currency="GBP", today=TODAY, fiscal=1):
    return Habits(
        unit=unit,
        cadence=cadence,
        today=today,
        locale=locale,
        currency=currency,
        fiscal_start_month=fiscal,
    )


def make_target(kind="level_at_date", value="120", by="2026-12", *, low=None, high=None, start=None, plan=()):
    return Target(
        kind=kind,
        value=None if kind == "hold_range" else Decimal(value),
        low=None if low is None else Decimal(low),
        high=None if high is None else Decimal(high),
        start=Period.parse(start) if start else None,
        by=Period.parse(by),
        plan=tuple((Period.parse(period), Decimal(planned)) for period, planned in plan),
    )


def make_baseline(value="80", period="2026-06"):
    return Baseline(value=Decimal(value), period=Period.parse(period))


def make_traits(direction="up", *, unit="count", name="Leads", aggregation="sum", is_seasonal=False):
    return Traits(
        name=name,
        direction=direction,
        aggregation=aggregation,
        is_seasonal=is_seasonal,
        bounds=lowest_and_highest(unit, None, None),
    )


def make_values(first, *values):
    """Values of neighbouring periods; None leaves a gap."""
    period, found = Period.parse(first), {}
    for value in values:
        if value is not None:
            found[period] = Decimal(str(value))
        period = period.next()
    return found
