"""Who is expected at a meeting."""

from datetime import date

from domain.permissions import Role
from handlers.turn import Here
from storage import members, wishes
from storage.tables import Person

# Private votes keep a group from following whoever speaks first; one or two people are no group.
FEWEST_VOTERS = 3


async def attendees(here: Here, day: date) -> list[Person]:
    """The members but observers, without those who are away on that day."""
    e = here.engagement.id
    crowd = await members.current(here.session, engagement_id=e)
    people = [person for membership, person in crowd if membership.role != Role.OBSERVER]
    ids = [person.id for person in people]
    away = await wishes.absences(here.session, engagement_id=e, person_ids=ids)
    return [person for person in people if not any(wish.holds_on(day) for wish in away[person.id])]
