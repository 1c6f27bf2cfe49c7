"""Sent forms: mistakes stand under their fields, and the result takes the form's place."""

from typing import Any

import structlog

from bot.slack.edge import Edge
from bot.slack.receive.asking import Incoming, incoming
from bot.slack.receive.kinds import Ack, Body, Kind
from bot.slack.receive.modals import UNREACHED
from bot.slack.receive.posting import post
from bot.slack.refusals import word_of
from bot.slack.render import (
    errors_of,
    errors_response,
    options_for,
    read_option_field,
    read_view,
    render_form,
    result_view,
    saving_view,
)
from bot.slack.translate import submit_request
from domain.chat import Answer, Form, Reply, Request, refusal
from storage.shown import shown_form

TOO_OLD = (
    "This form is from an earlier day, and I can't read it any more. Nothing was saved. Please open it again."
)

log = structlog.get_logger()


async def work(edge: Edge, body: Body) -> Ack:
    """Save the form."""
    it, form = await incoming(edge, body), await _form_of(edge, body)
    if form is None:
        return _update(result_view(refusal(TOO_OLD)))
    request = submit_request(body, form=form.id, values=read_view(body["view"], form))
    answer = await it.ask(request)
    if isinstance(answer, Form):
        return errors_response(errors_of(answer), form)
    return _update(result_view(answer, title=form.title)) if answer.blocks else None


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
    view = ack["view"] if "view" in ack else await _with_errors(it)
    try:
        await it.client.views_update(view_id=body["view"]["id"], view=view)
    except UNREACHED as failure:
        log.info("window_not_filled", error=word_of(failure))
        await _to_messages(it)


async def _with_errors(it: Incoming) -> dict[str, Any]:
    """The form with its mistakes once more: what Slack takes in an acknowledgement cannot come later."""
    asked = await _asked_again(it)
    if asked is None:
        return result_view(refusal(TOO_OLD))
    _request, answer = asked
    return result_view(answer) if isinstance(answer, Reply) else render_form(answer)


async def _to_messages(it: Incoming) -> None:
    """Send the result to the person who closed the window."""
    asked = await _asked_again(it)
    if asked is not None and isinstance(asked[1], Reply):
        await post(it.edge, *asked)


async def _asked_again(it: Incoming) -> tuple[Request, Answer] | None:
    """The form sent once more: a saved one says what was saved, one with mistakes has them still."""
    form = await _form_of(it.edge, it.body)
    if form is None:
        return None
    request = submit_request(it.body, form=form.id, values=read_view(it.body["view"], form))
    return request, await it.ask(request)


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
    view = body["view"]
    return f"{view['id']}/{view.get('hash', '')}"


FORM = Kind(name="form", work=work, key=_key, meanwhile=meanwhile, deliver=deliver, sorry=sorry)
OPTIONS = Kind(name="options", work=find_options, key=_key, sorry=no_options)
