"""The parts of a decision are written as they were read, and what is not whole is asked for anew."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from domain.decisions import Parts, parts_from_json, parts_to_json
from domain.decisions.parts import Dissent

WIRE = {"kpi_id": 3, "op": "<", "value": "0.35", "period": "2026-10", "last_day": "", "text": "Look again"}
STORED: dict[str, Any] = {
    "tripwires": [
        {**WIRE, "consequence": "meet", "written_at": datetime(2026, 11, 18, 9, tzinfo=UTC).isoformat()},
        {**WIRE, "period": "", "last_day": "2027-01-12", "consequence": ""},
    ],
    "giving": ["patience", "capital"],
    "change": {"type": "channel", "from": "shops", "to": "partners"},
    "kept": {"lessons": [{"number": 1, "text": "The same person"}], "words": ""},
    "vision": "unchanged",
    "assumption": {"text": "Partners sell it", "threshold": "at least 3", "kpi_id": None},
    "experiment": {
        "name": "Two partners",
        "measure": "contracts",
        "threshold": ">= 3",
        "sample": 20,
        "stop_on": "2027-01-08",
    },
    "condition": {"which": "cash", "words": ""},
    "considered": {"types": ["channel"], "words": "too late"},
    "handover": {"owner_id": 2, "due": "2026-12-01"},
    "actions": [{"text": "Tell the team", "owner_id": 1, "due": "2026-11-20"}],
    "dissent": [{"person_id": 4, "why": "too early"}],
    "review": "2027-01-12",
    "reapproval": "2026-12-18",
    "evidence": 7,
}
OF_FILE = {"text": "Partners sell it", "threshold": "at least 3", "assumption_id": 5}


def test_every_part_is_written_as_it_was_read():
    assert parts_to_json(parts_from_json(STORED)) == STORED
    assert parts_to_json(parts_from_json({"assumption": OF_FILE})) == {"assumption": OF_FILE}
    assert parts_to_json(parts_from_json({"dissent": []})) == {"dissent": []}, "asked for, and nobody was"
    assert parts_from_json({}) == Parts()


@pytest.mark.parametrize(
    ("name", "junk"),
    [
        ("tripwires", [{**WIRE, "op": "~"}, {**WIRE, "value": "much"}, {**WIRE, "period": "soon"}, "x"]),
        (
            "actions",
            [{"text": "Tell", "owner_id": "1", "due": "2026-11-20"}, {"text": "Tell", "owner_id": 1}],
        ),
        ("dissent", [{"person_id": 4, "why": "too early"}, {"why": "nobody said it"}]),
        ("experiment", {**STORED["experiment"], "sample": 0}),
        ("condition", {"which": "luck", "words": "bad"}),
        ("review", "soon"),
        ("vision", "changed"),
        ("of another version", "kept by nobody"),
    ],
)
def test_what_is_not_whole_counts_as_not_said_and_the_rest_stays(name, junk):
    assert parts_from_json({"reapproval": "2026-12-18", name: junk}) == Parts(reapproval=date(2026, 12, 18))


def test_an_opinion_without_a_why_is_kept():
    assert parts_from_json({"dissent": [{"person_id": 4}]}).dissent == (Dissent(person_id=4, why=""),)
