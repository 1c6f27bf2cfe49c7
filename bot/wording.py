"""How our commands are typed: bare in direct messages, elsewhere as slash commands or after a mention.

What is written one way is no bare command any more, so that writing it again changes nothing.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Literal

from domain.chat import (
    Answer,
    Block,
    Bullets,
    Context,
    Field,
    Fields,
    Form,
    Paragraph,
    Reply,
    Spans,
    Table,
)
from handlers import ROUTES

CODE = re.compile(r"`([^`\n]{1,120})`")

# In channels only slash commands and mentions reach us; Teams, and outsiders of Slack Connect, have no slash
# commands.
Way = Literal["bare", "slash", "mention"]

MENTION = "@Headway"
USUAL_COMMAND = "headway"
# What is typed in the client's channel, wherever it is read.
IN_CHANNELS_ONLY = frozenset({"channels join", "channels leave", "setup"})

Write = Callable[[str], str]


def as_typed(answer: Answer, way: Way, commands: Mapping[str, str]) -> Answer:
    """The answer with each of our commands written the way it has to be typed.

    `commands` maps the names of the slash commands here to the words that each stands for; where there are
    none, what cannot be typed bare is typed after a mention.
    """
    if isinstance(answer, Form):
        return _form(answer, _writer(way, commands))
    return reply_as_typed(answer, way, commands)


def reply_as_typed(reply: Reply, way: Way, commands: Mapping[str, str]) -> Reply:
    """The same for a reply. What somebody typed stays as it is."""
    write = _writer(way, commands)
    return replace(reply, blocks=tuple(_block(block, write) for block in reply.blocks))


def main_command(commands: Mapping[str, str]) -> str:
    """The name of the slash command that stands for no words of its own."""
    return next((name for name, words in commands.items() if not words), USUAL_COMMAND)


def _writer(way: Way, commands: Mapping[str, str]) -> Write:
    def write(text: str) -> str:
        return CODE.sub(lambda found: f"`{_typed(found[1], way, commands)}`", text)

    return write


def _typed(text: str, way: Way, commands: Mapping[str, str]) -> str:
    found = ROUTES.find_command(text)
    if found is None:
        return text
    if way == "bare" and found[0].name not in IN_CHANNELS_ONLY:
        return text
    if way == "mention" or (way == "bare" and not commands):
        return f"{MENTION} {text}"
    return _slash(text, commands)


def _slash(text: str, commands: Mapping[str, str]) -> str:
    for name, words in commands.items():
        if words and f"{text} ".casefold().startswith(f"{words} "):
            return f"/{name} {text[len(words) :].strip()}".strip()
    return f"/{main_command(commands)} {text}"


def _form(form: Form, write: Write) -> Form:
    fields = tuple(_field(field, write) for field in form.fields)
    return replace(form, fields=fields, intro=write(form.intro), error=write(form.error))


def _field(field: Field, write: Write) -> Field:
    return replace(field, hint=write(field.hint), error=write(field.error))


def _block(block: Block, write: Write) -> Block:
    match block:
        case Paragraph(spans=spans):
            return Paragraph(_spans(spans, write))
        case Context(spans=spans):
            return Context(_spans(spans, write))
        case Bullets(items=items):
            return Bullets(tuple(_spans(item, write) for item in items))
        case Fields(pairs=pairs):
            return Fields(tuple((label, _spans(value, write)) for label, value in pairs))
        case Table(rows=rows):
            return replace(block, rows=tuple(tuple(_spans(cell, write) for cell in row) for row in rows))
        case _:
            return block


def _spans(spans: Spans, write: Write) -> Spans:
    return tuple(write(span) if isinstance(span, str) else span for span in spans)
