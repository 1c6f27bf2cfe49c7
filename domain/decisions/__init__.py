"""Decisions: what each outcome needs before it has an effect, and what became of one. Pure rules."""

from domain.decisions.decided import Decided, number_in, standing_of
from domain.decisions.folding import CONFIRM, PART, WITHDRAW, Told, told_of
from domain.decisions.lapsing import DAYS_TO_FINISH, State, last_day_of, reminder_of, state_of
from domain.decisions.missing import GROUPS, Missing, missing_groups, missing_parts
from domain.decisions.outcomes import (
    CONDITIONS,
    CONFIRMATIONS,
    GIVEN,
    NONE_OF_THEM,
    OUTCOMES,
    Outcome,
    is_outcome,
    outcome_words,
    read_outcome,
)
from domain.decisions.parts import Parts
from domain.decisions.since import Since, since_of
from domain.decisions.stale import stale_action
from domain.decisions.stored import parts_from_json, parts_to_json

__all__ = [
    "CONDITIONS",
    "CONFIRM",
    "CONFIRMATIONS",
    "DAYS_TO_FINISH",
    "GIVEN",
    "GROUPS",
    "NONE_OF_THEM",
    "OUTCOMES",
    "PART",
    "WITHDRAW",
    "Decided",
    "Missing",
    "Outcome",
    "Parts",
    "Since",
    "State",
    "Told",
    "is_outcome",
    "last_day_of",
    "missing_groups",
    "missing_parts",
    "number_in",
    "outcome_words",
    "parts_from_json",
    "parts_to_json",
    "read_outcome",
    "reminder_of",
    "since_of",
    "stale_action",
    "standing_of",
    "state_of",
    "told_of",
]
