"""Experiments: a plan that is fixed before the start, results with n, a conclusion, a lesson."""

from domain.experiments.experiment import (
    CONCLUDED,
    DECISIVE,
    FIELDS,
    FIXED,
    OPEN,
    OVER,
    Experimented,
    Outcome,
    is_below,
)
from domain.experiments.folding import fold
from domain.experiments.judging import Goal, Judged, goal_of, judge, meets

__all__ = [
    "CONCLUDED",
    "DECISIVE",
    "FIELDS",
    "FIXED",
    "OPEN",
    "OVER",
    "Experimented",
    "Goal",
    "Judged",
    "Outcome",
    "fold",
    "goal_of",
    "is_below",
    "judge",
    "meets",
]
