"""Presses of our buttons: in a message, in a window, on the Home tab."""

from dataclasses import replace

from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.edge import Edge
from bot.slack.receive import modals
from bot.slack.receive.asking import ask, ask_in_window, client_of
from bot.slack.receive.kinds import Ack, Body, Kind
from bot.slack.receive.posting import Posting, message_of, payload_of, post, respond, share_rest
from bot.slack.receive.settling import is_used, settle
from bot.slack.render import DO, OPEN, render_reply
from bot.slack.translate import click_request
from domain.chat import Answer, Form, Reply, Request, refusal

MODAL = "modal"
WITHOUT_WINDOW = "{key}/in-words"


async def work(edge: Edge, body: Body) -> Ack:
    """Do what the button stands for, and show what came of it."""
    action = str(body["actions"][0].get("action_id") or "")
    if not action.startswith((DO, OPEN)):
        return None
    request = click_request(body)
    if (body.get("view") or {}).get("type") == MODAL:
        await _in_window(edge, body, request, str(body["view"]["id"]))
    elif action.startswith(OPEN):
        await _with_window(edge, body, request)
    else:
        await _in_place(edge, body, request)
    return None


async def _in_window(edge: Edge, body: Body, request: Request, view_id: str) -> None:
    """Let the answer take the place of what stands in the window."""
    client = await client_of(edge, body)
    answer = await ask_in_window(edge, body, request)
    if not await modals.fill(client, view_id, answer):
        await _elsewhere(edge, request, answer)


async def _with_window(edge: Edge, body: Body, request: Request) -> None:
    """Open a window before anything is looked up; without a fresh trigger, answer in words."""
    client = await client_of(edge, body)
    view_id = await modals.open_first(client, body["trigger_id"])
    if not view_id:
        await _in_place(edge, body, replace(request, can_open_form=False))
        return
    answer = await ask_in_window(edge, body, request)
    if not await modals.fill(client, view_id, answer):
        await _elsewhere(edge, request, answer)


async def _in_place(edge: Edge, body: Body, request: Request) -> None:
    """Answer where the button stands: in direct messages by a message, in a channel to the person alone."""
    is_home = "view" in body
    posting = Posting(edge=edge, request=request) if request.address.is_direct and not is_home else None
    answer = await ask(edge, body, request, keep=posting.keep if posting else None)
    client = await client_of(edge, body)
    if isinstance(answer, Form) or is_home:
        if not await modals.open_with(client, body["trigger_id"], answer):
            await _again(edge, body, request, answer)
        return
    await settle(edge, body)
    if posting is None:
        await _privately(edge, client, body, answer)
    else:
        await posting.make_sure(answer)


async def _again(edge: Edge, body: Body, request: Request, answer: Answer) -> None:
    """Answer in words what no window could be opened for."""
    if isinstance(answer, Form):
        key = WITHOUT_WINDOW.format(key=request.key)
        answer = await ask(edge, body, replace(request, key=key, can_open_form=False))
    await _elsewhere(edge, request, answer)


async def _privately(edge: Edge, client: AsyncWebClient, body: Body, answer: Reply) -> None:
    """Answer in the channel, to the person alone. What only they see is replaced once its button is used."""
    message = await message_of(edge, client, answer)
    await share_rest(edge, client, message, account=body["user"]["id"])
    is_ephemeral = bool((body.get("container") or {}).get("is_ephemeral"))
    replaces = is_ephemeral and not answer.is_refusal and await is_used(edge, body)
    payload = payload_of(message, replaces=replaces)
    if message.blocks and not await respond(edge, body["response_url"], payload):
        await _elsewhere(edge, click_request(body), answer)


async def _elsewhere(edge: Edge, request: Request, answer: Answer) -> None:
    """Answer by a message where nothing else is left."""
    if isinstance(answer, Reply):
        await post(edge, request, answer)


async def sorry(edge: Edge, body: Body, sentence: str) -> Ack:
    """Say it where the button stands."""
    if body.get("response_url"):
        await respond(edge, body["response_url"], payload_of(render_reply(refusal(sentence))))
    return None


def _key(body: Body) -> str:
    return str(body.get("trigger_id") or body["actions"][0]["action_ts"])


CLICK = Kind(name="click", work=work, key=_key, sorry=sorry)
