"""Gathering what a pack of evidence is made of, from stored rows, as of a moment."""

from dataclasses import fields
from datetime import date, datetime
from typing import Any

from domain.evidence.inputs import EarlierPack, Inputs, Thresholds
from domain.permissions import LEADS, Role, deciders
from handlers.evidence.gathering.agreed import decision_facts, promise_facts
from handlers.evidence.gathering.learning import assumption_facts, experiment_facts, feedback_facts
from handlers.evidence.gathering.numbers import followed_at, kpi_facts, tripwire_facts
from handlers.meetings.ahead import everything
from handlers.meetings.cycles import cycles
from handlers.meetings.standing import standing_of
from handlers.schedules.meeting_ahead import next_meeting
from handlers.turn import Here, Unasked, local_day
from storage import assumptions, decisions, evidence, members
from storage.tables import Engagement

SETTINGS = "evidence"
AND = " and "


async def gather(here: Here, *, as_of: datetime | None = None) -> Inputs:
    """Everything that a pack is made of, as it stood at the moment; without one as it stands now.

    Of an earlier moment the names, roles and settings are those of today: nobody keeps older ones.
    """
    e = here.engagement
    then = Unasked(session=here.session, engagement=e, now=as_of or here.now)
    numbers = await followed_at(then, as_of)
    keys = {one.kpi.id: one.kpi.key for one in numbers}
    standing = await standing_of(then)
    known_cycles, meetings = cycles(then, standing), await everything(then, standing)
    ahead = next((one for one in meetings if one.moment > then.now), None)
    told = await decisions.all_of(then.session, engagement_id=e.id)
    assumed = await assumptions.all_of(then.session, engagement_id=e.id, as_of=as_of)
    names = await _names_by_role(then)
    return Inputs(
        engagement=e.name,
        locale=e.locale,
        currency=e.currency,
        fiscal_start_month=e.fiscal_start_month,
        as_of=then.now,
        today=then.today,
        started_on=e.start,
        cycles=known_cycles,
        kpis=await kpi_facts(then, numbers, as_of),
        assumptions=assumption_facts(assumed, keys),
        experiments=await experiment_facts(then, assumed, known_cycles, as_of),
        feedback=await feedback_facts(then, as_of),
        tripwires=await tripwire_facts(then, numbers, as_of),
        decisions=decision_facts(then, told, meetings, as_of),
        promises=await promise_facts(then, told, meetings, as_of),
        earlier=await _earlier(then),
        thresholds=thresholds_of(e),
        asked=names["asked"],
        deciders=names["deciders"],
        meets_on=ahead.day if ahead else _told_ahead(then),
        engine=str(e.terms.get("engine") or ""),
    )


def thresholds_of(engagement: Engagement) -> Thresholds:
    """The thresholds of the engagement: those that were set, else as they come."""
    told: dict[str, Any] = engagement.terms.get(SETTINGS) or {}
    known = {one.name for one in fields(Thresholds)}
    return Thresholds(**{name: value for name, value in told.items() if name in known})


def _told_ahead(here: Here) -> date | None:
    """The day of the meeting that an engagement file says is ahead, while no series is planned."""
    moment = next_meeting(here.engagement, here.now)
    return None if moment is None else local_day(here.engagement, moment)


async def _names_by_role(here: Here) -> dict[str, str]:
    """Who can be asked for what nobody owns, and who decides, as lists of names."""
    crowd = await members.current(here.session, engagement_id=here.engagement.id)
    decide = deciders(Role(membership.role) for membership, _person in crowd)
    return {
        "asked": AND.join(person.name for membership, person in crowd if membership.role in LEADS),
        "deciders": AND.join(person.name for membership, person in crowd if membership.role in decide),
    }


async def _earlier(here: Here) -> tuple[EarlierPack, ...]:
    """The packs of earlier days. Those of today are the same evidence, and asking again adds none."""
    found = await evidence.earlier(here.session, engagement_id=here.engagement.id, before=here.today)
    return tuple(found)
