"""Cards as lines of text, the way somebody reads them; what stands on buttons is left out."""

import re
from collections.abc import Iterator

from tests.slack.things import Json
from tests.teams.cards.parts import INPUT, children_of
from tests.teams.things import Dialog, Message

# What Teams' markdown takes away before it is read.
ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!~>|<&@:])")
LINK = re.compile(r"(?<!\\)\[((?:[^\[\]\\]|\\.)*)\]\((?:[^()\s\\]|\\.)*\)")
STRONG = re.compile(r"(?<![\\*])\*\*(?=\S)(.+?)(?<=\S)\*\*")
ENTITIES = {"&lt;": "<", "&gt;": ">", "&nbsp;": " ", "&amp;": "&"}
MARKED = re.compile(r"</?at>")


def read_message(message: Message, key: str = "") -> str:
    """What a message says to a person: the card as they see it, or the text of one without."""
    card = message.card_for(key)
    return read_card(card) if card else plain(message.text)


def read_dialog(dialog: Dialog | None) -> str:
    """What a dialog says: its title, and what stands in it."""
    return "" if dialog is None else "\n".join([dialog.title, *lines_of(dialog.card)])


def read_card(card: Json) -> str:
    """What a card says."""
    return "\n".join(lines_of(card))


def lines_of(part: Json) -> Iterator[str]:
    """Each line of a card or an element; a row of a table is one."""
    for inside in children_of(part):
        if inside["type"] == "TableRow":
            yield "  ".join(" ".join(lines_of(cell)) for cell in children_of(inside))
        else:
            yield from (line for text in _texts(inside) for line in text.splitlines() if line.strip())
            yield from lines_of(inside)


def _texts(element: Json) -> Iterator[str]:
    kind = str(element["type"])
    match kind:
        case "TextBlock":
            yield plain(element["text"])
        case "RichTextBlock":
            yield "".join(run if isinstance(run, str) else _run(run) for run in element["inlines"])
        case "FactSet":
            yield from (f"{plain(fact['title'])}: {plain(fact['value'])}" for fact in element["facts"])
        case "Image":
            yield str(element["altText"])
        case _ if kind.startswith(INPUT):
            yield str(element.get("label") or element.get("title") or "")


def _run(run: Json) -> str:
    """A run of words; one in letters of equal width is a command, which other places write in backticks."""
    return f"`{run['text']}`" if run.get("fontType") == "Monospace" else str(run["text"])


def plain(text: str) -> str:
    """The words of a text, without the marks of Teams' markdown."""
    for mark, replacement in ((LINK, r"\1"), (STRONG, r"\1"), (MARKED, ""), (ESCAPED, r"\1")):
        text = mark.sub(replacement, text)
    for entity, character in ENTITIES.items():
        text = text.replace(entity, character)
    return text
