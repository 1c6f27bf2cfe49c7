"""What is kept in the terms of an engagement: what its file says of the agreement, and a few settings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from storage.tables import Engagement

NEXT_MEETING, MEETINGS, CHECKIN, ENGINE = "next_meeting", "meetings", "checkin_template", "engine"
THRESHOLDS, REMINDED, FORECASTS = "evidence", "reminded_of_start", "forecast_log"


@dataclass(frozen=True, kw_only=True)
class CheckinTemplate:
    """How an engagement file describes the check-in: when, what is asked, and the accounts of whom."""

    weekday: str
    at: time
    questions: Sequence[str]
    audience: Sequence[str]


def next_meeting(engagement: Engagement) -> datetime | None:
    """The meeting that an engagement file says is ahead."""
    planned = engagement.terms.get(NEXT_MEETING)
    return datetime.fromisoformat(planned) if planned else None


def meeting_days(engagement: Engagement) -> list[date]:
    """The days of the meetings of which an engagement file tells."""
    told = engagement.terms.get(MEETINGS)
    return [date.fromisoformat(one["on"]) for one in told] if isinstance(told, list) else []


def checkin_template(engagement: Engagement) -> CheckinTemplate | None:
    """How an engagement file describes the check-in; None where none does."""
    told = engagement.terms.get(CHECKIN)
    if not told:
        return None
    at = time.fromisoformat(told["time"])
    return CheckinTemplate(
        weekday=told["weekday"], at=at, questions=told["questions"], audience=told["audience"]
    )


def engine(engagement: Engagement) -> str:
    """How the company grows: viral, paid, sticky or unknown; empty where nobody said."""
    return str(engagement.terms.get(ENGINE) or "")


def thresholds(engagement: Engagement) -> dict[str, float]:
    """The thresholds of the evidence that were set, by name."""
    return dict(engagement.terms.get(THRESHOLDS) or {})


def set_thresholds(engagement: Engagement, values: Mapping[str, float]) -> None:
    """Keep these thresholds of the evidence instead."""
    _keep(engagement, THRESHOLDS, dict(values))


def is_reminded(engagement: Engagement, person_id: int) -> bool:
    """Whether this person was told what the first pack of evidence lacks."""
    return str(person_id) in engagement.terms.get(REMINDED, ())


def add_reminded(engagement: Engagement, person_id: int) -> None:
    """Keep that this person was told so."""
    _keep(engagement, REMINDED, [*engagement.terms.get(REMINDED, ()), str(person_id)])


def forecasts_beyond(engagement: Engagement) -> dict[str, int]:
    """What a file counts of forecasts beyond those that it lists, by the name of the count."""
    return dict(engagement.terms.get(FORECASTS) or {})


def set_forecasts_beyond(engagement: Engagement, counts: Mapping[str, int]) -> None:
    """Keep these counts instead."""
    _keep(engagement, FORECASTS, dict(counts))


def _keep(engagement: Engagement, name: str, value: Any) -> None:
    # A new mapping: a change inside the old one would not be noticed.
    engagement.terms = {**engagement.terms, name: value}
