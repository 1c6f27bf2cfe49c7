"""The members of a file: those who are new, and those who are something else here."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from domain.engagement_file import Difference
from storage.engagement_file.exporting import member_entry
from storage.engagement_file.record import Record
from storage.tables import Membership


def new_members(
    entries: Sequence[Mapping[str, Any]],
    record: Record,
    people: Mapping[str, int],
    *,
    as_of: date,
    now: datetime,
) -> tuple[list[Membership], list[Difference]]:
    """Make a row for everybody without a membership of any time; name those whose own differs."""
    zone = ZoneInfo(record.engagement.zone)
    today = max(as_of, now.astimezone(zone).date())
    ours = [(member.person_id, member_entry(member, record.names, zone)) for member in record.members]
    belonging = {person_id for person_id, _entry in ours}
    rows: list[Membership] = []
    differences = []
    for entry in entries:
        person_id = people[entry["person"]]
        if person_id not in belonging:
            row = _row(entry, record.engagement.zone, today=today, now=now)
            row.engagement_id, row.person_id = record.engagement.id, person_id
            rows.append(row)
        elif (person_id, {**entry, "person": record.names.by_person[person_id]}) not in ours:
            differences.append(Difference(path=(record.engagement.key, "members", entry["person"])))
    return rows, differences


def _row(entry: Mapping[str, Any], zone_name: str, *, today: date, now: datetime) -> Membership:
    zone = ZoneInfo(zone_name)
    first, last = (date.fromisoformat(entry[name]) if name in entry else None for name in ("from", "to"))
    # On the last day itself it is over too: whose role changed today has the old one until today.
    is_over = last is not None and last <= today
    ended_at = min(now, _midnight(last + timedelta(days=1), zone)) if last and is_over else None
    started_at = _midnight(first, zone) if first else now
    return Membership(
        role=entry["role"],
        area=entry.get("area", ""),
        first_day=first,
        last_day=last,
        started_at=min(started_at, ended_at or started_at),
        ended_at=ended_at,
    )


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)
