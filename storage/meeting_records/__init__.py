"""Meetings of which something is recorded: what became of each, its agenda, and the private votes."""

from domain.meetings import Recorded
from storage.meeting_records.agenda import Point, add_point, agenda_of, set_point_withdrawn
from storage.meeting_records.records import (
    FILE,
    add_held,
    add_special,
    add_step,
    all_of,
    ensure,
    find,
    held_days,
    merge,
    undo_step,
)
from storage.meeting_records.votes import (
    Voted,
    restore_votes,
    set_vote_withdrawn,
    vote,
    votes_of,
    withdraw_votes,
)

__all__ = [
    "FILE",
    "Point",
    "Recorded",
    "Voted",
    "add_held",
    "add_point",
    "add_special",
    "add_step",
    "agenda_of",
    "all_of",
    "ensure",
    "find",
    "held_days",
    "merge",
    "restore_votes",
    "set_point_withdrawn",
    "set_vote_withdrawn",
    "undo_step",
    "vote",
    "votes_of",
    "withdraw_votes",
]
