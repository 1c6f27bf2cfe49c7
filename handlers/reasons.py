"""Asking for the reason that somebody left out: by a form, with the sentence why it is needed."""

from collections.abc import Mapping
from typing import Any

from domain.chat import Field, Form, FormRef, Reply, reply

WHY = "why"
TOO_SHORT = "That is too short to be understood later."


def ask(form: str, args: Mapping[str, Any], sentence: str, *, typed: str = "") -> Reply:
    """Show the form that asks for the reason, and say why it is asked for; of one that is too short, that."""
    said = f"{TOO_SHORT} {sentence}" if typed else sentence
    known = {**args, WHY: typed} if typed else args
    return Reply(form=FormRef(name=form, args=known), blocks=reply(said).blocks)


def question(title: str, *, about: str, label: str, longest: int, typed: str = "") -> Form:
    """The form with the one question why, with what was typed; what is entered is named WHY."""
    value = (typed,) if typed else ()
    field = Field(name=WHY, label=label, kind="long_text", max_length=longest, value=value)
    return Form(title=title, intro=about, fields=(field,))
