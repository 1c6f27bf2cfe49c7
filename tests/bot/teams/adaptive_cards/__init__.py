"""What Teams refuses, cuts or does not show in cards and dialogs, each with its source.

S: the schema of Adaptive Cards 1.5. F: Teams' "Format cards". U: Teams' "Universal Actions".
D: Teams' "Dialogs". W: the 28 KB of incoming webhooks, to which bots were once held, too.
It knows only the kinds of elements that we make: any other is a problem too.
"""

import json
import re
from collections import Counter
from typing import Any

from tests.bot.teams.adaptive_cards.elements import Piece, Problems, check_element, walk

CARD_BYTES = 28 * 1024  # W
PICTURE = re.compile(r'"data:image/[^"]*"')
CARD_KEYS = {"type", "$schema", "version", "fallbackText", "body", "msteams"}
AT = re.compile("<at>.*?</at>")


def card_problems(card: Piece, *, surface: str = "message") -> list[str]:
    """What is wrong with a card in a message or a dialog; nothing for one that is fine."""
    return [*_frame(card), *_body(card, surface), *_inputs(card), *_mentions(card)]


def dialog_problems(answer: Piece) -> list[str]:
    """What is wrong with the answer to task/fetch or task/submit; an empty one closes the dialog (D)."""
    if not answer:
        return []
    value = answer["task"]["value"]
    made = [] if answer["task"]["type"] == "continue" else ["a dialog continues"]
    if not value["title"].strip():
        made.append("a dialog has a title")
    made += [f"{side} is no number of pixels" for side in ("height", "width") if not 0 < value[side] < 2000]
    if value["card"]["contentType"] != "application/vnd.microsoft.card.adaptive":
        made.append("no card")
    return [*made, *card_problems(value["card"]["content"], surface="dialog")]


def _frame(card: Piece) -> Problems:
    if (card["type"], card["version"]) != ("AdaptiveCard", "1.5"):  # U: 1.5 for Action.Execute
        yield "no card of version 1.5"
    if set(card) - CARD_KEYS:
        yield f"unknown keys {set(card) - CARD_KEYS}"
    if not card["fallbackText"].strip():
        yield "no words for a client that is too old"
    if not card["body"]:
        yield "an empty card"
    if len(PICTURE.sub('""', json.dumps(card))) > CARD_BYTES:
        yield "MessageSizeTooBig"


def _body(card: Piece, surface: str) -> Problems:
    for at, element in enumerate(card["body"]):
        yield from (f"body/{at}: {problem}" for problem in check_element(element, surface))


def _inputs(card: Piece) -> Problems:
    ids = Counter(one["id"] for one in walk(card["body"]) if one["type"].startswith("Input."))
    yield from (f"duplicate id {name}" for name, count in ids.items() if count > 1)  # S


def _mentions(card: Piece) -> Problems:
    """Every mention in the text is in the list under its very words, and no other is (F)."""
    blocks = [one["text"] for one in walk(card["body"]) if one["type"] == "TextBlock"]
    found = {mention for text in blocks for mention in AT.findall(text)}
    entities: list[Any] = card.get("msteams", {}).get("entities", [])
    listed = Counter(entity["text"] for entity in entities)
    if found != set(listed):
        yield f"mentions {found} and entities {set(listed)} differ"
    yield from (f"{text} is listed twice" for text, count in listed.items() if count > 1)
    for entity in entities:
        mentioned = entity["mentioned"]
        if entity["text"] != f"<at>{mentioned['name']}</at>" or not mentioned["id"]:
            yield "an entity names nobody"
