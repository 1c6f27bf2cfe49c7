"""What evidence takes from meetings: the decisions in force, and what was promised at the last one."""

from collections.abc import Sequence
from datetime import datetime
from typing import get_args

from domain.decisions import Decided, standing_of
from domain.evidence.inputs import DecisionFacts, PromiseFacts, PromiseStatus
from domain.literals import literal
from handlers.meetings.ahead import Ahead
from handlers.meetings.decided import decided_at, decided_on, meeting_of
from handlers.turn import Here
from storage import evidence
from storage.evidence import Promised

OF_MEETING = "meeting:{what}"
OF_FILE = "file:"
STATUSES: tuple[PromiseStatus, ...] = get_args(PromiseStatus)


def decision_facts(
    here: Here, told: Sequence[Decided], meetings: Sequence[Ahead], at: datetime | None
) -> tuple[DecisionFacts, ...]:
    """The decisions in force, by the day of their meeting, oldest first."""
    found = standing_of(told, as_of=at)
    facts = [_decision(here, one, meeting_of(one, meetings)) for one in found]
    return tuple(sorted(facts, key=lambda one: (one.on, one.number)))


def _decision(here: Here, one: Decided, meeting: Ahead | None) -> DecisionFacts:
    return DecisionFacts(
        number=one.number,
        on=decided_on(here, one, meeting),
        outcome=one.outcome,
        decider=one.decider,
        reason=one.reason,
        review_by=one.parts.review,
        made_at=decided_at(here, one, meeting),
    )


async def promise_facts(
    here: Here, told: Sequence[Decided], meetings: Sequence[Ahead], at: datetime | None
) -> tuple[PromiseFacts, ...]:
    """What was promised at the last meeting that left any promise, and what is open from those before it."""
    held = [one for one in meetings if one.moment <= here.now]
    actions = await evidence.promises_at(here.session, engagement_id=here.engagement.id, at=at)
    found: list[PromiseFacts] = []
    for meeting in reversed(held):
        origins = _origins(meeting, told)
        mine = [one for one in actions if _comes_from(one.origin, origins) and one.status in STATUSES]
        is_last = not found
        found += [promise for promise in map(_promise, mine) if is_last or promise.status == "open"]
    return tuple(sorted(found, key=lambda one: one.number))


def _origins(meeting: Ahead, told: Sequence[Decided]) -> frozenset[str]:
    """How actions name the meeting, or a decision of it, as where they come from."""
    made_there = (one.origin_of_effects for one in told if one.meeting_id in meeting.record_ids)
    records = (OF_MEETING.format(what=record) for record in meeting.record_ids)
    return frozenset({*made_there, *records, OF_MEETING.format(what=meeting.day.isoformat())})


def _comes_from(origin: str, origins: frozenset[str]) -> bool:
    """Whether an action comes from there; one of a file has the key that it has there before that."""
    if origin.startswith(OF_FILE):
        _key, _, origin = origin.removeprefix(OF_FILE).partition(":")
    return origin in origins


def _promise(one: Promised) -> PromiseFacts:
    return PromiseFacts(
        number=one.number, text=one.text, owner=one.owner, due=one.due, status=literal(one.status, STATUSES)
    )
