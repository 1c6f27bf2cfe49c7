"""A pack in a dozen lines: bad news first, the lean and what speaks against it, then each signal."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from domain.chat import Block, Bullets, Heading, Paragraph, Span, Strong, Typed, say
from domain.evidence import LEAN_NAMES
from domain.evidence.drivers import drivers_of
from domain.evidence.inputs import Inputs, Lean, Verdict
from domain.evidence.opening import opening_of
from domain.evidence.pack import FirstWarning, Gap, Labelled, Pack, Signal
from domain.wording import capital, ended
from handlers.evidence.hiding import without_money
from handlers.moments import day, short_day
from handlers.turn import Here
from storage.evidence import Frozen

TITLE = "Evidence of {client}, {day}"
TRIPPED = "Tripwire hit: "
SEVERAL_TRIPPED = "{n} tripwires hit: "
MORE_TRIPPED = " (and {n} more under [Details])"
LEANS: Mapping[Lean, str] = LEAN_NAMES
LEAN = "{lean}. "
LEAN_LATER = "The lean stays hidden until the meeting begins, so that nobody votes with it in mind."
AGAINST = "Speaks against that: "
BOTH_SIDES = "Strongest on either side: "
VERDICTS: dict[Verdict, str] = {
    "continue": "for continuing",
    "change": "for changing",
    "stop": "for stopping",
    "mixed": "mixed",
    "silent": "can't say yet",
}
SIGNAL = "{title} ({name}): {verdict}. "
SILENT = "Can't say yet: "
FRAGILE = "Fragile: "
WARNED = "First warning: "
WARNED_ON = "{signal} on {day}, {days} ago; {meetings} since."
DAYS, ONE_DAY = "{n} days", "1 day"
MEETINGS, ONE_MEETING, NO_MEETING = "{n} meetings", "1 meeting", "no meeting"
SETTLES = "Would settle most: "
MISSING = "Missing: "
MORE_MISSING = " ({n} more under [What is missing])"
FROM_FILE = "An engagement file tells of this pack; what went into it is not known."
MOST_LINES = 12
# What stands below the lean of a pack that has none.
MOST_OPENING = 4
MOST_TRIPPED = 2
# The rank of what no other line may push out.
ALWAYS = -1


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line of a summary; where there are too many, those with the highest `rank` are left out.

    Those with `is_item` stand in a list.
    """

    block: Paragraph
    rank: int = 0
    is_item: bool = False


def title(here: Here, frozen: Frozen) -> str:
    """What the pack is called."""
    return TITLE.format(client=here.engagement.name, day=day(here, frozen.inputs.today))


def summary(here: Here, frozen: Frozen, *, shows_lean: bool, shows_money: bool = False) -> list[Block]:
    """A heading and 12 lines at the most; not everybody may read what the pack says of money."""
    seen = frozen if shows_money else without_money(frozen)
    pack = seen.pack
    lines = [
        *_tripped(pack),
        *(_with_lean(pack) if shows_lean else [Line(block=say(LEAN_LATER), rank=ALWAYS)]),
        *_opening(pack.opening if shows_lean or seen.is_from_file else opening_of_any(seen.inputs)),
        *_signals(pack),
        *_turning(here, pack, shows_lean=shows_lean),
        *_ending(pack, shows_lean=shows_lean),
        *([Line(block=say(FROM_FILE))] if frozen.is_from_file else []),
    ]
    return [Heading(title(here, frozen)), *_listed(_fitting(lines))]


def opening_of_any(inputs: Inputs) -> tuple[Labelled, ...]:
    """What a pack without a lean would open with, whatever its lean is."""
    return opening_of(inputs, drivers_of(inputs))


def _fitting(lines: Sequence[Line]) -> list[Line]:
    places = sorted(range(len(lines)), key=lambda place: lines[place].rank)[:MOST_LINES]
    return [lines[place] for place in sorted(places)]


def _listed(lines: Sequence[Line]) -> Iterator[Block]:
    for is_item, found in groupby(lines, key=lambda line: line.is_item):
        blocks = [line.block for line in found]
        yield from [Bullets(tuple(block.spans for block in blocks))] if is_item else blocks


def labelled(words: str) -> Paragraph:
    """A sentence of a pack that begins with a label of our own: Fragile, or Danger zone."""
    label, colon, rest = words.partition(": ")
    return say(Strong(label + colon), Typed(rest)) if colon else say(Typed(words))


def _named(one: Labelled) -> Paragraph:
    return say(Strong(f"{one.label}: "), Typed(one.words)) if one.label else say(Typed(one.words))


def _tripped(pack: Pack) -> Iterator[Line]:
    told, more = pack.tripped[:MOST_TRIPPED], len(pack.tripped) - MOST_TRIPPED
    if more <= 0:
        for words in told:
            yield Line(block=say(Strong(TRIPPED), Typed(words)))
    else:
        label = SEVERAL_TRIPPED.format(n=len(pack.tripped))
        yield Line(block=say(Strong(label), Typed(" ".join(told)), MORE_TRIPPED.format(n=more)))


def _with_lean(pack: Pack) -> Iterator[Line]:
    yield Line(block=say(Strong(LEAN.format(lean=LEANS[pack.lean])), Typed(pack.because)), rank=ALWAYS)
    if pack.counter:
        label = BOTH_SIDES if pack.lean in {"mixed", "not_enough"} else AGAINST
        yield Line(block=say(Strong(label), Typed(pack.counter)), rank=ALWAYS)


def _opening(opening: Sequence[Labelled]) -> Iterator[Line]:
    """What can be said without a lean: promises, misses, changes."""
    for one in opening[:MOST_OPENING]:
        yield Line(block=_named(one), rank=3)


def _signals(pack: Pack) -> Iterator[Line]:
    """A line for each signal that says something, and one for all that do not. A tripwire stands above."""
    asked = [one for one in pack.signals if one.name != "T"]
    for one in asked:
        if one.verdict != "silent":
            # Whether feedback led to changes decides no lean: it goes first where there is no room.
            yield Line(block=_signal(one), rank=2 if one.name == "S5" else 0, is_item=True)
    silent = [f"{one.title} ({one.name})" for one in asked if one.verdict == "silent" and one.name != "S6"]
    if silent:
        yield Line(block=say(Strong(SILENT), f"{'; '.join(silent)}."), is_item=True)


def _signal(one: Signal) -> Paragraph:
    """What a signal says, and on what."""
    head = SIGNAL.format(title=one.title, name=one.name, verdict=VERDICTS[one.verdict])
    # The shares that tip no scales stand under [Details].
    return say(Strong(head), Typed(one.facts if one.verdict == "mixed" else one.facts_in_full))


def _turning(here: Here, pack: Pack, *, shows_lean: bool) -> Iterator[Line]:
    """What the lean turns on, how long it was warned of, and what would settle most."""
    if pack.fragile and shows_lean:
        first, *more = pack.fragile
        # The label stands once for all of them.
        rest = (capital(one.removeprefix(FRAGILE)) for one in more)
        yield Line(block=labelled(" ".join((first, *rest))))
    if pack.warning is not None and pack.warning.days:
        yield Line(block=say(Strong(WARNED), warning_words(here, pack, pack.warning)))
    if pack.danger and shows_lean:
        yield Line(block=labelled(pack.danger), rank=1)
    if pack.settles and shows_lean:
        yield Line(block=say(Strong(SETTLES), Typed(pack.settles)), rank=3)


def _ending(pack: Pack, *, shows_lean: bool) -> Iterator[Line]:
    # While the lean is hidden, no line may come with one lean alone: it would tell it.
    if pack.gaps and (pack.lean == "not_enough" or not shows_lean):
        yield Line(block=say(Strong(MISSING), *_first_gap(pack.gaps)))
    if pack.fixed and shows_lean:
        yield Line(block=say(Typed(pack.fixed)), rank=ALWAYS)


def _first_gap(gaps: Sequence[Gap]) -> tuple[Span, ...]:
    more = MORE_MISSING.format(n=len(gaps) - 1) if len(gaps) > 1 else ""
    return Typed(gaps[0].what), more


def warning_words(here: Here, pack: Pack, warning: FirstWarning) -> str:
    """When the first warning was, how long ago, and how many meetings were held since."""
    meetings = {0: NO_MEETING, 1: ONE_MEETING}.get(warning.meetings_since, MEETINGS)
    return WARNED_ON.format(
        signal=pack.signal(warning.signal).title.lower(),
        day=day(here, warning.on),
        days=ONE_DAY if warning.days == 1 else DAYS.format(n=warning.days),
        meetings=meetings.format(n=warning.meetings_since),
    )


def gap_lines(here: Here, pack: Pack, *, shows_money: bool = False) -> list[tuple[Span, ...]]:
    """What the pack cannot say yet, a line each: what, who can supply it, how, and by when."""
    return [_gap(here, one) for one in pack.gaps if shows_money or one.about != "money"]


def _gap(here: Here, one: Gap) -> tuple[Span, ...]:
    who: tuple[Span, ...] = (" ", Strong(one.who), ":") if one.who else ()
    by = f" By {short_day(here, one.by)}." if one.by else ""
    return (Typed(ended(one.what)), *who, " ", Typed(one.how), by)
