"""What evidence takes from meetings: the decisions in force, and what was promised at the last one."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal

from domain.evidence.inputs import DecisionFacts, PromiseFacts
from handlers.meetings.ahead import Ahead
from handlers.turn import Here, local_day
from storage import decisions, evidence
from storage.decisions import Decided
from storage.evidence import Promised

OF_MEETING = "meeting:{what}"
OF_FILE, FROM_MEETING = "file:", "meeting"
STATUSES: dict[str, Literal["open", "done", "dropped"]] = {
    "open": "open",
    "done": "done",
    "dropped": "dropped",
}


def decision_facts(
    here: Here, told: Sequence[Decided], meetings: Sequence[Ahead], at: datetime | None
) -> tuple[DecisionFacts, ...]:
    """The decisions in force, by the day of their meeting, oldest first."""
    days = {record: one.day for one in meetings for record in one.record_ids}
    found = decisions.standing_of(told, as_of=at)
    facts = [_decision(here, one, days.get(one.meeting_id or 0)) for one in found]
    return tuple(sorted(facts, key=lambda one: (one.on, one.number)))


def _decision(here: Here, one: Decided, met_on: date | None) -> DecisionFacts:
    review = one.parts.get("review")
    return DecisionFacts(
        number=one.number,
        on=met_on or local_day(here.engagement, one.in_force_at or one.at),
        outcome=one.outcome,
        decider=one.decider,
        reason=one.reason,
        review_by=date.fromisoformat(review) if isinstance(review, str) else None,
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
        number=one.number, text=one.text, owner=one.owner, due=one.due, status=STATUSES[one.status]
    )
