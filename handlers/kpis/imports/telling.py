"""What is said of the numbers of a table: how many of each kind, and why the others are not saved."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import TypeVar

from domain.chat import Block, Bullets, Spans, Typed
from domain.kpis.doubts import UNIT_WORDS
from domain.numbers.typed import quoted
from domain.spreadsheets import Judged, Reason, Result
from domain.spreadsheets.cells import lines_named
from domain.wording import capital, listed
from handlers.kpis.imports.weighing import Weighed
from handlers.kpis.series import period_name, shown
from handlers.turn import EngagementTurn

T = TypeVar("T")

# This one says itself where it is.
TOO_MANY = "{place} {has} more cells than the header. Put numbers with a comma into quotes."
COUNTS: dict[Result, tuple[str, str]] = {
    "accepted": ("{n:,} to save", "{n:,} saved"),
    "unchanged": ("{n:,} recorded already, with the same value",) * 2,
    "duplicate": ("{n:,} said by an earlier line already",) * 2,
    "not_reported": ("{n:,} not reported (blank or n/a): nothing is stored for them",) * 2,
    "held": ("{n:,} held back until somebody decides",) * 2,
    "rejected": ("{n:,} that I can't take as they are",) * 2,
}
# {typed} is shown exactly as it stands in the file.
WHY: dict[Reason, str] = {
    "unknown_kpi": "{typed} is no KPI here. `kpi list` shows what they are called.",
    "kpi_unsure": "{typed} is no KPI here. Is {near} meant?",
    "not_writer": "{typed} is recorded by {writers}. Please ask one of them to bring these numbers.",
    "bad_date": "{typed} is no date and no period that I can read.",
    "other_cadence": "{typed}: {why}",
    "bad_number": "{typed} is no number ({name}, {period}).",
    "formula": "{typed} is a formula, and I need its result ({name}, {period}).",
    "wrong_unit": "{typed} does not fit: {name} is kept as {unit} ({period}).",
    "wrong_currency": "{typed} is in another currency: {name} is kept in {currency} ({period}).",
    "period_not_ended": "{typed} for {name}: {period} is not over yet. Please bring it when it is over.",
    "out_of_range": "{typed} is outside what {name} can be, {bounds} ({period}).",
    "conflict_in_file": "{typed} for {name}, {period}: line {other:,} says something else ({values}).",
    "differs_from_recorded": (
        "{typed} for {name}, {period}: {recorded} is recorded and the table says {new}."
        " A correction needs a reason."
    ),
}
NO_NAME = "no KPI stands beside {typed}."
NO_DATE = "no date stands beside {typed} ({name})."
NAMELESS: dict[Reason, str] = {"unknown_kpi": NO_NAME, "bad_date": NO_DATE}
MORE = "... and {n:,} more like these."
BETWEEN, AT_LEAST, AT_MOST = "from {low} to {high}", "at least {low}", "at most {high}"
MOST_SHOWN = 20
MARK = "\0"
LABELS = frozenset({"too_many_cells", "unknown_kpi", "kpi_unsure", "not_writer", "bad_date", "other_cadence"})
MOST_LINES = 6


def counts(weighed: Weighed, *, is_saved: bool) -> list[str]:
    """How many numbers there are of each kind, as lines; kinds without any are left out."""
    numbers = weighed.judgement.numbers
    tally = {result: sum(one.result == result for one in numbers) for result in COUNTS}
    return [COUNTS[result][is_saved].format(n=n) for result, n in tally.items() if n]


def findings(turn: EngagementTurn, weighed: Weighed, *, most: int | None = MOST_SHOWN) -> list[Block]:
    """Every number that is held back or refused: its line, what stands there, and why; `most` at once."""
    lines = [_line(turn, weighed, same, most) for same in _grouped(weighed)]
    shown_lines, left = in_part(lines, most=most)
    more: list[Spans] = [(MORE.format(n=left),)] if left else []
    return [Bullets((*shown_lines, *more))] if lines else []


def _grouped(weighed: Weighed) -> Sequence[Sequence[Judged]]:
    """What is told in one line: a number each, but words that several lines have once for all of them."""
    groups: dict[tuple[object, ...], list[Judged]] = {}
    for place, one in enumerate(weighed.judgement.numbers):
        if one.result in ("held", "rejected"):
            key = (one.reason, one.typed, one.why) if _has_label(one) else (place,)
            groups.setdefault(key, []).append(one)
    return list(groups.values())


def _has_label(one: Judged) -> bool:
    return one.reason == "too_many_cells" or (one.reason in LABELS and bool(one.typed))


def _line(turn: EngagementTurn, weighed: Weighed, same: Sequence[Judged], most: int | None) -> Spans:
    one = same[0]
    lines = list(dict.fromkeys(each.entry.line for each in same))
    named = lines_named(lines, most=most and MOST_LINES)
    place = place_of(one) if len(same) == 1 and one.reason != "too_many_cells" else named
    place = capital(place)
    if one.reason == "too_many_cells":
        return (TOO_MANY.format(place=place, has="has" if len(lines) == 1 else "have"),)
    start = f"{place}: "
    sentence, typed = WHY[one.reason], one.typed
    if not typed and one.reason in NAMELESS:
        sentence, typed = NAMELESS[one.reason], one.entry.value.text
    before, _, after = sentence.format(typed=MARK, **_words(turn, weighed, one)).partition(MARK)
    return (start + before, Typed(quoted(typed)), after)


def in_part(all_of_them: Sequence[T], *, most: int | None) -> tuple[Sequence[T], int]:
    """The first ones, and how many are left; one more than `most` is shown rather than counted."""
    if most is None or len(all_of_them) <= most + 1:
        return all_of_them, 0
    return all_of_them[:most], len(all_of_them) - most


def place_of(one: Judged) -> str:
    """Where a number stands: line 7, or line 7, column C where a line holds several."""
    column = f", column {one.entry.column}" if one.entry.column else ""
    return f"line {one.entry.line:,}{column}"


def _words(turn: EngagementTurn, weighed: Weighed, one: Judged) -> dict[str, object]:
    kpi = weighed.kpis[one.kpi.name.id] if one.kpi else None

    def write(value: Decimal | None) -> str:
        return shown(turn, kpi, value) if kpi else ""

    return {
        "near": one.near.name if one.near else "",
        "why": one.why,
        "name": kpi.name if kpi else "",
        "period": period_name(turn, one.period) if one.period else "",
        "unit": UNIT_WORDS[kpi.unit][0] if kpi else "",
        "currency": turn.engagement.currency,
        "writers": weighed.writers.get(kpi.id, "") if kpi else "",
        "other": one.other_line or 0,
        "values": listed(write(value) for value in one.others),
        "recorded": write(one.recorded),
        "new": write(one.value),
        "bounds": _bounds(one, write),
    }


def _bounds(one: Judged, write: Callable[[Decimal | None], str]) -> str:
    low, high = one.kpi.bounds if one.kpi else (None, None)
    if low is None and high is None:
        return ""
    sentence = BETWEEN if low is not None and high is not None else AT_LEAST if high is None else AT_MOST
    return sentence.format(low=write(low), high=write(high))
