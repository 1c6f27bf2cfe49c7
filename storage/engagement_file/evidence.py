"""The packs that were posted, as a file tells of them: what each signal said, and the lean."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from domain.evidence.cause import ON_REQUEST
from domain.evidence.pack import METHOD
from domain.working_time import instant
from storage.database import Session
from storage.engagement_file.learning import Learning
from storage.numbering import next_number
from storage.tables import Engagement, EvidenceSnapshot

TRIPWIRE = "T"
# What the format calls the leans that we call otherwise.
LEANS = {"not_enough": "not_enough_evidence"}
OUR_LEANS = {theirs: ours for ours, theirs in LEANS.items()}
NEEDED = ("S1", "S2", "S3", "S4")
KNOWN = (*NEEDED, "S5", "S6")
SILENT, CHANGE = "silent", "change"


def entries_of(learning: Learning) -> list[dict[str, Any]]:
    """The packs of meetings and of files; those that were made on request were not posted."""
    zone = ZoneInfo(learning.engagement.zone)
    return [_entry(row, zone) for row in learning.snapshots if row.cause not in ON_REQUEST]


def _entry(row: EvidenceSnapshot, zone: ZoneInfo) -> dict[str, Any]:
    found = row.found
    signals = found["signals"]
    if not isinstance(signals, Mapping):
        signals = {one["name"]: one["verdict"] for one in signals}
    return {
        "on": row.as_of.astimezone(zone).date().isoformat(),
        "signals": {name: signals.get(name, SILENT) for name in KNOWN if name in signals or name in NEEDED},
        "tripwire_hit": bool(found.get("tripwire_hit", signals.get(TRIPWIRE) == CHANGE)),
        "lean": LEANS.get(row.lean, row.lean),
    }


async def add_snapshot(
    session: Session, entry: Mapping[str, Any], engagement: Engagement, *, now: datetime
) -> None:
    """Write down what a pack of a file said, as of the noon of its day. It has no inputs."""
    row = EvidenceSnapshot(
        engagement_id=engagement.id,
        number=await next_number(session, EvidenceSnapshot, engagement_id=engagement.id),
        meeting_id=None,
        cause="file",
        as_of=instant(date.fromisoformat(entry["on"]), time(12), ZoneInfo(engagement.zone)),
        method=METHOD,
        inputs={},
        found={name: entry[name] for name in ("signals", "lean", "tripwire_hit")},
        lean=OUR_LEANS.get(entry["lean"], entry["lean"]),
        by_id=None,
        at=now,
    )
    session.add(row)
    await session.flush()
