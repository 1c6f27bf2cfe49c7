"""Shortcuts: a window opens at once, and holds what the words of the shortcut are answered."""

from dataclasses import replace

import structlog

from bot.slack.edge import Edge
from bot.slack.installations import NotInstalled
from bot.slack.quoting import feedback_args
from bot.slack.receive import modals
from bot.slack.receive.asking import Incoming, incoming
from bot.slack.receive.kinds import AWAY, Ack, Body, Kind, sentence_for
from bot.slack.receive.posting import post
from bot.slack.refusals import FAILURES
from bot.slack.registrations import GIVE_FEEDBACK, SAVE_AS_FEEDBACK, UPDATE_KPIS
from bot.slack.translate import shortcut_request, words_request
from domain.chat import Address, Answer, Request, refusal
from storage import channels

UNKNOWN = "I don't know this shortcut any more. Type `help` in a message to me to see what I can do."
# Pressed, a global shortcut is the same as these words in a direct message.
WORDS = {UPDATE_KPIS: "kpi", GIVE_FEEDBACK: "feedback"}

log = structlog.get_logger()


async def work(edge: Edge, body: Body) -> Ack:
    """Open the window, then find out what belongs into it."""
    it = await incoming(edge, body)
    view_id = await modals.open_first(it.client, body["trigger_id"])
    if not view_id:
        return await _in_words(it)
    try:
        request = await _request(it, can_open_form=True)
    except AWAY as error:
        await modals.fill(it.client, view_id, refusal(sentence_for(error)))
        return None
    answer: Answer = refusal(UNKNOWN) if request is None else await it.ask_in_window(request)
    if not await modals.fill(it.client, view_id, answer) and request is not None:
        await post(edge, request, answer)
    return None


async def _in_words(it: Incoming) -> Ack:
    """Answer by a message with a button that opens the form."""
    request = await _request(it, can_open_form=False)
    if request is not None:
        await post(it.edge, request, await it.ask(request))
    return None


async def _request(it: Incoming, *, can_open_form: bool) -> Request | None:
    callback = it.body.get("callback_id")
    if callback in WORDS:
        return words_request(it.body, WORDS[callback], can_open_form=can_open_form)
    if callback != SAVE_AS_FEEDBACK:
        return None
    args = await feedback_args(it.edge, it.client, it.body)
    request = shortcut_request(it.body, form="feedback", args=args, can_open_form=can_open_form)
    return request if await _is_home(it.edge, request.address) else _as_direct(request)


async def _is_home(edge: Edge, address: Address) -> bool:
    """Whether an engagement lives in the channel of the message."""
    async with edge.services.database.read() as session:
        return await channels.is_home(session, address)


def _as_direct(request: Request) -> Request:
    """Ask which client is meant where the channel does not say: people hear things everywhere."""
    address = replace(request.address, conversation="", thread="", account=request.sender.account)
    return replace(request, address=address)


async def sorry(edge: Edge, body: Body, sentence: str) -> Ack:
    """Say it in a window; where none can be opened, nobody can be told."""
    try:
        it = await incoming(edge, body)
        await modals.open_with(it.client, body["trigger_id"], refusal(sentence))
    except (*AWAY, *FAILURES, NotInstalled) as error:
        log.warning("nobody_told", error=type(error).__name__)
    return None


SHORTCUT = Kind(name="shortcut", work=work, key=lambda body: str(body["trigger_id"]), sorry=sorry)
