"""The one place where rights are checked."""

from domain.errors import UserError
from domain.permissions import LEADS, Action, Role, is_allowed, may_stand_in, who_may
from domain.wording import listed
from handlers.leads import Contact, in_reach, roles_of, way_out
from handlers.turn import EngagementTurn
from storage.tables import Kpi

NOT_YOURS = "Only a {roles} can {action}.{here}"
HERE_THAT_IS = " Here that is {names}."


class NotAllowed(UserError):
    """You do not have the right to do that here."""


async def require(turn: EngagementTurn, action: Action) -> None:
    """Raise NotAllowed, saying who may, unless the person has the right, or stands in for a lead who left."""
    if is_allowed(turn.role, action):
        return
    crowd = await in_reach(turn.session, engagement_id=turn.engagement.id, workspace_id=turn.workspace.id)
    if may_stand_in(turn.role, action, roles_of(crowd)):
        return
    here = _who_is_here(turn, action, crowd)
    raise NotAllowed(NOT_YOURS.format(roles=who_may(action), action=action.value, here=here))


def _who_is_here(turn: EngagementTurn, action: Action, crowd: list[Contact]) -> str:
    """Who of those that can be reached may do it; where that is nobody, how to come to a lead again."""
    allowed = (one.person.name for one in crowd if is_allowed(one.role, action))
    if names := listed(allowed, last="or"):
        return HERE_THAT_IS.format(names=names)
    if roles_of(crowd) & LEADS:
        return ""
    return f" {way_out(crowd, role=turn.role, client=turn.engagement.name)}"


def is_writer(turn: EngagementTurn, kpi: Kpi) -> bool:
    """Whether the person may record this KPI."""
    return may_record(kpi, person_id=turn.person.id, role=turn.role)


def may_record(kpi: Kpi, *, person_id: int, role: Role) -> bool:
    """Whether a member may record this KPI: as owner, backup owner, or by role. A client's CEO proposes."""
    if is_allowed(role, Action.WRITE_ANY_KPI):
        return True
    is_own = person_id in (kpi.owner_id, kpi.backup_owner_id)
    return is_own and is_allowed(role, Action.WRITE_KPI) and role is not Role.CLIENT_CEO
