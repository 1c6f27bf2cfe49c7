"""The meeting that an engagement file says is ahead."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from domain.cadence import Cadence, OnDates
from domain.jobs import jobs
from storage import schedules, terms
from storage.database import Session
from storage.schedules import Scheduled
from storage.tables import Engagement

MEETING = "meeting"
SETTINGS: Mapping[str, Any] = {"minutes": 60, "minutes_before": 60}
SOURCE = "schedule"


def next_meeting(engagement: Engagement, now: datetime) -> datetime | None:
    """The meeting that an engagement file says is ahead."""
    moment = terms.next_meeting(engagement)
    return moment if moment is not None and moment > now else None


async def add_meeting(
    session: Session, engagement: Engagement, at: datetime, *, now: datetime, by_id: int | None
) -> Scheduled:
    """Let the meeting stand in a schedule of its own, until somebody plans a series."""
    local = at.astimezone(ZoneInfo(engagement.zone))
    cadence = Cadence(
        rule=OnDates(days=(local.date(),)),
        at=local.time(),
        zone=engagement.zone,
        starts=local.date(),
        on_holiday="keep",
    )
    return await schedules.add(
        session,
        engagement_id=engagement.id,
        job=MEETING,
        name=jobs()[MEETING].title,
        cadence=cadence,
        settings=SETTINGS,
        by_id=by_id,
        source=SOURCE,
        now=now,
    )
