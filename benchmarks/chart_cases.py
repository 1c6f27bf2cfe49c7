"""Six charts that show everything a chart can say: the pictures of the docs, and what is measured."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from domain.chat.charts import Chart, ChartBand, ChartLine, ChartMark, ChartPoint, Panel, make_chart

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
NOVEMBER = 10
FIRST_WEEK = 31
FIRST_OF_NEW_DEFINITION = 5


def month(at: int) -> str:
    """The label of the month `at` months after January 2025."""
    return f"{MONTHS[at % 12]} {2025 + at // 12}"


def series(values: Sequence[float | None], form: str = "{:,.0f}") -> tuple[ChartPoint, ...]:
    """Points for the months from November 2025 on; None is a gap."""
    return tuple(
        ChartPoint(label=month(NOVEMBER + at), value=value, shown="" if value is None else form.format(value))
        for at, value in enumerate(values)
    )


def mark(at: int, value: float, form: str = "{:,.0f}") -> ChartMark:
    """A mark `at` months after November 2025."""
    return ChartMark(at=at, label=month(NOVEMBER + at), value=value, shown=form.format(value))


def with_plan() -> Chart:
    """A target at a date, and plan points on the way to it."""
    values = (64, 61, 70, 74, 71, 83, 80, 88, 94, 90, 97, 103)
    lines = (
        ChartLine(name="Plan", kind="plan", marks=(mark(0, 64), mark(5, 80), mark(10, 105), mark(13, 120))),
        ChartLine(name="Target", marks=(mark(13, 120),)),
    )
    return _one(
        "Leads, last 12 months", Panel(name="Leads", unit="count", points=series(values), lines=lines)
    )


def with_gaps() -> Chart:
    """Months that nobody reported, corrected ones, and a provisional one."""
    values = (41_500, 43_200, None, 44_800, 47_100, None, None, 45_300, 51_900, 53_000, 55_700, 49_200)
    made = list(series(values, "£{:,.0f}"))
    for at in (4, 9):
        made[at] = replace(made[at], is_corrected=True)
    made[-1] = replace(made[-1], is_provisional=True)
    level = ChartLine(name="Target a month", kind="level", marks=(mark(0, 50_000, "£{:,.0f}"),))
    return _one(
        "Revenue, last 12 months", Panel(name="Revenue", unit="GBP", points=tuple(made), lines=(level,))
    )


def two_panels() -> Chart:
    """Leads, and what one costs."""
    leads = series((64, 61, 70, 74, 71, 83, 80, 88, 94, 90, 97, 103))
    costs = list(series((262, 270, 241, 236, 255, 228, None, 231, 224, 219.5, 226, 219), "£{:,.2f}"))
    costs[9] = replace(costs[9], is_corrected=True)
    return make_chart(
        title="Leads and cost per lead, last 12 months",
        panels=(
            Panel(name="Leads", unit="count", points=leads, lines=_target(mark(13, 120))),
            Panel(
                name="Cost per lead",
                unit="GBP, lower is better",
                points=tuple(costs),
                lines=_target(mark(13, 200, "£{:,.0f}")),
            ),
        ),
    )


def weekly_range() -> Chart:
    """A range to stay in, by weeks, under a name that looks like a formula."""
    values = (2.4, 2.6, 2.2, 1.9, 2.1, 2.8, 3.1, 2.9, 2.7, 2.5, 2.6, 3.2, 3.0, 2.8, 2.6, 2.4)
    points = tuple(
        ChartPoint(label=f"W{FIRST_WEEK + at} 2026", value=value, shown=f"{value:g}x".replace(".", ","))
        for at, value in enumerate(values)
    )
    name = "🚀 Marketing efficiency of $x_1$ over $x_2$ for paid search, paid social & partners 🎯 (blended)"
    band = ChartBand(name="Range to hold", shown="2x to 3x", low=2, high=3)
    return _one(
        "🚀 Marketing efficiency, last 16 weeks",
        Panel(name=name, unit="ratio", points=points, band=band, decimal_mark=","),
    )


def new_definition() -> Chart:
    """Two definitions, whose values are not joined; lower is better."""
    values = (5.8, 5.5, 5.9, 5.2, 5.4, 3.9, 4.1, 3.6, 3.7, 3.3, 3.4, 3.1)
    points = tuple(
        replace(point, segment=int(at >= FIRST_OF_NEW_DEFINITION))
        for at, point in enumerate(series(values, "{:.1f}%"))
    )
    lines = _target(mark(15, 3, "{:.0f}%"))
    return _one(
        "Monthly churn, last 12 months",
        Panel(name="Monthly churn", unit="%, lower is better", points=points, lines=lines),
    )


def first_value() -> Chart:
    """A single value, where it began, and a target two years away."""
    lines = (
        ChartLine(name="Baseline", kind="baseline", marks=(mark(0, 1_120),)),
        ChartLine(name="Target", marks=(mark(24, 5_000),)),
    )
    return _one(
        "Newsletter readers",
        Panel(name="Newsletter readers", unit="count", points=series((1_180,)), lines=lines),
    )


def _target(reached: ChartMark) -> tuple[ChartLine, ...]:
    return (ChartLine(name="Target", marks=(reached,)),)


def _one(title: str, panel: Panel) -> Chart:
    return make_chart(title=title, panels=(panel,))


CASES: Mapping[str, Chart] = {
    "1-target-and-plan": with_plan(),
    "2-gaps-and-corrections": with_gaps(),
    "3-two-panels": two_panels(),
    "4-range-by-week": weekly_range(),
    "5-new-definition": new_definition(),
    "6-first-value": first_value(),
}
