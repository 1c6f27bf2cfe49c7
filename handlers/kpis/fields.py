"""The form that describes a KPI, and reading it."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from domain.chat import Field, FieldErrors, Option, Values, one
from domain.engagements import split_names
from domain.errors import UserError
from domain.numbers import read_amount
from handlers import people
from handlers.kpis.drafts import Draft
from handlers.kpis.series import typed
from handlers.turn import EngagementTurn
from storage import people as persons

UNITS = {
    "count": "Count (103)",
    "currency": "Money (£1,200)",
    "percent": "Percent (9.1 %)",
    "ratio": "Ratio (3.2x)",
    "days": "Days (12)",
    "score": "Score (4.6)",
}
DIRECTIONS = {"up": "Higher is better", "down": "Lower is better", "range": "Best inside a range"}
AGGREGATIONS = {
    "sum": "Periods add up (leads, revenue)",
    "mean": "The average counts (rates, costs per piece)",
    "last": "The last value counts (subscribers, recurring revenue)",
    "weighted": "Weighted average",
}
CADENCES = {"monthly": "Monthly", "weekly": "Weekly", "quarterly": "Quarterly"}
CHOICES = {"unit": UNITS, "direction": DIRECTIONS, "aggregation": AGGREGATIONS, "cadence": CADENCES}
FLAGS = {
    "driver": "A driver: the strategy says this number must move",
    "in_sow": "Agreed in the statement of work",
    "seasonal": "Follows the time of year",
}
BOUND_LABELS = {"valid_min": "Lowest possible value", "valid_max": "Highest possible value"}
ALIASES_HINT = "Short names people will type, separated by commas: leads, mqls"
BOUNDS = "The highest possible value must be above the lowest."
NAME_LONG = "That is a long name. Please keep it to 80 letters."
LONGEST_NAME = 80
NEEDED = "Please fill this in."
OWNER_LABELS = {"owner": "Who reports it", "backup": "Who else may report it"}
# Somebody of another workspace that this engagement spans.
ELSEWHERE, KEPT = "{name} (has no account here)", "kept"


async def definition_fields(
    turn: EngagementTurn, draft: Draft | None, *, name: str = ""
) -> tuple[Field, ...]:
    """The fields that describe a KPI, filled from the draft."""
    d = draft
    return (
        Field(name="name", label="Name", value=(d.name if d else name,), max_length=LONGEST_NAME),
        Field(
            name="aliases",
            label="Also called",
            hint=ALIASES_HINT,
            is_required=False,
            value=(", ".join(d.aliases) if d else "",),
        ),
        Field(
            name="definition", label="What is counted, in one sentence", value=(d.definition if d else "",)
        ),
        Field(name="formula", label="Formula", is_required=False, value=(d.formula if d else "",)),
        _choice("unit", "Unit", UNITS, d.unit if d else "count"),
        _choice("direction", "Direction", DIRECTIONS, d.direction if d else "up"),
        _choice("aggregation", "Adding up", AGGREGATIONS, d.aggregation if d else "sum"),
        _choice("cadence", "How often", CADENCES, d.cadence if d else "monthly"),
        *await _owners(turn, d),
        _bound(turn, "valid_min", d.valid_min if d else None),
        _bound(turn, "valid_max", d.valid_max if d else None),
        Field(name="source", label="Where it comes from", is_required=False, value=(d.source if d else "",)),
        Field(name="stage", label="Funnel stage", is_required=False, value=(d.stage if d else "",)),
        _flags(d),
    )


def _choice(name: str, label: str, options: dict[str, str], value: str) -> Field:
    made = tuple(Option(value=key, label=words) for key, words in options.items())
    return Field(name=name, label=label, kind="choice", options=made, value=(value,))


def _bound(turn: EngagementTurn, name: str, value: Decimal | None) -> Field:
    text = "" if value is None else typed(turn, value)
    return Field(name=name, label=BOUND_LABELS[name], kind="number", is_required=False, value=(text,))


def _flags(draft: Draft | None) -> Field:
    options = tuple(Option(value=key, label=words) for key, words in FLAGS.items())
    on = [key for key in FLAGS if draft and getattr(draft, f"is_{key}")]
    return Field(
        name="flags",
        label="What it is for",
        kind="choices",
        options=options,
        is_required=False,
        value=tuple(on),
    )


async def _owners(turn: EngagementTurn, draft: Draft | None) -> tuple[Field, Field]:
    owner = await _owner_field(turn, "owner", draft.owner_id if draft else turn.person.id)
    backup = await _owner_field(turn, "backup", draft.backup_owner_id if draft else None)
    return owner, replace(backup, is_required=False)


async def _owner_field(turn: EngagementTurn, name: str, person_id: int | None) -> Field:
    """Who reports the KPI: a member with an account here, or whoever it is now, where they have none."""
    options = await people.member_options(turn)
    by_id = {known.person.id: known.account.external_id for known in await people.members_here(turn)}
    value = by_id.get(person_id or 0, "")
    now = None if person_id is None or value else await persons.find(turn.session, person_id=person_id)
    if now is not None:
        value, options = KEPT, (Option(value=KEPT, label=ELSEWHERE.format(name=now.name)), *options)
    return Field(name=name, label=OWNER_LABELS[name], kind="person", options=options, value=(value,))


async def read_definition(
    turn: EngagementTurn, values: Values, before: Draft | None = None
) -> Draft | FieldErrors:
    """The KPI that was described, or what is wrong with which field; `before` is how it was until now."""
    errors = {name: NEEDED for name in ("name", "definition") if not one(values, name)}
    errors |= {name: NEEDED for name, known in CHOICES.items() if one(values, name) not in known}
    low, high = _read_bounds(turn, values, errors)
    owner_id, backup_owner_id = await _read_owners(turn, values, errors, before)
    if errors:
        return FieldErrors(errors)
    described: dict[str, Any] = {
        name: one(values, name) for name in ("definition", "formula", "stage", "source", *CHOICES)
    }
    described |= {f"is_{flag}": flag in values.get("flags", ()) for flag in FLAGS}
    return Draft(
        name=" ".join(one(values, "name").split()),
        aliases=tuple(split_names(one(values, "aliases"))),
        owner_id=owner_id or turn.person.id,
        backup_owner_id=backup_owner_id,
        valid_min=low,
        valid_max=high,
        **described,
    )


def _read_bounds(
    turn: EngagementTurn, values: Values, errors: dict[str, str]
) -> tuple[Decimal | None, Decimal | None]:
    if len(one(values, "name")) > LONGEST_NAME:
        errors["name"] = NAME_LONG
    bounds: dict[str, Decimal | None] = {}
    for name in ("valid_min", "valid_max"):
        try:
            bounds[name] = _read_bound(turn, one(values, name))
        except UserError as error:
            errors[name] = error.sentence
    low, high = bounds.get("valid_min"), bounds.get("valid_max")
    if low is not None and high is not None and low >= high:
        errors["valid_max"] = BOUNDS
    return low, high


def _read_bound(turn: EngagementTurn, text: str) -> Decimal | None:
    if not text:
        return None
    return read_amount(text, locale=turn.engagement.locale, currency=turn.engagement.currency).value


async def _read_owners(
    turn: EngagementTurn, values: Values, errors: dict[str, str], before: Draft | None
) -> tuple[int | None, int | None]:
    found: list[int | None] = []
    kept = {"owner": before.owner_id, "backup": before.backup_owner_id} if before else {}
    for name in ("owner", "backup"):
        who = one(values, name)
        if who == KEPT and name in kept:
            found.append(kept[name])
            continue
        try:
            found.append((await people.find_member(turn, who)).person.id if who else None)
        except UserError as error:
            errors[name] = error.sentence
            found.append(None)
    return found[0], found[1]
