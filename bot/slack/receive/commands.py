"""Slash commands: answered to the person alone, in the acknowledgement itself where that is possible."""

from dataclasses import replace

from bot.slack.edge import Edge
from bot.slack.receive import modals
from bot.slack.receive.asking import Incoming, incoming
from bot.slack.receive.kinds import Ack, Body, Kind
from bot.slack.receive.posting import message_of, payload_of, post, respond, share_rest
from bot.slack.render import render_reply
from bot.slack.translate import command_request
from domain.chat import Form, Reply, Request, refusal, reply
from handlers.dispatch import will_open_form

MEANWHILE = "One moment…"
# Asked again without a window: the first asking has a receipt of its own.
WITHOUT_WINDOW = "{key}/in-words"


async def work(edge: Edge, body: Body) -> Ack:
    """Do what the command says."""
    it = await incoming(edge, body)
    request = command_request(body, short_forms=edge.commands)
    if will_open_form(request):
        return await _in_window(it, request)
    answer = await it.ask(request)
    if not isinstance(answer, Form):
        return await _ack(it, answer)
    if not await modals.open_with(it.client, body["trigger_id"], answer):
        await post(it.edge, request, answer)
    return None


async def _in_window(it: Incoming, request: Request) -> Ack:
    """Open a window first, before anything is looked up: the trigger lives for three seconds."""
    view_id = await modals.open_first(it.client, it.body["trigger_id"])
    if not view_id:
        return await _in_words(it, request)
    answer = await it.ask_in_window(request)
    if not await modals.fill(it.client, view_id, answer):
        await post(it.edge, request, answer)
    return None


async def _in_words(it: Incoming, request: Request) -> Ack:
    """Answer with a button that opens the form."""
    key = WITHOUT_WINDOW.format(key=request.key)
    answer = await it.ask(replace(request, key=key, can_open_form=False))
    return await _ack(it, answer) if isinstance(answer, Reply) else None


async def _ack(it: Incoming, answer: Reply) -> Ack:
    message = await message_of(it.edge, it.client, answer)
    await share_rest(it.edge, it.client, message, account=it.body["user_id"])
    return payload_of(message) if message.blocks else None


def meanwhile(_body: Body) -> Ack:
    """Say that the answer comes later."""
    return payload_of(render_reply(reply(MEANWHILE)))


async def deliver(edge: Edge, body: Body, ack: Ack) -> None:
    """Send an answer that came too late for the acknowledgement."""
    if ack is None or await respond(edge, body["response_url"], ack):
        return
    it, request = await incoming(edge, body), command_request(body, short_forms=edge.commands)
    # Asked again, what was done is not done again: it is answered as it was.
    await post(edge, request, await it.ask(request))


async def sorry(_edge: Edge, _body: Body, sentence: str) -> Ack:
    """Say why nothing was done."""
    return payload_of(render_reply(refusal(sentence)))


COMMAND = Kind(
    name="command",
    work=work,
    key=lambda body: str(body["trigger_id"]),
    meanwhile=meanwhile,
    deliver=deliver,
    sorry=sorry,
)
