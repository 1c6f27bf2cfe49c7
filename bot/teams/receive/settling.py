"""After a button was pressed: what cannot be pressed again leaves the message, for everybody who sees it."""

from dataclasses import dataclass
from typing import Any

import structlog

from bot.teams.activities import card_activity
from bot.teams.arrival import Arrival, text_at
from bot.teams.edge import Edge
from bot.teams.receive.saying import change_there
from bot.teams.render import TeamsMessage, render_reply
from bot.teams.send import charts_of
from bot.teams.translate import address_of
from bot.wording import Way, reply_as_typed
from domain.chat import Reply
from storage import outbox
from storage.failures import DATABASE_FAILURES
from storage.offers import used_offers

DONE_BY = "{label}: {name}"
# Of the five that Teams waits for the answer of an invoke.
CHART_SECONDS = 2.0

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A message of ours as it stands in a conversation, and which of its buttons were used."""

    id: str
    reply: Reply
    used: frozenset[str]


def pressed_message(arrival: Arrival) -> str:
    """The id of the message whose button was pressed; what is pressed in a dialog has none."""
    return text_at(arrival.body, "replyToId")


async def standing_of(edge: Edge, arrival: Arrival) -> Standing | None:
    """The message whose button was pressed; None where we don't know any more what it said."""
    message_id = pressed_message(arrival)
    if not message_id:
        return None
    try:
        async with edge.services.database.read() as session:
            reply = await outbox.said(session, address=address_of(arrival), message_id=message_id)
            if reply is None:
                return None
            used = await used_offers(session, {button.id for button in reply.buttons})
    except DATABASE_FAILURES as failure:
        log.warning("buttons_not_looked_up", error=type(failure).__name__)
        return None
    # It is kept as it was decided, not as it was sent.
    way: Way = "bare" if arrival.is_personal else "mention"
    return Standing(id=message_id, reply=reply_as_typed(reply, way, {}), used=frozenset(used))


async def settle(edge: Edge, arrival: Arrival, *, token: str, is_done: bool) -> dict[str, Any] | None:
    """Take the used buttons out of the message. Return its card as it is now; None where nothing changed.

    `is_done`: this press did something, so it may say in a channel who pressed.
    """
    standing = await standing_of(edge, arrival)
    # Whoever presses nothing that stands there changes nothing there either.
    if standing is None or not standing.used or token not in {one.id for one in standing.reply.buttons}:
        return None
    note = _note(standing, arrival, token) if is_done and not arrival.is_personal else ""
    message = await drawn(edge, standing.reply, used=standing.used, note=note)
    if not message.card:
        return None
    activity = card_activity(message.card, message.summary)
    # What the answer of an invoke shows is for whoever pressed; the message itself changes for all.
    edge.background.start(change_there(edge, arrival, standing.id, activity))
    return message.card


async def drawn(
    edge: Edge, reply: Reply, *, used: frozenset[str] = frozenset(), note: str = "", page: int = 1
) -> TeamsMessage:
    """The reply as a message, its charts as pictures where that works."""
    charts = await charts_of(edge, reply, seconds=CHART_SECONDS)
    return render_reply(reply, charts=charts, used=used, note=note, page=page, surface=edge.surface)


def _note(standing: Standing, arrival: Arrival, token: str) -> str:
    """Say who pressed what, where others read along."""
    label = next((button.label for button in standing.reply.buttons if button.id == token), "")
    if token not in standing.used or not label:
        return ""
    return DONE_BY.format(label=label, name=text_at(arrival.body, "from", "name"))
