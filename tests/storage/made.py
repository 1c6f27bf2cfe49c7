"""Rows that storage tests start from."""

from datetime import UTC, date, datetime
from typing import Any

from domain.chat import Address, Sender
from storage import engagements, people
from storage.database import Session
from storage.tables import Engagement, Kpi, Person, Workspace

NOW = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)


async def make_visitor(session: Session, account: str = "U_DANA") -> tuple[Workspace, Person]:
    """A person with an account in the workspace W1."""
    address = Address(platform="test", workspace="W1", conversation="#x")
    sender = Sender(account=account, name=account.removeprefix("U_").title())
    visitor = await people.welcome_visitor(session, address=address, sender=sender, now=NOW)
    return visitor.workspace, visitor.person


async def make_engagement(session: Session, key: str = "northwind", **changes: Any) -> Engagement:
    """An engagement in a channel of its own, set up by Dana."""
    workspace, person = await make_visitor(session)
    usual = {
        "key": key,
        "name": key.title(),
        "aliases": [],
        "currency": "GBP",
        "zone": "Europe/London",
        "locale": "en-GB",
        "start": date(2026, 11, 1),
        "set_up_by": person.id,
        "created_at": NOW,
    }
    engagement = Engagement(**{**usual, **changes})
    await engagements.add(session, engagement, workspace_id=workspace.id, conversation=f"#{key}", now=NOW)
    return engagement


def make_kpi(owner: Person, key: str = "leads", **changes: Any) -> Kpi:
    """A KPI that is not written down yet."""
    usual = {
        "key": key,
        "name": key.title(),
        "aliases": [],
        "definition": "x",
        "unit": "count",
        "aggregation": "sum",
        "direction": "up",
        "cadence": "monthly",
        "owner_id": owner.id,
        "created_at": NOW,
    }
    return Kpi(**{**usual, **changes})
