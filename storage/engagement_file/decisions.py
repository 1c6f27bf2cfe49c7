"""The meetings of a file, each with its decision, and those that are recorded, as a file has them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from domain.assumptions import Assumed
from domain.meetings import window_after
from domain.working_time import instant
from storage import decisions, meeting_records
from storage.database import Session
from storage.decisions import Decided
from storage.engagement_file.learning import Learning
from storage.engagement_file.links import SOURCE
from storage.engagement_file.record import Names
from storage.tables import Engagement, Kpi

FILE = "file"
PIVOT, UNCHANGED, OTHER = "pivot", "unchanged", "other"
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
        "review_by": parts.get("review"),
        "override": _override(one, learning, names),
    }
    return {
        "on": learning.days[one.id].isoformat(),
        "outcome": one.outcome,
        "decider": names.by_person[one.decider_id],
        "reason": one.reason or NO_WORDS,
        "dissent": [
            {"person": names.by_person[voice["person_id"]], "why": voice["why"]}
            for voice in parts.get("dissent") or ()
        ],
        **{name: part for name, part in optional.items() if part},
    }


def wires_of(one: Decided, kpi_keys: Mapping[int, str]) -> list[dict[str, Any]]:
    """Its tripwires as a file has them: each watches one period, or all until some day."""
    found = ((wire, _until(wire, one)) for wire in one.parts.get("tripwires") or ())
    return [
        {
            "text": wire.get("text") or NO_WORDS,
            "kpi": kpi_keys[wire["kpi_id"]],
            "op": wire["op"],
            "value": Decimal(str(wire["value"])),
            **until,
            **({"consequence": wire["consequence"]} if wire.get("consequence") else {}),
        }
        for wire, until in found
        if until and wire["kpi_id"] in kpi_keys
    ]


def _until(wire: Entry, one: Decided) -> dict[str, str]:
    """Which periods it watches; one that was set without an end watches until the decision is reviewed."""
    if wire.get("period"):
        return {"period": wire["period"]}
    last = wire.get("last_day") or one.parts.get("review")
    return {"by": last} if last else {}


def _pivot(one: Decided, learning: Learning) -> dict[str, Any]:
    change, kept = one.parts.get("change") or {}, one.parts.get("kept") or {}
    lessons = [lesson["text"] for lesson in kept.get("lessons") or ()]
    words = "; ".join([*lessons, *([kept["words"]] if kept.get("words") else [])])
    return {
        "type": change.get("type", OTHER),
        "from": change.get("from") or NO_WORDS,
        "to": change.get("to") or NO_WORDS,
        "kept": words or NO_WORDS,
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


def _parts(entry: Entry, known: Known) -> dict[str, Any]:
    """The parts of a decision as they are stored."""
    parts: dict[str, Any] = {
        "dissent": [
            {"person_id": known.people[voice["person"]], "why": voice["why"]} for voice in entry["dissent"]
        ]
    }
    if wires := entry.get("tripwires"):
        parts["tripwires"] = [_wire(wire, known) for wire in wires]
    if "review_by" in entry:
        parts["review"] = entry["review_by"]
    return parts | (_parts_of_pivot(entry["pivot"], known) if "pivot" in entry else {})


def _wire(wire: Entry, known: Known) -> dict[str, Any]:
    return {
        "kpi_id": known.kpis[wire["kpi"]].id,
        "op": wire["op"],
        "value": str(wire["value"]),
        "period": wire.get("period", ""),
        "last_day": wire.get("by", ""),
        "text": wire["text"],
        "consequence": wire.get("consequence", ""),
    }


def _parts_of_pivot(pivot: Entry, known: Known) -> dict[str, Any]:
    assumption = known.assumptions[pivot["new_assumption"]]
    return {
        "change": {name: pivot[name] for name in ("type", "from", "to")},
        "kept": {"words": pivot["kept"]},
        "vision": UNCHANGED,
        "assumption": {
            "assumption_id": assumption.id,
            "text": assumption.text,
            "threshold": assumption.threshold,
        },
    }
