"""What is recorded of an engagement's learning and deciding, as a file carries it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select

from domain.assumptions import Assumed
from domain.decisions import Decided
from domain.engagement_file.cycles import cycles_of
from domain.engagement_file.experiments import numbered
from domain.experiments import Experimented
from domain.meetings import Recorded
from storage import assumptions, decisions, experiments, meeting_records
from storage.database import Session
from storage.tables import Engagement, EvidenceSnapshot, Forecast, Tripwire

ASSUMPTION_KEY, EXPERIMENT_KEY = "AS", "EX"
PIVOT = "pivot"


@dataclass(frozen=True, kw_only=True)
class Learning:
    """Everything that was learned and decided; lists are in the order of their numbers.

    The keys are what assumptions and experiments are called in a file, by id. `tested` are the keys of the
    assumptions that pivots are to test, by decision. `days` are the days of the decisions that a file can
    tell of, by id: that of their meeting, else their own.
    """

    engagement: Engagement
    assumptions: Sequence[Assumed]
    experiments: Sequence[Experimented]
    meetings: Mapping[int, Recorded]
    decisions: Sequence[Decided]
    snapshots: Sequence[EvidenceSnapshot]
    forecasts: Sequence[Forecast]
    tripwires: Sequence[Tripwire]
    assumption_keys: Mapping[int, str]
    experiment_keys: Mapping[int, str]
    tested: Mapping[int, str]
    days: Mapping[int, date]

    @property
    def decided(self) -> list[Decided]:
        """The decisions that a file can tell of, by the days of their meetings."""
        told = [one for one in self.decisions if one.id in self.days]
        return sorted(told, key=lambda one: (self.days[one.id], one.number))

    @property
    def cycles(self) -> list[dict[str, object]]:
        """The cycles that follow from those decisions; none where nothing was learned yet."""
        if not (self.assumptions or self.experiments or self.days):
            return []
        return cycles_of(self.engagement.start, self.days.values())

    def people(self) -> set[int]:
        """The ids of everybody who is named in it."""
        overrides = (one.override for one in self.meetings.values())
        return {
            *(one.decider_id for one in self.decisions),
            *(voice.person_id for one in self.decisions for voice in one.parts.dissent or ()),
            *(one.by_id for one in overrides if one is not None and one.by_id is not None),
        }


async def load_learning(session: Session, engagement: Engagement) -> Learning:
    """Read what was learned and decided in an engagement."""
    e = engagement.id
    assumed = await assumptions.all_of(session, engagement_id=e)
    tests = await experiments.all_of(session, engagement_id=e)
    met = {one.id: one for one in await meeting_records.all_of(session, engagement_id=e)}
    decided = await decisions.all_of(session, engagement_id=e)
    snapshots = select(EvidenceSnapshot).where(EvidenceSnapshot.engagement_id == e)
    forecasts = select(Forecast).where(Forecast.engagement_id == e).order_by(Forecast.id)
    tripwires = select(Tripwire).where(Tripwire.engagement_id == e).order_by(Tripwire.number)
    ordered = snapshots.order_by(EvidenceSnapshot.as_of, EvidenceSnapshot.number)
    keys = _keys(ASSUMPTION_KEY, assumed)
    tested = {one.id: keys[found] for one in decided if (found := _tested_by(one, assumed)) is not None}
    told = [one for one in decided if one.in_force_at and (one.outcome != PIVOT or one.id in tested)]
    return Learning(
        engagement=engagement,
        assumptions=assumed,
        experiments=tests,
        meetings=met,
        decisions=decided,
        snapshots=(await session.scalars(ordered)).all(),
        forecasts=(await session.scalars(forecasts)).all(),
        tripwires=(await session.scalars(tripwires)).all(),
        assumption_keys=keys,
        experiment_keys=_keys(EXPERIMENT_KEY, tests),
        tested=tested,
        days={one.id: _day_of(one, met, engagement) for one in told},
    )


def _keys(prefix: str, found: Sequence[Assumed | Experimented]) -> dict[int, str]:
    taken = [one.key for one in found if one.key]
    return {one.id: one.key or numbered(prefix, one.number, one.id, taken) for one in found}


def _tested_by(decision: Decided, assumed: Sequence[Assumed]) -> int | None:
    """The id of the assumption that a pivot is to test."""
    new = decision.parts.assumption
    told = new.assumption_id if new else None
    ids = (one.id for one in assumed if one.id == told or one.origin == decision.origin_of_effects)
    return next(ids, None) if decision.outcome == PIVOT else None


def _day_of(decision: Decided, met: Mapping[int, Recorded], engagement: Engagement) -> date:
    """The day of its meeting; of one that never began, or without any, the day on which it was noted."""
    meeting = met.get(decision.meeting_id or 0)
    if meeting is not None and meeting.schedule_id is None and meeting.named is not None:
        return meeting.named
    began = meeting.started_at if meeting is not None else None
    return (began or decision.at).astimezone(ZoneInfo(engagement.zone)).date()
