"""Sent forms: mistakes stand under their fields, and the result takes the form's place."""

import hashlib
import json
from typing import Any

from bot.slack.edge import Edge
from bot.slack.receive import modals
from bot.slack.receive.asking import Incoming, incoming
from bot.slack.receive.kinds import Ack, Body, Kind
from bot.slack.receive.posting import post
from bot.slack.render import (
    errors_of,
    errors_response,
    options_for,
    read_option_field,
    read_view,
    result_view,
    saving_view,
)
from bot.slack.translate import submit_request
from domain.chat import Answer, Form, Reply, Request, refusal
from storage.shown import shown_form

TOO_OLD = (
    "This form is from an earlier day, and I can't read it any more. Nothing was saved. Please open it again."
)


async def work(edge: Edge, body: Body) -> Ack:
    """Save the form."""
    form, _request, answer = await _submitted(await incoming(edge, body))
    if isinstance(answer, Form):
        return errors_response(errors_of(answer), form or answer)
    title = form.title if form else ""
    return _update(modals.view_of(answer, title=title)) if answer.blocks else None


async def _submitted(it: Incoming) -> tuple[Form | None, Request, Answer]:
    """The form as it was shown, and the answer to it. Sent again, a saved one says what was saved."""
    form = await _form_of(it.edge, it.body)
    values = read_view(it.body["view"], form) if form else {}
    form_id = str(it.body["view"].get("external_id") or "")
    request = submit_request(it.body, form=form_id, values=values)
    answer = await it.ask(request)
    if form is None and isinstance(answer, Reply) and answer.is_refusal:
        answer = refusal(TOO_OLD)
    return form, request, answer


def _update(view: dict[str, Any]) -> Ack:
    return {"response_action": "update", "view": view}


async def _form_of(edge: Edge, body: Body) -> Form | None:
    """The form as it was shown."""
    async with edge.services.database.read() as session:
        return await shown_form(session, form_id=str(body["view"].get("external_id") or ""))


def meanwhile(_body: Body) -> Ack:
    """Show that it is being saved."""
    return _update(saving_view())


async def deliver(edge: Edge, body: Body, ack: Ack) -> None:
    """Put into the window what came too late for the acknowledgement."""
    if ack is None:
        return
    it = await incoming(edge, body)
    # What Slack takes as errors in an acknowledgement cannot come later: the form is shown again with them.
    view = ack["view"] if "view" in ack else modals.view_of((await _submitted(it))[2])
    if not await modals.put(it.client, body["view"]["id"], view):
        _form, request, answer = await _submitted(it)
        await post(edge, request, answer)


async def sorry(edge: Edge, body: Body, sentence: str) -> Ack:
    """Say it under the first field, so that nothing that was typed is lost."""
    blocks = body["view"].get("blocks") or []
    first = next((block["block_id"] for block in blocks if block.get("type") == "input"), "")
    if not first:
        return _update(result_view(refusal(sentence)))
    return {"response_action": "errors", "errors": {first: sentence}}


async def find_options(edge: Edge, body: Body) -> Ack:
    """The entries that fit what is being typed into a long choice."""
    form = await _form_of(edge, body)
    name = read_option_field(body, form) if form else ""
    if form is None or not name:
        return {"options": []}
    return options_for(form, name, str(body.get("value") or ""))


async def no_options(_edge: Edge, _body: Body, _sentence: str) -> Ack:
    """Offer nothing for now."""
    return {"options": []}


def _key(body: Body) -> str:
    """The view as it was filled: sent again with other values, it is another request."""
    view = body["view"]
    filled = json.dumps(view.get("state"), sort_keys=True)
    return f"{view['id']}/{hashlib.sha256(filled.encode()).hexdigest()}"


FORM = Kind(name="form", work=work, key=_key, meanwhile=meanwhile, deliver=deliver, sorry=sorry)
OPTIONS = Kind(name="options", work=find_options, key=_key, sorry=no_options)
