"""How far along a KPI is on the way to its target, and the words for it."""

from domain.pace.measuring import pace_of
from domain.pace.need import need_words
from domain.pace.pace import Band, Pace, Season, is_miss, needed_change, severity
from domain.pace.words import pace_words

__all__ = [
    "Band",
    "Pace",
    "Season",
    "is_miss",
    "need_words",
    "needed_change",
    "pace_of",
    "pace_words",
    "severity",
]
