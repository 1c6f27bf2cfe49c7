"""Reading each part of a plan as it was typed."""

from collections.abc import Mapping
from typing import Any

from domain.days import read_day
from domain.errors import UserError
from domain.experiments import FIELDS, Goal, goal_of
from domain.experiments.results import MOST
from domain.numbers import read_amount
from domain.typed_fields import within
from handlers.assumptions.finding import find_open as find_assumption
from handlers.turn import EngagementTurn, Here

# What people type -> the field of the plan.
TYPED_NAMES: Mapping[str, str] = {
    "assumption": "assumption_id",
    "hypothesis": "hypothesis",
    "change": "change",
    "measure": "measure",
    "threshold": "threshold",
    "guard": "guard",
    "sample": "sample_planned",
    "start": "start_on",
    "stop": "stop_on",
    "cost": "cost",
}
NONE = frozenset({"none", "no", "no sample", "-"})
WHICH_ASSUMPTION = (
    "Write the number of the assumption, as in `assumption 2`, or none. `assume list` shows them."
)
NO_SAMPLE_READ = "Write how many you plan to observe as a whole number, such as 300, or none."
LONGEST, LONGEST_NAME = 1000, 120


async def read_field(turn: EngagementTurn, name: str, typed: str) -> dict[str, Any]:
    """One part of a plan as it was typed, as data of its step. Raises UserError where it cannot be read."""
    words = typed.strip()
    if name == "assumption_id":
        return {name: await _assumption(turn, words)}
    if name == "sample_planned":
        return _sample(turn, words)
    if name in ("start_on", "stop_on"):
        locale = turn.engagement.locale
        return {name: read_day(words, today=turn.today, locale=locale).isoformat() if words else None}
    if name == "threshold":
        return {name: within(words, LONGEST, what=FIELDS[name]), **goal_data(goal_in(turn, words))}
    return {name: within(words, LONGEST_NAME if name == "name" else LONGEST, what=FIELDS[name])}


def goal_in(here: Here, threshold: str) -> Goal:
    """What results will be held against by these words."""
    return goal_of(threshold, locale=here.engagement.locale, currency=here.engagement.currency)


def goal_data(goal: Goal) -> dict[str, Any]:
    """A threshold that was read, as data of a step."""
    value = None if goal.value is None else str(goal.value)
    return {"op": goal.op, "value": value, "is_share": goal.is_share}


async def _assumption(turn: EngagementTurn, typed: str) -> int | None:
    number = typed.lstrip("#")
    if not number or number.casefold() in NONE:
        return None
    if not (number.isascii() and number.isdigit()):
        raise UserError(WHICH_ASSUMPTION)
    return (await find_assumption(turn, int(number[:9]))).id


def _sample(turn: EngagementTurn, typed: str) -> dict[str, Any]:
    if typed.casefold() in NONE:
        return {"sample_planned": None, "has_no_sample": True}
    if not typed:
        return {"sample_planned": None, "has_no_sample": False}
    amount = read_amount(typed, locale=turn.engagement.locale, currency=turn.engagement.currency)
    value = amount.value
    if amount.unit != "plain" or value != value.to_integral_value() or not 1 <= value <= MOST:
        raise UserError(NO_SAMPLE_READ)
    return {"sample_planned": int(value), "has_no_sample": False}


def with_sample(turn: EngagementTurn, data: Mapping[str, Any]) -> dict[str, Any]:
    """The plan; where it names no sample and its threshold does, with that one."""
    is_open = not data.get("sample_planned") and not data.get("has_no_sample")
    goal = goal_in(turn, data.get("threshold", ""))
    return {**data, "sample_planned": goal.sample} if is_open and goal.sample else dict(data)
