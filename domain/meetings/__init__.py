"""Meetings that decide how to go on: the window for the next one (R10), and what became of each."""

from domain.meetings.chronicle import Meeting, Term, chronicle, days_paused
from domain.meetings.rhythm import RhythmBroken, begun_in, check_rhythm, going_on
from domain.meetings.window import Breach, Window, breach_of, regular_after, window_after

__all__ = [
    "Breach",
    "Meeting",
    "RhythmBroken",
    "Term",
    "Window",
    "begun_in",
    "breach_of",
    "check_rhythm",
    "chronicle",
    "days_paused",
    "going_on",
    "regular_after",
    "window_after",
]
