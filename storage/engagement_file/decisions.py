"""The meetings of a file, each with its decision, and those that are recorded, as a file has them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from domain.assumptions import Assumed
from domain.decisions import Decided, Parts
from domain.decisions.parts import Change, Dissent, Kept, NewAssumption, PlannedTripwire
from domain.literals import literal
from domain.meetings import window_after
from domain.periods import Period
from domain.tripwires import OPS, Bound
from domain.working_time import instant
from storage import decisions, meeting_records
from storage.database import Session
from storage.engagement_file.learning import Learning
from storage.engagement_file.links import SOURCE
from storage.engagement_file.record import Names
from storage.tables import Engagement, Kpi

FILE = "file"
PIVOT, OTHER = "pivot", "other"
NO_WORDS = "not written down"

Entry = Mapping[str, Any]


def entries_of(learning: Learning, kpi_keys: Mapping[int, str], names: Names) -> list[dict[str, Any]]:
    """The decisions in force with their meetings as a file has them, the oldest first."""
    return [_entry(one, learning, kpi_keys, names) for one in learning.decided]


def _entry(one: Decided, learning: Learning, kpi_keys: Mapping[int, str], names: Names) -> dict[str, Any]:
    parts = one.parts
    optional = {
        "tripwires": wires_of(one, kpi_keys),
        "pivot": _pivot(one, learning) if one.outcome == PIVOT else None,
        "review_by": parts.review and parts.review.isoformat(),
        "override": _override(one, learning, names),
    }
    return {
        "on": learning.days[one.id].isoformat(),
        "outcome": one.outcome,
        "decider": names.by_person[one.decider_id],
        "reason": one.reason or NO_WORDS,
        "dissent": [
            {"person": names.by_person[voice.person_id], "why": voice.why} for voice in parts.dissent or ()
        ],
        **{name: part for name, part in optional.items() if part},
    }


def wires_of(one: Decided, kpi_keys: Mapping[int, str]) -> list[dict[str, Any]]:
    """Its tripwires as a file has them: each watches one period, or all until some day."""
    found = ((wire, _until(wire.bound, one)) for wire in one.parts.tripwires)
    return [
        {
            "text": wire.text or NO_WORDS,
            "kpi": kpi_keys[wire.kpi_id],
            "op": wire.bound.op,
            "value": wire.bound.value,
            **until,
            **({"consequence": wire.consequence} if wire.consequence else {}),
        }
        for wire, until in found
        if until and wire.kpi_id in kpi_keys
    ]


def _until(bound: Bound, one: Decided) -> dict[str, str]:
    """Which periods it watches; one that was set without an end watches until the decision is reviewed."""
    if bound.period:
        return {"period": str(bound.period)}
    last = bound.last_day or one.parts.review
    return {"by": last.isoformat()} if last else {}


def _pivot(one: Decided, learning: Learning) -> dict[str, Any]:
    change = one.parts.change or Change(type=OTHER, from_=NO_WORDS, to=NO_WORDS)
    kept = one.parts.kept or Kept(words=NO_WORDS)
    words = [*(lesson.text for lesson in kept.lessons), kept.words]
    return {
        "type": change.type,
        "from": change.from_,
        "to": change.to,
        "kept": "; ".join(word for word in words if word),
        "new_assumption": learning.tested[one.id],
        "vision_unchanged": True,
    }


def _override(one: Decided, learning: Learning, names: Names) -> dict[str, str] | None:
    """Who held its meeting outside the window, and why."""
    meeting = learning.meetings.get(one.meeting_id or 0)
    override = meeting.override if meeting is not None else None
    if override is None or override.by_id is None:
        return None
    return {"by": names.by_person[override.by_id], "reason": override.reason or NO_WORDS}


@dataclass(frozen=True, kw_only=True)
class Known:
    """What the meetings of a file point at: people and KPIs by their ids in the file, assumptions by key."""

    people: Mapping[str, int]
    kpis: Mapping[str, Kpi]
    assumptions: Mapping[str, Assumed]


async def add_decision(
    session: Session, entry: Entry, engagement: Engagement, known: Known, *, since: date, now: datetime
) -> None:
    """Write a meeting of a file down as held, and its decision as in force since that day.

    `since` is the day of the meeting before it, else that of the start.
    """
    on = date.fromisoformat(entry["on"])
    at = min(instant(on, time(12), ZoneInfo(engagement.zone)), now)
    meeting = await meeting_records.add_held(session, engagement_id=engagement.id, on=on, by_id=None, now=now)
    if override := entry.get("override"):
        await meeting_records.add_step(
            session,
            engagement_id=engagement.id,
            meeting_id=meeting.id,
            kind="override",
            by_id=known.people[override["by"]],
            source=SOURCE,
            now=at,
            data={"to": entry["on"], "last": window_after(since).last.isoformat()},
            reason=override["reason"],
        )
    await decisions.add(
        session,
        engagement_id=engagement.id,
        outcome=entry["outcome"],
        decider_id=known.people[entry["decider"]],
        reason=entry["reason"],
        meeting_id=meeting.id,
        snapshot_id=None,
        by_id=None,
        source=SOURCE,
        now=at,
        origin=FILE,
        parts=_parts(entry, known),
        in_force_at=at,
    )


def _parts(entry: Entry, known: Known) -> Parts:
    review = entry.get("review_by")
    parts = Parts(
        tripwires=tuple(_wire(wire, known) for wire in entry.get("tripwires") or ()),
        dissent=tuple(
            Dissent(person_id=known.people[voice["person"]], why=voice["why"]) for voice in entry["dissent"]
        ),
        review=date.fromisoformat(review) if review else None,
    )
    return _with_pivot(parts, entry["pivot"], known) if "pivot" in entry else parts


def _wire(wire: Entry, known: Known) -> PlannedTripwire:
    period, last_day = wire.get("period"), wire.get("by")
    bound = Bound(
        op=literal(wire["op"], OPS),
        value=Decimal(str(wire["value"])),
        period=Period.parse(period) if period else None,
        last_day=date.fromisoformat(last_day) if last_day else None,
    )
    kpi_id, consequence = known.kpis[wire["kpi"]].id, wire.get("consequence", "")
    return PlannedTripwire(kpi_id=kpi_id, bound=bound, text=wire["text"], consequence=consequence)


def _with_pivot(parts: Parts, pivot: Entry, known: Known) -> Parts:
    new = known.assumptions[pivot["new_assumption"]]
    return replace(
        parts,
        change=Change(type=pivot["type"], from_=pivot["from"], to=pivot["to"]),
        kept=Kept(words=pivot["kept"]),
        vision="unchanged",
        assumption=NewAssumption(text=new.text, threshold=new.threshold, assumption_id=new.id),
    )
