"""Presses of our buttons in messages, and short forms that are filled there."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.teams.activities import card_activity
from bot.teams.arrival import Arrival
from bot.teams.edge import Edge
from bot.teams.receive.again import again_card
from bot.teams.receive.asking import Incoming
from bot.teams.receive.kinds import Done, Kind, Shown
from bot.teams.receive.posting import Posting, direct_of
from bot.teams.receive.saying import change_there, say_there
from bot.teams.receive.settling import drawn, pressed_message, settle, standing_of
from bot.teams.render import read_form, render_form, render_reply
from bot.teams.send import IN_OUR_CHAT, out_of_reach, why_shut
from bot.teams.translate import FORM, OFFER, PAGE, click_request, data_of, submit_request, token_in
from domain.chat import Address, Answer, Form, Reply, Request, note, reply
from storage.shown import shown_form
from storage.teams_conversations import TEAMS

# Teams shows people an error after some more seconds.
SECONDS = 4.3
CARD = "application/vnd.microsoft.card.adaptive"
WORDS = "application/vnd.microsoft.activity.message"

BELOW = "My answer is below."
SENT = "You sent this form."
PRESS_AGAIN = "That took too long. Please press it again in a moment."
OLD_LIST = "This list is an old one. Please ask me for it again."
UNKNOWN = "I don't know this button any more. Type `help` to see what I can do."

Data = Mapping[str, Any]


async def work(edge: Edge, arrival: Arrival) -> Done:
    """Do what the button stands for, and show what came of it."""
    data = data_of(arrival.value)
    card, done = await _act(edge, arrival, data)
    if card:
        return replace(done, shown=card_shown(card))
    return replace(done, shown=_words_shown(await _said(edge, arrival, data, done.answer)))


async def act_in_message(edge: Edge, arrival: Arrival, data: Data) -> Done:
    """The same for a client that sends it as a message: what it would be shown, the message becomes."""
    card, done = await _act(edge, arrival, data)
    message_id = pressed_message(arrival)
    if card and message_id:
        await change_there(edge, arrival, message_id, card_activity(card, ""))
    elif PAGE in data:
        await say_there(edge, arrival, OLD_LIST)
    return done


async def _act(edge: Edge, arrival: Arrival, data: Data) -> tuple[dict[str, Any] | None, Done]:
    """Do it, and give the card that takes the place of the one that was pressed, if there is one."""
    it = Incoming(edge=edge, arrival=arrival)
    if OFFER in data:
        return await _press(it, token_in(data, OFFER))
    if FORM in data:
        return await _save(it, data)
    if PAGE in data:
        return await _page(edge, arrival, data), Done()
    return None, Done()


async def _press(it: Incoming, token: str) -> tuple[dict[str, Any] | None, Done]:
    """Do what was offered. The answer is a message: in the personal chat, where only the asker sees it."""
    request = click_request(it.arrival, token, can_open_form=not it.edge.has_dialogs)
    # Asked where it was pressed, answered in the personal chat.
    posting = Posting(edge=it.edge, request=replace(request, address=direct_of(request)))
    answer = await it.ask(request, keep=posting.keep)
    if isinstance(answer, Form) and posting.can_stand_here(answer):
        return render_form(answer, surface=it.edge.surface), Done(request=posting.request, answer=answer)
    is_done = isinstance(answer, Reply) and not answer.is_refusal
    card = await settle(it.edge, it.arrival, token=token, is_done=is_done)
    await posting.make_sure(answer)
    return card, Done(request=posting.request, answer=answer)


async def _save(it: Incoming, data: Data) -> tuple[dict[str, Any] | None, Done]:
    """Save a form that stands in a message. Mistakes stand in it, else its answer is a message below."""
    form, request = await filled(it, data)
    posting = Posting(edge=it.edge, request=replace(request, address=direct_of(request), can_open_form=True))
    answer = await it.ask(request, keep=posting.keep)
    if isinstance(answer, Form):
        return render_form(answer, surface=it.edge.surface), Done(request=posting.request, answer=answer)
    await posting.make_sure(answer)
    card = await _sent(it, form, answer) if form is not None and not answer.is_refusal else None
    return card, Done(request=posting.request, answer=answer)


async def _sent(it: Incoming, form: Form, answer: Reply) -> dict[str, Any] | None:
    """What takes the place of a form that was sent: what the message said before, if it was not its own."""
    said = f"{SENT} {await _where(it.edge, it.arrival, answer)}"
    standing = await standing_of(it.edge, it.arrival)
    if standing is not None:
        return (await drawn(it.edge, standing.reply, used=standing.used, note=said)).card
    card, message_id = render_reply(reply(form.title, note(said))).card, pressed_message(it.arrival)
    if card and message_id:
        activity = card_activity(card, form.title)
        it.edge.background.start(change_there(it.edge, it.arrival, message_id, activity))
    return card


async def filled(it: Incoming, data: Data) -> tuple[Form | None, Request]:
    """The form as it was shown, and the request that brings its values."""
    form_id = token_in(data, FORM)
    async with it.edge.services.database.read() as session:
        form = await shown_form(session, form_id=form_id)
    values = read_form(data, form) if form else {}
    return form, submit_request(it.arrival, form_id, values)


async def _page(edge: Edge, arrival: Arrival, data: Data) -> dict[str, Any] | None:
    """The page of a long message that was asked for."""
    standing = await standing_of(edge, arrival)
    page = data.get(PAGE)
    if standing is None or not isinstance(page, int):
        return None
    return (await drawn(edge, standing.reply, used=standing.used, page=page)).card


def card_shown(card: dict[str, Any]) -> Shown:
    """The answer to an Action.Execute that puts a card in the place of the one that was pressed."""
    return {"statusCode": 200, "type": CARD, "value": card}


def _words_shown(words: str) -> Shown:
    return {"statusCode": 200, "type": WORDS, "value": words}


async def _said(edge: Edge, arrival: Arrival, data: Data, answer: Answer | None) -> str:
    if PAGE in data:
        return OLD_LIST
    if not data:
        return UNKNOWN
    return await _where(edge, arrival, answer)


async def _where(edge: Edge, arrival: Arrival, answer: Answer | None) -> str:
    """Where the answer is; where we know that it cannot be read there yet, what to do about that."""
    if arrival.is_personal:
        return BELOW
    trouble = await why_shut(edge, Address(platform=TEAMS, workspace=arrival.tenant, account=arrival.account))
    is_off_record = isinstance(answer, Reply) and answer.is_off_record
    return IN_OUR_CHAT if trouble is None else out_of_reach(trouble, waits=not is_off_record)


def tell(arrival: Arrival, sentence: str) -> Shown:
    """A sentence in place of what was asked; what was typed into a form stays there to be sent again."""
    data = data_of(arrival.value)
    if PAGE in data:
        # A page has no other way to the reader.
        return _words_shown(PRESS_AGAIN)
    if FORM in data:
        return card_shown(again_card(sentence, data, surface="message"))
    return _words_shown(sentence)


CLICK = Kind(name="click", work=work, seconds=SECONDS, tell=tell)
