"""What an engagement file holds, and the sentence that says where it cannot be read."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from domain.errors import UserError
from domain.numbers.typed import quoted

EXPECTED = "{place}: expected {expected}. Nothing was imported."
EXPECTED_NOT = "{place}: expected {expected}, found {found}. Nothing was imported."
WHOLE_FILE = "the file"

FORMAT = "headway-engagement"
VERSION = 1
LONGEST_NUMBER = 40
ABSENT = object()

Path = tuple[str | int, ...]

# Parts of the agreement that no feature reads yet; they are kept as the file writes them.
TERMS = (
    "kind",
    "engine",
    "notice_days",
    "retainer_per_month",
    "authority_limit",
    "objectives_approved",
    "gross_margin_pct",
    "capacity",
    "attribution",
)
# What schedules begin from. It is kept as it came, and not written into a file again.
BEGINNINGS = ("checkin_template", "next_meeting")
# What was learned and decided.
LEARNED = ("assumptions", "cycles", "experiments", "meetings", "evidence_log", "forecast_log")
IDENTITY = (
    *("key", "name", "aliases", "currency", "timezone", "locale", "fiscal_start_month", "channel"),
    *("use_case", "operating_model", "status", "start", "term_end"),
)
CARRIED = frozenset({*IDENTITY, *TERMS, *LEARNED, "members", "kpis", "feedback", "actions"})


class BadFile(UserError):
    """That is no engagement file that I can read. Nothing was imported."""


@dataclass(frozen=True, kw_only=True)
class Document:
    """A checked engagement file. Numbers are ints or exact Decimals; all else is as JSON has it."""

    as_of: date
    people: Mapping[str, dict[str, Any]]
    engagements: tuple[dict[str, Any], ...]


@cache
def schema() -> dict[str, Any]:
    """Read the JSON Schema of the format, as it ships with the product."""
    read: dict[str, Any] = json.loads(_shipped("engagement.schema.json"))
    return read


def sample() -> bytes:
    """Read the engagement file with which an empty installation begins."""
    return _shipped("sample.json")


def _shipped(name: str) -> bytes:
    return resources.files("domain.catalogues").joinpath(name).read_bytes()


def refusal(path: Path, expected: str, found: Any = ABSENT) -> BadFile:
    """Say in one line what was expected at a place, and what stands there."""
    if found is ABSENT:
        return BadFile(EXPECTED.format(place=written(path), expected=expected))
    return BadFile(EXPECTED_NOT.format(place=written(path), expected=expected, found=shown(found)))


def written(path: Path) -> str:
    """Write a place as engagements[0].kpis[3].values.2026-13."""
    parts = [f"[{step}]" if isinstance(step, int) else f".{_bare(step)}" for step in path]
    return "".join(parts).removeprefix(".") or WHOLE_FILE


def shown(value: Any) -> str:
    """Name a JSON value in a word or two."""
    match value:
        case None | bool():
            return json.dumps(value)
        case str():
            return quoted(value)
        case list():
            return "a list"
        case dict():
            return "an object"
    number = str(value)
    return number if len(number) <= LONGEST_NUMBER else f"a number of {len(number)} characters"


def _bare(step: str) -> str:
    return quoted(step)[1:-1]
