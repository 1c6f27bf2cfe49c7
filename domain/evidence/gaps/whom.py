"""Whom to ask for what is missing, and by which day."""

from dataclasses import dataclass
from datetime import date

from domain.evidence.inputs import ExperimentFacts, Inputs, KpiFacts, Named
from domain.evidence.pack import Gap
from domain.wording import listed

NOBODY = "whoever leads the engagement"


@dataclass(frozen=True, kw_only=True)
class Asking:
    """Who is asked for what nobody owns, and by which day; None without a meeting."""

    leads: tuple[Named, ...]
    by: date | None

    def gap(self, about: str, what: str, how: str, *, owned: KpiFacts | ExperimentFacts | None = None) -> Gap:
        """Make a gap of what is missing, and the cheapest way to fill it; whose that is fills it."""
        who, ids = listed(one.name for one in self.leads) or NOBODY, [one.id for one in self.leads]
        if owned is not None and owned.owner:
            who, ids = owned.owner, [owned.owner_id] if owned.owner_id is not None else []
        return Gap(about=about, what=what, who=who, how=how, by=self.by, who_ids=tuple(ids))


def asking_of(inputs: Inputs) -> Asking:
    """Find whom to ask, and until when: the day on which it is needed, but not before today."""
    is_ahead = inputs.meets_on is not None and inputs.meets_on >= inputs.today
    by = max(inputs.needed_by, inputs.today) if is_ahead and inputs.needed_by is not None else None
    return Asking(leads=inputs.leads, by=by)
