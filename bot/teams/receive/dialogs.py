"""Dialogs: a button opens one, mistakes stand in it, and the result takes the form's place."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.teams.arrival import Arrival, text_at
from bot.teams.edge import Edge
from bot.teams.receive.again import again_card
from bot.teams.receive.asking import Incoming
from bot.teams.receive.clicks import SECONDS, UNKNOWN, filled
from bot.teams.receive.kinds import Done, Kind, Shown
from bot.teams.receive.posting import direct_of, post
from bot.teams.receive.settling import CHART_SECONDS, settle
from bot.teams.render import attachment, dialog, options_for, read_dataset, render_reply
from bot.teams.send import charts_of
from bot.teams.translate import FORM, OFFER, click_request, data_of, token_in
from domain.chat import Answer, Form, Reply, Request, refusal, reply
from storage.shown import shown_form

TITLE = "Headway"
TOO_OLD = (
    "This form is from an earlier day, and I can't read it any more. Nothing was saved. Please open it again."
)

LONG = "This is long. I wrote it to you in your own chat with me, page by page."
NO_FORM = Form(title=TITLE, fields=())

Data = Mapping[str, Any]


async def work(edge: Edge, arrival: Arrival) -> Done:
    """Open the dialog, or do what was pressed in it."""
    return await act(Incoming(edge=edge, arrival=arrival), data_of(arrival.value))


async def act(it: Incoming, data: Data) -> Done:
    """Do what a button in a dialog, or one that opens one, stands for."""
    if FORM in data:
        return await _save(it, data)
    if OFFER not in data:
        return Done(shown=dialog(refusal(UNKNOWN)))
    request = click_request(it.arrival, token_in(data, OFFER), can_open_form=True)
    answer = await it.ask(request)
    if isinstance(answer, Reply) and not answer.is_refusal:
        await settle(it.edge, it.arrival, token=token_in(data, OFFER), is_done=True)
    return Done(shown=await shown_in(it, request, answer), request=request, answer=answer)


async def shown_in(it: Incoming, request: Request, answer: Answer, title: str = "") -> Shown:
    """The answer as a dialog. One of several pages goes to the personal chat, where they can be turned."""
    if isinstance(answer, Form):
        return dialog(answer)
    if render_reply(answer, surface="dialog").pages > 1:
        await post(it.edge, replace(request, address=direct_of(request)), answer)
        return dialog(reply(LONG), title=title)
    return dialog(answer, title=title, charts=await charts_of(it.edge, answer, seconds=CHART_SECONDS))


async def _save(it: Incoming, data: Data) -> Done:
    """Save the form. Sent again, a saved one says what was saved."""
    form, request = await filled(it, data)
    answer: Answer = await it.ask(request)
    if form is None and isinstance(answer, Reply) and answer.is_refusal:
        answer = refusal(TOO_OLD)
    shown = await shown_in(it, request, answer, form.title if form else "")
    return Done(shown=shown, request=request, answer=answer)


async def find_options(edge: Edge, arrival: Arrival) -> Done:
    """The entries that fit what is being typed into a long choice."""
    form_id, name = read_dataset(text_at(arrival.value, "dataset"))
    if not form_id:
        return Done(shown=options_for(NO_FORM, "", ""))
    async with edge.services.database.read() as session:
        form = await shown_form(session, form_id=form_id)
    return Done(shown=options_for(form or NO_FORM, name, text_at(arrival.value, "queryText")))


def no_options(_arrival: Arrival, _sentence: str) -> Shown:
    """Offer nothing for now."""
    return options_for(NO_FORM, "", "")


def tell(arrival: Arrival, sentence: str) -> Shown:
    """A sentence in the dialog; what was typed stays there to be sent again."""
    data = data_of(arrival.value)
    if FORM not in data:
        return dialog(refusal(sentence))
    card = again_card(sentence, data, surface="dialog")
    return {"task": {"type": "continue", "value": {"title": TITLE, "card": attachment(card)}}}


DIALOG = Kind(name="dialog", work=work, seconds=SECONDS, tell=tell)
OPTIONS = Kind(name="options", work=find_options, seconds=SECONDS, tell=no_options)
