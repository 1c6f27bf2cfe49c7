"""Gathering what a pack of evidence is made of, from stored rows, as of a moment."""

from dataclasses import fields
from datetime import date, datetime
from typing import Any

from domain.evidence.inputs import EarlierPack, Inputs, Named, Thresholds
from domain.meetings.lead import needed_day
from domain.permissions import LEADS, Role, deciders
from handlers.evidence.gathering.agreed import decision_facts, promise_facts
from handlers.evidence.gathering.held import links_of, periods_asked
from handlers.evidence.gathering.learning import assumption_facts, experiment_facts, feedback_facts
from handlers.evidence.gathering.numbers import followed_at, kpi_facts
from handlers.evidence.gathering.wires import tripwire_facts
from handlers.meetings.ahead import Timeline, timeline_of
from handlers.meetings.cycles import cycles
from handlers.schedules.meeting_ahead import next_meeting
from handlers.turn import Here, Unasked, local_day
from storage import assumptions, decisions, evidence, members, terms
from storage.tables import Engagement


async def gather(here: Here, *, as_of: datetime | None = None, timeline: Timeline | None = None) -> Inputs:
    """Everything that a pack is made of, as it stood at the moment; without one as it stands now.

    Of an earlier moment the names, roles and settings are those of today: nobody keeps older ones.
    `timeline` is that of the moment, where it was read before.
    """
    e = here.engagement
    then = Unasked(session=here.session, engagement=e, now=as_of or here.now)
    numbers = await followed_at(then, as_of)
    timeline = timeline or await timeline_of(then)
    known_cycles, meetings = cycles(then, timeline.standing), timeline.meetings
    told = await decisions.all_of(then.session, engagement_id=e.id)
    assumed = await assumptions.all_of(then.session, engagement_id=e.id, as_of=as_of)
    keys, held = await links_of(then, assumed, numbers, as_of)
    leads, may_decide = await _leads_and_deciders(then)
    meets_on, needed_by = _ahead(then, timeline)
    return Inputs(
        engagement=e.name,
        locale=e.locale,
        currency=e.currency,
        fiscal_start_month=e.fiscal_start_month,
        as_of=then.now,
        today=then.today,
        started_on=e.start,
        cycles=known_cycles,
        kpis=await kpi_facts(then, numbers, as_of, asked=periods_asked(assumed)),
        assumptions=assumption_facts(assumed, keys, held),
        experiments=await experiment_facts(then, assumed, known_cycles, as_of),
        feedback=await feedback_facts(then, as_of),
        tripwires=await tripwire_facts(then, numbers, as_of),
        decisions=decision_facts(then, told, meetings, as_of),
        promises=await promise_facts(then, told, meetings, as_of),
        earlier=await _earlier(then),
        thresholds=thresholds_of(e),
        leads=leads,
        deciders=may_decide,
        meets_on=meets_on,
        needed_by=needed_by,
        engine=terms.engine(e),
    )


def thresholds_of(engagement: Engagement) -> Thresholds:
    """The thresholds of the engagement: those that were set, else as they come."""
    known = {one.name for one in fields(Thresholds)}
    told: dict[str, Any] = {name: one for name, one in terms.thresholds(engagement).items() if name in known}
    return Thresholds(**told)


def _ahead(here: Here, timeline: Timeline) -> tuple[date | None, date | None]:
    """The day of the next meeting, and the one by which its evidence is needed."""
    found = next((one for one in timeline.meetings if one.moment > here.now), None)
    day = found.day if found else _told_ahead(here)
    return day, None if day is None else needed_day(day, holidays=timeline.standing.holidays)


def _told_ahead(here: Here) -> date | None:
    """The day of the meeting that an engagement file says is ahead, while no series is planned."""
    moment = next_meeting(here.engagement, here.now)
    return None if moment is None else local_day(here.engagement, moment)


async def _leads_and_deciders(here: Here) -> tuple[tuple[Named, ...], tuple[Named, ...]]:
    """Who can be asked for what nobody owns, and who decides."""
    crowd = await members.current(here.session, engagement_id=here.engagement.id)
    decide = deciders(Role(membership.role) for membership, _person in crowd)
    named = [(membership.role, Named(id=person.id, name=person.name)) for membership, person in crowd]
    return (
        tuple(one for role, one in named if role in LEADS),
        tuple(one for role, one in named if role in decide),
    )


async def _earlier(here: Here) -> tuple[EarlierPack, ...]:
    """The packs of earlier days. Those of today are the same evidence, and asking again adds none."""
    found = await evidence.earlier(here.session, engagement_id=here.engagement.id, before=here.today)
    return tuple(found)
