"""From what Teams sends to a Request: who, where, and what they did."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

from bot.storable import clean
from bot.teams.arrival import Arrival, text_at
from domain.chat import Act, Address, Click, Request, Say, Sender, SubmitForm, Values
from storage.teams_conversations import TEAMS

BOT_PREFIX = "28:"
NAME = "Headway"
# What a button, a form and a page button carry.
OFFER, FORM, PAGE = "offer", "form", "page"
LINE_END = re.compile(r"\r\n?|\N{LINE SEPARATOR}|\N{PARAGRAPH SEPARATOR}")
HARD_SPACE = "\N{NO-BREAK SPACE}"
# Style marks that the whole begins with, as of a command copied from us.
STYLED = re.compile(r"\s*(?P<mark>```|\*\*|[`*_])(?=\S)(?P<words>.+?)(?<=\S)(?P=mark)(?=\s|$)", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Mentioned:
    """Somebody who is mentioned: the words that stand for them in the text, and who they are to this bot."""

    words: str
    member: str
    name: str
    account: str = ""


def mentions_in(arrival: Arrival) -> Iterator[Mentioned]:
    """Whoever is mentioned in the message, ourselves too, in the order of the text."""
    entities = arrival.body.get("entities")
    for entity in entities if isinstance(entities, list) else ():
        if text_at(entity, "type") == "mention":
            yield Mentioned(
                words=text_at(entity, "text"),
                member=text_at(entity, "mentioned", "id"),
                name=text_at(entity, "mentioned", "name"),
                account=text_at(entity, "mentioned", "aadObjectId"),
            )


def is_said_to_us(arrival: Arrival) -> bool:
    """Whether the message is meant for us: every one in the personal chat, elsewhere one that mentions us."""
    if arrival.member.startswith(BOT_PREFIX) or not arrival.account:
        return False
    return arrival.is_personal or any(one.member == arrival.bot for one in mentions_in(arrival))


def said_words(arrival: Arrival, accounts: Mapping[str, str]) -> str:
    """What was typed, without our own mention; `accounts` maps the members who are mentioned to theirs.

    A mention of a person stands there as <@account>.
    """
    text = text_at(arrival.body, "text")
    is_ours_gone = False
    for one in mentions_in(arrival):
        if not one.words:
            continue
        if one.member == arrival.bot and not is_ours_gone:
            text, is_ours_gone = text.replace(one.words, " ", 1), True
            continue
        account = accounts.get(one.member) or one.account
        text = text.replace(one.words, f"<@{account}>" if account else f"@{one.name}", 1)
    return _without_name(_tidy(text), arrival)


def _without_name(words: str, arrival: Arrival) -> str:
    """The words without our name before them, typed out as it stands in what people copy from us."""
    name = f"@{text_at(arrival.body, 'recipient', 'name') or NAME} ".casefold()
    is_named = arrival.is_personal and words.casefold().startswith(name)
    return words[len(name) :].lstrip() if is_named else words


def _tidy(text: str) -> str:
    """The words as they were typed: entities and line ends read, styles around a command left out."""
    words = LINE_END.sub("\n", unescape(text)).replace(HARD_SPACE, " ")
    words = clean(words).strip()
    while found := STYLED.match(words):
        words = found["words"] + words[found.end() :]
    return words


def say_request(arrival: Arrival, words: str) -> Request:
    """A message with these words."""
    return _request(arrival, f"message/{arrival.id}", Say(text=words), can_open_form=arrival.is_personal)


def click_request(arrival: Arrival, token: str, *, can_open_form: bool) -> Request:
    """A press of one of our buttons."""
    return _request(arrival, f"click/{arrival.id}", Click(button=token), can_open_form=can_open_form)


def submit_request(arrival: Arrival, form: str, values: Values) -> Request:
    """A filled form; `form` is the id of its showing."""
    act = SubmitForm(form=form, values=values)
    return _request(arrival, f"submit/{arrival.id}", act, can_open_form=True)


def act_request(arrival: Arrival, act: Act, *, key: str, can_open_form: bool) -> Request:
    """Anything else that somebody did; `key` tells it from the other acts of the same activity."""
    return _request(arrival, f"{key}/{arrival.id}", act, can_open_form=can_open_form)


def _request(arrival: Arrival, key: str, act: Act, *, can_open_form: bool) -> Request:
    return Request(
        key=f"{arrival.app_id}/{arrival.conversation}/{key}",
        sender=Sender(account=arrival.account, name=text_at(arrival.body, "from", "name")),
        address=address_of(arrival, is_said=isinstance(act, Say)),
        act=act,
        can_open_form=can_open_form,
    )


def address_of(arrival: Arrival, *, is_said: bool = True) -> Address:
    """Where it was done; a button or form in the personal chat may be about a channel, and names no place."""
    is_direct = arrival.is_personal
    return Address(
        platform=TEAMS,
        workspace=arrival.tenant,
        conversation=arrival.conversation if is_said or not is_direct else "",
        thread="" if is_direct else arrival.thread,
        account=arrival.account if is_direct else "",
    )


def token_in(data: Mapping[str, Any], name: str) -> str:
    """The token that a button or form carries under the name; empty for what is none of ours."""
    return text_at(data, name)


def data_of(value: Any) -> Mapping[str, Any]:
    """What one of our buttons or forms carries: below `action` of an Execute, below `data` of a dialog's."""
    for path in (("action", "data"), ("data",), ()):
        found: Any = value
        for name in path:
            found = found.get(name) if isinstance(found, Mapping) else None
        if isinstance(found, Mapping) and ({OFFER, FORM, PAGE} & found.keys()):
            return found
    return {}
