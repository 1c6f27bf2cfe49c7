"""Words past the outbox, into the conversation itself: while the database is away, or what may be lost."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from botbuilder.schema import Activity

from bot.teams.activities import card_activity
from bot.teams.arrival import Arrival
from bot.teams.edge import Edge
from bot.teams.places import conversation_of
from bot.teams.refusals import FAILURES, word_of
from bot.teams.render import render_reply
from domain.chat import refusal

SAY_SECONDS = 15.0
# Sooner, people see the answer itself.
TYPING_AFTER_SECONDS = 0.8

log = structlog.get_logger()


async def say_there(edge: Edge, arrival: Arrival, sentence: str) -> None:
    """Say the sentence where the activity came from; that it failed is only logged."""
    message = render_reply(refusal(sentence))
    if message.card:
        await show_there(edge, arrival, card_activity(message.card, message.summary))


async def show_there(edge: Edge, arrival: Arrival, activity: Activity) -> bool:
    """Send the activity where the arrival came from. Return whether Teams took it."""
    try:
        async with asyncio.timeout(SAY_SECONDS):
            await edge.connector.send(conversation_of(arrival), activity, thread=arrival.thread)
    except (TimeoutError, *FAILURES) as failure:
        log.warning("not_said", app=arrival.app_id, error=word_of(failure))
        return False
    return True


async def change_there(edge: Edge, arrival: Arrival, message_id: str, activity: Activity) -> None:
    """Let the message show the activity for everybody; that it failed is only logged."""
    try:
        async with asyncio.timeout(SAY_SECONDS):
            place = conversation_of(arrival)
            await edge.connector.update(place, message_id, activity, thread=arrival.thread)
    except (TimeoutError, *FAILURES) as failure:
        log.warning("not_changed", app=arrival.app_id, error=word_of(failure))


@asynccontextmanager
async def working(edge: Edge, arrival: Arrival) -> AsyncIterator[None]:
    """Show that we work on it where the block takes long; it neither waits for that nor hears of refusals."""
    showing = edge.background.start(_type_soon(edge, arrival))
    try:
        yield
    finally:
        showing.cancel()


async def _type_soon(edge: Edge, arrival: Arrival) -> None:
    await asyncio.sleep(TYPING_AFTER_SECONDS)
    try:
        async with asyncio.timeout(SAY_SECONDS):
            await edge.connector.typing(conversation_of(arrival))
    except (TimeoutError, *FAILURES) as failure:
        log.info("typing_not_shown", error=word_of(failure))
