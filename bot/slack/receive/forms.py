"""Sent forms: mistakes stand under their fields, and the result takes the form's place."""

from typing import Any

import structlog

from bot.slack.edge import Edge
from bot.slack.receive.asking import ask, client_of
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
from domain.chat import Form, Reply, Values, refusal
from handlers import forms
from storage.shown import shown_form

TOO_OLD = (
    "This form is from an earlier day, and I can't read it any more. Nothing was saved. Please open it again."
)

log = structlog.get_logger()


async def work(edge: Edge, body: Body) -> Ack:
    """Save the form."""
    form = await _form_of(edge, body)
    if form is None:
        return _update(result_view(refusal(TOO_OLD)))
    request = submit_request(body, form=form.id, values=read_view(body["view"], form))
    answer = await ask(edge, body, request)
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
    view = await _late_view(edge, body, ack)
    if view is None:
        return
    client = await client_of(edge, body)
    try:
        await client.views_update(view_id=body["view"]["id"], view=view)
    except UNREACHED as failure:
        log.info("window_not_filled", error=word_of(failure))
        await _to_messages(edge, body)


async def _late_view(edge: Edge, body: Body, ack: Ack) -> dict[str, Any] | None:
    if ack is None or "view" in ack:
        return None if ack is None else ack["view"]
    form = await _form_of(edge, body)
    if form is None:
        return result_view(refusal(TOO_OLD))
    again = await _with_errors(edge, body, form)
    return render_form(again) if isinstance(again, Form) else result_view(again)


async def _with_errors(edge: Edge, body: Body, form: Form) -> Form | Reply:
    """The form with its mistakes once more: what Slack takes in an acknowledgement cannot come later."""
    values = read_view(body["view"], form)
    answer = await ask(edge, body, submit_request(body, form=form.id, values=values))
    return _shown_again(answer, values) if isinstance(answer, Form) else answer


def _shown_again(form: Form, values: Values) -> Form:
    return forms.show_again(form, values, errors_of(form))


async def _to_messages(edge: Edge, body: Body) -> None:
    """Send the result to the person who closed the window: asked again, a saved form says what was saved."""
    form = await _form_of(edge, body)
    if form is None:
        return
    request = submit_request(body, form=form.id, values=read_view(body["view"], form))
    answer = await ask(edge, body, request)
    if isinstance(answer, Reply):
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
    view = body["view"]
    return f"{view['id']}/{view.get('hash', '')}"


FORM = Kind(name="form", work=work, key=_key, meanwhile=meanwhile, deliver=deliver, sorry=sorry)
OPTIONS = Kind(name="options", work=find_options, key=_key, sorry=no_options)
