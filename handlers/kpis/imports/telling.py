"""What is said of the numbers of a table: how many of each kind, and why the others are not saved."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from domain.chat import Block, Bullets, Spans, Table, Typed
from domain.kpis.doubts import FAR, UNIT_WORDS
from domain.numbers.typed import quoted
from domain.periods import Period
from domain.spreadsheets import Judged, Reason, Result
from domain.spreadsheets.layout import lines_named
from handlers.kpis.imports.weighing import Weighed
from handlers.kpis.series import period_name, shown
from handlers.turn import EngagementTurn

COUNTS: dict[Result, tuple[str, str]] = {
    "accepted": ("{n:,} to save", "{n:,} saved"),
    "unchanged": ("{n:,} recorded already, with the same value",) * 2,
    "duplicate": ("{n:,} said by an earlier line already",) * 2,
    "not_reported": ("{n:,} not reported (blank or n/a): nothing is stored for them",) * 2,
    "held": ("{n:,} held back until somebody decides",) * 2,
    "rejected": ("{n:,} that I can't take as they are",) * 2,
}
COLUMNS = ("KPI", "Numbers", "From", "To")
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
FAR_OFF = "Please check {place}: {new} for {name}, {period}, is more than {times} times the KPI's usual size."
MORE = "... and {n:,} more like these."
BETWEEN, AT_LEAST, AT_MOST = "from {low} to {high}", "at least {low}", "at most {high}"
MOST_SHOWN = 20
MOST_FAR_OFF = 5
MARK = "\0"
LABELS = frozenset({"unknown_kpi", "kpi_unsure", "not_writer", "bad_date", "other_cadence"})
MOST_LINES = 6


def counts(weighed: Weighed, *, is_saved: bool) -> list[str]:
    """How many numbers there are of each kind, as lines; kinds without any are left out."""
    numbers = weighed.judgement.numbers
    tally = {result: sum(one.result == result for one in numbers) for result in COUNTS}
    return [COUNTS[result][is_saved].format(n=n) for result, n in tally.items() if n]


def by_kpi(turn: EngagementTurn, weighed: Weighed) -> list[Block]:
    """A table of the numbers that are saved, a line for each KPI: how many, the first and last period."""
    found: dict[int, list[Period]] = {}
    for one in weighed.judgement.of("accepted"):
        if one.kpi is not None and one.period is not None:
            found.setdefault(one.kpi.name.id, []).append(one.period)
    rows = [
        (kpi.name, f"{len(periods):,}", period_name(turn, min(periods)), period_name(turn, max(periods)))
        for kpi_id, kpi in weighed.kpis.items()
        if (periods := found.get(kpi_id))
    ]
    if not rows:
        return []
    return [Table(columns=COLUMNS, rows=tuple(tuple((cell,) for cell in row) for row in rows), numeric=(1,))]


def findings(turn: EngagementTurn, weighed: Weighed, *, most: int | None = MOST_SHOWN) -> list[Block]:
    """Every number that is held back or refused: its line, what stands there, and why; `most` at once."""
    lines = [_line(turn, weighed, same, most) for same in _grouped(weighed)]
    shown_lines = lines if most is None else lines[:most]
    left = len(lines) - len(shown_lines)
    more: list[Spans] = [(MORE.format(n=left),)] if left else []
    return [Bullets((*shown_lines, *more))] if lines else []


def _grouped(weighed: Weighed) -> Sequence[Sequence[Judged]]:
    """What is told in one line: a number each, but words that several lines have once for all of them."""
    groups: dict[tuple[object, ...], list[Judged]] = {}
    for place, one in enumerate(weighed.judgement.numbers):
        if one.result in ("held", "rejected"):
            key = (one.reason, one.typed, one.why) if one.reason in LABELS and one.typed else (place,)
            groups.setdefault(key, []).append(one)
    return list(groups.values())


def _line(turn: EngagementTurn, weighed: Weighed, same: Sequence[Judged], most: int | None) -> Spans:
    one = same[0]
    lines = list(dict.fromkeys(each.entry.line for each in same))
    place = place_of(one) if len(same) == 1 else lines_named(lines, most=most and MOST_LINES)
    start = f"{place[:1].upper()}{place[1:]}: "
    sentence, typed = WHY[one.reason], one.typed
    if not typed and one.reason in NAMELESS:
        sentence, typed = NAMELESS[one.reason], one.entry.value.text
    before, _, after = sentence.format(typed=MARK, **_words(turn, weighed, one)).partition(MARK)
    return (start + before, Typed(quoted(typed)), after)


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
        "values": " and ".join(write(value) for value in one.others),
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


def far_off(turn: EngagementTurn, weighed: Weighed) -> list[str]:
    """Sentences that ask to check numbers of an unusual size; they are saved all the same."""
    odd = [one for one in weighed.judgement.of("accepted") if one.is_far_off]
    said = [
        FAR_OFF.format(place=place_of(one), times=FAR, **_words(turn, weighed, one))
        for one in odd[:MOST_FAR_OFF]
    ]
    return said + ([MORE.format(n=len(odd) - MOST_FAR_OFF)] if len(odd) > MOST_FAR_OFF else [])
