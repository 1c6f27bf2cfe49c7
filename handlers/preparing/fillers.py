"""Who of the members can fill a gap of the evidence."""

from collections.abc import Sequence

from domain.evidence.pack import Gap
from domain.permissions import Role
from handlers.turn import Here
from storage import kpis
from storage.tables import Membership, Person

KPI = "kpi:"

Crowd = Sequence[tuple[Membership, Person]]


async def filler_of(here: Here, gap: Gap, crowd: Crowd) -> Person | None:
    """The one person who is asked: a number's owner, else the first member whom the gap names."""
    there = {person.id: person for membership, person in crowd if membership.role != Role.OBSERVER}
    if gap.about.startswith(KPI):
        found = await kpis.followed(here.session, engagement_id=here.engagement.id)
        key = gap.about.removeprefix(KPI)
        for kpi in found:
            owners = [there.get(one or 0) for one in (kpi.owner_id, kpi.backup_owner_id)]
            if kpi.key == key and (owner := next((one for one in owners if one), None)):
                return owner
    named = [person for person in there.values() if person.name and person.name in gap.who]
    return min(named, key=lambda person: gap.who.index(person.name), default=None)
