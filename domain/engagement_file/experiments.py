"""Experiments of an engagement file as the steps that tell what became of them, and back."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from domain.engagement_file.writing import number_text
from domain.experiments import CONCLUDED, OVER, Experimented
from domain.experiments.judging import goal_of

NO_RESULT = "not written down"
PLANNED, ABANDONED = "planned", "abandoned"
THRESHOLD = "threshold"
WORDS = ("hypothesis", "change", "measure", "threshold", "guard")
_A_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, kw_only=True)
class FiledStep:
    """A step that a file tells of; `on` is its day, None where the file does not say it."""

    kind: str
    data: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    on: date | None = None


def plan_of(entry: Mapping[str, Any], *, locale: str, currency: str) -> dict[str, Any]:
    """What was planned before the start, as the data of a step "plan"."""
    goal = goal_of(entry["threshold"], locale=locale, currency=currency)
    plan: dict[str, Any] = {name: entry[name] for name in WORDS if name in entry}
    plan |= {"op": goal.op, "value": None if goal.value is None else str(goal.value)}
    plan["is_share"] = goal.is_share
    if entry.get("sample_planned") is not None:
        plan["sample_planned"] = int(entry["sample_planned"])
    if "due" in entry:
        plan["stop_on"] = entry["due"]
    if "cost" in entry:
        plan["cost"] = number_text(entry["cost"])
    if entry["outcome"] == PLANNED and "started" in entry:
        plan["start_on"] = entry["started"]
    return plan


def steps_of(entry: Mapping[str, Any]) -> Iterator[FiledStep]:
    """What became of it after it was planned, in order."""
    outcome = entry["outcome"]
    if outcome != PLANNED and "started" in entry:
        yield _step("start", entry["started"], {"on": entry["started"]})
    if "threshold_changed_on" in entry:
        changed = entry["threshold_changed_on"]
        yield _step("plan", changed, {THRESHOLD: entry["threshold"], "on": changed})
    is_over = outcome in OVER
    if "observed" in entry or ("result" in entry and not is_over):
        yield _step("result", entry.get("concluded"), _seen(entry, is_over=is_over))
    if outcome in CONCLUDED:
        data = {"outcome": outcome, "on": entry["concluded"], "result": entry["result"]}
        yield _step("conclude", entry["concluded"], data)
    elif outcome == ABANDONED:
        yield _step("abandon", entry["concluded"], {"on": entry["concluded"]}, reason=entry["result"])
    if entry["lesson"]:
        yield _step("lesson", entry.get("concluded"), {"lesson": entry["lesson"]})


def _step(kind: str, on: str | None, data: Mapping[str, Any], *, reason: str = "") -> FiledStep:
    return FiledStep(kind=kind, data=data, reason=reason, on=date.fromisoformat(on) if on else None)


def _seen(entry: Mapping[str, Any], *, is_over: bool) -> dict[str, Any]:
    seen = entry.get("observed", {})
    counts = {"n": int(seen["of"]), "hits": int(seen["hits"])} if seen else {}
    return {**counts, "result": "" if is_over else entry.get("result", ""), "is_final": is_over}


def entry_of(found: Experimented, *, key: str, cycle: int, assumption: str | None) -> dict[str, Any]:
    """The experiment as a file has it; `assumption` is the key of the one that it tests."""
    words = {name: getattr(found, name) for name in WORDS}
    started = found.start_on if found.outcome == PLANNED else found.started_on
    days = {
        "threshold_changed_on": _changed_on(found),
        "started": started,
        "due": found.stop_on,
        "concluded": found.concluded_on,
    }
    return {
        "key": key,
        "cycle": cycle,
        "name": found.name,
        "assumption": assumption,
        "outcome": found.outcome,
        "lesson": found.lesson or None,
        **{name: word for name, word in words.items() if word},
        "threshold": found.threshold or NO_RESULT,
        **{name: day.isoformat() for name, day in days.items() if day},
        **_numbers(found),
        **_result(found),
    }


def _changed_on(found: Experimented) -> date | None:
    """The day on which its threshold was last edited after the start."""
    return next((mark.on for mark in reversed(found.marks) if mark.what == THRESHOLD), None)


def _numbers(found: Experimented) -> dict[str, Any]:
    numbers: dict[str, Any] = {}
    if found.sample_planned is not None:
        numbers["sample_planned"] = found.sample_planned
    if _A_NUMBER.fullmatch(found.cost):
        numbers["cost"] = Decimal(found.cost)
    if found.n and found.hits is not None:
        numbers["observed"] = {"hits": found.hits, "of": found.n}
    return numbers


def _result(found: Experimented) -> dict[str, str]:
    """What was seen in words; the format asks for it once it is over."""
    if found.outcome == ABANDONED:
        return {"result": found.why or NO_RESULT}
    if found.outcome in CONCLUDED:
        return {"result": found.result or NO_RESULT}
    return {"result": found.result} if found.result else {}


def has_uncounted(found: Experimented) -> bool:
    """Whether it tells on how many it rests and not how many did what was hoped: no file can say that."""
    return found.n is not None and found.hits is None


def has_words_for_cost(found: Experimented) -> bool:
    """Whether its cost is no plain number, as a file wants it."""
    return bool(found.cost) and not _A_NUMBER.fullmatch(found.cost)


def numbered(prefix: str, number: int, row_id: int, taken: Sequence[str]) -> str:
    """A key for what began here: its number, or one that no other in the list has."""
    own = f"{prefix}{number}"
    return f"{own}_{row_id}" if own in taken else own
