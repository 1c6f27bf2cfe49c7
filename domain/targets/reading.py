"""Read a target as people type it behind the KPI's name: 120 by dec, below 3%, 500k in total by dec."""

import re
from dataclasses import dataclass, replace

from domain.errors import Unreadable
from domain.kpis.items import Habits
from domain.numbers.typed import plain, quoted
from domain.periods import UNITS, Period, ReadPeriod, label
from domain.targets.amounts import THIS_KPI, Dated, amount_in, read_dated, read_ends, read_value
from domain.targets.bounds import is_between, is_held, without_bound, without_filler
from domain.targets.edges import is_edge, read_first, read_last, read_past, read_point, running, year_span
from domain.targets.pieces import Pieces, pieces_of, unreadable
from domain.targets.target import Baseline, PlanPoints, TargetDraft, TargetKind

NOTHING_TYPED = "Write the target behind the KPI's name, as in `120 by dec` or `below 3%`."
NO_END = "Say by when, as in `{typed} by {example}`. To reach it in every {unit}, write `{typed} a {unit}`."
NO_END_OF_TOTAL = "Say by when the total is to be reached, as in `500k in total by {example}`."
NO_DAY_OF_BASELINE = "Say when it was {typed}, as in `from {typed} in {example}`."
BAD_PLAN = "I could not read {typed} as points of a plan. Write them as in `plan {example} 95`."
COUNTED_FROM = (
    "The total counts from {period} on. To count from another {unit}, say which, as in `from {example}`."
)
EXAMPLES = {"weekly": "w50", "monthly": "dec", "quarterly": "q4"}
PAST_EXAMPLES = {"weekly": "w23", "monthly": "jun", "quarterly": "q2"}

POINT_BREAK = re.compile(r"\s*(?:;|,\s|,(?=[^\W\d_])|,(?=\d{4}-)|\band\b)\s*", re.IGNORECASE)
IN = re.compile(r"(?:in|for|at|on|during|over|within)\s+", re.IGNORECASE)
TO_VALUE = re.compile(r"(.*\S)\s+(?:up |down )?to\s+(.*\d.*)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class _Amounts:
    """What stands in front: a bound and a value, or the ends of a range; and what was said back."""

    draft: TargetDraft
    is_range: bool = False


def read_target(text: str, *, habits: Habits, name: str = THIS_KPI) -> TargetDraft:
    """Read what was typed behind the KPI's name; values in the KPI's unit, percentages in percent points.

    A year left out lies ahead for the target and its plan, behind for the baseline. Without an end, a
    target for every period and a range leave `by` empty. Raises Unreadable for everything else.
    """
    if not text.strip():
        raise Unreadable(NOTHING_TYPED)
    pieces = _with_end_in_head(_with_value_in_front(pieces_of(text, habits), habits), habits)
    amounts = _amounts(pieces, habits, name)
    draft = _with_baseline(_with_span(amounts, pieces, habits), pieces, habits, name)
    return replace(_with_plan(draft, pieces, habits, name), reason=pieces.reason)


def _with_value_in_front(pieces: Pieces, habits: Habits) -> Pieces:
    """Move the value of `from 80 in jun to 120 by dec` and of `by dec 120` to the front."""
    found = TO_VALUE.fullmatch(pieces.get("from") or "")
    if not pieces.head and found and amount_in(found[2], habits):
        return replace(pieces, head=found[2], tails={**pieces.tails, "from": found[1]})
    words = (pieces.get("by") or "").split()
    for cut in range(1, 0 if pieces.head else len(words)):
        edge, value = " ".join(words[:cut]), " ".join(words[cut:])
        if amount_in(value, habits) and is_edge(edge, habits):
            return replace(pieces, head=value, tails={**pieces.tails, "by": edge})
    return pieces


def _with_end_in_head(pieces: Pieces, habits: Habits) -> Pieces:
    """Move the period of `120 in dec` or `126k this year` behind a keyword of its own."""
    if "by" in pieces.tails or "until" in pieces.tails:
        return pieces
    words = pieces.head.split()
    for cut in range(1, len(words)):
        head, tail = " ".join(words[:cut]), " ".join(words[cut:])
        edge = IN.sub("", tail, count=1)
        # A bare number behind another one is never a period, and a year needs its "in".
        if (edge.isdecimal() and edge == tail) or not is_edge(edge, habits):
            continue
        if any(char.isdecimal() for char in head):
            return _ended(pieces, head, edge, habits)
    return pieces


def _ended(pieces: Pieces, head: str, edge: str, habits: Habits) -> Pieces:
    span = year_span(edge, habits)
    if span is None or "from" in pieces.tails:
        return replace(pieces, head=head, tails={**pieces.tails, "by": edge})
    tails = {**pieces.tails, "by": str(span.last), "from": str(span.first)}
    return replace(pieces, head=head, tails=tails, is_total=not pieces.is_rate)


def _amounts(pieces: Pieces, habits: Habits, name: str) -> _Amounts:
    """Read the front part. Raises Unreadable where it is neither a value nor a range."""
    head, bound = without_bound(" ".join(pieces.head.split()))
    ends = None if bound else read_ends(head, habits, name=name)
    if ends:
        low, high = ends
        said = tuple(filter(None, (low.assumed, high.assumed)))
        draft = TargetDraft(kind="hold_range", low=low.value, high=high.value, assumed=said)
        return _Amounts(draft=draft, is_range=True)
    value = read_value(head, habits, name=name)
    if value is None or is_between(pieces.head):
        raise unreadable(pieces.typed)
    said = tuple(filter(None, (value.assumed,)))
    return _Amounts(draft=TargetDraft(kind="level_at_date", value=value.value, bound=bound, assumed=said))


def _with_span(amounts: _Amounts, pieces: Pieces, habits: Habits) -> TargetDraft:
    """Decide the kind, and read the first and the last period."""
    kind = _kind(amounts, pieces)
    last = _last(pieces, habits)
    if last is None and kind in ("level_at_date", "cumulative"):
        raise _no_end(kind, pieces, habits)
    said = [last.assumed] if last else []
    by = last.period if last else None
    start: Period | None = None
    if kind != "level_at_date":
        start, more = _start(kind, pieces, habits, by)
        said += more
    assumed = (*amounts.draft.assumed, *filter(None, said))
    return replace(amounts.draft, kind=kind, start=start, by=by, assumed=assumed)


def _kind(amounts: _Amounts, pieces: Pieces) -> TargetKind:
    if amounts.is_range:
        if pieces.is_total:
            raise unreadable(pieces.typed)
        return "hold_range"
    if pieces.is_total:
        return "cumulative"
    is_lasting = "until" in pieces.tails and (amounts.draft.bound or is_held(pieces.head))
    is_open = amounts.draft.bound and "by" not in pieces.tails
    return "per_period" if pieces.is_rate or is_lasting or is_open else "level_at_date"


def _last(pieces: Pieces, habits: Habits) -> ReadPeriod | None:
    if "by" in pieces.tails and "until" in pieces.tails:
        raise unreadable(pieces.typed)
    text = pieces.get("by") or pieces.get("until")
    return None if text is None else read_last(text, habits)


def _start(kind: TargetKind, pieces: Pieces, habits: Habits, by: Period | None) -> tuple[Period, list[str]]:
    """The first period that counts; without one, the running period, which a total says back."""
    text = pieces.get("from")
    if text is not None and not _is_baseline(text, habits):
        found = read_first(text, habits, last=by)
        return found.period, [found.assumed]
    start = running(habits)
    if kind != "cumulative":
        return start, []
    name = label(start, habits.locale, habits.fiscal_start_month)
    example = PAST_EXAMPLES[habits.cadence]
    return start, [COUNTED_FROM.format(period=name, unit=UNITS[habits.cadence], example=example)]


def _no_end(kind: TargetKind, pieces: Pieces, habits: Habits) -> Unreadable:
    example = EXAMPLES[habits.cadence]
    if kind == "cumulative":
        return Unreadable(NO_END_OF_TOTAL.format(example=example))
    typed = without_filler(pieces.head)
    return Unreadable(NO_END.format(typed=typed, example=example, unit=UNITS[habits.cadence]))


def _is_baseline(text: str, habits: Habits) -> bool:
    """Tell `from 80 in jun` from `from jun`."""
    return not is_edge(text, habits) and any(char.isdecimal() for char in plain(text))


def _with_baseline(draft: TargetDraft, pieces: Pieces, habits: Habits, name: str) -> TargetDraft:
    text = pieces.get("baseline")
    behind_from = pieces.get("from")
    # A level has no first period: what is "from" there is where it comes from.
    is_meant = draft.kind == "level_at_date" or _is_baseline(behind_from or "", habits)
    if text is None and is_meant:
        text = behind_from
    if text is None:
        return draft
    found = read_dated(text, habits, read_past, name=name)
    if found is None:
        raise _no_baseline(text, pieces, habits)
    baseline = Baseline(value=found.value, period=found.period)
    return replace(draft, baseline=baseline, assumed=(*draft.assumed, *found.assumed))


def _no_baseline(text: str, pieces: Pieces, habits: Habits) -> Unreadable:
    if amount_in(text, habits) is None:
        return unreadable(pieces.typed)
    return Unreadable(NO_DAY_OF_BASELINE.format(typed=text, example=PAST_EXAMPLES[habits.cadence]))


def _with_plan(draft: TargetDraft, pieces: Pieces, habits: Habits, name: str) -> TargetDraft:
    text = pieces.get("plan")
    if text is None:
        return draft
    points = [_point(piece, text, habits, name) for piece in POINT_BREAK.split(text) if piece.strip()]
    if not points or len({point.period for point in points}) < len(points):
        raise _bad_plan(text, habits)
    plan: PlanPoints = tuple(sorted((point.period, point.value) for point in points))
    said = tuple(sentence for point in points for sentence in point.assumed)
    return replace(draft, plan=plan, assumed=(*draft.assumed, *said))


def _point(piece: str, text: str, habits: Habits, name: str) -> Dated:
    found = read_dated(piece.strip(), habits, read_point, name=name)
    if found is None:
        raise _bad_plan(text, habits)
    return found


def _bad_plan(text: str, habits: Habits) -> Unreadable:
    return Unreadable(BAD_PLAN.format(typed=quoted(text), example=EXAMPLES[habits.cadence]))
