"""Lessons of the playbook: noted, used again, and repeatable once they worked twice."""

from dataclasses import dataclass
from datetime import date, datetime

REPEATABLE_AFTER = 2


@dataclass(frozen=True, kw_only=True)
class Use:
    """Where a lesson was used again, and whether it worked there."""

    id: int
    words: str
    has_worked: bool
    by: str = ""
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Learned:
    """A lesson of the playbook. `origin` is "experiment:12", "feedback:4", "noted", or empty: borrowed."""

    id: int
    number: int
    text: str
    origin: str = ""
    by: str = ""
    noted_on: date
    uses: tuple[Use, ...] = ()

    @property
    def worked(self) -> int:
        """How often it worked where it was used."""
        return sum(use.has_worked for use in self.uses)

    @property
    def is_repeatable(self) -> bool:
        """Whether it worked often enough to be counted on."""
        return self.worked >= REPEATABLE_AFTER
