"""From the steps of an experiment to what it is now."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from domain.assumptions import BARS
from domain.experiments.experiment import CONCLUDED, FIELDS, FIXED, Experimented
from domain.literals import literal
from domain.steps import Mark, Step, standing

RESULT = "result"
BEGINS = ("start", RESULT)
DAYS = ("start_on", "stop_on")
WORDS = ("name", "hypothesis", "change", "measure", "threshold", "guard", "cost")
AS_THEY_ARE = (*WORDS, "assumption_id", "sample_planned", "has_no_sample", "is_share")


def fold(written: Experimented, steps: Sequence[Step], *, zone: ZoneInfo) -> Experimented:
    """The experiment after its steps, oldest first; `zone` tells on which day a step was taken.

    Kinds and data: "plan" (fields of FIELDS that are set anew; op, value, is_share with a threshold), "start"
    (on; late: field that was written after that day -> the day), "result" (n, hits or seen, result,
    is_final), "conclude" (outcome, on, result, guard_seen), "lesson" (lesson, contributed), "abandon" (on;
    its reason), "undo" (step). Days are ISO dates, decimals texts. What is edited once a start or a
    result was entered is marked even where these were taken back: somebody has seen them.
    """
    kept = {step.id for step in standing(steps)}
    for step in steps:
        written = replace(
            written,
            was_begun=written.was_begun or step.kind in BEGINS,
            was_observed=written.was_observed or step.kind == RESULT,
        )
        if step.id in kept:
            written = replace(_after(written, step, step.day(zone)), step_id=step.id)
    return written


def _after(now: Experimented, step: Step, on: date) -> Experimented:
    match step.kind:
        case "plan":
            return _planned(now, step, on)
        case "start":
            return _started(now, step, on)
        case "result":
            return _observed(now, step.data, on)
        case "lesson":
            contributed = step.data.get("contributed", now.contributed)
            return replace(now, lesson=step.data["lesson"], contributed=contributed)
    return _ended(now, step, on)


def _started(now: Experimented, step: Step, on: date) -> Experimented:
    """What was written later than the first day counts as edited after the start."""
    late: Mapping[str, str] = step.data.get("late", {})
    marks = tuple(
        Mark(what=FIELDS[name], was="", on=date.fromisoformat(day), by=step.name, is_first=True)
        for name, day in late.items()
        if FIELDS[name] not in now.changed
    )
    names = tuple(mark.what for mark in marks)
    after = replace(now, outcome="running", started_on=on)
    return replace(after, changed=(*now.changed, *names), marks=(*now.marks, *marks))


def _ended(now: Experimented, step: Step, on: date) -> Experimented:
    if step.kind not in ("conclude", "abandon"):
        return now
    after = replace(now, concluded_on=on, concluded_by=step.name)
    if step.kind == "abandon":
        return replace(after, outcome="abandoned", why=step.reason)
    return replace(
        after,
        outcome=literal(step.data["outcome"], CONCLUDED),
        result=step.data.get("result") or now.result,
        guard_seen=step.data.get("guard_seen", ""),
    )


def _observed(now: Experimented, data: Mapping[str, Any], on: date) -> Experimented:
    seen = data.get("seen")
    return replace(
        now,
        n=data.get("n"),
        hits=data.get("hits"),
        seen=None if seen is None else Decimal(seen),
        result=data.get("result", ""),
        is_final=bool(data.get("is_final")),
    )


def _planned(now: Experimented, step: Step, on: date) -> Experimented:
    data = step.data
    fields: dict[str, Any] = {name: data[name] for name in AS_THEY_ARE if name in data}
    fields |= {name: date.fromisoformat(data[name]) if data[name] else None for name in DAYS if name in data}
    if "op" in data:
        value = data.get("value")
        fields |= {"op": literal(data["op"], BARS), "value": None if value is None else Decimal(value)}
    after = replace(now, **fields)
    if not now.was_begun:
        return after
    edited = [name for name in FIXED if name in data]
    marks = tuple(Mark(what=FIELDS[name], was=_was(now, name), on=on, by=step.name) for name in edited)
    names = tuple(FIELDS[name] for name in edited if FIELDS[name] not in now.changed)
    return replace(after, changed=(*now.changed, *names), marks=(*now.marks, *marks))


def _was(now: Experimented, name: str) -> str:
    was = getattr(now, name)
    return "" if was is None or name == "assumption_id" else str(was)
