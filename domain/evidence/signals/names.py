"""What the signals are called: as a title, and within a sentence."""

from collections.abc import Mapping

from domain.evidence.pack import SignalName

TITLES: Mapping[SignalName, str] = {
    "S1": "Assumptions",
    "S2": "Drivers",
    "S3": "Learning",
    "S4": "Market feedback",
    "S5": "Improvement",
    "S6": "Cash",
    "T": "Tripwire",
}
NAMED: Mapping[SignalName, str] = {
    "S1": "the assumptions (S1)",
    "S2": "the drivers (S2)",
    "S3": "learning (S3)",
    "S4": "market feedback (S4)",
    "S5": "improvement (S5)",
    "S6": "cash (S6)",
    "T": "the tripwire (T)",
}
