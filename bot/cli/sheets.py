"""headway import of a spreadsheet: as in the conversation, without the question between."""

import asyncio
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from shlex import quote

import typer

from bot.app import App
from bot.cli.finding import find_engagement, find_person
from bot.cli.opening import opened
from bot.console.translate import address_of
from domain.chat import Block, Buttons, Reply, Request, Sender, Upload, note, reply, say
from domain.errors import Outsider, UserError
from domain.permissions import Action
from domain.plain_text import plain_text
from domain.spreadsheets import NoTable, Sheet
from handlers import permissions
from handlers.kpis.imports.bringing import ENDINGS, keep
from handlers.kpis.imports.deciding import store, summary, undo_buttons
from handlers.kpis.imports.listing import far_off
from handlers.kpis.imports.weighing import Weighed, weigh
from handlers.resolve import enter
from handlers.turn import EngagementTurn, Turn
from storage import console, offers
from storage.console import DIRECT, ConsolePerson
from storage.database import Session
from storage.installation import Named
from storage.people import find_visitor
from storage.spreadsheets import LARGEST_FILE, BadSheet, check_size, read_sheet

WHOSE = "{file} does not say whose it is: add --engagement E and --as PERSON."
SAYS_ITSELF = "An engagement file says itself whose it is: leave --engagement and --as out."
ENGAGEMENT_FILE = ".json"
UNREADABLE = "{file} cannot be read: {what}."
REFUSED = "{file}: {sentence}"
NOT_A_MEMBER = "{person} does not belong to {engagement}."
TAKE_BACK = "To take it back within {minutes} minutes: headway say --as {who} --in dm undo"
LARGE = 1000
READ, CHECKED, STORED = "Read {n:,} rows.", "Checked {n:,} numbers.", "Saved {n:,} numbers."
NOT_ALL = 1


@dataclass(frozen=True, kw_only=True)
class Wish:
    """Which file is brought, to which engagement, by whom."""

    file: Path
    engagement: str
    who: str


def is_one(file: Path, *, engagement: str, who: str) -> bool:
    """Whether the file is a spreadsheet, by its name. Raises UserError where options do not go with it."""
    if file.suffix.casefold() == ENGAGEMENT_FILE:
        if engagement or who:
            raise UserError(SAYS_ITSELF)
        return False
    if file.suffix.casefold() not in ENDINGS and not (engagement or who):
        return False
    if not engagement or not who:
        raise UserError(WHOSE.format(file=file))
    return True


def take_in(wish: Wish, *, now: datetime) -> int:
    """Import the numbers of a spreadsheet and print what became of each. Not 0 where any was not taken."""
    data = _bytes_of(wish.file)
    return asyncio.run(_take_in(wish, data, now))


def _bytes_of(file: Path) -> bytes:
    try:
        with file.open("rb") as opened_file:
            # One byte too many is enough to know.
            data = opened_file.read(LARGEST_FILE + 1)
        check_size(len(data))
    except OSError as failure:
        raise UserError(UNREADABLE.format(file=file, what=failure.strerror)) from failure
    except BadSheet as error:
        raise BadSheet(REFUSED.format(file=file, sentence=error.sentence)) from error
    return data


async def _take_in(wish: Wish, data: bytes, now: datetime) -> int:
    async with opened() as app:
        async with app.database.read() as session:
            person = find_person(await console.people(session), wish.who)
            engagement = await find_engagement(session, wish.engagement)
        try:
            sheet = read_sheet(data)
            _tell(READ, len(sheet.rows))
            text, is_whole = await _store(app, wish, sheet, (person, engagement), now)
        except (BadSheet, NoTable) as error:
            raise BadSheet(REFUSED.format(file=wish.file, sentence=error.sentence)) from error
    typer.echo(text)
    return 0 if is_whole else NOT_ALL


async def _store(
    app: App, wish: Wish, sheet: Sheet, where: tuple[ConsolePerson, Named], now: datetime
) -> tuple[str, bool]:
    """Save in one transaction what the person may save. Return what to print, and whether that was all."""
    async with app.database.write() as session:
        turn = await _turn(session, wish, where, now)
        await permissions.require(turn, Action.WRITE_KPI)
        weighed = await weigh(turn, await keep(turn, sheet, name=wish.file.name))
        _tell(CHECKED, len(weighed.judgement.numbers))
        await store(turn, weighed)
        await _offer_undo(turn, weighed)
        text = _text(turn, weighed, who=wish.who)
    _tell(STORED, len(weighed.judgement.of("accepted")))
    return text, not weighed.judgement.of("held", "rejected")


async def _turn(
    session: Session, wish: Wish, where: tuple[ConsolePerson, Named], now: datetime
) -> EngagementTurn:
    """The turn of this person in this engagement. Raises UserError where they do not belong to it."""
    person, engagement = where
    stranger = UserError(NOT_A_MEMBER.format(person=person.name, engagement=engagement.name))
    request = Request(
        key=secrets.token_hex(16),
        sender=Sender(account=person.account, name=person.name),
        address=address_of(DIRECT + person.account),
        act=Upload(name=wish.file.name, data=b""),
    )
    visitor = await find_visitor(session, address=request.address, account=person.account)
    if visitor is None:
        raise stranger
    turn = Turn(session=session, request=request, now=now, person=visitor.person, workspace=visitor.workspace)
    try:
        return await enter(turn, engagement_id=engagement.id)
    except Outsider as error:
        raise stranger from error


async def _offer_undo(turn: EngagementTurn, weighed: Weighed) -> None:
    """Offer to take it back in the person's direct conversation, as in a chat."""
    if offered := undo_buttons(weighed):
        await offers.save_buttons(turn.session, reply(Buttons(offered)), turn.place)


def _text(turn: EngagementTurn, weighed: Weighed, *, who: str) -> str:
    way_back = [TAKE_BACK.format(minutes=one.minutes, who=quote(who)) for one in undo_buttons(weighed)]
    checks: Sequence[Block] = [say(sentence) for sentence in far_off(turn, weighed)]
    asides: Sequence[Block] = [note(sentence) for sentence in (*weighed.judgement.said, *way_back)]
    return plain_text(Reply(blocks=(*checks, *summary(turn, weighed, most=None), *asides)))


def _tell(sentence: str, n: int) -> None:
    """Say on standard error how far a large import has come."""
    if n >= LARGE:
        typer.echo(sentence.format(n=n), err=True)
