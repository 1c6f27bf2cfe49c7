"""The tripwires of an engagement file: those of its last meeting whose time is not over."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from domain.periods import Period
from domain.tripwires import Bound
from domain.working_time import instant
from storage import history, tripwires
from storage.database import Session
from storage.engagement_file.links import SOURCE
from storage.tables import Engagement, Kpi

ARMED = ("set a tripwire of the meeting on {day}", "set {n} tripwires of the meeting on {day}")
ORIGIN = "meeting:{day}"
SUBJECT = "tripwires"


async def arm_new(
    session: Session, entry: Mapping[str, Any], engagement: Engagement, rows: Iterable[Kpi], *, now: datetime
) -> int:
    """Arm what the last meeting of the entry agreed on, if it is not armed yet. Return how many that are.

    `rows` are the KPIs of the engagement. Values that were reported since the meeting count.
    """
    last = max(entry.get("meetings") or (), key=lambda meeting: str(meeting["on"]), default=None)
    if last is None:
        return 0
    origin = ORIGIN.format(day=last["on"])
    if origin in await tripwires.origins(session, engagement_id=engagement.id):
        return 0
    kpis, zone = {kpi.key: kpi for kpi in rows}, ZoneInfo(engagement.zone)
    wanted = [(kpis[one["kpi"]], one) for one in _ahead(last, engagement, now) if one["kpi"] in kpis]
    for kpi, one in wanted:
        await tripwires.arm(
            session,
            engagement_id=engagement.id,
            kpi_id=kpi.id,
            bound=_bound(one),
            text=one["text"],
            armed_by=None,
            origin=origin,
            now=instant(date.fromisoformat(last["on"]), time.min, zone),
        )
    if wanted:
        await _tell(
            session, engagement.id, ARMED[len(wanted) != 1].format(n=len(wanted), day=last["on"]), now
        )
    return len(wanted)


def _ahead(meeting: Mapping[str, Any], engagement: Engagement, now: datetime) -> list[Mapping[str, Any]]:
    """The tripwires of the meeting whose time is not over."""
    today, fiscal = now.astimezone(ZoneInfo(engagement.zone)).date(), engagement.fiscal_start_month
    agreed = meeting.get("tripwires", ())
    return [one for one in agreed if not _bound(one).is_over(today, fiscal_start_month=fiscal)]


async def _tell(session: Session, engagement_id: int, what: str, now: datetime) -> None:
    await history.add(
        session,
        engagement_id=engagement_id,
        at=now,
        person_id=None,
        subject=SUBJECT,
        what=what,
        source=SOURCE,
    )


def _bound(one: Mapping[str, Any]) -> Bound:
    return Bound(
        op=tripwires.OPS[one["op"]],
        value=Decimal(one["value"]),
        period=Period.parse(one["period"]) if "period" in one else None,
        last_day=date.fromisoformat(one["by"]) if "by" in one else None,
    )
