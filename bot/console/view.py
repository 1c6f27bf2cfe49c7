"""What one person sees of the console right now, as the page takes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.console.render import (
    UNREADABLE_REPLY,
    Line,
    Place,
    Reader,
    empty_html,
    lists_html,
    messages_html,
    people_html,
)
from domain.chat import Chart, Reply, reply
from storage import console
from storage.codec import reply_from_json
from storage.console import DIRECT, ConsolePerson, Message
from storage.database import Session
from storage.offers import closed_offers

PAGE = 100
HEADWAY = "Headway"
WRITE_IN = "Message {name}"
WRITE_SETUP = "Type setup to begin"
WRITE_NOBODY = "Choose who you are first"


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What a page asks to see. `first` is the oldest message that it shows already.

    `token` is the page's own, with which the browser fetches the pictures.
    """

    account: str = ""
    conversation: str = ""
    zone: str = ""
    first: int | None = None
    wants_earlier: bool = False
    token: str = ""


@dataclass(frozen=True, kw_only=True)
class Scene:
    """Who looks at what: the wish, as far as it can be met."""

    people: Sequence[ConsolePerson]
    channels: Sequence[str]
    me: str
    conversation: str
    token: str


async def look(session: Session, wish: Wish, *, now: datetime) -> dict[str, Any]:
    """Everything that the page shows, as JSON with pieces of HTML in it."""
    scene = await _scene(session, wish)
    rows = await _rows(session, scene, wish)
    first = rows[0].id if rows else None
    lines = [_line(row) for row in rows]
    has_engagement = await console.has_engagement(session, channel=scene.conversation)
    return {
        "as": scene.me,
        "in": scene.conversation,
        "title": _title(scene),
        "placeholder": _placeholder(scene, has_engagement=has_engagement),
        "people": people_html(scene.people, current=scene.me),
        "lists": await _lists(session, scene),
        "messages": await _messages(session, scene, lines, zone=zone_of(wish.zone), now=now)
        if lines
        else _empty(scene, has_engagement=has_engagement),
        "first": first,
        "has_earlier": await _has_earlier(session, scene, first),
        "stamp": await console.stamp(session, reader=scene.me),
    }


async def chart_of(session: Session, wish: Wish, *, message: int, at: int) -> Chart | None:
    """The chart at the place `at` of a message; None where this person sees no such thing."""
    rows = await console.latest(
        session, conversation=wish.conversation, reader=wish.account, limit=1, before=message + 1
    )
    stored = rows[0].reply if rows and rows[0].id == message else None
    blocks = () if stored is None else _reply(stored).blocks
    block = blocks[at] if at < len(blocks) else None
    return block if isinstance(block, Chart) else None


def zone_of(name: str) -> tzinfo:
    """The time zone of that name; UTC where there is none."""
    try:
        return ZoneInfo(name) if name else UTC
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


async def _scene(session: Session, wish: Wish) -> Scene:
    people = await console.people(session)
    channels = await console.channels(session)
    accounts = [person.account for person in people]
    me = wish.account
    if me not in accounts:
        me = await console.first_lead(session) or next(iter(accounts), "")
    mine = DIRECT + me
    if wish.conversation in channels or wish.conversation == mine:
        conversation = wish.conversation
    elif wish.conversation.startswith(DIRECT) or not channels:
        conversation = mine
    else:
        conversation = channels[0]
    return Scene(people=people, channels=channels, me=me, conversation=conversation, token=wish.token)


async def _rows(session: Session, scene: Scene, wish: Wish) -> Sequence[Message]:
    conversation, reader = scene.conversation, scene.me
    if wish.first is None or wish.conversation != conversation:
        return await console.latest(session, conversation=conversation, reader=reader, limit=PAGE)
    rows = await console.since(session, conversation=conversation, reader=reader, first=wish.first)
    if not wish.wants_earlier:
        return rows
    earlier = await console.latest(
        session, conversation=conversation, reader=reader, limit=PAGE, before=wish.first
    )
    return [*earlier, *rows]


async def _has_earlier(session: Session, scene: Scene, first: int | None) -> bool:
    if first is None:
        return False
    where = scene.conversation
    return bool(await console.latest(session, conversation=where, reader=scene.me, limit=1, before=first))


def _line(row: Message) -> Line:
    return Line(
        id=row.id,
        author=row.author,
        text=row.text,
        reply=None if row.reply is None else _reply(row.reply),
        is_private=bool(row.seen_by) and not row.conversation.startswith(DIRECT),
        at=row.created_at,
    )


def _reply(stored: dict[str, Any]) -> Reply:
    try:
        return reply_from_json(stored)
    except ValueError:
        return reply(UNREADABLE_REPLY)


async def _messages(
    session: Session, scene: Scene, lines: Sequence[Line], *, zone: tzinfo, now: datetime
) -> str:
    names = {person.account: person.name for person in scene.people}
    buttons = {button.id for line in lines if line.reply for button in line.reply.buttons if button.id}
    closed = await closed_offers(session, buttons, now=now) if buttons else set()
    reader = Reader(account=scene.me, conversation=scene.conversation, token=scene.token)
    return messages_html(lines, names=names, closed=closed, zone=zone, reader=reader)


async def _lists(session: Session, scene: Scene) -> str:
    newest = await console.newest(session, reader=scene.me) if scene.me else {}

    def place(conversation: str, name: str) -> Place:
        is_current = conversation == scene.conversation
        number = newest.get(conversation, 0)
        return Place(conversation=conversation, name=name, newest=number, is_current=is_current)

    direct = [place(DIRECT + scene.me, HEADWAY)] if scene.me else []
    return lists_html([place(channel, channel) for channel in scene.channels], direct)


def _empty(scene: Scene, *, has_engagement: bool) -> str:
    return empty_html(
        conversation=scene.conversation,
        has_engagement=has_engagement,
        has_people=bool(scene.people),
        has_channel=bool(scene.channels),
    )


def _title(scene: Scene) -> str:
    return HEADWAY if scene.conversation.startswith(DIRECT) else scene.conversation


def _placeholder(scene: Scene, *, has_engagement: bool) -> str:
    if not scene.me:
        return WRITE_NOBODY
    is_direct = scene.conversation.startswith(DIRECT)
    return WRITE_IN.format(name=_title(scene)) if has_engagement or is_direct else WRITE_SETUP
