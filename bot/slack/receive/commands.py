"""Slash commands: answered to the person alone, in the acknowledgement itself where that is possible."""

from dataclasses import replace

from bot.slack.edge import Edge
from bot.slack.receive import modals
from bot.slack.receive.asking import ask, ask_in_window, client_of
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
    request = command_request(body, short_forms=edge.commands)
    if will_open_form(request):
        return await _in_window(edge, body, request)
    answer = await ask(edge, body, request)
    if isinstance(answer, Form):
        client = await client_of(edge, body)
        if await modals.open_with(client, body["trigger_id"], answer):
            return None
        return await _in_words(edge, body, request)
    return await _ack(edge, body, answer)


async def _in_window(edge: Edge, body: Body, request: Request) -> Ack:
    """Open a window first, before anything is looked up: the trigger lives for three seconds."""
    client = await client_of(edge, body)
    view_id = await modals.open_first(client, body["trigger_id"])
    if not view_id:
        return await _in_words(edge, body, request)
    answer = await ask_in_window(edge, body, request)
    if not await modals.fill(client, view_id, answer) and isinstance(answer, Reply):
        await post(edge, request, answer)
    return None


async def _in_words(edge: Edge, body: Body, request: Request) -> Ack:
    """Answer with a button that opens the form."""
    key = WITHOUT_WINDOW.format(key=request.key)
    answer = await ask(edge, body, replace(request, key=key, can_open_form=False))
    return await _ack(edge, body, answer) if isinstance(answer, Reply) else None


async def _ack(edge: Edge, body: Body, answer: Reply) -> Ack:
    client = await client_of(edge, body)
    message = await message_of(edge, client, answer)
    await share_rest(edge, client, message, account=body["user_id"])
    return payload_of(message) if message.blocks else None


def meanwhile(_body: Body) -> Ack:
    """Say that the answer comes later."""
    return payload_of(render_reply(reply(MEANWHILE)))


async def deliver(edge: Edge, body: Body, ack: Ack) -> None:
    """Send an answer that came too late for the acknowledgement."""
    if ack is not None:
        await respond(edge, body["response_url"], ack)


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
