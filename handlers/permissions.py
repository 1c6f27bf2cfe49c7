"""The one place where rights are checked."""

from domain.errors import UserError
from domain.permissions import Action, Role, is_allowed, who_may
from handlers.turn import EngagementTurn
from storage import members
from storage.tables import Kpi

NOT_YOURS = "Only a {roles} can {action}.{here}"
HERE_THAT_IS = " Here that is {names}."


class NotAllowed(UserError):
    """You do not have the right to do that here."""


async def require(turn: EngagementTurn, action: Action) -> None:
    """Raise NotAllowed, saying who may, unless the person has the right."""
    if is_allowed(turn.role, action):
        return
    crowd = await members.current(turn.session, engagement_id=turn.engagement.id)
    names = " or ".join(person.name for m, person in crowd if is_allowed(Role(m.role), action))
    here = HERE_THAT_IS.format(names=names) if names else ""
    raise NotAllowed(NOT_YOURS.format(roles=who_may(action), action=action.value, here=here))


def is_writer(turn: EngagementTurn, kpi: Kpi) -> bool:
    """Whether the person may record this KPI."""
    return may_record(kpi, person_id=turn.person.id, role=turn.role)


def may_record(kpi: Kpi, *, person_id: int, role: Role) -> bool:
    """Whether a member may record this KPI: as owner, backup owner, or by role. A client's CEO proposes."""
    if is_allowed(role, Action.WRITE_ANY_KPI):
        return True
    is_own = person_id in (kpi.owner_id, kpi.backup_owner_id)
    return is_own and is_allowed(role, Action.WRITE_KPI) and role is not Role.CLIENT_CEO
