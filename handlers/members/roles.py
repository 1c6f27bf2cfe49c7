"""Roles as people type them, and what follows from who has which."""

from domain.errors import UserError
from domain.permissions import LEADS, Role
from handlers.leads import in_reach
from handlers.turn import EngagementTurn
from storage import members
from storage.tables import Membership

LAST_LEAD = "{name} is the only lead here. Make somebody else `cmo` or `director` first."
NO_ROLE = "I don't know the role {typed}. Use one of: {roles}."
SHORT = {
    "cmo": Role.CMO,
    "ceo": Role.CLIENT_CEO,
    "client ceo": Role.CLIENT_CEO,
    "director": Role.MARKETING_DIRECTOR,
    "marketing director": Role.MARKETING_DIRECTOR,
    "manager": Role.MARKETING_MANAGER,
    "marketing manager": Role.MARKETING_MANAGER,
    "sales": Role.SALES_LEAD,
    "sales lead": Role.SALES_LEAD,
    "team": Role.TEAM,
    "team member": Role.TEAM,
    "finance": Role.FINANCE,
    "observer": Role.OBSERVER,
    "board": Role.OBSERVER,
}


def read_role(typed: str) -> tuple[Role, str]:
    """The role at the beginning of the text and the area behind it. Raises UserError for an unknown role."""
    if found := _role_in(typed):
        return found
    known = ", ".join(("cmo", "ceo", "director", "manager", "sales", "team", "finance", "observer"))
    raise UserError(NO_ROLE.format(typed=f"“{typed.strip()[:30]}”", roles=known))


def is_role(typed: str) -> bool:
    """Whether the text begins with a role."""
    return _role_in(typed) is not None


def _role_in(typed: str) -> tuple[Role, str] | None:
    words = typed.replace("_", " ").split()
    for length in (2, 1):
        if role := SHORT.get(" ".join(words[:length]).casefold()):
            return role, " ".join(words[length:])
    return None


async def leave_a_lead(turn: EngagementTurn, name: str, now: Membership, then: Role | None) -> None:
    """Raise UserError where no lead would be left who can be reached."""
    if Role(now.role) not in LEADS or then in LEADS:
        return
    leads = await in_reach(
        turn.session, engagement_id=turn.engagement.id, workspace_id=turn.workspace.id, roles=LEADS
    )
    if all(lead.membership.id == now.id for lead in leads):
        raise UserError(LAST_LEAD.format(name=name))


async def activate(turn: EngagementTurn) -> bool:
    """Make the engagement active once both a CMO and the client's CEO belong to it. Return whether it was."""
    if turn.engagement.status != "discovery":
        return False
    crowd = await members.current(turn.session, engagement_id=turn.engagement.id)
    if not {Role.CMO.value, Role.CLIENT_CEO.value} <= {m.role for m, _person in crowd}:
        return False
    turn.engagement.status = "active"
    return True
