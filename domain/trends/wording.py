"""What a trend is called in words."""

from collections.abc import Callable
from dataclasses import dataclass
from math import floor, log10
from typing import Literal

from domain.trends.trend import Trend

NO_VALUES = "No values yet, so no trend can be called."
ONE_VALUE = "1 value is too few to call a trend. Value: {listed}."
TOO_FEW = "{n} values are too few to call a trend. Values: {listed}."
FOUR_VALUES = "Four values: no test can separate a trend from luck (best possible p is {p})."
FOUR_CHANGES = "No clear trend in {n} values: no test can tell one in 4 changes (best possible p is 0.125)."
EQUAL = "{verdict}: all {n} values are equal."
NO_TREND = "No clear trend in {n} values{compared}."
FLAT = "{verdict}: {span} a {unit} (90% range), where {needed} a {unit} is needed, over {n} values{compared}."
CALLED = "{verdict}, {slope}{range}, over {n} values{compared}{judged}."
TURNS_ON = " It turns on the value for {period}."
TURNS_ON_ANY = " It turns on single values, such as the value for {period}."
ABOUT = "about {size} a {unit}"
IN_STEPS = "in steps"
NO_CHANGE = "no change"
RANGE = " (90% range {span})"
COMPARED = {
    "month": ", the same months of each year compared",
    "quarter": ", the same quarters of each year compared",
    "week": ", weeks that lie 52 weeks apart compared",
}
RIGHT_WAY, WRONG_WAY = ": the right way", ": the wrong way"
SEASON = "I can't tell trend from season with {data}."
SEASON_OF_STOCK = "I can't tell trend from season in a level that carries over: {n} values."
UNDER_ONE_YEAR = "less than a year of data: {n} values"
ONE_YEAR = "one year of data: {n} values"
UNDER_TWO_YEARS = "less than two years of data: {n} values"
FEW_VALUES = "{n} values"
YEAR_PAIR = " Year on year: {period} {after}, {ago} {before}."
YEAR_PAIRS = " Year on year: higher in {higher} of {count} {unit}s, latest {period} {after}, {ago} {before}."
# Some years have 53 weeks: the same week's number may be 53 weeks away.
AGO = {"month": "a year before", "quarter": "a year before", "week": "52 weeks before"}

VERDICTS = {
    "early": "Early sign of a {direction}: few points",
    "likely": "Likely {direction}",
    "clear": "Clear {direction}",
    "none": "No clear trend",
    "flat": "Flat for practical purposes",
}
BEST_P_OF_FOUR = {False: "0.08", True: "0.25"}
CHANGES_TOO_FEW = 5
SIGNIFICANT = 3

TrendUnit = Literal["month", "week", "quarter"]
Wanted = Literal["up", "down", "range"]


@dataclass(frozen=True, kw_only=True)
class _Line:
    """What it takes to write about one trend."""

    trend: Trend
    write_change: Callable[[float], str]
    write_value: Callable[[float], str]
    period_name: Callable[[int], str]
    unit: TrendUnit
    wanted: Wanted

    def write(self) -> str:
        if self.trend.verdict == "too_few":
            return self._too_few()
        if self.trend.verdict == "four_values":
            return FOUR_VALUES.format(p=BEST_P_OF_FOUR[self.trend.is_stock])
        if self.trend.verdict == "season":
            return self._season()
        return self._called() if self.trend.is_called else self._uncalled()

    def _too_few(self) -> str:
        listed = ", ".join(self.write_value(point.value) for point in self.trend.points)
        sentence = (NO_VALUES, ONE_VALUE, TOO_FEW)[min(self.trend.n, 2)]
        return sentence.format(n=self.trend.n, listed=listed)

    def _season(self) -> str:
        if self.trend.is_stock:
            return SEASON_OF_STOCK.format(n=self.trend.n) + self._year_on_year()
        points, length = self.trend.points, self.trend.season_length
        span = points[-1].at - points[0].at + 1
        known = (UNDER_ONE_YEAR, ONE_YEAR, UNDER_TWO_YEARS, FEW_VALUES)
        data = known[(span >= length) + (span > length) + (span >= 2 * length)].format(n=self.trend.n)
        return SEASON.format(data=data) + self._year_on_year()

    def _year_on_year(self) -> str:
        pairs = self.trend.year_pairs
        if not pairs:
            return ""
        before, after = pairs[-1].before, pairs[-1].after
        return (YEAR_PAIRS if len(pairs) > 1 else YEAR_PAIR).format(
            higher=sum(pair.after.value > pair.before.value for pair in pairs),
            count=len(pairs),
            unit=self.unit,
            period=self.period_name(after.at),
            after=self.write_value(after.value),
            before=self.write_value(before.value),
            ago=AGO[self.unit],
        )

    def _uncalled(self) -> str:
        trend, verdict = self.trend, VERDICTS[self.trend.verdict]
        if len({point.value for point in trend.points}) == 1:
            return EQUAL.format(verdict=verdict, n=trend.n)
        if trend.verdict == "flat":
            return FLAT.format(
                verdict=verdict,
                span=self._span(is_named=True),
                unit=self.unit,
                needed=self._named(trend.needed_change or 0.0),
                n=trend.n,
                compared=self._compared(),
            )
        if trend.is_stock and not trend.is_seasonal and trend.n <= CHANGES_TOO_FEW:
            return FOUR_CHANGES.format(n=trend.n)
        return NO_TREND.format(n=trend.n, compared=self._compared())

    def _called(self) -> str:
        trend, slope = self.trend, self.trend.slope or 0.0
        line = CALLED.format(
            verdict=VERDICTS[trend.verdict].format(direction=trend.direction),
            slope=(ABOUT if slope else IN_STEPS).format(size=self._size(slope), unit=self.unit),
            range="" if not (trend.low or trend.high) else RANGE.format(span=self._span(is_named=False)),
            n=trend.n,
            compared=self._compared(),
            judged=self._judged(),
        )
        if trend.turns_on is None:
            return line
        sentence = TURNS_ON_ANY if trend.is_one_of_several else TURNS_ON
        return line + sentence.format(period=self.period_name(trend.turns_on))

    def _compared(self) -> str:
        return COMPARED[self.unit] if self.trend.is_seasonal else ""

    def _judged(self) -> str:
        if self.wanted == "range":
            return ""
        return RIGHT_WAY if (self.trend.direction == "rise") == (self.wanted == "up") else WRONG_WAY

    def _span(self, *, is_named: bool) -> str:
        """Write the 90% range: sizes where it goes one way only, named as rise or fall where it does not."""
        low, high = self.trend.low or 0.0, self.trend.high or 0.0
        if low < 0 < high:
            return f"from {self._named(low)} to {self._named(high)}"
        near, far = sorted((low, high), key=abs)
        if is_named and not far:
            return NO_CHANGE
        return f"{self._named(near, far) if is_named else self._size(near)} to {self._size(far)}"

    def _named(self, change: float, like: float = 0.0) -> str:
        return f"a {'fall' if change + like < 0 else 'rise'} of {self._size(change)}"

    def _size(self, change: float) -> str:
        size = abs(change)
        return self.write_change(round(size, decimals_for(size)))


def trend_words(  # noqa: PLR0913 - a line needs as many things as it names, each given by name
    trend: Trend,
    *,
    write_change: Callable[[float], str],
    write_value: Callable[[float], str],
    period_name: Callable[[int], str],
    unit: TrendUnit,
    direction: Wanted,
) -> str:
    """Say in one line what was found, with the number of values.

    `write_change` gets the size of a change, never negative and rounded to 3 significant figures; `direction`
    is the one that is wanted of the KPI, and decides what is called the right or the wrong way.
    """
    return _Line(
        trend=trend,
        write_change=write_change,
        write_value=write_value,
        period_name=period_name,
        unit=unit,
        wanted=direction,
    ).write()


def decimals_for(size: float) -> int:
    """Count the decimals that leave 3 significant figures of a size; negative for hundreds and more."""
    return SIGNIFICANT - 1 - floor(log10(size)) if size else SIGNIFICANT
