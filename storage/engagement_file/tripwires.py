"""The tripwires of an engagement file: each was agreed at a meeting, and stands until the next one."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from domain.literals import literal
from domain.periods import CADENCES, Period, last_ended
from domain.tripwires import OPS, Bound
from domain.working_time import instant
from storage import history, kpis, tripwires
from storage.database import Session
from storage.engagement_file.links import SOURCE
from storage.tables import Engagement, Kpi, Tripwire
from storage.tripwires import bound_of

ARMED = ("set a tripwire of the meeting on {day}", "set {n} tripwires of the meeting on {day}")
ORIGIN = "meeting:{day}"
SUBJECT = "tripwires"


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """The tripwires of one meeting; `until` is the day of the next one, on which they ended."""

    on: date
    until: date | None
    wires: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Watch:
    """Where tripwires are armed, and when; `kpis` are those of the engagement by key, with their values.

    `as_of` is the day of the file: what stands in it was known by then.
    """

    session: Session
    engagement: Engagement
    kpis: Mapping[str, Kpi]
    as_of: date
    now: datetime

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the engagement."""
        return ZoneInfo(self.engagement.zone)


async def arm_new(watch: Watch, entry: Mapping[str, Any], known: Iterable[Tripwire]) -> int:
    """Arm what the meetings of the entry agreed on, if it is not `known` yet. Return how many that are.

    Those of a meeting after which another one was held are not watched any more. Of those whose time is over
    it is known at once whether they were hit, and nobody is told of it; of the others the watcher tells,
    values that came since the meeting included.
    """
    there = {_known_by(row) for row in known}
    count = 0
    for agreed in _agreed(entry):
        found = [(wire, watch.kpis[wire["kpi"]]) for wire in agreed.wires if wire["kpi"] in watch.kpis]
        new = [(wire, kpi) for wire, kpi in found if _wanted(wire, agreed, kpi) not in there]
        for wire, kpi in new:
            await _arm(watch, wire, agreed, kpi)
        if new:
            await _tell(watch, ARMED[len(new) != 1].format(n=len(new), day=agreed.on))
        count += len(new)
    return count


def _agreed(entry: Mapping[str, Any]) -> Iterator[Agreed]:
    held = sorted(entry.get("meetings") or (), key=lambda meeting: str(meeting["on"]))
    for meeting, after in pairwise([*held, None]):
        until = date.fromisoformat(after["on"]) if after else None
        yield Agreed(on=date.fromisoformat(meeting["on"]), until=until, wires=meeting.get("tripwires", ()))


def _known_by(row: Tripwire) -> tuple[Any, ...]:
    """What tells tripwires apart: where they come from, and what they watch."""
    return row.origin, row.kpi_id, bound_of(row)


def _wanted(wire: Mapping[str, Any], agreed: Agreed, kpi: Kpi) -> tuple[Any, ...]:
    return ORIGIN.format(day=agreed.on), kpi.id, _bound(wire)


async def _arm(watch: Watch, wire: Mapping[str, Any], agreed: Agreed, kpi: Kpi) -> None:
    row = await tripwires.arm(
        watch.session,
        engagement_id=watch.engagement.id,
        kpi_id=kpi.id,
        bound=_bound(wire),
        text=wire["text"],
        armed_by=None,
        origin=ORIGIN.format(day=agreed.on),
        now=instant(agreed.on, time.min, watch.zone),
    )
    row.consequence = wire.get("consequence", "")
    row.disarmed_at = instant(agreed.until, time.min, watch.zone) if agreed.until else None
    ended = agreed.until or watch.now.astimezone(watch.zone).date()
    fiscal = watch.engagement.fiscal_start_month
    if agreed.until is not None or bound_of(row).is_over(ended, fiscal_start_month=fiscal):
        await _mark_hit(watch, row, kpi, ended)


async def _mark_hit(watch: Watch, row: Tripwire, kpi: Kpi, ended: date) -> None:
    """Write down the last value that hit it, of the periods that were over by the day `ended`."""
    fiscal, bound = watch.engagement.fiscal_start_month, bound_of(row)
    armed_on = row.armed_at.astimezone(watch.zone).date()
    since = last_ended(armed_on, literal(kpi.cadence, CADENCES), fiscal)
    heads = await kpis.heads(watch.session, engagement_id=watch.engagement.id, kpi_ids=[kpi.id])
    whole = {Period.parse(head.period): head for head in heads if not head.is_provisional}
    hits = [
        period
        for period, head in whole.items()
        if head.value is not None
        and period.end(fiscal) < ended
        and bound.watches(period, since=since, fiscal_start_month=fiscal)
        and bound.is_crossed_by(head.value)
    ]
    if hits:
        head = whole[max(hits)]
        # When the value came, as far as that is known; while the tripwire stood.
        known = instant(watch.as_of, time(12), watch.zone)
        at = min(head.reported_at or known, row.disarmed_at or known, watch.now)
        await tripwires.mark_hit(watch.session, row, head, now=at)


async def _tell(watch: Watch, what: str) -> None:
    await history.add(
        watch.session,
        engagement_id=watch.engagement.id,
        at=watch.now,
        person_id=None,
        subject=SUBJECT,
        what=what,
        source=SOURCE,
    )


def _bound(one: Mapping[str, Any]) -> Bound:
    return Bound(
        op=literal(one["op"], OPS),
        value=Decimal(one["value"]),
        period=Period.parse(one["period"]) if "period" in one else None,
        last_day=date.fromisoformat(one["by"]) if "by" in one else None,
    )
