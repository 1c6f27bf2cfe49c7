"""Decisions of an engagement: drafts that grow part by part, have an effect once confirmed, and stay."""

from storage.decisions.reading import all_of, find, in_force, names_of, steps_of
from storage.decisions.writing import add, add_step, take_effect

__all__ = [
    "add",
    "add_step",
    "all_of",
    "find",
    "in_force",
    "names_of",
    "steps_of",
    "take_effect",
]
