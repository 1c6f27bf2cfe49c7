"""The people of a file: found by their accounts, or written down."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from domain.engagement_file import Difference, Document
from storage.console import CONSOLE
from storage.database import Session
from storage.engagement_file.exporting import person_entry
from storage.tables import Account, Person, Workspace

IGNORED = "note"


@dataclass(frozen=True, kw_only=True)
class Settled:
    """Person id of the file -> our id of the person; how many are new; what differs of the others."""

    ids: Mapping[str, int]
    added: int
    differences: tuple[Difference, ...]


async def settle(session: Session, document: Document, *, workspace_id: int, now: datetime) -> Settled:
    """Find everybody of the file in the workspace; write down whoever is new, change nobody."""
    workspace = await session.get_one(Workspace, workspace_id)
    query = (
        select(Account.external_id, Person)
        .join(Person, Person.id == Account.person_id)
        .where(Account.workspace_id == workspace_id, Account.external_id.in_(document.people))
    )
    known = dict((await session.execute(query)).all())
    new = {name: _person(entry, now) for name, entry in document.people.items() if name not in known}
    session.add_all(new.values())
    await session.flush()
    session.add_all(_account(name, person, workspace, now) for name, person in new.items())
    await session.flush()
    return Settled(
        ids={name: person.id for name, person in {**known, **new}.items()},
        added=len(new),
        differences=tuple(
            each
            for name in document.people
            if name in known
            for each in _differences(name, document.people[name], known[name])
        ),
    )


def _person(entry: Mapping[str, Any], now: datetime) -> Person:
    return Person(
        name=entry["name"],
        title=entry.get("title", ""),
        zone=entry.get("timezone", ""),
        working_days=entry.get("working_days"),
        away=entry.get("away"),
        created_at=now,
    )


def _account(name: str, person: Person, workspace: Workspace, now: datetime) -> Account:
    return Account(
        workspace_id=workspace.id,
        external_id=name,
        person_id=person.id,
        name=person.name,
        # The console has no guests; elsewhere only the platform knows.
        is_guest=False if workspace.platform == CONSOLE else None,
        created_at=now,
    )


def _differences(name: str, entry: Mapping[str, Any], person: Person) -> list[Difference]:
    ours = person_entry(person)
    fields = [field for field in entry if field != IGNORED and entry[field] != ours.get(field)]
    return [Difference(path=("people", name, field)) for field in fields]
