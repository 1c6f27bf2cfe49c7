"""What a pack without a lean opens with: misses first, then promises that were kept, then what changed."""

from collections.abc import Iterator, Sequence

from domain.evidence.drivers import Driver, course_said
from domain.evidence.inputs import Inputs, PromiseFacts
from domain.evidence.pack import Labelled
from domain.evidence.wording import on_day, quoted
from domain.pace.pace import MISSES, RANKS
from domain.wording import counted, listed

OVERDUE, DATED = "Promised and overdue", "{listed}."
DUE = "{text}, due {day}"
KEPT, OF_ALL = "Kept", "{kept} of {n}{listed}."
OPEN = "Still open and not due yet"
DROPPED = "Dropped"
NO_TREND, WHY = "No driver shows a trend yet", "too few values, or too much luck in them to tell."
NOTHING = "Nothing has been promised or reported yet."
FIRST, TO_DO = (
    "What to do first",
    "write down the assumption that worries you most, choose the numbers that must move if"
    " the strategy works, and ask five customers or prospects.",
)


def opening_of(inputs: Inputs, drivers: Sequence[Driver]) -> tuple[Labelled, ...]:
    """Say what can be said without a lean."""
    lines = [*_broken(inputs), *_misses(inputs), *_kept(inputs), *_changes(inputs, drivers)]
    return tuple(lines) or (Labelled(words=NOTHING), Labelled(label=FIRST, words=TO_DO))


def _broken(inputs: Inputs) -> Iterator[Labelled]:
    overdue = [one for one in _promises(inputs) if _is_overdue(one, inputs)]
    if overdue:
        yield Labelled(label=OVERDUE, words=_all_dated(overdue, inputs))
    dropped = [quoted(one.text) for one in _promises(inputs) if one.status == "dropped"]
    if dropped:
        yield Labelled(label=DROPPED, words=f"{listed(dropped)}.")


def _misses(inputs: Inputs) -> Iterator[Labelled]:
    """The KPIs that are behind, the worst first."""
    missed = [kpi for kpi in inputs.kpis if kpi.band in MISSES and kpi.pace]
    for kpi in sorted(missed, key=lambda kpi: (RANKS[kpi.band or "no_pace"], kpi.key)):
        yield Labelled(label=kpi.name, words=kpi.pace)


def _kept(inputs: Inputs) -> Iterator[Labelled]:
    promises = _promises(inputs)
    kept = [quoted(one.text) for one in promises if one.status == "done"]
    if promises:
        words = f": {listed(kept)}" if kept else ""
        n = counted(len(promises), "promise")
        yield Labelled(label=KEPT, words=OF_ALL.format(kept=len(kept), n=n, listed=words))
    ahead = [one for one in promises if one.status == "open" and not _is_overdue(one, inputs)]
    if ahead:
        yield Labelled(label=OPEN, words=_all_dated(ahead, inputs))


def _changes(inputs: Inputs, drivers: Sequence[Driver]) -> Iterator[Labelled]:
    going = [driver for driver in drivers if not driver.is_untold]
    called = [driver for driver in going if driver.trend.is_called]
    for driver in (*called, *(driver for driver in drivers if driver.is_untold)):
        yield Labelled(label=driver.kpi.name, words=course_said(driver, inputs))
    if not called and any(driver.kpi.points for driver in going):
        yield Labelled(label=NO_TREND, words=WHY)


def _promises(inputs: Inputs) -> list[PromiseFacts]:
    return sorted(inputs.promises, key=lambda one: one.number)


def _is_overdue(one: PromiseFacts, inputs: Inputs) -> bool:
    return one.status == "open" and one.due is not None and one.due < inputs.today


def _all_dated(promises: Sequence[PromiseFacts], inputs: Inputs) -> str:
    return DATED.format(listed="; ".join(_dated(one, inputs) for one in promises))


def _dated(one: PromiseFacts, inputs: Inputs) -> str:
    if one.due is None:
        return quoted(one.text)
    return DUE.format(text=quoted(one.text), day=on_day(one.due, inputs))
