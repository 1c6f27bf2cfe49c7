"""What was assumed and decided in chat: what a file tells of it, and what it cannot."""

import json
from datetime import date
from typing import Any

from domain.assumptions import Draft
from domain.decisions import parts_from_json
from storage import assumptions, decisions, experiments, meeting_records
from storage.engagement_file import left_out, parse_file
from storage.tables import EvidenceSnapshot, Kpi, RegisterItem
from tests.storage.engagement_file.steps import (
    NOW,
    bring,
    found,
    rows_of,
    taken_out,
)

SCRIBE: dict[str, Any] = {"source": "command", "now": NOW}


def parts_of(lead, kpi):
    """What a decision to pivot holds."""
    return {
        "change": {"type": "customer_segment", "from": "everybody", "to": "runners"},
        "kept": {"lessons": [{"number": 1, "text": "The same physio"}], "words": "the videos"},
        "vision": "unchanged",
        "dissent": [{"person_id": lead, "why": "Too soon"}],
        "review": "2027-01-12",
        "tripwires": [
            {"kpi_id": kpi.id, "op": ">", "value": "9", "text": "Look again", "consequence": "meet"}
        ],
        "giving": ["patience"],
    }


MEETING = {
    "on": "2026-11-15",
    "outcome": "pivot",
    "decider": "U_MAREN",
    "reason": "Runners pay",
    "dissent": [{"person": "U_MAREN", "why": "Too soon"}],
    "tripwires": [
        {
            "text": "Look again",
            "kpi": "no_show_rate",
            "op": ">",
            "value": 9,
            "by": "2027-01-12",
            "consequence": "meet",
        }
    ],
    "pivot": {
        "type": "customer_segment",
        "from": "everybody",
        "to": "runners",
        "kept": "The same physio; the videos",
        "new_assumption": "AS5",
        "vision_unchanged": True,
    },
    "review_by": "2027-01-12",
}


async def made_in_chat(session, engagement):
    """A pivot as people make it in chat: an assumption, its test, a tripwire, a promise, a review."""
    e, lead = engagement.id, engagement.set_up_by
    kpi = next(row for row in await rows_of(session, Kpi) if row.key == "no_show_rate")
    meeting = await meeting_records.add_special(
        session,
        engagement_id=e,
        at=NOW,
        minutes=60,
        origin="tripwire:2",
        reason="the rate",
        by_id=lead,
        **SCRIBE,
    )
    decided = await decisions.add(
        session,
        engagement_id=e,
        outcome="pivot",
        decider_id=lead,
        reason="Runners pay",
        meeting_id=meeting.id,
        snapshot_id=None,
        by_id=lead,
        parts=parts_from_json(parts_of(lead, kpi)),
        in_force_at=NOW,
        **SCRIBE,
    )
    await follow(session, engagement, decided.origin_of_effects)


async def follow(session, engagement, origin):
    """What the decision wrote: an assumption, its test, a promise."""
    e, lead = engagement.id, engagement.set_up_by
    assumed = await assumptions.add(
        session,
        engagement_id=e,
        draft=Draft(text="Runners come monthly", kind="segment", threshold="at least 30%"),
        opened_on=NOW.date(),
        origin=origin,
        by_id=lead,
        **SCRIBE,
    )
    plan = {"threshold": "at least 30%", "measure": "share", "sample_planned": 50, "stop_on": "2027-01-05"}
    await experiments.add(
        session,
        engagement_id=e,
        name="A club evening",
        assumption_id=assumed.id,
        plan=plan,
        origin=origin,
        by_id=lead,
        **SCRIBE,
    )
    promise = {"kind": "action", "text": "Ask the club", "owner_id": lead, "due": date(2026, 11, 27)}
    session.add(RegisterItem(engagement_id=e, number=99, origin=origin, by_id=lead, opened_at=NOW, **promise))
    await session.flush()


async def test_what_was_decided_in_chat_comes_out_and_what_no_file_can_tell_is_named(sqlite, alder):
    async with sqlite.write() as session:
        await bring(session, alder)
        engagement = await found(session, "alder")
        await made_in_chat(session, engagement)
        text = await taken_out(session, "alder")
        told = await left_out(session, engagement_id=engagement.id)
        again = await bring(session, text.encode())
    entry = parse_file(text.encode()).engagements[0]
    assert (again.has_changed, again.engagements[0].differences) == (False, ())
    assert entry["assumptions"][-1]["key"] == "AS5"
    assert (entry["experiments"][-1]["key"], entry["experiments"][-1]["cycle"]) == ("EX7", 4)
    assert entry["meetings"][-1] == MEETING
    assert entry["actions"][-1]["meeting"] == "2026-11-15"
    assert entry["cycles"][-1] == {"n": 5, "from": "2026-11-15", "to": None}
    assert told == [
        "Not in the file: 1 decision's further details, which the format does not know (4).",
        "In the file as regular: 1 special review (decision 4).",
    ]


async def test_drafts_and_packs_that_were_asked_for_are_named_and_left_out(sqlite, alder):
    async with sqlite.write() as session:
        await bring(session, alder)
        engagement = await found(session, "alder")
        who: dict[str, Any] = {"engagement_id": engagement.id, "by_id": engagement.set_up_by}
        draft: dict[str, Any] = {"meeting_id": None, "snapshot_id": None, "decider_id": engagement.set_up_by}
        await decisions.add(session, outcome="other", reason="A draft", **draft, **who, **SCRIBE)
        pack = (await rows_of(session, EvidenceSnapshot))[0]
        same = {name: getattr(pack, name) for name in ("as_of", "method", "inputs", "found", "lean")}
        for number, cause in ((2, "asked"), (3, "decision")):
            session.add(EvidenceSnapshot(number=number, cause=cause, at=NOW, meeting_id=None, **same, **who))
        await session.flush()
        entry = json.loads(await taken_out(session, "alder"))["engagements"][0]
        told = await left_out(session, engagement_id=engagement.id)
    assert (len(entry["meetings"]), len(entry["evidence_log"])) == (3, 1)
    assert told == [
        "Not in the file: 1 decision that is not in force (4).",
        "Not in the file: 1 evidence pack that somebody asked for (2).",
        "Not in the file: 1 evidence pack kept with a decision (3).",
    ]
