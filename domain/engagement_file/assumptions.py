"""Assumptions of an engagement file: what their experiments say of them, and what only the file does."""

from collections.abc import Sequence
from typing import Any, Literal

from domain.assumptions import Assumed
from domain.experiments import DECISIVE, Experimented

Status = Literal["untested", "too_early", "supported", "not_supported", "mixed", "retired"]

VERDICTS: dict[str, Status] = {"validated": "supported", "invalidated": "not_supported"}
RETIRED: Literal["retired"] = "retired"
CHANGED = "threshold"
# What a person can say of an assumption: where its experiments do not say so, a file is taken at its word.
TOLD = frozenset({"supported", "not_supported", "mixed"})


def by_tests(tests: Sequence[Experimented]) -> Status:
    """What the experiments that test an assumption say of it, as `domain.evidence.assumptions` has it.

    Those that are over with enough observed say yes or no; one whose threshold was edited after the start
    counts as mixed. Where none says anything, one that runs or rests on too few makes it too early.
    """
    decisive = [one for one in tests if one.outcome in DECISIVE and not one.is_below_sample]
    said: set[Status] = {"mixed" if CHANGED in one.changed else VERDICTS[one.outcome] for one in decisive}
    if said:
        return said.pop() if len(said) == 1 else "mixed"
    has_begun = any(one.outcome == "running" or one.outcome in DECISIVE for one in tests)
    return "too_early" if has_begun else "untested"


def status_of(found: Assumed, tests: Sequence[Experimented]) -> Status:
    """The status that a file gives it: retired, what somebody said, or what its experiments say."""
    return RETIRED if found.is_retired else found.said or by_tests(tests)


def entry_of(found: Assumed, *, key: str, kpi: str | None, tests: Sequence[Experimented]) -> dict[str, Any]:
    """The assumption as a file has it; `kpi` is the key of the one that shows it."""
    return {
        "key": key,
        "text": found.text,
        "type": found.kind,
        "critical": found.is_critical,
        "kpi": kpi,
        "threshold": found.threshold,
        "opened": found.opened_on.isoformat(),
        "status": status_of(found, tests),
    }
