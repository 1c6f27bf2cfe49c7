"""Targets of KPIs: what is to be reached, how people type it, what is wrong with it, and its words."""

from domain.targets.checks import check_bound, check_target, remarks_about
from domain.targets.reading import read_target
from domain.targets.target import (
    DIRECTIONS,
    TARGET_KINDS,
    Baseline,
    Bound,
    Direction,
    Target,
    TargetDraft,
    TargetKind,
    Traits,
)
from domain.targets.wording import Wording, baseline_words, plan_words, target_words, wording_of

__all__ = [
    "DIRECTIONS",
    "TARGET_KINDS",
    "Baseline",
    "Bound",
    "Direction",
    "Target",
    "TargetDraft",
    "TargetKind",
    "Traits",
    "Wording",
    "baseline_words",
    "check_bound",
    "check_target",
    "plan_words",
    "read_target",
    "remarks_about",
    "target_words",
    "wording_of",
]
