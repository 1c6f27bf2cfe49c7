"""Conversations of Teams as our bots can reach them, kept fresh by whatever comes from there."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import ColumnElement, case, delete, literal, select, update

from storage.database import Session
from storage.insert import insert_once
from storage.tables import TeamsConversation, TeamsPerson
from storage.types import UtcDateTime

TEAMS = "teams"
# Longer than anything is taken to be as it was.
LONG_AGO = timedelta(days=1)

# The kind of a row that stands for a person with whom a bot can begin no chat.
UNREACHABLE = "unreachable"

Kind = Literal["personal", "group", "channel"]


@dataclass(frozen=True, kw_only=True)
class Conversation:
    """A conversation, and how it is reached. `account` is the person of a personal one.

    `stopped` says why nothing may be posted there; empty where we may. `told_at` is when something came from
    there, by Teams' clock; None where that was not said.
    """

    app_id: str
    tenant_id: str
    conversation: str
    kind: str
    service_url: str
    account: str = ""
    team_id: str = ""
    name: str = ""
    stopped: str = ""
    is_installed: bool = False
    told_at: datetime | None = None


def _value(row: TeamsConversation) -> Conversation:
    return Conversation(**{one.name: getattr(row, one.name) for one in fields(Conversation)})


async def keep(session: Session, seen: Conversation, *, now: datetime) -> None:
    """Write down that something came from the conversation: it can be reached that way, and posted to again.

    What was not said this time, its name or team, stays as it was.
    """
    values = {one.name: getattr(seen, one.name) for one in fields(Conversation)}
    if await insert_once(session, TeamsConversation, {**values, "seen_at": now}):
        return
    said = {name: value for name, value in values.items() if value}
    if seen.told_at is not None:
        said["told_at"] = _later(seen.told_at)
    await session.execute(
        update(TeamsConversation)
        .where(TeamsConversation.app_id == seen.app_id, TeamsConversation.conversation == seen.conversation)
        .values(**said, stopped="", seen_at=now)
    )


def _later(moment: datetime) -> ColumnElement[datetime]:
    """The moment, or the one that is kept where that is later: what Teams tells may come late."""
    told = literal(moment, UtcDateTime())
    return case((TeamsConversation.told_at > told, TeamsConversation.told_at), else_=told)


async def find(
    session: Session, *, tenant_id: str, conversation: str, app_ids: Collection[str] = ()
) -> Conversation | None:
    """How the conversation is reached; of several bots by one that may post there, and heard from it last.

    With `app_ids`, only by one of these bots.
    """
    there = (TeamsConversation.tenant_id == tenant_id, TeamsConversation.conversation == conversation)
    return await _newest(session, app_ids, *there)


async def of_person(
    session: Session, *, tenant_id: str, account: str, app_ids: Collection[str] = ()
) -> Conversation | None:
    """The personal chat with the account, as `find` finds a conversation."""
    theirs = (TeamsConversation.tenant_id == tenant_id, TeamsConversation.account == account)
    return await _newest(session, app_ids, *theirs, TeamsConversation.kind == "personal")


async def newest_of_tenant(
    session: Session, *, tenant_id: str, app_ids: Collection[str] = ()
) -> Conversation | None:
    """The conversation of the tenant that was heard from last: where a new personal chat is asked for."""
    there = (TeamsConversation.tenant_id == tenant_id, TeamsConversation.kind != UNREACHABLE)
    return await _newest(session, app_ids, *there)


async def _newest(
    session: Session, app_ids: Collection[str], *where: ColumnElement[bool]
) -> Conversation | None:
    ours = (TeamsConversation.app_id.in_(app_ids),) if app_ids else ()
    best = (TeamsConversation.stopped != "", TeamsConversation.seen_at.desc())
    row = (
        await session.scalars(select(TeamsConversation).where(*where, *ours).order_by(*best).limit(1))
    ).first()
    return None if row is None else _value(row)


async def stop(session: Session, *, app_id: str, conversation: str, why: str) -> None:
    """Post nothing there any more, until something comes from there again."""
    await session.execute(
        update(TeamsConversation)
        .where(TeamsConversation.app_id == app_id, TeamsConversation.conversation == conversation)
        .values(stopped=why, is_installed=False)
    )


async def resume(session: Session, *, app_id: str, conversation: str) -> None:
    """Post there again: Teams took something."""
    await session.execute(
        update(TeamsConversation)
        .where(TeamsConversation.app_id == app_id, TeamsConversation.conversation == conversation)
        .values(stopped="")
    )


async def move(session: Session, *, app_id: str, conversation: str, service_url: str) -> None:
    """Reach the conversation at another service URL from now on."""
    await session.execute(
        update(TeamsConversation)
        .where(TeamsConversation.app_id == app_id, TeamsConversation.conversation == conversation)
        .values(service_url=service_url)
    )


async def drop(session: Session, *, app_id: str, conversation: str) -> None:
    """Forget the conversation: Teams has none of that id."""
    await session.execute(
        delete(TeamsConversation).where(
            TeamsConversation.app_id == app_id, TeamsConversation.conversation == conversation
        )
    )


async def mark_unreachable(
    session: Session, *, app_id: str, tenant_id: str, account: str, why: str, now: datetime
) -> None:
    """Write down that the bot can begin no personal chat with the account."""
    values = {
        "app_id": app_id,
        "tenant_id": tenant_id,
        "conversation": f"@{account}",
        "kind": UNREACHABLE,
        "account": account,
        "service_url": "",
        "stopped": why,
        "seen_at": now,
    }
    if not await insert_once(session, TeamsConversation, values):
        await session.execute(
            update(TeamsConversation)
            .where(TeamsConversation.app_id == app_id, TeamsConversation.conversation == f"@{account}")
            .values(stopped=why, seen_at=now)
        )


async def why_unreachable(session: Session, *, app_id: str, account: str, since: datetime) -> str:
    """Why the bot could begin no personal chat with the account, since then; empty where it may try."""
    query = select(TeamsConversation.stopped).where(
        TeamsConversation.app_id == app_id,
        TeamsConversation.conversation == f"@{account}",
        TeamsConversation.seen_at >= since,
    )
    return await session.scalar(query) or ""


async def keep_member(session: Session, *, app_id: str, account: str, member: str) -> None:
    """Write down by which id the bot knows the account."""
    if not await insert_once(session, TeamsPerson, {"app_id": app_id, "account": account, "member": member}):
        await session.execute(
            update(TeamsPerson)
            .where(TeamsPerson.app_id == app_id, TeamsPerson.account == account)
            .values(member=member)
        )


async def member_of(session: Session, *, app_id: str, account: str) -> str:
    """The id by which the bot knows the account; empty where it never met them."""
    query = select(TeamsPerson.member).where(TeamsPerson.app_id == app_id, TeamsPerson.account == account)
    return await session.scalar(query) or ""


async def doubt(session: Session, *, tenant_id: str, account: str, now: datetime) -> None:
    """Let what is known of the person's chat be old, so that the next thing that comes from there counts."""
    theirs = (
        TeamsConversation.tenant_id == tenant_id,
        TeamsConversation.account == account,
        TeamsConversation.kind == "personal",
    )
    await session.execute(update(TeamsConversation).where(*theirs).values(seen_at=now - LONG_AGO))
