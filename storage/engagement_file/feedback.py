"""The feedback of a file, and what became of it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from domain.engagement_file import Difference
from storage.engagement_file.exporting import feedback_entry
from storage.engagement_file.record import Record
from storage.tables import Feedback, FeedbackStep

DEFAULTS: dict[str, Any] = {"anonymous": False}


def new_feedback(
    entries: Sequence[Mapping[str, Any]], record: Record, people: Mapping[str, int]
) -> tuple[list[tuple[Mapping[str, Any], Feedback]], list[Difference]]:
    """Make a row for every number that is not there yet; name the others that differ."""
    ours = {one.number: feedback_entry(one, record) for one in record.feedback}
    rows, differences = [], []
    for entry in entries:
        number = int(entry["id"])
        if number not in ours:
            rows.append((entry, _row(entry, record.engagement.id, people)))
            continue
        here = (record.engagement.key, "feedback", str(number))
        told = {name: ours[number].get(name, DEFAULTS.get(name)) for name in entry}
        differences += [Difference(path=(*here, name)) for name in entry if entry[name] != told[name]]
    return rows, differences


def _row(entry: Mapping[str, Any], engagement_id: int, people: Mapping[str, int]) -> Feedback:
    return Feedback(
        engagement_id=engagement_id,
        number=int(entry["id"]),
        day=date.fromisoformat(entry["on"]),
        source=entry["source"],
        voice=entry.get("voice", ""),
        sentiment=entry["sentiment"],
        theme=entry["theme"],
        text=entry["text"],
        is_anonymous=entry.get("anonymous", False),
        by_id=people[entry["by"]] if entry.get("by") else None,
    )


def steps_of(entry: Mapping[str, Any], feedback: Feedback, *, now: datetime) -> list[FeedbackStep]:
    """What became of it, step by step: the file tells the last status and the words of earlier ones."""
    return [
        FeedbackStep(
            engagement_id=feedback.engagement_id, feedback_id=feedback.id, status=status, words=words, at=now
        )
        for status, words in _told(entry)
    ]


def _told(entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    words = {"declined": entry.get("why", ""), "acted": entry.get("did", "")}
    status = entry["status"]
    earlier = [(name, said) for name, said in words.items() if said and name != status]
    yield from earlier
    if earlier or status != "new":
        yield status, words.get(status, "")
