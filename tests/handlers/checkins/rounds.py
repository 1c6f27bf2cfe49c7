"""A round of the check-in, for the tests of what people do with it."""

from dataclasses import replace

from domain.chat import Answer, Request, Say, Sender
from domain.plain_text import plain_text
from handlers import DECIDERS
from handlers.dispatch import dispatch
from handlers.morning import add_item
from handlers.services import Services
from handlers.troubles import tell_ended
from scheduler.firing import Firing
from storage.tables import CheckinAnswer, Occurrence, RegisterItem
from tests.handlers.occurring import at, happen, posts_of, words_of
from tests.handlers.play import DM, NAMES, Play, address

MONDAY = "2026-11-23 09:30"


async def begin(play: Play, when: str = MONDAY) -> Occurrence:
    """Let a round begin at that moment of London's clocks, and its post go out."""
    play.now = at(when)
    row = await happen(play, "checkin")
    await play.deliver()
    return row


async def go_on(play: Play, when: str) -> None:
    """Let the time pass until that moment of London's clocks, and decide what is due by then."""
    play.now = at(when)
    firing = Firing(database=play.database, deciders=DECIDERS, add_item=add_item, tell_ended=tell_ended)
    await firing.fire(play.now)
    await play.deliver()


async def in_channel(play: Play) -> str:
    """What the newest post of a round says by now."""
    await play.deliver()
    if play.messenger.edited:
        return play.messenger.edited[-1][1]
    return words_of((await posts_of(play, "checkin"))[-1])


async def answers(play: Play) -> list[tuple[str, list[str], str]]:
    """Kind, texts and words of every link, oldest first."""
    return [(row.kind, row.texts, row.words) for row in await play.rows(CheckinAnswer)]


async def blockers(play: Play) -> list[str]:
    """What ever stood in the register."""
    return [row.text for row in await play.rows(RegisterItem)]


async def answer(play: Play, who: str, **values: str) -> str:
    """Answer by the form, in direct messages."""
    await play.ask(who, "checkin answer", where=DM)
    return plain_text(await play.fill(who, where=DM, **values))


async def thread_says(
    play: Play, who: str, text: str, *, is_addressed: bool = False, thread: str = ""
) -> Answer:
    """Let somebody say something in the thread below the round's post, or another one."""
    play.keys += 1
    message = (await posts_of(play, "checkin"))[-1].message_id
    where = replace(address(who, "#northwind"), thread=thread or message)
    request = Request(
        key=f"thread-{play.keys}",
        sender=Sender(account=who, name=NAMES[who], is_guest=False),
        address=where,
        act=Say(text=text, is_addressed=is_addressed),
    )
    answered = await dispatch(Services(database=play.database), request, now=play.now)
    play.last[who, "#northwind"] = answered
    return answered
