"""What is written on a page beside what the pack says: names of verdicts, states and settings."""

from collections.abc import Mapping
from types import MappingProxyType

from handlers.assumptions.words import STATES
from handlers.evidence.details import CHECK_NAMES, MOVEMENTS
from handlers.evidence.words import LEANS

__all__ = [
    "ANSWERS",
    "CHECK_NAMES",
    "CHECK_QUESTIONS",
    "DECISIONS",
    "FRESHNESS",
    "FRESHNESS_TONES",
    "KEPT_APART",
    "LEANS",
    "LEAN_HIDDEN",
    "MOVEMENTS",
    "MOVEMENT_TONES",
    "NO_DECISION",
    "OUTCOME_TONES",
    "SENTIMENTS",
    "STATES",
    "STATE_TONES",
]

# The colours of movements are those of the verdicts they speak for.
MOVEMENT_TONES: Mapping[str, str] = MappingProxyType(
    {"toward": "continue", "away": "change", "not_moving": "change", "cannot_tell": "silent"}
)
STATE_TONES: Mapping[str, str] = MappingProxyType(
    {
        "untested": "silent",
        "too_early": "silent",
        "supported": "continue",
        "not_supported": "change",
        "mixed": "mixed",
        "retired": "silent",
    }
)
OUTCOME_TONES: Mapping[str, str] = MappingProxyType(
    {
        "planned": "silent",
        "running": "silent",
        "validated": "continue",
        "invalidated": "change",
        "inconclusive": "mixed",
        "abandoned": "mixed",
    }
)
DECISIONS: Mapping[str, str] = MappingProxyType(
    {
        "persevere": "Persevere",
        "pivot": "Pivot",
        "stop": "Stop",
        "vision_change": "Change of vision",
        "other": "Another decision",
    }
)
FRESHNESS: Mapping[str, str] = MappingProxyType(
    {
        "fresh": "up to date",
        "stale": "one period missing",
        "very_stale": "two or more missing",
        "nothing_due": "nothing due yet",
    }
)
FRESHNESS_TONES: Mapping[str, str] = MappingProxyType(
    {"fresh": "continue", "stale": "mixed", "very_stale": "change", "nothing_due": "silent"}
)
CHECK_QUESTIONS: Mapping[str, str] = MappingProxyType(
    {
        "patience": "Are results due soon that could change the picture?",
        "capital": "Was the strategy given less money than was planned?",
        "audience": "Did too few people see it to judge?",
    }
)
ANSWERS: Mapping[bool | None, str] = MappingProxyType({True: "Yes", False: "No", None: "Can't be told"})
SENTIMENTS: Mapping[str, str] = MappingProxyType(
    {
        "positive": "Positive",
        "neutral": "Neutral",
        "indifferent": "Indifferent",
        "negative": "Negative",
        "mixed": "Mixed",
    }
)
KEPT_APART = "Facts about money are shown to the CMO, the client's CEO and finance alone."
LEAN_HIDDEN = (
    "The lean is hidden until the meeting begins, so that nobody votes with it in mind; or until somebody"
    " presses Show lean in the chat. What is worked out from it is hidden with it."
)
NO_DECISION = (
    "This is what the records say. Nothing on this page is a decision: people decide, in the meeting."
)
