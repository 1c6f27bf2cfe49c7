"""Whom to ask for what is missing, and by which day."""

from dataclasses import dataclass
from datetime import date, timedelta

from domain.evidence.inputs import Inputs
from domain.evidence.pack import Gap

NOBODY = "whoever leads the engagement"
# The pack is made two days before the meeting: what it is to say has to be there the day before that.
BEFORE = timedelta(days=3)
DAY = timedelta(days=1)
FRIDAY = 4


@dataclass(frozen=True, kw_only=True)
class Asking:
    """Who is asked for what nobody owns, and the last working day before the pack; None without a meeting."""

    leads: str
    by: date | None

    def gap(self, about: str, what: str, how: str, *, owner: str = "") -> Gap:
        """Make a gap of what is missing, and the cheapest way to fill it."""
        return Gap(about=about, what=what, who=owner or self.leads, how=how, by=self.by)


def asking_of(inputs: Inputs) -> Asking:
    """Find whom to ask, and until when."""
    return Asking(leads=inputs.asked or NOBODY, by=_by(inputs))


def _by(inputs: Inputs) -> date | None:
    """The last working day before the pack of the next meeting is made, but not before today."""
    if inputs.meets_on is None or inputs.meets_on < inputs.today:
        return None
    by = inputs.meets_on - BEFORE
    while by.weekday() > FRIDAY:
        by -= DAY
    return max(by, inputs.today)
