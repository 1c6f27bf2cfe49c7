"""The members: what they are, and when they work."""

from domain.chat import Heading, Reply, Table, reply
from domain.permissions import ROLE_NAMES, Action, Role
from handlers import people
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import members
from storage.tables import Membership, Person

TITLE = "People of {name}"
COLUMNS = ("Name", "Role", "Area", "Works")
LEFT = "{name} (account deactivated)"

router = Router()


@router.command(
    "members", action=Action.READ_CARD, usage="members", summary="Show who belongs here", reads=True
)
async def show(turn: EngagementTurn, text: str) -> Reply:
    """Show everybody who belongs to the engagement."""
    crowd = await members.current(turn.session, engagement_id=turn.engagement.id)
    here = await people.members_here(turn)
    left = {known.person.id for known in here if known.account.left_at is not None}
    left -= {known.person.id for known in here if known.account.left_at is None}
    rows = tuple(_row(turn, m, p, has_left=p.id in left) for m, p in crowd)
    return reply(Heading(TITLE.format(name=turn.engagement.name)), Table(columns=COLUMNS, rows=rows))


def _row(
    turn: EngagementTurn, membership: Membership, person: Person, *, has_left: bool
) -> tuple[tuple[str], ...]:
    name = LEFT.format(name=person.name) if has_left else person.name
    works = members.working_time(membership, person, turn.engagement)
    words = works.in_words(with_zone=works.zone != turn.engagement.zone)
    return (name,), (ROLE_NAMES[Role(membership.role)],), (membership.area,), (words,)
