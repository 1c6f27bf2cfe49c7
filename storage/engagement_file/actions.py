"""The actions of a file: items of the register, with what became of them. The format knows no blockers.

The goals of a file are not carried yet, so neither is which of them an action belongs to.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from domain.engagement_file import Difference
from domain.working_time import instant
from storage.engagement_file.links import SOURCE
from storage.engagement_file.record import Record
from storage.registers import ACTION, DONE, OPEN, WITHDRAWN
from storage.tables import RegisterItem, RegisterStep

OF_FILE = "file:"
NOT_CARRIED = frozenset({"goal"})
MEETING = "meeting"
OWN_KEY, OTHER_KEY = "A{number}", "A{number}_{id}"
CHECKIN, DM, COMMAND = "checkin", "dm", "command"


def new_actions(
    entries: Sequence[Mapping[str, Any]], record: Record, people: Mapping[str, int], *, now: datetime
) -> tuple[list[tuple[Mapping[str, Any], RegisterItem]], list[Difference]]:
    """Make a row for every action that is not there yet; name the others that differ."""
    ours = {entry["key"]: entry for entry in entries_of(record)}
    number = max((item.number for item in record.register), default=0)
    rows: list[tuple[Mapping[str, Any], RegisterItem]] = []
    differences: list[Difference] = []
    for entry in entries:
        if entry["key"] not in ours:
            number += 1
            rows.append((entry, _row(entry, record.engagement.id, number, people, now)))
            continue
        here, known = (record.engagement.key, "actions", entry["key"]), ours[entry["key"]]
        if "meeting" in entry and "origin" not in known:
            # An earlier version left out which meeting it was promised at.
            known = {**known, **_agree_on_meeting(entry, record)}
        fields = [name for name, value in carried(entry).items() if value != known.get(name)]
        differences += [Difference(path=(*here, name)) for name in fields]
    return rows, differences


def _agree_on_meeting(entry: Mapping[str, Any], record: Record) -> dict[str, str]:
    """Fill in the meeting of an action that is here without any."""
    item = next(one for one in record.register if _key_of_file(one) == entry["key"])
    item.origin = _origin(entry)
    return {name: entry[name] for name in ("origin", "meeting") if name in entry}


def _row(
    entry: Mapping[str, Any], engagement_id: int, number: int, people: Mapping[str, int], now: datetime
) -> RegisterItem:
    return RegisterItem(
        engagement_id=engagement_id,
        number=number,
        kind=ACTION,
        text=entry["title"],
        owner_id=people[entry["owner"]],
        due=date.fromisoformat(entry["due"]),
        origin=_origin(entry),
        by_id=None,
        opened_at=now,
    )


def _origin(entry: Mapping[str, Any]) -> str:
    """Where it comes from: the file, its key there, where it was agreed, and the day of the meeting."""
    told = [entry["key"], entry.get("origin", ""), *([entry["meeting"]] if "meeting" in entry else [])]
    return OF_FILE + ":".join(told)


def carried(entry: Mapping[str, Any]) -> dict[str, Any]:
    """The action of a file without what belongs to parts of it that are not carried."""
    return {name: value for name, value in entry.items() if name not in NOT_CARRIED}


def is_over(entry: Mapping[str, Any]) -> bool:
    """Whether something became of it."""
    return bool(entry["status"] != OPEN)


def step_of(entry: Mapping[str, Any], item: RegisterItem, *, zone: ZoneInfo, now: datetime) -> RegisterStep:
    """What became of it, on the day that the file tells."""
    done = entry.get("done")
    return RegisterStep(
        engagement_id=item.engagement_id,
        item_id=item.id,
        status=entry["status"],
        due=None,
        source=SOURCE,
        at=instant(date.fromisoformat(done), time(12), zone) if done else now,
    )


def entries_of(record: Record) -> list[dict[str, Any]]:
    """The actions as the file has them, those of a file under the keys that they have there."""
    items = [item for item in record.register if item.kind == ACTION]
    taken = {_key_of_file(item) for item in items}
    return [entry for item in items for entry in _entry(item, record, taken)]


def _entry(item: RegisterItem, record: Record, taken: set[str]) -> Iterator[dict[str, Any]]:
    steps = record.register_steps.get(item.id, ())
    last = next((step for step in reversed(steps) if step.status), None)
    owner = next((step.owner_id for step in reversed(steps) if step.owner_id), item.owner_id)
    due = next((step.due for step in reversed(steps) if step.due), item.due)
    status = last.status if last else OPEN
    # The format wants an owner and a day; every action that is made here has both.
    if status == WITHDRAWN or owner is None or due is None:
        return
    zone = ZoneInfo(record.engagement.zone)
    done = last.at.astimezone(zone).date() if last and status == DONE else None
    yield {
        **_told(item, taken),
        **_agreed_at(item, record),
        "title": item.text,
        "owner": record.names.by_person[owner],
        "due": due.isoformat(),
        "status": status,
        **({"done": done.isoformat()} if done else {}),
    }


def _told(item: RegisterItem, taken: set[str]) -> dict[str, str]:
    """Its key and where it was agreed, as the format knows it."""
    if key := _key_of_file(item):
        origin = _parts_of(item)[1]
        return {"key": key, **({"origin": origin} if origin else {})}
    own = OWN_KEY.format(number=item.number)
    key = OTHER_KEY.format(number=item.number, id=item.id) if own in taken else own
    is_checkin = item.origin.startswith(CHECKIN)
    return {"key": key, "origin": CHECKIN if is_checkin else DM if item.origin == DM else COMMAND}


def _agreed_at(item: RegisterItem, record: Record) -> dict[str, str]:
    """The meeting that it was promised at: the file says so, or the decision that it came from."""
    if _key_of_file(item):
        day = _parts_of(item)[2]
        return {"meeting": day} if day else {}
    for one in record.learning.decided:
        if item.origin in (one.origin_of_effects, f"{MEETING}:{one.meeting_id}"):
            return {"origin": MEETING, "meeting": record.learning.days[one.id].isoformat()}
    return {}


def _parts_of(item: RegisterItem) -> tuple[str, str, str]:
    """The key, the origin and the meeting of one that came in a file."""
    key, _, rest = item.origin.removeprefix(OF_FILE).partition(":")
    origin, _, day = rest.partition(":")
    return key, origin, day


def _key_of_file(item: RegisterItem) -> str:
    """What a file calls it; empty for one that began here."""
    return _parts_of(item)[0] if item.origin.startswith(OF_FILE) else ""
