"""An account with its person and its workspace, and what it is called."""

from dataclasses import dataclass

from domain.chat import Address, Span, Typed
from handlers.turn import Turn
from storage import people
from storage.database import Session
from storage.tables import Account, Person, Workspace

THERE = " ({workspace})"


@dataclass(frozen=True, kw_only=True)
class Linked:
    """One of the two accounts."""

    account: Account
    person: Person
    workspace: Workspace

    @property
    def place(self) -> str:
        """Where it is: the platform's name, and the workspace's where we know it."""
        name = THERE.format(workspace=self.workspace.name) if self.workspace.name else ""
        return f"{self.workspace.platform.title()}{name}"

    @property
    def words(self) -> tuple[Span, ...]:
        """What it is called, and where it is."""
        return Typed(self.account.name), " in ", Typed(self.place)

    @property
    def key(self) -> tuple[int, str]:
        """Its workspace and its id there, which nobody else has."""
        return self.workspace.id, self.account.external_id

    @property
    def address(self) -> Address:
        """Its direct messages."""
        return Address(
            platform=self.workspace.platform,
            workspace=self.workspace.external_id,
            account=self.account.external_id,
        )


async def own(turn: Turn) -> Linked:
    """The account of whoever acts."""
    address = turn.request.address
    found = await people.find_visitor(turn.session, address=address, account=turn.request.sender.account)
    if found is None:
        raise LookupError("whoever acts has an account")
    return Linked(account=found.account, person=found.person, workspace=found.workspace)


async def linked(session: Session, account_id: int) -> Linked:
    """The account with this id."""
    account = await session.get_one(Account, account_id)
    return Linked(
        account=account,
        person=await session.get_one(Person, account.person_id),
        workspace=await session.get_one(Workspace, account.workspace_id),
    )
