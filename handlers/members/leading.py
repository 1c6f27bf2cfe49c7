"""Taking the lead, where nobody who leads here can be reached any more."""

from domain.chat import Reply, reply
from domain.permissions import LEADS, ROLE_NAMES, Action, Role
from handlers import people
from handlers.members.changing import begin, tell, undo_button
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import members

# Whoever takes it is of the client's house, and does not read the terms of the one who left.
LEADING = Role.MARKETING_DIRECTOR
TAKEN = "You lead {client} now. You are its {role} (was {old})."
NEXT = "`members handover @name` gives others what somebody reported, and `members add @name cmo` adds a CMO."
ALREADY = "You lead {client} already. Nothing was changed."

router = Router()


@router.command(
    "members lead",
    action=Action.LEAD,
    usage="members lead",
    summary="Take the lead, where nobody who leads here can be reached any more",
)
async def lead(turn: EngagementTurn, text: str) -> Reply:
    """Let whoever stands in for the leads become one."""
    old, area = turn.role, turn.membership.area
    if old in LEADS:
        return reply(ALREADY.format(client=turn.engagement.name))
    known = await people.find(turn, turn.request.sender.account)
    await members.end(turn.session, turn.membership, now=turn.now)
    await begin(turn, known, LEADING, area)
    words = {"role": ROLE_NAMES[LEADING], "old": ROLE_NAMES[old]}
    await tell(turn, known, "took the lead as {role}, was {old}: no lead could be reached".format(**words))
    said = TAKEN.format(client=turn.engagement.name, **words)
    return reply(said, NEXT, undo_button(turn, known, old, LEADING, area, right=Action.LEAD))
