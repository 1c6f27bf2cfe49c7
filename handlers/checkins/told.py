"""What a digest tells of: numbers that arrived, what people did and intend, and how many took part."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.chat import Block, Bullets, Spans, Strong, Typed, note, say
from domain.literals import literal
from domain.numbers import FORMAT_UNITS, format_amount
from domain.periods import Period, label
from handlers.checkins.participation import Participation
from handlers.kpis.series import UNDO_REASON
from handlers.turn import Here
from storage import days
from storage.checkins import Answer, Asked, Round
from storage.days import Day, Recorded

NUMBERS, PEOPLE = "Numbers that arrived", "Done, and what comes next"
NUMBER, SO_FAR, CORRECTED = ", {period}: {value}", " so far", " (corrected)"
MORE_NUMBERS, IMPORTED = "and {n} more: `kpi list`", "{values} imported from tables"
NEXT, NEXT_ALONE, LATE, LATE_BEFORE = " · Next: ", " Next: ", " (late)", " (late, check-in {number})"
MORE_PEOPLE = "and {n} more"
ANSWERED = "{answered} of {counted} answered{skipped}."
INTENTIONS = " Of what was intended last time: {told}."
DONE_WORDS = {"yes": "{n} done", "partly": "{n} partly", "no": "{n} not yet"}
NOBODY = "Nobody found the time for it this week, and that is all right. The next check-in comes as usual."
MOST_NUMBERS, FEWEST_PEOPLE, MOST_LINES = 3, 4, 12
LONGEST = 110


@dataclass(frozen=True, kw_only=True)
class Told:
    """A round, what came of it until `until`, and `late` answers to the one before since the last digest."""

    round: Round
    before: Round | None
    taking_part: Participation
    late: Sequence[Asked]
    since: datetime
    until: datetime


async def told_blocks(here: Here, told: Told, *, lines_above: int) -> list[Block]:
    """Numbers, people, and participation; the more stands above, the fewer people."""
    numbers = await _numbers(here, told)
    people = _people(told, room=max(FEWEST_PEOPLE, MOST_LINES - lines_above - len(numbers)))
    blocks: list[Block] = []
    for title, lines in ((NUMBERS, numbers), (PEOPLE, people)):
        if lines:
            blocks += [say(Strong(title)), Bullets(tuple(lines))]
    return [*blocks, note(_participation(told.taking_part))]


async def _numbers(here: Here, told: Told) -> list[Spans]:
    found = await days.told_of(
        here.session,
        engagement_id=here.engagement.id,
        since=told.since,
        until=told.until,
        undo_reason=UNDO_REASON,
        most=MOST_NUMBERS + 1,
    )
    shown = found.numbers[: MOST_NUMBERS if found.count > MOST_NUMBERS else None]
    lines = [_number(here, one) for one in shown]
    if found.count > len(shown):
        lines.append((MORE_NUMBERS.format(n=found.count - len(shown)),))
    return [*lines, *_imports(found)]


def _number(here: Here, one: Recorded) -> Spans:
    engagement = here.engagement
    unit = literal(one.unit, FORMAT_UNITS)
    value = format_amount(one.value, unit=unit, locale=engagement.locale, currency=engagement.currency)
    period = label(Period.parse(one.period), engagement.locale, engagement.fiscal_start_month)
    behind = (SO_FAR if one.is_provisional else "") + (CORRECTED if one.corrects is not None else "")
    return (Typed(one.name), NUMBER.format(period=period, value=value) + behind)


def _imports(found: Day) -> list[Spans]:
    values = sum(one.values for one in found.imports)
    counted = "1 value" if values == 1 else f"{values:,} values"
    return [(IMPORTED.format(values=counted),)] if values else []


def _people(told: Told, *, room: int) -> list[Spans]:
    """A line for each who said something, late ones to the round before at the end."""
    said = [
        *(_person(one, told.round, LATE) for one in told.taking_part.answered),
        *(_person(one, told.before, LATE_BEFORE) for one in told.late if told.before),
    ]
    lines = [line for line in said if line]
    left = len(lines) - room
    return lines if left <= 0 else [*lines[:room], (MORE_PEOPLE.format(n=left),)]


def _person(one: Asked, round_: Round, late: str) -> Spans:
    """What they did and what they intend, in their own words; empty where they had nothing to add."""
    if one.answer is None or one.answer.kind != "answer":
        return ()
    done, intention = _words(round_, one.answer, "done"), _words(round_, one.answer, "intention")
    if not done and not intention:
        # A blocker stands above, with its age.
        done = _cut(one.answer.words) or _words(round_, one.answer, "open")
    parts: Spans = (" ", Typed(done)) if done else ()
    if intention:
        parts += (NEXT if done else NEXT_ALONE, Typed(intention))
    behind = (late.format(number=round_.number),) if one.answer.is_late else ()
    return (Strong(f"{one.name}:"), *parts, *behind) if parts else ()


def _words(round_: Round, answer: Answer, kind: str) -> str:
    """What they said to the questions of this kind, on one line."""
    pairs = zip(round_.questions, answer.texts, strict=False)
    return _cut(" ".join(text for question, text in pairs if question.kind == kind and text))


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST].rstrip()}\N{HORIZONTAL ELLIPSIS}"


def _participation(taking_part: Participation) -> str:
    if not (taking_part.answered or taking_part.skipped):
        return NOBODY
    count = taking_part.count
    counted = ANSWERED.format(answered=count.answered, counted=count.asked, skipped=count.skipped_words)
    kept = Counter(one.answer.did_intended for one in taking_part.answered if one.answer)
    told = ", ".join(words.format(n=kept[word]) for word, words in DONE_WORDS.items() if kept[word])
    return counted + (INTENTIONS.format(told=told) if told else "")
