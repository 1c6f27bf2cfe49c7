"""The one place where rights are checked."""

from domain.errors import UserError
from domain.permissions import Action, Role, is_allowed, who_may
from handlers.turn import EngagementTurn
from storage.tables import Kpi

NOT_YOURS = "Only a {roles} can {action}. I can pass your question on: mention one of them here."


class NotAllowed(UserError):
    """You do not have the right to do that here."""


def require(role: Role, action: Action) -> None:
    """Raise NotAllowed, saying who may, unless the role has the right."""
    if not is_allowed(role, action):
        raise NotAllowed(NOT_YOURS.format(roles=who_may(action), action=action.value))


def is_writer(turn: EngagementTurn, kpi: Kpi) -> bool:
    """Whether the person may record this KPI."""
    return may_record(kpi, person_id=turn.person.id, role=turn.role)


def may_record(kpi: Kpi, *, person_id: int, role: Role) -> bool:
    """Whether a member may record this KPI: as owner, backup owner, or by role. A client's CEO proposes."""
    if is_allowed(role, Action.WRITE_ANY_KPI):
        return True
    is_own = person_id in (kpi.owner_id, kpi.backup_owner_id)
    return is_own and is_allowed(role, Action.WRITE_KPI) and role is not Role.CLIENT_CEO
