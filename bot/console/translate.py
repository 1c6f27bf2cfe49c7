"""From what the page sends to a Request."""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from bot.storable import clean
from domain.chat import Act, Address, Click, OpenForm, Request, Say, Sender, SubmitForm, Upload
from domain.errors import UserError
from storage.console import CONSOLE, DIRECT, ConsolePerson

UNREADABLE = "I could not read what this page sent. Please reload the page and try again."
NOBODY = "I do not know {account}. Please choose who you are and try again."

HEADWAY = "@headway"
LONGEST_NAME = 60
NAME_END = r"(?![\w])"


class Unknown(UserError):
    """I do not know that person or channel. Please reload the page and try again."""


class SayAct(BaseModel):
    """Words from the composer."""

    kind: Literal["say"]
    text: str


class ClickAct(BaseModel):
    """A press of a button."""

    kind: Literal["click"]
    button: str


class OpenFormAct(BaseModel):
    """A wish for a form."""

    kind: Literal["open_form"]
    form: str


class SubmitFormAct(BaseModel):
    """A filled form."""

    kind: Literal["submit_form"]
    form: str
    values: dict[str, tuple[str, ...]]


class Envelope(BaseModel):
    """What comes with every act: who, where, and the page's own key for it."""

    account: str = Field(alias="as")
    conversation: str = Field(alias="in")
    key: str = Field(pattern=r"^[\w-]{8,64}$")
    zone: str = ""
    locale: str = ""


class Posted(Envelope):
    """One act of one person."""

    act: Annotated[SayAct | ClickAct | OpenFormAct | SubmitFormAct, Field(discriminator="kind")]


_ENVELOPE = TypeAdapter(Envelope)
_POSTED = TypeAdapter(Posted)
_VALUES = TypeAdapter(dict[str, tuple[str, ...]])


def read_act(body: Any, people: Collection[ConsolePerson]) -> tuple[Request, str]:
    """The request behind a posted act, and the words as typed. Raises UserError when it cannot be read."""
    posted: Posted = _read(_POSTED, body)
    address = address_of(posted.conversation)
    said = ""
    match posted.act:
        case SayAct(text=text):
            said = text
            act: Act = read_words(text, people, is_direct=address.is_direct)
        case ClickAct(button=button):
            act = Click(button=button)
        case OpenFormAct(form=form):
            act = OpenForm(form=form)
        case SubmitFormAct(form=form, values=values):
            act = SubmitForm(form=form, values=values)
    return _request(posted, act, people), said


def read_upload(fields: Mapping[str, str], upload: Upload, people: Collection[ConsolePerson]) -> Request:
    """The request behind a dropped file. Raises UserError when it cannot be read."""
    envelope: Envelope = _read(_ENVELOPE, dict(fields))
    return _request(envelope, Upload(name=clean(upload.name), data=upload.data), people)


def read_values(body: Any) -> dict[str, tuple[str, ...]]:
    """The entered values of one of the console's own forms. Raises UserError."""
    values: dict[str, tuple[str, ...]] = _read(_VALUES, body)
    return values


def address_of(conversation: str) -> Address:
    """The console's address of a channel or of somebody's direct conversation."""
    account = conversation.removeprefix(DIRECT) if conversation.startswith(DIRECT) else ""
    return Address(platform=CONSOLE, workspace=CONSOLE, conversation=conversation, account=account)


def read_words(text: str, people: Collection[ConsolePerson], *, is_direct: bool) -> Say:
    """What somebody typed: a slash or our own name says that it is for us; names become mentions."""
    bare = text.strip()
    is_mention = re.match(HEADWAY + NAME_END, bare, re.IGNORECASE) is not None
    if is_mention:
        bare = bare[len(HEADWAY) :].lstrip(" ,:")
    is_command = bare.startswith("/")
    if is_command:
        bare = re.sub(r"^/(?:headway\b)?\s*", "", bare, flags=re.IGNORECASE)
    return Say(text=with_mentions(bare, people), is_addressed=is_direct or is_mention or is_command)


def with_mentions(text: str, people: Collection[ConsolePerson]) -> str:
    """The text with every @Name of somebody whom we know as <@account>."""
    accounts = _names(people)
    if "@" not in text or not accounts:
        return text
    longest_first = sorted(accounts, key=len, reverse=True)
    names = "|".join(re.escape(name) for name in longest_first)
    pattern = re.compile(rf"(?<![\w<])@({names}){NAME_END}", re.IGNORECASE)
    return pattern.sub(lambda found: f"<@{accounts[found[1].casefold()]}>", text)


def account_id(name: str, taken: Collection[str]) -> str:
    """A new account id from a name: U_MAREN_HOLT, with a number behind it when it is taken."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    wanted = "U_" + (re.sub(r"[^A-Z0-9]+", "_", letters.upper()).strip("_") or "PERSON")
    number, made = 1, wanted
    while made in taken:
        number += 1
        made = f"{wanted}_{number}"
    return made


def channel_name(typed: str) -> str:
    """The name of a channel as it is stored: #lower-case-with-dashes; empty if nothing is left."""
    words = re.sub(r"[^\w]+", "-", typed.strip().casefold()).strip("-_")
    return f"#{words[:LONGEST_NAME]}" if words else ""


def _names(people: Collection[ConsolePerson]) -> dict[str, str]:
    firsts = [_first_name(person.name) for person in people]
    alone = {
        first: person.account
        for first, person in zip(firsts, people, strict=True)
        if firsts.count(first) == 1
    }
    full = {person.name.casefold(): person.account for person in people}
    return alone | full | {person.account.casefold(): person.account for person in people}


def _first_name(name: str) -> str:
    return name.casefold().split(maxsplit=1)[0] if name.strip() else name.casefold()


def _request(envelope: Envelope, act: Act, people: Collection[ConsolePerson]) -> Request:
    sender = next((p for p in people if p.account == envelope.account), None)
    if sender is None:
        raise Unknown(NOBODY.format(account=envelope.account))
    return Request(
        key=f"{CONSOLE}:{envelope.key}",
        sender=Sender(
            account=sender.account,
            name=sender.name,
            zone=envelope.zone,
            locale=envelope.locale,
            # Whoever is here is a full member, unless an import said otherwise.
            is_guest=sender.is_guest is True,
        ),
        address=address_of(envelope.conversation),
        act=act,
        can_open_form=True,
    )


def _read(adapter: TypeAdapter[Any], body: Any) -> Any:
    try:
        return adapter.validate_python(_clean_all(body))
    except (ValidationError, RecursionError) as error:
        raise UserError(UNREADABLE) from error


def _clean_all(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {clean(str(key)): _clean_all(inner) for key, inner in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        return [_clean_all(inner) for inner in value]
    return value
