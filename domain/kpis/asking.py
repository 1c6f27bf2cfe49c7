"""When somebody is asked for a number that is due, and who: its owner, later or else its backup owner."""

from dataclasses import dataclass
from datetime import date

from domain.cadence import nth_working_day_after
from domain.holidays import Holidays
from domain.periods import Cadence

# Working days after the period: a week's number is of no use late in the next week.
ASKED_ON: dict[Cadence, int] = {"weekly": 1, "monthly": 3, "quarterly": 3}
BACKUP_AFTER: dict[Cadence, int] = {"weekly": 2, "monthly": 3, "quarterly": 3}


@dataclass(frozen=True, kw_only=True)
class Days:
    """From which day on the owner is asked, and the backup owner who has not heard of it yet."""

    owner: date
    backup: date


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """Somebody who could be asked. `is_here`: a member who may record it, and is not away.

    `was_tried`: we wanted to ask them on an earlier day; `was_asked`: that reached them, or still will.
    """

    person_id: int
    is_here: bool
    was_tried: bool = False
    was_asked: bool = False

    @property
    def can_be_asked(self) -> bool:
        """Whether they are here, and nobody asked them yet: each is asked once."""
        return self.is_here and not self.was_asked


def days_to_ask(
    last_day: date, cadence: Cadence, *, grace_business_days: int | None, holidays: Holidays
) -> Days:
    """The days for a period that ended with `last_day`: after the grace, or the usual days without one."""
    wait = ASKED_ON[cadence] if grace_business_days is None else max(1, grace_business_days)
    return Days(
        owner=nth_working_day_after(last_day, wait, holidays=holidays),
        backup=nth_working_day_after(last_day, wait + BACKUP_AFTER[cadence], holidays=holidays),
    )


def whom_to_ask(today: date, days: Days, owner: Candidate, backup: Candidate | None) -> list[int]:
    """The ids of those who are asked today.

    The backup owner is asked at once where the owner is not here, else only some days after the owner was
    asked: also where we came late to it.
    """
    if today < days.owner:
        return []
    asked = [owner.person_id] if owner.can_be_asked else []
    is_backups_turn = not owner.is_here or (today >= days.backup and owner.was_tried)
    if backup is not None and backup.can_be_asked and is_backups_turn:
        asked.append(backup.person_id)
    return list(dict.fromkeys(asked))
