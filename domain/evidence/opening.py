"""What a pack without a lean opens with: misses first, then promises that were kept, then what changed."""

from collections.abc import Iterator, Sequence

from domain.evidence.drivers import Driver, course_said
from domain.evidence.inputs import Inputs, PromiseFacts
from domain.evidence.wording import counted, listed, on_day, quoted
from domain.pace.pace import MISSES, RANKS

OVERDUE = "Promised and overdue: {listed}."
DUE = "{text}, due {day}"
MISSED = "{name}: {pace}"
KEPT = "Kept: {kept} of {n}{listed}."
OPEN = "Still open and not due yet: {listed}."
DROPPED = "Dropped: {listed}."
CHANGED = "{name}: {trend}"
NO_TREND = "No driver shows a trend yet: too few values, or too much luck in them to tell."
NOTHING = "Nothing has been promised or reported yet."
FIRST = (
    "What to do first: write down the assumption that worries you most, choose the numbers that must move if"
    " the strategy works, and ask five customers or prospects."
)


def opening_of(inputs: Inputs, drivers: Sequence[Driver]) -> tuple[str, ...]:
    """Say what can be said without a lean."""
    lines = [*_broken(inputs), *_misses(inputs), *_kept(inputs), *_changes(inputs, drivers)]
    return tuple(lines) or (NOTHING, FIRST)


def _broken(inputs: Inputs) -> Iterator[str]:
    overdue = [one for one in _promises(inputs) if _is_overdue(one, inputs)]
    if overdue:
        yield OVERDUE.format(listed="; ".join(_dated(one, inputs) for one in overdue))
    dropped = [quoted(one.text) for one in _promises(inputs) if one.status == "dropped"]
    if dropped:
        yield DROPPED.format(listed=listed(dropped))


def _misses(inputs: Inputs) -> Iterator[str]:
    """The KPIs that are behind, the worst first."""
    missed = [kpi for kpi in inputs.kpis if kpi.band in MISSES and kpi.pace]
    for kpi in sorted(missed, key=lambda kpi: (RANKS[kpi.band or "no_pace"], kpi.key)):
        yield MISSED.format(name=kpi.name, pace=kpi.pace)


def _kept(inputs: Inputs) -> Iterator[str]:
    promises = _promises(inputs)
    kept = [quoted(one.text) for one in promises if one.status == "done"]
    if promises:
        words = f": {listed(kept)}" if kept else ""
        yield KEPT.format(kept=len(kept), n=counted(len(promises), "promise"), listed=words)
    ahead = [one for one in promises if one.status == "open" and not _is_overdue(one, inputs)]
    if ahead:
        yield OPEN.format(listed="; ".join(_dated(one, inputs) for one in ahead))


def _changes(inputs: Inputs, drivers: Sequence[Driver]) -> Iterator[str]:
    going = [driver for driver in drivers if not driver.has_stopped]
    called = [driver for driver in going if driver.trend.is_called]
    for driver in (*called, *(driver for driver in drivers if driver.has_stopped)):
        yield CHANGED.format(name=driver.kpi.name, trend=course_said(driver, inputs))
    if not called and any(driver.kpi.points for driver in going):
        yield NO_TREND


def _promises(inputs: Inputs) -> list[PromiseFacts]:
    return sorted(inputs.promises, key=lambda one: one.number)


def _is_overdue(one: PromiseFacts, inputs: Inputs) -> bool:
    return one.status == "open" and one.due is not None and one.due < inputs.today


def _dated(one: PromiseFacts, inputs: Inputs) -> str:
    if one.due is None:
        return quoted(one.text)
    return DUE.format(text=quoted(one.text), day=on_day(one.due, inputs))
