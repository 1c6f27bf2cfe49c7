"""headway say: the console's dispatcher, from a terminal."""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import typer

from bot.app import App
from bot.cli.finding import find_person
from bot.cli.nearest import nearest
from bot.cli.opening import opened
from bot.console.receive import converse
from bot.console.translate import address_of, channel_name, read_act
from domain.chat import Answer, Form, Reply
from domain.errors import UserError
from domain.plain_text import plain_text
from storage import console, offers, people
from storage.codec import to_json
from storage.console import DIRECT, ConsolePerson
from storage.database import Session
from storage.outbox import Post
from storage.shown import shown_form

NO_CHANNEL = "There is no channel {name}."
NOTHING_SAID = "Say something, or send a form with --form."
BOTH_SAID = "Give either TEXT or --form, not both."
NOT_JSON = "--form must be a JSON object of field names and what to enter, such as {example}."
EXAMPLE = '{"leads": "103"}'
NO_FORM = "No form is open for {name} there. Say a command that shows one first."
SILENT = "Nothing to answer: in a channel, only commands and words to @headway count."
NO_FIELD = "The form has no field {name}."
DM = "dm"
NOT_DONE = 1


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What was typed on the command line."""

    who: str
    where: str
    text: str = ""
    form: str | None = None
    as_json: bool = False


@dataclass(frozen=True, kw_only=True)
class Said:
    """The answer, and the posts that reached the same conversation with it."""

    answer: Answer
    posts: tuple[Reply, ...] = ()


async def say(wish: Wish, *, now: datetime) -> int:
    """Say it, print the answer and what was posted there since; what was not done is a failure."""
    values = _read_wish(wish)
    async with opened() as app:
        said = await _converse(app, wish, values, now)
    text = as_json(said) if wish.as_json else as_text(said)
    typer.echo(text or SILENT, err=not text)
    return NOT_DONE if is_undone(said.answer, has_form=values is not None) else 0


def is_undone(answer: Answer, *, has_form: bool) -> bool:
    """Whether a form came back unsaved, or the answer is a refusal or an apology."""
    return has_form if isinstance(answer, Form) else answer.is_refusal


def as_text(said: Said) -> str:
    """The answer and the posts as lines of text."""
    texts = (plain_text(one) for one in (said.answer, *said.posts))
    return "\n\n".join(text for text in texts if text)


def as_json(said: Said) -> str:
    """The answer as JSON: its parts, its plain text, and the posts that came with it."""
    posts = [_structure(post) for post in said.posts]
    return json.dumps({**_structure(said.answer), "posts": posts}, ensure_ascii=False, indent=2)


def _structure(answer: Answer) -> dict[str, Any]:
    return {**to_json(answer), "text": plain_text(answer)}


def _read_wish(wish: Wish) -> Mapping[str, Sequence[str]] | None:
    """The values of the form, if one is sent. Raises UserError where the wish makes no sense."""
    if wish.form is None and not wish.text.strip():
        raise UserError(NOTHING_SAID)
    if wish.form is None:
        return None
    if wish.text.strip():
        raise UserError(BOTH_SAID)
    try:
        entered = json.loads(wish.form, parse_int=str, parse_float=str, parse_constant=str)
    except ValueError as error:
        raise UserError(NOT_JSON.format(example=EXAMPLE)) from error
    if not isinstance(entered, dict):
        raise UserError(NOT_JSON.format(example=EXAMPLE))
    return {name: _read_value(value) for name, value in entered.items()}


def _read_value(value: Any) -> tuple[str, ...]:
    match value:
        case None:
            return ()
        case str():
            return (value,)
        case list() if all(isinstance(one, str) for one in value):
            return tuple(value)
    raise UserError(NOT_JSON.format(example=EXAMPLE))


async def _converse(app: App, wish: Wish, values: Mapping[str, Sequence[str]] | None, now: datetime) -> Said:
    async with app.database.read() as session:
        known = await console.people(session)
        person = find_person(known, wish.who)
        place = await _find_place(session, person, wish.where)
        act: dict[str, Any] = {"kind": "say", "text": wish.text}
        if values is not None:
            form = await _open_form(session, person, place)
            act = {"kind": "submit_form", "form": form.id, "values": _filled(form, values)}
        body = {"as": person.account, "in": place, "key": secrets.token_hex(16), "act": act}
        request, said = read_act(body, known)
    answer = await converse(app.services, request, now=now, said=said)
    sent = await app.delivery.deliver(now)
    return Said(answer=answer, posts=tuple(post.reply for post in sent if _is_here(post, place)))


def _is_here(post: Post, place: str) -> bool:
    return (post.address.conversation or DIRECT + post.address.account) == place


async def _find_place(session: Session, person: ConsolePerson, typed: str) -> str:
    """The channel or the person's direct conversation. Raises UserError with the nearest channels."""
    if typed.strip().casefold() == DM:
        return DIRECT + person.account
    name = channel_name(typed)
    if name and await console.has_channel(session, name=name):
        return name
    raise UserError(nearest(NO_CHANNEL.format(name=typed), name, await console.channels(session)))


def _filled(form: Form, values: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """What stood in the form, and over it what was entered. Raises UserError for a field it has not."""
    standing: dict[str, Sequence[str]] = {field.name: field.value for field in form.fields}
    for name in values:
        if form.fields and name not in standing:
            raise UserError(nearest(NO_FIELD.format(name=name), name, list(standing)))
    return {**standing, **values}


async def _open_form(session: Session, person: ConsolePerson, place: str) -> Form:
    """The form that the person was shown last there. Raises UserError where there is none."""
    address = address_of(place)
    visitor = await people.find_visitor(session, address=address, account=person.account)
    shown = visitor and await offers.latest_form(
        session, person_id=visitor.person.id, conversation=address.place
    )
    if not shown:
        raise UserError(NO_FORM.format(name=person.name))
    return await shown_form(session, form_id=shown.token) or Form(title="", fields=(), id=shown.token)
