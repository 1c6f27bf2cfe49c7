"""The values, periods and trends of a KPI as the evidence writes them."""

from collections.abc import Sequence
from decimal import Decimal

from domain.evidence.inputs import Inputs, KpiFacts, KpiPoint
from domain.evidence.needs import asks_of, runs
from domain.freshness import Freshness, coverage_words
from domain.kpis.items import Habits
from domain.periods import Period, label
from domain.targets import Wording, wording_of
from domain.trends import Trend, trend_words

AT = "{value} in {period}"


def wording_for(kpi: KpiFacts, inputs: Inputs) -> Wording:
    """How the KPI is written in this engagement."""
    return wording_of(
        Habits(
            unit=kpi.unit,
            cadence=kpi.cadence,
            today=inputs.today,
            locale=inputs.locale,
            currency=inputs.currency,
            fiscal_start_month=inputs.fiscal_start_month,
        )
    )


def written(kpi: KpiFacts, value: float, inputs: Inputs) -> str:
    """Write a value in full."""
    return wording_for(kpi, inputs).write(exact(value))


def exact(value: float) -> Decimal:
    """The decimal number that a float shows."""
    return Decimal(repr(value))


def period_named(code: str, inputs: Inputs) -> str:
    """Name a period by its code: October 2026."""
    return label(Period.parse(code), inputs.locale, inputs.fiscal_start_month)


def at_point(kpi: KpiFacts, point: KpiPoint, inputs: Inputs) -> str:
    """Write a value with its period: 33.4% in October 2026."""
    value = wording_for(kpi, inputs).write(Decimal(point.text))
    return AT.format(value=value, period=period_named(point.period, inputs))


def freshness_for(kpi: KpiFacts) -> Freshness:
    """How fresh the KPI is, as it was when its facts were gathered."""
    return Freshness(
        state=kpi.freshness,
        cadence=kpi.cadence,
        reported=kpi.reported,
        due=kpi.due,
        missing=tuple(map(Period.parse, kpi.missing)),
        late=tuple(map(Period.parse, kpi.late)),
    )


def coverage_said(kpi: KpiFacts, inputs: Inputs) -> str:
    """How much of it is reported, in one line."""
    return coverage_words(freshness_for(kpi), name_period=wording_for(kpi, inputs).name_period)


def trend_said(kpi: KpiFacts, trend: Trend, inputs: Inputs, *, is_judged: bool = True) -> str:
    """A trend in one line, by the one place that words trends; unless judged, not whether it is wanted."""
    wording, codes = wording_for(kpi, inputs), _codes(kpi.points)
    is_range = asks_of(kpi) == "range" and runs(kpi)
    return trend_words(
        trend,
        write_change=lambda size: wording.write_change(exact(size)),
        write_value=lambda value: wording.write(exact(value)),
        period_name=lambda at: period_named(codes[at], inputs),
        unit=wording.unit,
        # Of a range neither way is the right one.
        direction=kpi.direction if is_judged and not is_range else "range",
    )


def _codes(points: Sequence[KpiPoint]) -> dict[int, str]:
    return {point.at: point.period for point in points}
