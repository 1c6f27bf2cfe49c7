"""An engagement that lives in #kpis, for looking at who is told what."""

from domain.chat import Sender
from storage import engagements, members, people
from storage.tables import Engagement
from tests.bot.teams.office import Office, account, direct


async def lead_by(office: Office, key: str) -> int:
    """Let somebody lead an engagement that lives in #kpis. Return its id."""
    async with office.database.write() as session:
        visitor = await people.welcome_visitor(
            session,
            address=office.channel(),
            sender=Sender(account=account(key), name="Dana"),
            now=office.now,
        )
        engagement = Engagement(
            key="northwind",
            name="Northwind",
            aliases=[],
            currency="GBP",
            zone="Europe/London",
            locale="en-GB",
            start=office.now.date(),
            created_at=office.now,
        )
        await engagements.add(
            session,
            engagement,
            workspace_id=visitor.workspace.id,
            conversation=office.channel_id,
            now=office.now,
        )
        engagement_id = engagement.id
    await join(office, key, engagement_id, role="cmo")
    return engagement_id


async def join(
    office: Office, key: str, engagement_id: int, *, role: str = "team", name: str = "Tom"
) -> None:
    """Let somebody belong to the engagement."""
    async with office.database.write() as session:
        sender = Sender(account=account(key), name=name)
        visitor = await people.welcome_visitor(session, address=direct(key), sender=sender, now=office.now)
        await members.begin(
            session, engagement_id=engagement_id, person_id=visitor.person.id, role=role, now=office.now
        )
