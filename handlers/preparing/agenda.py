"""The agenda of a meeting: last time's promises, two questions that always stand, and people's items."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.chat import Block, Bullets, Spans, Strong, Typed, note, say
from domain.evidence.inputs import PromiseFacts
from handlers.evidence.gathering.agreed import promise_facts
from handlers.meetings.ahead import Ahead
from handlers.moments import short_day
from handlers.turn import Here
from storage import decisions, meeting_records
from storage.meeting_records import Point

TITLE = "Agenda"
PROMISES = "1. What was promised last time, or before and is still open"
NO_PROMISES = "1. What was promised last time: nothing was noted."
STANDING_QUESTIONS = (
    "What evidence is there that the strategy brings us closer to the vision?",
    "Is there enough progress to go on believing in it, or do we need a major change?",
)
# Items are counted from here: the promises and the questions stand before them.
FIRST_POINT = 2 + len(STANDING_QUESTIONS)
DONE, DROPPED, LATE, OPEN = "done: ", "dropped: ", "open, was due {day}: ", "open{due}: "
DUE = ", due {day}"
MORE = "and {count} more: `action list`"
KINDS = {"decide": "to decide", "inform": "to tell"}
MINUTES = "{n} min"
TOO_MUCH = "The items alone ask for {asked} minutes, and the meeting has {minutes}."
MOST_PROMISES = 8


@dataclass(frozen=True, kw_only=True)
class Agenda:
    """What stands on it besides the questions. `minutes` is how long the meeting is."""

    promises: Sequence[PromiseFacts]
    points: Sequence[Point]
    minutes: int

    def point(self, number: int) -> Point | None:
        """The item with this number; None for what is none of anybody's."""
        at = number - FIRST_POINT
        return self.points[at] if 0 <= at < len(self.points) else None


async def agenda_of(here: Here, meeting: Ahead, meetings: Sequence[Ahead]) -> Agenda:
    """What stands on the agenda of the meeting now. `meetings` are all that there are."""
    points = await meeting_records.agenda_of(
        here.session, engagement_id=here.engagement.id, meeting_ids=meeting.record_ids
    )
    told = await decisions.all_of(here.session, engagement_id=here.engagement.id)
    promises = await promise_facts(here, told, meetings, None)
    return Agenda(promises=promises, points=points, minutes=meeting.minutes)


def blocks_of(here: Here, agenda: Agenda, *, names_owners: bool = False) -> list[Block]:
    """The agenda, numbered. Whose promise it is does not stand in what everybody reads."""
    questions = [say(f"{number}. {question}") for number, question in enumerate(STANDING_QUESTIONS, start=2)]
    points = [say(*_point(number, one)) for number, one in enumerate(agenda.points, start=FIRST_POINT)]
    asked = sum(one.minutes or 0 for one in agenda.points)
    is_too_much = asked > agenda.minutes
    aside = [note(TOO_MUCH.format(asked=asked, minutes=agenda.minutes))] if is_too_much else []
    return [say(Strong(TITLE)), *_promised(here, agenda.promises, names_owners), *questions, *points, *aside]


def _promised(here: Here, promises: Sequence[PromiseFacts], names_owners: bool) -> list[Block]:
    if not promises:
        return [say(NO_PROMISES)]
    # What was not kept comes first.
    by_need = sorted(promises, key=lambda one: (one.status != "open", one.due or date.max, one.number))
    lines: list[Spans] = [_promise(here, one, names_owners) for one in by_need[:MOST_PROMISES]]
    more = len(promises) - MOST_PROMISES
    if more > 0:
        lines.append((MORE.format(count=more),))
    return [say(PROMISES), Bullets(tuple(lines))]


def _promise(here: Here, one: PromiseFacts, names_owners: bool) -> Spans:
    owner: Spans = (" (", Typed(one.owner), ")") if names_owners and one.owner else ()
    return (_state(here, one), Typed(one.text), *owner)


def _state(here: Here, one: PromiseFacts) -> str:
    if one.status != "open":
        return DONE if one.status == "done" else DROPPED
    if one.due is None:
        return OPEN.format(due="")
    day = short_day(here, one.due)
    return LATE.format(day=day) if one.due < here.today else OPEN.format(due=DUE.format(day=day))


def _point(number: int, one: Point) -> Spans:
    minutes = MINUTES.format(n=one.minutes) + ", " if one.minutes else ""
    return (f"{number}. ", Typed(one.text), f" ({minutes}{KINDS[one.kind]}, ", Typed(one.by), ")")
