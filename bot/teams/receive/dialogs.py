"""Dialogs: a button opens one, mistakes stand in it, and the result takes the form's place."""

from collections.abc import Mapping
from typing import Any

from bot.teams.arrival import Arrival
from bot.teams.edge import Edge
from bot.teams.receive.again import again_card
from bot.teams.receive.asking import Incoming
from bot.teams.receive.clicks import SECONDS, UNKNOWN, filled
from bot.teams.receive.kinds import Done, Kind, Shown
from bot.teams.receive.settling import settle
from bot.teams.render import attachment, dialog
from bot.teams.translate import FORM, OFFER, click_request, data_of
from domain.chat import Answer, Form, Reply, refusal

TITLE = "Headway"
TOO_OLD = (
    "This form is from an earlier day, and I can't read it any more. Nothing was saved. Please open it again."
)

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
    request = click_request(it.arrival, str(data[OFFER]), can_open_form=True)
    answer = await it.ask(request)
    if isinstance(answer, Reply) and not answer.is_refusal:
        await settle(it.edge, it.arrival, token=str(data[OFFER]), is_done=True)
    return Done(shown=dialog(answer), request=request, answer=answer)


async def _save(it: Incoming, data: Data) -> Done:
    """Save the form. Sent again, a saved one says what was saved."""
    form, request = await filled(it, data)
    answer: Answer = await it.ask(request)
    if form is None and isinstance(answer, Reply) and answer.is_refusal:
        answer = refusal(TOO_OLD)
    title = form.title if form and not isinstance(answer, Form) else ""
    return Done(shown=dialog(answer, title=title), request=request, answer=answer)


def tell(arrival: Arrival, sentence: str) -> Shown:
    """A sentence in the dialog; what was typed stays there to be sent again."""
    data = data_of(arrival.value)
    if FORM not in data:
        return dialog(refusal(sentence))
    card = again_card(sentence, data, surface="dialog")
    return {"task": {"type": "continue", "value": {"title": TITLE, "card": attachment(card)}}}


DIALOG = Kind(name="dialog", work=work, seconds=SECONDS, tell=tell)
