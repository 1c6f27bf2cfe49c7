"""Who of the members can fill a gap of the evidence."""

from collections.abc import Sequence

from domain.evidence.pack import Gap
from domain.permissions import Role
from storage.tables import Kpi, Membership, Person

KPI = "kpi:"

Crowd = Sequence[tuple[Membership, Person]]


def filler_of(gap: Gap, crowd: Crowd, followed: Sequence[Kpi]) -> Person | None:
    """The one person who is asked: a number's owner, else the first one of whom it asks that is a member."""
    there = {person.id: person for membership, person in crowd if membership.role != Role.OBSERVER}
    for kpi in followed:
        owners = [there.get(one or 0) for one in (kpi.owner_id, kpi.backup_owner_id)]
        if gap.about == f"{KPI}{kpi.key}" and (owner := next((one for one in owners if one), None)):
            return owner
    return next((there[one] for one in gap.who_ids if one in there), None)
