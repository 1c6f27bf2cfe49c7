"""New people and new channels: the two forms that are the console's own."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

from bot.console.translate import LONGEST_NAME, account_id, channel_name
from bot.storable import REPLACEMENT
from domain.chat import Field, Form, Values, one
from storage import console
from storage.database import Session

NEEDS_NAME = "Please type a name."
NEEDS_LETTERS = "Please use at least one letter or digit."
NAME_TAKEN = "There is a {name} already. Please add something that tells them apart."
INVISIBLE = "There is something invisible in this name. Please type it anew."

UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp"})
# Characters without a look of their own that are no format characters to Unicode.
BLANKS = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0]")

NEW_PERSON = Form(
    title="New person",
    intro="Somebody to speak as, for trying things out. They belong to no engagement yet.",
    fields=(Field(name="name", label="Name", placeholder="Maren Holt", max_length=LONGEST_NAME),),
    submit_label="Add person",
)
NEW_CHANNEL = Form(
    title="New channel",
    intro="An engagement lives in a channel. Everybody here can read it.",
    fields=(Field(name="name", label="Name", placeholder="alder-clinics", max_length=LONGEST_NAME),),
    submit_label="Add channel",
)
FORMS: Mapping[str, Form] = {"people": NEW_PERSON, "channels": NEW_CHANNEL}


async def add_person(session: Session, values: Values, *, now: datetime) -> Form | str:
    """Add the person and return their account, or the form with what is wrong."""
    typed = one(values, "name")
    name = " ".join(typed.split())[:LONGEST_NAME]
    known = await console.people(session)
    error = _invisible(typed) or _name_error(name, {person.name for person in known})
    if error:
        return _again(NEW_PERSON, name, error)
    account = account_id(name, {person.account for person in known})
    await console.add_person(session, account=account, name=name, now=now)
    return account


async def add_channel(session: Session, values: Values, *, now: datetime) -> Form | str:
    """Add the channel and return its name, or the form with what is wrong."""
    typed = one(values, "name")
    name = channel_name(typed)
    if error := _invisible(typed):
        return _again(NEW_CHANNEL, typed, error)
    if not name:
        return _again(NEW_CHANNEL, typed, NEEDS_LETTERS if typed else NEEDS_NAME)
    if not await console.add_channel(session, name=name, now=now):
        return _again(NEW_CHANNEL, typed, NAME_TAKEN.format(name=name))
    return name


def _name_error(name: str, taken: Collection[str]) -> str:
    if not _look(name):
        return NEEDS_NAME
    alike = next((other for other in taken if _look(other) == _look(name)), "")
    return NAME_TAKEN.format(name=alike) if alike else ""


def _look(name: str) -> str:
    """What a person sees of a name: two that look alike have the same."""
    seen = "".join(char for char in BLANKS.sub("", name) if unicodedata.category(char) not in UNSEEN)
    return " ".join(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", seen).casefold()).split())


def _invisible(typed: str) -> str:
    # What no database keeps was replaced on the way in.
    is_seen = all(unicodedata.category(char) not in UNSEEN and char != REPLACEMENT for char in typed)
    return "" if is_seen else INVISIBLE


def _again(form: Form, entered: str, error: str) -> Form:
    return replace(form, fields=(replace(form.fields[0], value=(entered,), error=error),))
