"""Gaps of the drivers: none chosen, too few values, or no target to hold them against."""

from collections.abc import Iterator, Sequence

from domain.evidence.drivers import Driver, lacking_words
from domain.evidence.gaps.whom import Asking
from domain.evidence.inputs import Inputs, KpiFacts
from domain.evidence.kpi_words import period_named, wording_for
from domain.evidence.needs import asks_of, has_begun, need_of, runs
from domain.evidence.pack import Gap
from domain.pace import Band
from domain.periods import PERIODS_A_YEAR
from domain.trends.reach import reach_of
from domain.wording import counted, listed

NO_KPIS = "No KPI is followed yet, so nothing can show whether the strategy moves anything."
ADD_KPIS = "Choose {n} numbers that must move if the strategy works, and bring 12 to 24 months of each."
NONE_CHOSEN = "No KPI is a driver: nobody has said which numbers must move if the strategy works."
CHOOSE = "Choose {n} or more of the KPIs that are followed already."
TOO_FEW = "Only {n} chosen as driver, and {needed} are needed before the drivers can say anything."
NOT_USABLE = "{name} cannot be used: {why}."
REPORT = "Report {periods}."
REPORT_HISTORY = "Bring its earlier numbers, or report each period as it ends."
NO_NEED = "{name} has no clear trend, and nothing says how much it has to change, so it cannot be told."
SET_TARGET = "Set a target with a date for it."
TOTAL = (
    "{name} has no clear trend, and its target is a total, which asks for an amount and for no change: so it"
    " cannot be told."
)
BESIDE_TOTAL = "Give it a target for each {unit} instead, or choose a driver that shows the change earlier."
PASSED = "{name} has no clear trend, and the day of its target has passed: nothing asks for a change now."
SET_NEW = "Set a new target with a date for it."
NOT_BEGUN = "{name} has no clear trend, and its target has not begun: nothing asks for a change now."
WAIT_FOR_IT = "Report its first {unit} when that ends, or set a target that begins earlier."
MEETS = "{name} has no clear trend, and its last value meets its target: so it counts neither way."
SET_HIGHER = "Nothing, unless it is to go further: then set the next target."
BOTH_WAYS = "{name} cannot be told: {why}"
UNTOLD = "what its target needs lies within what its values could do by luck."
SEASON = "trend and season can be told apart from {needed} values on, and it has {n}."
WAIT = "Report each period in time; there is no shorter way."
MORE_HISTORY = "Bring the numbers of the years before."
STOCK = "trend and season cannot be told apart in a level that carries over from one period to the next."
FOLLOW_CHANGES = "Follow how much it gains or loses in each period as a KPI of its own: that can be told."
MOST_NAMED = 6
# The day of the target is over, and it was not reached or nobody knows.
OVER: frozenset[Band | None] = frozenset({"missed", "unreported"})


def driver_gaps(inputs: Inputs, drivers: Sequence[Driver], asking: Asking) -> Iterator[Gap]:
    """Say what keeps the drivers from being told."""
    needed = inputs.thresholds.drivers_needed
    if not inputs.kpis:
        yield asking.gap("kpi", NO_KPIS, ADD_KPIS.format(n=needed))
        return
    if not drivers:
        yield asking.gap("kpi", NONE_CHOSEN, CHOOSE.format(n=needed))
        return
    if len(drivers) < needed:
        what = TOO_FEW.format(n=counted(len(drivers), "KPI is", "KPIs are"), needed=needed)
        yield asking.gap("kpi", what, CHOOSE.format(n=needed))
    for driver in sorted(drivers, key=lambda one: one.kpi.key):
        if not driver.can_be_told:
            yield _gap(driver, inputs, asking)


def _gap(driver: Driver, inputs: Inputs, asking: Asking) -> Gap:
    kpi, about = driver.kpi, f"kpi:{driver.kpi.key}"
    if not driver.is_usable:
        what = NOT_USABLE.format(name=kpi.name, why=lacking_words(kpi, inputs))
        return asking.gap(about, what, _report(kpi, inputs), owned=kpi)
    if driver.trend.verdict == "season":
        what = BOTH_WAYS.format(name=kpi.name, why=STOCK if kpi.is_stock else _season(kpi))
        return asking.gap(about, what, FOLLOW_CHANGES if kpi.is_stock else MORE_HISTORY, owned=kpi)
    if not need_of(kpi):
        what, how = _without_need(kpi)
        how = how.format(unit=wording_for(kpi, inputs).unit)
        return asking.gap(about, what.format(name=kpi.name), how)
    return asking.gap(about, BOTH_WAYS.format(name=kpi.name, why=UNTOLD), WAIT, owned=kpi)


def _without_need(kpi: KpiFacts) -> tuple[str, str]:
    """Say why its target asks for no change that it could be held against, and what would help."""
    asks = asks_of(kpi)
    if asks == "nothing":
        return NO_NEED, SET_TARGET
    if asks == "total":
        return TOTAL, BESIDE_TOTAL
    if not has_begun(kpi):
        return NOT_BEGUN, WAIT_FOR_IT
    is_over = kpi.band in OVER or not runs(kpi)
    return (PASSED, SET_NEW) if is_over else (MEETS, SET_HIGHER)


def _season(kpi: KpiFacts) -> str:
    n = len(kpi.points)
    reach = reach_of(n, is_stock=kpi.is_stock, is_seasonal=True, season_length=PERIODS_A_YEAR[kpi.cadence])
    return SEASON.format(needed=reach.needed, n=n)


def _report(kpi: KpiFacts, inputs: Inputs) -> str:
    """Name the numbers that are missing, the latest ones first asked for."""
    codes = (kpi.missing or kpi.late)[-MOST_NAMED:]
    if not codes:
        return REPORT_HISTORY
    return REPORT.format(periods=listed(period_named(code, inputs) for code in codes))
