"""Prompts: what a person may want to ask first, fitting to what they may do."""

from dataclasses import dataclass

from domain.chat import Address
from domain.permissions import Action, Role, is_allowed
from handlers.services import Services
from storage import engagements, people
from storage.database import Session


@dataclass(frozen=True, kw_only=True)
class Prompt:
    """Words on a button, and what is said to us when it is pressed."""

    title: str
    message: str


HELP = Prompt(title="What can you do?", message="help")
# In the order of their use; `None` is for everybody who belongs to an engagement.
CHOICES: tuple[tuple[Action | None, Prompt], ...] = (
    (Action.READ_KPIS, Prompt(title="What waits for me?", message="home")),
    (Action.WRITE_KPI, Prompt(title="Record my numbers", message="kpi")),
    (Action.READ_KPIS, Prompt(title="Show the scorecard", message="status")),
    (Action.ANSWER_FEEDBACK, Prompt(title="What do people say?", message="feedback list")),
    (Action.GIVE_FEEDBACK, Prompt(title="Give feedback", message="feedback")),
    (None, Prompt(title="Show the card", message="card")),
)


async def prompts(services: Services, address: Address, *, most: int) -> tuple[Prompt, ...]:
    """At most so many prompts for the person in these direct messages, the most useful ones first."""
    async with services.database.read() as session:
        roles = await _roles(session, address)
    if not roles:
        return (HELP,)
    fitting = [
        prompt
        for action, prompt in CHOICES
        if action is None or any(is_allowed(role, action) for role in roles)
    ]
    return tuple([*fitting, HELP][:most])


async def _roles(session: Session, address: Address) -> set[Role]:
    visitor = await people.find_visitor(session, address=address, account=address.account)
    if visitor is None:
        return set()
    seats = await engagements.seats_of(
        session, person_id=visitor.person.id, workspace_id=visitor.workspace.id
    )
    return {Role(seat.membership.role) for seat in seats}
