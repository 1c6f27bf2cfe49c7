"""Meetings that decide how to go on: the window for the next one (R10), and what became of each."""

from domain.meetings.chronicle import Meeting, Term, chronicle, days_paused, known_by
from domain.meetings.records import Key, Overridden, Postponed, Recorded, fold, tie
from domain.meetings.rhythm import RhythmBroken, begun_in, check_rhythm, going_on
from domain.meetings.window import Breach, Window, breach_of, regular_after, window_after

__all__ = [
    "Breach",
    "Key",
    "Meeting",
    "Overridden",
    "Postponed",
    "Recorded",
    "RhythmBroken",
    "Term",
    "Window",
    "begun_in",
    "breach_of",
    "check_rhythm",
    "chronicle",
    "days_paused",
    "fold",
    "going_on",
    "known_by",
    "regular_after",
    "tie",
    "window_after",
]
