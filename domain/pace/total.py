"""The pace to a total over several periods."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from domain.pace.pace import TOO_EARLY_BELOW, Band, Pace, Season, band_of
from domain.pace.recent import recent_mean
from domain.periods import Period
from domain.periods.period import periods_in
from domain.targets import Target, Traits

Values = Mapping[Period, Decimal]


def total_pace(target: Target, values: Values, traits: Traits, last_due: Period) -> Pace:
    """Compare the sum of the reported periods with the same share of the goal.

    Where lower is better the goal is a cap: the bands are mirrored at 1, and a sum beyond it is missed.
    """
    first = target.start or min(values, default=target.by)
    span = periods_between(first, target.by)
    seen = {period: values[period] for period in span if period in values}
    missing = tuple(period for period in span if period <= last_due and period not in seen)
    pace = Pace(
        band="unreported" if target.by <= last_due else "no_values",
        kind=target.kind,
        is_cap=traits.direction == "down",
        periods_in_all=len(span),
        is_seasonal=traits.is_seasonal,
        missing=missing,
    )
    return _summed(pace, target, seen, values) if seen else pace


def _summed(pace: Pace, target: Target, seen: Values, values: Values) -> Pace:
    latest = max(seen)
    total = sum((Fraction(value) for value in seen.values()), Fraction(0))
    share = Fraction(len(seen), pace.periods_in_all)
    expected = Fraction(target.goal) * share
    left = target.by.ordinal - latest.ordinal
    short_by = Fraction(target.goal) - total
    recent, count = recent_mean({period: value for period, value in values.items() if period <= latest})
    pace = replace(
        pace,
        value=seen[latest],
        period=latest,
        elapsed=share,
        total=total,
        expected=expected,
        progress=total / Fraction(target.goal) if target.goal > 0 else None,
        pace=total / expected if target.goal > 0 else None,
        counted=len(seen),
        periods_left=left,
        recent=recent,
        recent_values=count,
        short_by=short_by,
        season=_season(seen, latest, target.by, values) if pace.is_seasonal else None,
    )
    band = _band(pace, is_over=pace.band == "unreported" or not left)
    is_open = left > 0 and short_by > 0 and band not in ("unreported", "missed")
    return replace(pace, band=band, needed=short_by / left if is_open else None)


def _band(pace: Pace, *, is_over: bool) -> Band:
    short_by, share = pace.short_by or Fraction(0), pace.elapsed or Fraction(0)
    if pace.is_cap and short_by < 0:
        return "missed"
    if not pace.is_cap and short_by <= 0:
        return "met" if is_over else "reached"
    if is_over:
        ending: Band = "met" if pace.is_cap else "missed"
        return "unreported" if pace.counted < pace.periods_in_all else ending
    if pace.pace is None:
        return "no_pace"
    if share < TOO_EARLY_BELOW:
        return "too_early"
    # Half of a cap used in half of the time is on pace, and more than that is worse.
    band = band_of(2 - pace.pace) if pace.is_cap else band_of(pace.pace)
    return "far_behind" if pace.is_cap and band == "moving_away" else band


def _season(seen: Values, latest: Period, by: Period, values: Values) -> Season:
    pairs = [
        (seen[period], before) for period in seen if (before := _value_before(period, values)) is not None
    ]
    ahead = [_value_before(period, values) for period in periods_between(latest.next(), by)]
    known = [Fraction(value) for value in ahead if value is not None]
    return Season(
        pairs=len(pairs),
        now=sum((Fraction(now) for now, _before in pairs), Fraction(0)),
        before=sum((Fraction(before) for _now, before in pairs), Fraction(0)),
        rest=sum(known, Fraction(0)) if ahead and len(known) == len(ahead) else None,
    )


def _value_before(period: Period, values: Values) -> Decimal | None:
    """The value of the same period a year before; week 53 has none in most years."""
    year = period.year - 1
    if period.index > periods_in(year, period.cadence):
        return None
    return values.get(Period(cadence=period.cadence, year=year, index=period.index))


def periods_between(first: Period, last: Period) -> list[Period]:
    """Every period from the first to the last, both included; none where the first comes later."""
    found = []
    while first <= last:
        found.append(first)
        first = first.next()
    return found
