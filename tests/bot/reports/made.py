"""A pack of evidence as people would read it: Alder Physio of the sample, in the middle of November."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.reports.page import Shown
from domain.evidence import pack_of
from domain.evidence.inputs import KpiFacts
from domain.periods import Period
from storage.evidence import Frozen
from tests.domain.evidence.sampling import sample_inputs

AS_OF = datetime(2026, 11, 15, 9, tzinfo=UTC)
BY = Period.parse("2026-12").ordinal
TARGETS = {
    "new_patients": 560.0,
    "enquiry_to_booking_rate": 44.0,
    "cost_per_new_patient": 52.0,
    "care_plan_members": 330.0,
}


def alder(**changes: Any) -> Any:
    """What goes into the pack."""
    inputs = sample_inputs("alder")
    return replace(inputs, **{"kpis": tuple(map(_aimed, inputs.kpis)), **changes})


def _aimed(kpi: KpiFacts) -> KpiFacts:
    aim = TARGETS.get(kpi.key)
    return kpi if aim is None else replace(kpi, target_low=aim, target_high=aim, target_at=BY)


def make_frozen(inputs: Any = None, **found: Any) -> Frozen:
    """The pack of these inputs as it is kept, with parts of what was found replaced."""
    inputs = inputs or alder()
    return Frozen(
        id=7,
        number=3,
        meeting_id=1,
        cause="meeting",
        as_of=AS_OF,
        method=1,
        inputs=inputs,
        pack=replace(pack_of(inputs), **found),
        by_id=None,
        at=AS_OF,
    )


def make_shown(frozen: Frozen | None = None, **changes: Any) -> Shown:
    """The pack for one reader, who may see everything."""
    usual: dict[str, Any] = {
        "frozen": frozen or make_frozen(),
        "zone": "Europe/London",
        "reader": "Maren Ashdown",
        "expires_at": AS_OF + timedelta(days=7),
        "is_lean_hidden": False,
        "has_money": True,
    }
    return Shown(**{**usual, **changes})
