"""What was changed of KPIs and tripwires."""

from collections.abc import Iterator
from decimal import Decimal

from domain.evidence.changes.change import Change, edits, typed, withdrawn
from domain.evidence.inputs import Inputs, KpiFacts, KpiPoint, TripwireFacts
from domain.evidence.kpi_words import period_named, wording_for, written
from domain.evidence.window import longest_window
from domain.wording import sentence

GONE = "{name} is not followed any more."
REDEFINED = "{name} was given a new definition, and its values start anew."
CORRECTED = "{name} of {period} was corrected from {old} to {new}."
RETRACTED = "{name} of {period} was taken back; it was {old}."
DRIVER = {
    True: "{name} was no driver then and is one now.",
    False: "{name} was a driver then and is none now.",
}
SEASONAL = {
    True: "{name} was judged without seasons then and is judged with them now.",
    False: "{name} was judged with seasons then and is judged without them now.",
}
GOOD = {"up": "up", "down": "down", "range": "within a range"}
WIRE = "tripwire {number} ({words})"
WIRE_WORDS = "Tripwire {number} was changed from {old} to {new}."
NOT_HIT = "{named} was hit then and is not now."


def changed_kpis(frozen: Inputs, current: Inputs) -> Iterator[Change]:
    """What was corrected, redefined or aimed elsewhere."""
    now = {kpi.kpi_id: kpi for kpi in current.kpis}
    for kpi in sorted(frozen.kpis, key=lambda kpi: kpi.key):
        about = f"kpi:{kpi.key}"
        if kpi.kpi_id not in now:
            yield Change(about=about, words=GONE.format(name=kpi.name))
            continue
        if now[kpi.kpi_id].series_began != kpi.series_began:
            yield Change(about=about, words=REDEFINED.format(name=kpi.name))
        else:
            yield from _values(kpi, now[kpi.kpi_id], frozen, asked=_asked(kpi.key, current))
        yield from _judged(kpi, now[kpi.kpi_id], frozen)


def _judged(then: KpiFacts, now: KpiFacts, inputs: Inputs) -> Iterator[Change]:
    """What of it decides how its values are judged."""
    about = f"kpi:{then.key}"
    if then.is_driver != now.is_driver:
        yield Change(about=about, words=DRIVER[now.is_driver].format(name=then.name))
    if then.is_seasonal != now.is_seasonal:
        yield Change(about=about, words=SEASONAL[now.is_seasonal].format(name=then.name))
    parts = (
        ("good direction", GOOD[then.direction], GOOD[now.direction]),
        ("target", then.target, now.target),
        ("lowest possible value", _bound(then, then.low, inputs), _bound(then, now.low, inputs)),
        ("highest possible value", _bound(then, then.high, inputs), _bound(then, now.high, inputs)),
    )
    yield from edits(about, then.name, parts)


def _bound(kpi: KpiFacts, value: float | None, inputs: Inputs) -> str:
    return "" if value is None else written(kpi, value, inputs)


def _asked(key: str, inputs: Inputs) -> int:
    """How many periods in a row the assumptions about the KPI ask for at most."""
    return max((one.periods for one in inputs.assumptions if one.kpi_key == key), default=0)


def _values(then: KpiFacts, now: KpiFacts, inputs: Inputs, *, asked: int) -> Iterator[Change]:
    known = {point.at: point for point in now.points}
    # Values that lie before the oldest of a full window have only fallen out of it.
    is_full = len(now.points) >= longest_window(now.cadence, is_seasonal=now.is_seasonal, asked=asked)
    first = now.points[0].at if is_full else min((point.at for point in then.points), default=0)
    for point in then.points:
        if point.at < first:
            continue
        words = _value(then, point, known.get(point.at), inputs)
        if words:
            yield Change(about=f"kpi:{then.key}", words=words)


def _value(kpi: KpiFacts, then: KpiPoint, now: KpiPoint | None, inputs: Inputs) -> str:
    write, period = wording_for(kpi, inputs).write, period_named(then.period, inputs)
    old = write(Decimal(then.text))
    if now is None:
        return RETRACTED.format(name=kpi.name, period=period, old=old)
    if Decimal(now.text) == Decimal(then.text):
        return ""
    return CORRECTED.format(name=kpi.name, period=period, old=old, new=write(Decimal(now.text)))


def changed_tripwires(frozen: Inputs, current: Inputs) -> Iterator[Change]:
    """What was disarmed or agreed anew, and what a correction has unhit."""
    now = {one.number: one for one in current.tripwires}
    for one in sorted(frozen.tripwires, key=lambda one: one.number):
        about, named = f"tripwire:{one.number}", WIRE.format(number=one.number, words=one.words.rstrip("."))
        if one.number not in now:
            yield withdrawn(about, named)
            continue
        yield from _wire(about, named, one, now[one.number])


def _wire(about: str, named: str, then: TripwireFacts, now: TripwireFacts) -> Iterator[Change]:
    if then.words != now.words:
        old, new = then.words.rstrip("."), now.words.rstrip(".")
        yield Change(about=about, words=WIRE_WORDS.format(number=then.number, old=old, new=new))
    parts = (
        ("agreement", typed(then.agreed), typed(now.agreed)),
        ("consequence", typed(then.consequence), typed(now.consequence)),
    )
    yield from edits(about, named, parts)
    if then.hit_on is not None and now.hit_on is None:
        words = NOT_HIT.format(named=named)
        yield Change(about=about, words=sentence(words))
