"""What was there and does not hold any more: days that are over, KPIs and people that are gone by now."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from domain.decisions.parts import Handover, Parts, PlannedAction

TRIPWIRE = "A tripwire watches a KPI that was retired: clear it, or write another one."
ASSUMPTION = "The KPI of the new assumption was retired: pick another one, or none."
EXPERIMENT = "The first test would end at once or is over: give it a later day."
ACTION = "The day of an action is over: say anew by when it is done."
ACTION_LEFT = "{name}, who was to do an action, does not belong here any more: who does it?"
HANDOVER = "The day of the hand-over is over: say anew by when it is written."
HANDOVER_LEFT = "{name}, who was to write the hand-over, does not belong here any more: who writes it?"
REAPPROVAL = "The day of the new approval is over: say anew by when."


def stale_parts(
    parts: Parts, *, today: date, retired_kpis: Collection[int], left: Mapping[int, str]
) -> list[tuple[str, str]]:
    """The parts that do not hold today, each with the sentence that says so.

    A test has to end after today, everything else may be due today. `retired_kpis` are ids; `left` are the
    people who do not belong to the engagement any more: their ids with their names.
    """
    new, test = parts.assumption, parts.experiment
    found = (
        ("tripwires", TRIPWIRE if any(one.kpi_id in retired_kpis for one in parts.tripwires) else ""),
        ("assumption", ASSUMPTION if new is not None and new.kpi_id in retired_kpis else ""),
        ("experiment", EXPERIMENT if test is not None and test.stop_on <= today else ""),
        ("actions", _of_action(stale_action(parts.actions, today=today, left=left), left)),
        ("handover", _of_handover(parts.handover, today, left)),
        ("reapproval", REAPPROVAL if parts.reapproval is not None and parts.reapproval < today else ""),
    )
    return [(part, sentence) for part, sentence in found if sentence]


def stale_action(
    actions: Sequence[PlannedAction], *, today: date, left: Collection[int]
) -> PlannedAction | None:
    """The first action whose day is over, or whose owner left; None where there is none."""
    return next((one for one in actions if one.due < today or one.owner_id in left), None)


def _of_action(stale: PlannedAction | None, left: Mapping[int, str]) -> str:
    if stale is None:
        return ""
    return ACTION_LEFT.format(name=left[stale.owner_id]) if stale.owner_id in left else ACTION


def _of_handover(handover: Handover | None, today: date, left: Mapping[int, str]) -> str:
    if handover is None:
        return ""
    if handover.owner_id in left:
        return HANDOVER_LEFT.format(name=left[handover.owner_id])
    return HANDOVER if handover.due < today else ""
