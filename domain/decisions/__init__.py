"""Decisions: what each outcome needs before it has an effect, and what became of one. Pure rules."""

from domain.decisions.folding import CONFIRM, PART, WITHDRAW, Told, told_of
from domain.decisions.lapsing import DAYS_TO_FINISH, State, last_day_of, reminder_of, state_of
from domain.decisions.missing import GROUPS, Missing, missing_parts, next_group
from domain.decisions.outcomes import (
    CONDITIONS,
    CONFIRMATIONS,
    GIVEN,
    OUTCOMES,
    Outcome,
    is_outcome,
    outcome_words,
    read_outcome,
)
from domain.decisions.since import Since, since_of
from domain.decisions.stale import dead_tripwires, overdue_action

__all__ = [
    "CONDITIONS",
    "CONFIRM",
    "CONFIRMATIONS",
    "DAYS_TO_FINISH",
    "GIVEN",
    "GROUPS",
    "OUTCOMES",
    "PART",
    "WITHDRAW",
    "Missing",
    "Outcome",
    "Since",
    "State",
    "Told",
    "dead_tripwires",
    "is_outcome",
    "last_day_of",
    "missing_parts",
    "next_group",
    "outcome_words",
    "overdue_action",
    "read_outcome",
    "reminder_of",
    "since_of",
    "state_of",
    "told_of",
]
