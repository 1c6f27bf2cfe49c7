"""The browser console's channels, people and messages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, or_, select, update

from domain.chat import Sender
from domain.permissions import Role
from storage.database import Session
from storage.insert import insert_new, insert_once
from storage.people import add_visitor, ensure_workspace
from storage.tables import (
    Account,
    ConsoleChannel,
    ConsoleMessage,
    EngagementChannel,
    Membership,
    Workspace,
)

CONSOLE = "console"
DIRECT = "dm:"


@dataclass(frozen=True, kw_only=True)
class ConsolePerson:
    """Somebody whom the console can speak as."""

    account: str
    name: str
    is_guest: bool | None = None


@dataclass(frozen=True, kw_only=True)
class NewMessage:
    """A message to keep. The same `key` is the same message; `seen_by` empty means all see it."""

    conversation: str
    key: str
    author: str = ""
    seen_by: str = ""
    text: str = ""
    reply: dict[str, Any] | None = None


@dataclass(frozen=True, kw_only=True)
class Message:
    """A message that was kept."""

    id: int
    conversation: str
    author: str
    seen_by: str
    text: str
    reply: dict[str, Any] | None
    created_at: datetime


async def channels(session: Session) -> list[str]:
    """The names of all channels, in alphabetical order."""
    return list(await session.scalars(select(ConsoleChannel.name).order_by(ConsoleChannel.name)))


# Queries of every act are built once: building one costs more than running it.
_CHANNEL = select(ConsoleChannel.id).where(ConsoleChannel.name == bindparam("name"))


async def has_channel(session: Session, *, name: str) -> bool:
    """Whether there is a channel of that name."""
    return await session.scalar(_CHANNEL, {"name": name}) is not None


async def add_channel(session: Session, *, name: str, now: datetime) -> bool:
    """Add a channel; False when there is one of that name already."""
    return await insert_once(session, ConsoleChannel, {"name": name, "created_at": now})


async def has_engagement(session: Session, *, channel: str) -> bool:
    """Whether an engagement lives in that channel of the console."""
    lives_here = exists().where(
        EngagementChannel.workspace_id == Workspace.id,
        EngagementChannel.conversation == channel,
        _is_console(),
    )
    return bool(await session.scalar(select(lives_here)))


_PEOPLE = (
    select(Account.external_id, Account.name, Account.is_guest)
    .join(Workspace)
    .where(Workspace.platform == CONSOLE, Workspace.external_id == CONSOLE)
    .order_by(Account.name, Account.external_id)
)


async def people(session: Session) -> list[ConsolePerson]:
    """Everybody with an account in the console, by name."""
    rows = await session.execute(_PEOPLE)
    return [ConsolePerson(account=account, name=name, is_guest=is_guest) for account, name, is_guest in rows]


async def first_lead(session: Session) -> str | None:
    """The account of the first CMO here, by name: who most likely looks when nobody is chosen yet."""
    query = (
        select(Account.external_id)
        .join(Workspace)
        .join(Membership, Membership.person_id == Account.person_id)
        .where(_is_console(), Membership.role == Role.CMO.value, Membership.ended_at.is_(None))
        .order_by(Account.name)
    )
    return await session.scalar(query.limit(1))


async def add_person(session: Session, *, account: str, name: str, now: datetime) -> None:
    """Add a person with an account in the console; `account` must be new there."""
    workspace = await ensure_workspace(session, platform=CONSOLE, external_id=CONSOLE, now=now)
    await add_visitor(session, workspace=workspace, sender=Sender(account=account, name=name), now=now)


async def add_messages(session: Session, messages: Sequence[NewMessage], *, now: datetime) -> None:
    """Keep the messages; those that are kept already are not kept twice."""
    await insert_new(session, ConsoleMessage, [{**vars(message), "created_at": now} for message in messages])


async def add_message(session: Session, message: NewMessage, *, now: datetime) -> int:
    """Keep a message and return its id; one that is kept already is not kept twice."""
    await add_messages(session, [message], now=now)
    found = await find_message(session, key=message.key)
    if found is None:
        raise LookupError("the message was not kept")
    return found


async def find_message(session: Session, *, key: str) -> int | None:
    """The id of the message with this key, if it was kept."""
    return await session.scalar(select(ConsoleMessage.id).where(ConsoleMessage.key == key))


async def change_message(session: Session, *, message_id: int, reply: dict[str, Any]) -> bool:
    """Let a reply of ours say something else. Return False where there is none with this id."""
    ours = (ConsoleMessage.id == message_id, ConsoleMessage.reply.is_not(None))
    changed = update(ConsoleMessage).where(*ours).values(reply=reply).returning(ConsoleMessage.id)
    return (await session.execute(changed)).first() is not None


async def latest(
    session: Session, *, conversation: str, reader: str, limit: int, before: int | None = None
) -> list[Message]:
    """The last `limit` messages that the reader sees, oldest first; those before an id, if given."""
    query = _seen(conversation, reader).order_by(ConsoleMessage.id.desc()).limit(limit)
    if before is not None:
        query = query.where(ConsoleMessage.id < before)
    return [_message(row) for row in await session.scalars(query)][::-1]


async def since(session: Session, *, conversation: str, reader: str, first: int) -> list[Message]:
    """Every message that the reader sees from the id `first` on, oldest first."""
    query = _seen(conversation, reader).where(ConsoleMessage.id >= first).order_by(ConsoleMessage.id)
    return [_message(row) for row in await session.scalars(query)]


async def newest(session: Session, *, reader: str) -> dict[str, int]:
    """Conversation -> id of the newest message that the reader sees and did not write."""
    query = (
        select(ConsoleMessage.conversation, func.max(ConsoleMessage.id))
        .where(_reaches(reader), ConsoleMessage.author != reader)
        .group_by(ConsoleMessage.conversation)
    )
    return {row[0]: row[1] for row in await session.execute(query)}


async def stamp(session: Session, *, reader: str) -> str:
    """A mark that changes whenever something that the reader can see was added."""
    last = select(ConsoleMessage.id).where(_reaches(reader)).order_by(ConsoleMessage.id.desc()).limit(1)
    rooms = select(func.count()).select_from(ConsoleChannel)
    accounts = select(func.count()).select_from(Account).join(Workspace).where(_is_console())
    counted = select(*(query.scalar_subquery() for query in (last, rooms, accounts)))
    return "-".join(str(number or 0) for number in (await session.execute(counted)).one())


def _message(row: ConsoleMessage) -> Message:
    return Message(
        id=row.id,
        conversation=row.conversation,
        author=row.author,
        seen_by=row.seen_by,
        text=row.text,
        reply=row.reply,
        created_at=row.created_at,
    )


def _is_console() -> ColumnElement[bool]:
    return and_(Workspace.platform == CONSOLE, Workspace.external_id == CONSOLE)


def _reaches(reader: str) -> ColumnElement[bool]:
    where = ConsoleMessage.conversation
    is_open = or_(where == DIRECT + reader, where.not_like(DIRECT + "%"))
    return and_(is_open, ConsoleMessage.seen_by.in_(("", reader)))


def _seen(conversation: str, reader: str) -> Select[ConsoleMessage]:
    return select(ConsoleMessage).where(ConsoleMessage.conversation == conversation, _reaches(reader))
