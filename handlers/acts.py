"""What each act leads to: words, a click, a form asked for, a form sent, a file."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from domain.chat import (
    Answer,
    Click,
    FieldErrors,
    Form,
    FormRef,
    OpenForm,
    Reply,
    Say,
    SubmitForm,
    Upload,
    note,
    refusal,
    reply,
)
from domain.errors import UserError
from domain.plain_text import plain_text
from handlers import ROUTES, forms, people, permissions, spoken
from handlers.buttons import OPEN_FORM, RUN
from handlers.kpis.day import refresh_day
from handlers.offers import Gone, standing, typed
from handlers.resolve import CHOOSE, WhichEngagement, ask_which, choose, enter, split_client
from handlers.routing import FormRoute, Route
from handlers.tripwires.watching import watch_changes
from handlers.turn import EngagementTurn, Turn
from storage import offers

UNDO = "undo"
NOTHING_TO_UNDO = "There is nothing of yours to undo here. [Undo] works for 15 minutes, for whoever did it."
ABOUT = "{client}:"
NO_FILE = "I can't read {name}. I take tables of numbers (CSV, TSV, XLSX) and engagement files (JSON)."
DROP_AGAIN = "Pick one, then drop the file here again."

_COMMAND_SIGN = re.compile(r"\s*(?:/|@(?=headway\b))?(headway\b)?\s*", re.IGNORECASE)


class Refused(Exception):
    """A sent form has something wrong in it; nothing is saved and it is shown again."""

    def __init__(self, token: str, errors: Mapping[str, str]) -> None:
        super().__init__("a form was refused")
        self.token = token
        self.errors = errors


def bare_command(text: str) -> str:
    """The command without the signs that platforms put before it, and without `in CLIENT:`."""
    _client, words = split_client(text)
    return words[_COMMAND_SIGN.match(words).end() :]  # type: ignore[union-attr]  # it matches anything


def needs_writing(answer: Answer | None) -> bool:
    """Whether the answer has buttons, or is a form: those are stored."""
    return not isinstance(answer, Reply) or answer.form is not None or any(answer.buttons)


async def perform(turn: Turn) -> Answer:
    """Do what was asked."""
    act = turn.request.act
    match act:
        case Say():
            return await _say(turn, act)
        case Click():
            return await _click(turn, act.button)
        case OpenForm():
            if act.form not in ROUTES.forms:
                raise Gone
            return await _open(turn, ROUTES.forms[act.form], act.args)
        case SubmitForm():
            return await _submit(turn, act)
        case Upload():
            return await _upload(turn, act)


async def _say(turn: Turn, say: Say, engagement_id: int | None = None) -> Answer:
    if not say.is_addressed and turn.request.address.thread:
        heard = await spoken.overhear(turn, say.text)
        return reply() if heard is None else await _finish(*heard)
    client, words = split_client(say.text)
    found = ROUTES.find_command(bare_command(say.text))
    is_discreet = found is not None and found[0].is_discreet and not found[1]
    try:
        if found is not None:
            route, rest = found
            if rest and route.takes_nothing and not spoken.may_be_sentence(turn, route, rest):
                return await _unknown(turn, say.text)
            inside = turn
            if route.needs_engagement:
                inside = await enter(turn, named=client, engagement_id=engagement_id)
            said = await spoken.obey(inside, route, rest, words)
            answer = await (_unknown(inside, say.text) if said is None else _finish(*said))
        elif (token := await typed(turn, words)) is not None:
            return await _click(turn, token)
        else:
            return await _plain_words(turn, say, words, client, engagement_id)
    except WhichEngagement as which:
        wish = {"text": say.text, "discreet": is_discreet}
        answer = await _finish(turn, ask_which(which.seats, wish))
    # Nobody keeps that somebody came to a form that may be sent without a name.
    return replace(answer, is_off_record=True) if is_discreet and isinstance(answer, Reply) else answer


async def _enter(
    turn: Turn, route: Route | FormRoute, *, named: str = "", engagement_id: int | None = None
) -> Turn:
    if not route.needs_engagement:
        return turn
    inside = await enter(turn, named=named, engagement_id=engagement_id)
    if route.action is not None:
        await permissions.require(inside, route.action)
    return inside


async def _plain_words(turn: Turn, say: Say, words: str, client: str, engagement_id: int | None) -> Answer:
    if words.strip().casefold() == UNDO:
        return refusal(NOTHING_TO_UNDO)
    if not say.is_addressed:
        is_near = spoken.looks_misspelt(bare_command(say.text))
        return await _unknown(turn, say.text) if is_near else reply()
    if spoken.is_greeting(words):
        offered = await spoken.offer(turn, words, client=client)
        return await (spoken.greet(turn, words, client) if offered is None else _finish(*offered))
    meant = engagement_id or await spoken.meant(turn, words, client)
    inside = await enter(turn, named=client, engagement_id=meant)
    said = await spoken.read(inside, words)
    return await (_unknown(inside, say.text) if said is None else _finish(inside, said))


async def _unknown(turn: Turn, text: str) -> Reply:
    return spoken.unknown(bare_command(await people.with_names(turn, text)))


async def _click(turn: Turn, token: str) -> Answer:
    turn, offer = await standing(turn, token)
    if offer.route == OPEN_FORM:
        route = ROUTES.forms[offer.args["form"]]
        return await _open(turn, route, offer.args["args"], offer.engagement_id)
    if offer.route == RUN:
        return await _say(turn, Say(text=offer.args["text"]), offer.engagement_id)
    if offer.route == CHOOSE and offer.args.get("discreet"):
        wish = dict(offer.args)
        await offers.forget(turn.session, group=offer.group)
        return await _go_on(turn, wish)
    if offer.route == CHOOSE:
        await offers.use(turn.session, offer, person_id=turn.person.id, now=turn.now)
        await choose(turn, offer.args["engagement"])
        return await _go_on(turn, offer.args)
    taken = ROUTES.clicks[offer.route]
    if not taken.is_read:
        await offers.use(turn.session, offer, person_id=turn.person.id, now=turn.now)
    inside = await _enter(turn, taken, engagement_id=offer.engagement_id)
    return await _finish(inside, await taken.run(inside, offer.args))


async def _go_on(turn: Turn, wish: Mapping[str, Any]) -> Answer:
    """Do what was asked before the question which client is meant."""
    if "form" in wish:
        return await _open(turn, ROUTES.forms[wish["form"]], wish["args"], wish["engagement"])
    return await _say(turn, Say(text=wish["text"]), wish["engagement"])


async def _open(
    turn: Turn, route: FormRoute, args: Mapping[str, object], engagement_id: int | None = None
) -> Answer:
    try:
        inside = await _enter(turn, route, engagement_id=engagement_id)
    except WhichEngagement as which:
        asked = ask_which(which.seats, {"form": route.name, "args": dict(args)})
        return await _finish(turn, replace(asked, is_off_record=route.is_discreet))
    return await _finish(inside, Reply(form=FormRef(name=route.name, args=args)))


async def _submit(turn: Turn, act: SubmitForm) -> Answer:
    turn, offer = await standing(turn, act.form, is_form=True)
    route = ROUTES.forms[offer.route]
    inside = await _enter(turn, route, engagement_id=offer.engagement_id)
    try:
        result = await route.submit(inside, offer.args, act.values)
    except UserError as error:
        raise Refused(offer.token, {"": error.sentence}) from error
    if isinstance(result, FieldErrors):
        raise Refused(offer.token, result.errors)
    await offers.use(turn.session, offer, person_id=turn.person.id, now=turn.now)
    return await _finish(inside, result)


async def refill(turn: Turn, refused: Refused) -> Form:
    """The refused form again, with its values and what is wrong with them."""
    act = turn.request.act
    if not isinstance(act, SubmitForm):
        raise TypeError("only a sent form can be refused")
    form = await form_as_shown(turn, refused.token)
    return forms.show_again(form, act.values, refused.errors)


async def form_as_shown(turn: Turn, token: str) -> Form:
    """The form of this showing, built again. Raises UserError where it is not open to the person."""
    turn, offer = await standing(turn, token, is_form=True)
    route = ROUTES.forms[offer.route]
    inside = await _enter(turn, route, engagement_id=offer.engagement_id)
    return replace(await forms.build(inside, route, offer.args), id=offer.token)


async def _upload(turn: Turn, act: Upload) -> Answer:
    for route in ROUTES.uploads:
        if route.endings and not act.name.casefold().endswith(route.endings):
            continue
        try:
            inside = await _enter(turn, route)
        except WhichEngagement as which:
            asked = ask_which(which.seats, {"text": "kpi import"})
            return await _finish(turn, replace(asked, blocks=(*asked.blocks, note(DROP_AGAIN))))
        if (answer := await route.run(inside, act)) is not None:
            return await _finish(inside, answer)
    raise UserError(NO_FILE.format(name=act.name))


def _typed(turn: Turn) -> str:
    """The command that was typed, without what stood behind it."""
    act = turn.request.act
    found = ROUTES.find_command(bare_command(act.text)) if isinstance(act, Say) else None
    return "" if found is None else found[0].name


async def _finish(turn: Turn, answer: Reply) -> Answer:
    """Open the form that the reply asks for, or store the offers behind its buttons."""
    if not turn.only_reads:
        await watch_changes(turn)
        await refresh_day(turn)
        if answer.form is not None and turn.request.can_open_form:
            why = plain_text(replace(answer, form=None))
            return await forms.show(turn, ROUTES.forms[answer.form.name], answer.form.args, why=why)
        if answer.form is not None:
            answer = await forms.offer(turn, ROUTES.forms[answer.form.name], answer, typed=_typed(turn))
    if isinstance(turn, EngagementTurn) and turn.is_one_of_several and answer.blocks:
        answer = replace(answer, blocks=(note(ABOUT.format(client=turn.engagement.name)), *answer.blocks))
    if turn.only_reads or not any(answer.buttons):
        return answer
    return await offers.save_buttons(turn.session, answer, turn.place)
