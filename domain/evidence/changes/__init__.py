"""What was changed since a pack was frozen, of the things that were in it."""

from domain.evidence.changes.agreed import changed_agreements
from domain.evidence.changes.change import Change
from domain.evidence.changes.learning import changed_assumptions, changed_experiments, changed_feedback
from domain.evidence.changes.numbers import changed_kpis, changed_tripwires
from domain.evidence.changes.settings import changed_settings
from domain.evidence.inputs import Inputs

__all__ = ["Change", "changes_since"]


def changes_since(frozen: Inputs, current: Inputs) -> tuple[Change, ...]:
    """Find what was corrected, edited, taken back or judged anew since; what is only new is no change.

    Everything is compared that the signals, the lean and the warnings read.
    """
    return (
        *changed_kpis(frozen, current),
        *changed_tripwires(frozen, current),
        *changed_assumptions(frozen, current),
        *changed_experiments(frozen, current),
        *changed_feedback(frozen, current),
        *changed_agreements(frozen, current),
        *changed_settings(frozen, current),
    )
