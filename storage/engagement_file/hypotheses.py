"""The assumptions and experiments of a file, and those that are recorded, as a file has them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from domain.assumptions import Draft, Kind, held_by
from domain.engagement_file import experiments as filed
from domain.engagement_file.assumptions import RETIRED, TOLD, by_tests, entry_of
from domain.engagement_file.cycles import cycles_of
from domain.experiments import Experimented
from domain.literals import literal
from domain.periods import CADENCES
from domain.working_time import instant
from storage import assumptions, experiments
from storage.database import Session
from storage.engagement_file.learning import Learning
from storage.engagement_file.links import SOURCE
from storage.tables import Engagement, Kpi

ORIGIN = "file"
FROM_FILE = "from the file"
OTHER: Kind = "other"

Entry = Mapping[str, Any]


def assumption_entries(learning: Learning, kpi_keys: Mapping[int, str]) -> list[dict[str, Any]]:
    """The assumptions as a file has them; `kpi_keys` are of the KPIs that the file carries, by id."""
    return [
        entry_of(
            one,
            key=learning.assumption_keys[one.id],
            kpi=kpi_keys.get(one.kpi_id or 0),
            tests=_tests_of(one.id, learning.experiments),
        )
        for one in learning.assumptions
    ]


def experiment_entries(learning: Learning) -> list[dict[str, Any]]:
    """The experiments as a file has them, each with its cycle."""
    return [
        filed.entry_of(
            one,
            key=learning.experiment_keys[one.id],
            cycle=one.cycle or _cycle_of(one, learning),
            assumption=learning.assumption_keys.get(one.assumption_id or 0),
        )
        for one in learning.experiments
    ]


def _tests_of(assumption_id: int, tests: Sequence[Experimented]) -> list[Experimented]:
    return [one for one in tests if one.assumption_id == assumption_id]


def _cycle_of(one: Experimented, learning: Learning) -> int:
    """The cycle in which it was concluded, or else began, or was written down."""
    engagement = learning.engagement
    written = one.at.astimezone(ZoneInfo(engagement.zone)).date()
    on = one.concluded_on or one.started_on or written
    cycles = cycles_of(engagement.start, learning.days.values())
    # Whoever concludes at a meeting closes the cycle that ends there.
    begun = [cycle["n"] for cycle in cycles if date.fromisoformat(cycle["from"]) < on]
    return int(max(begun, default=1))


async def add_assumption(
    session: Session, entry: Entry, engagement: Engagement, kpi: Kpi | None, *, now: datetime
) -> int:
    """Write an assumption of a file down, and give its id. What it stands at comes with its experiments."""
    held = None
    if kpi is not None:
        held = held_by(
            entry["threshold"],
            unit=kpi.unit,
            cadence=literal(kpi.cadence, CADENCES),
            locale=engagement.locale,
            currency=engagement.currency,
        )
    opened = date.fromisoformat(entry["opened"])
    written = await assumptions.add(
        session,
        engagement_id=engagement.id,
        draft=Draft(
            text=entry["text"],
            threshold=entry["threshold"],
            kind=entry.get("type", OTHER),
            is_critical=entry["critical"],
            kpi_id=kpi.id if kpi else None,
            held=held,
        ),
        opened_on=opened,
        origin=ORIGIN,
        by_id=None,
        source=SOURCE,
        now=_moment(opened, engagement, now),
        key=entry["key"],
    )
    return written.id


async def settle_status(
    session: Session,
    entry: Entry,
    engagement: Engagement,
    assumption_id: int,
    tests: Sequence[Experimented],
    *,
    now: datetime,
) -> None:
    """Keep the status that the file gives it, where its experiments do not say the same."""
    status = entry["status"]
    kind = "retire" if status == RETIRED else "status"
    if status != RETIRED and (status not in TOLD or status == by_tests(_tests_of(assumption_id, tests))):
        return
    await assumptions.add_step(
        session,
        engagement_id=engagement.id,
        assumption_id=assumption_id,
        kind=kind,
        data={} if kind == "retire" else {"status": status},
        by_id=None,
        source=SOURCE,
        now=now,
        reason=FROM_FILE,
    )


async def add_experiment(
    session: Session, entry: Entry, engagement: Engagement, assumption_id: int | None, *, now: datetime
) -> None:
    """Write an experiment of a file down, with all that became of it."""
    started = entry.get("started") or entry.get("concluded")
    first = _moment(date.fromisoformat(started), engagement, now) if started else now
    planned = await experiments.add(
        session,
        engagement_id=engagement.id,
        name=entry["name"],
        assumption_id=assumption_id,
        plan=filed.plan_of(entry, locale=engagement.locale, currency=engagement.currency),
        origin=ORIGIN,
        by_id=None,
        source=SOURCE,
        now=first,
        key=entry["key"],
        cycle=int(entry["cycle"]),
    )
    for step in filed.steps_of(entry):
        await experiments.add_step(
            session,
            engagement_id=engagement.id,
            experiment_id=planned.id,
            kind=step.kind,
            data=step.data,
            by_id=None,
            source=SOURCE,
            now=_moment(step.on, engagement, now) if step.on else now,
            reason=step.reason,
        )


def _moment(day: date, engagement: Engagement, now: datetime) -> datetime:
    """When something of that day counts as known: its midnight, so that a pack of the day has it."""
    return min(instant(day, time.min, ZoneInfo(engagement.zone)), now)
