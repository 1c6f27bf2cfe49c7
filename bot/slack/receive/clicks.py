"""Presses of our buttons: in a message, in a window, on the Home tab."""

from dataclasses import replace

from bot.slack.edge import Edge
from bot.slack.receive import modals
from bot.slack.receive.asking import Incoming, incoming
from bot.slack.receive.kinds import Ack, Body, Kind
from bot.slack.receive.posting import Posting, message_of, payload_of, post, respond, share_rest
from bot.slack.receive.settling import is_used, settle
from bot.slack.render import DO, OPEN, render_reply
from bot.slack.translate import click_request
from domain.chat import Answer, Form, Reply, Request, refusal

MODAL = "modal"


async def work(edge: Edge, body: Body) -> Ack:
    """Do what the button stands for, and show what came of it."""
    action = str(body["actions"][0].get("action_id") or "")
    if not action.startswith((DO, OPEN)):
        return None
    it, request = await incoming(edge, body), click_request(body)
    if (body.get("view") or {}).get("type") == MODAL:
        await _fill(it, request, str(body["view"]["id"]))
    elif action.startswith(OPEN) and (view_id := await modals.open_first(it.client, body["trigger_id"])):
        await _fill(it, request, view_id)
    elif "view" in body:
        await _over_home(it, request)
    else:
        await _in_place(it, replace(request, can_open_form=not action.startswith(OPEN)))
    return None


async def _fill(it: Incoming, request: Request, view_id: str) -> None:
    """Let the answer take the place of what stands in the window."""
    answer = await it.ask_in_window(request)
    if not await modals.fill(it.client, view_id, answer):
        await post(it.edge, request, answer)


async def _over_home(it: Incoming, request: Request) -> None:
    """Answer a click on the Home tab in a window: nothing else is near it."""
    await _open_with(it, request, await it.ask(request))


async def _open_with(it: Incoming, request: Request, answer: Answer) -> None:
    if not await modals.open_with(it.client, it.body["trigger_id"], answer):
        await post(it.edge, request, answer)


async def _in_place(it: Incoming, request: Request) -> None:
    """Answer where the button stands: in direct messages by a message, in a channel to the person alone."""
    posting = Posting(edge=it.edge, request=request) if request.address.is_direct else None
    answer = await it.ask(request, keep=posting.keep if posting else None)
    if isinstance(answer, Form):
        await _open_with(it, request, answer)
        return
    await settle(it.edge, it.body, is_done=not answer.is_refusal)
    if posting is None:
        await _privately(it, request, answer)
    else:
        await posting.make_sure(answer)


async def _privately(it: Incoming, request: Request, answer: Reply) -> None:
    """Answer in the channel, to the person alone. What only they see is replaced once its button is used."""
    message = await message_of(it.edge, it.client, answer)
    await share_rest(it.edge, it.client, message, account=request.sender.account)
    is_ephemeral = bool((it.body.get("container") or {}).get("is_ephemeral"))
    replaces = is_ephemeral and not answer.is_refusal and await is_used(it.edge, it.body)
    payload = payload_of(message, replaces=replaces, thread=request.address.thread)
    if message.blocks and not await respond(it.edge, it.body["response_url"], payload):
        await post(it.edge, request, answer)


async def sorry(edge: Edge, body: Body, sentence: str) -> Ack:
    """Say it where the button stands."""
    if body.get("response_url"):
        payload = payload_of(render_reply(refusal(sentence)))
        edge.background.start(respond(edge, body["response_url"], payload))
    return None


def _key(body: Body) -> str:
    return str(body.get("trigger_id") or body["actions"][0]["action_ts"])


CLICK = Kind(name="click", work=work, key=_key, sorry=sorry)
