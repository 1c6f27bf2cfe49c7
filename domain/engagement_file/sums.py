"""What must add up or follow in the sections of cycles, hours, hand-over and budget."""

from itertools import pairwise
from typing import Any

from domain.engagement_file.document import Path, refusal
from domain.engagement_file.references import UNATTRIBUTED

AFTER = "the day on which the cycle before it ended"
NEXT_NUMBER = "the number after that of the cycle before it"
SUM_OF_CATEGORIES = "the sum of its categories, {total}"
SUM_OF_REASONS = "the sum of its reasons, {total}"
ONE_LINE = "one budget line for each quarter and channel"
RESERVED = "a key other than `unattributed`, which is reserved"


def check_sums(engagement: dict[str, Any], path: Path) -> None:
    """Refuse sections whose parts do not fit together. Raises BadFile."""
    _check_cycles(engagement.get("cycles", []), (*path, "cycles"))
    _check_hours(engagement.get("hours", {}), (*path, "hours"))
    _check_handover(engagement.get("lead_handover", []), (*path, "lead_handover"))
    _check_budget(engagement.get("budget_lines", []), (*path, "budget_lines"))
    for index, channel in enumerate(engagement.get("channels", ())):
        if channel["key"] == UNATTRIBUTED:
            raise refusal((*path, "channels", index, "key"), RESERVED)


def _check_cycles(cycles: list[dict[str, Any]], path: Path) -> None:
    for index, (before, cycle) in enumerate(pairwise(cycles), start=1):
        if cycle["from"] != before["to"]:
            raise refusal((*path, index, "from"), AFTER, cycle["from"])
        if cycle["n"] != before["n"] + 1:
            raise refusal((*path, index, "n"), NEXT_NUMBER, cycle["n"])


def _check_hours(hours: dict[str, Any], path: Path) -> None:
    for month, worked in hours.items():
        total = sum(worked.get("categories", {}).values())
        if "categories" in worked and total != worked["total"]:
            raise refusal((*path, month, "total"), SUM_OF_CATEGORIES.format(total=total), worked["total"])


def _check_handover(periods: list[dict[str, Any]], path: Path) -> None:
    for index, period in enumerate(periods):
        total = sum(period["reasons"].values())
        if total != period["rejected"]:
            place = (*path, index, "rejected")
            raise refusal(place, SUM_OF_REASONS.format(total=total), period["rejected"])


def _check_budget(lines: list[dict[str, Any]], path: Path) -> None:
    seen = set()
    for index, line in enumerate(lines):
        pair = (line["quarter"], line["channel"])
        if pair in seen:
            raise refusal((*path, index), ONE_LINE)
        seen.add(pair)
