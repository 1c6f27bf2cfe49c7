"""Texts and identifiers, as Slack takes them."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

Piece = Mapping[str, Any]
Problems = Iterator[str]

ID = 255  # R: block_id, action_id; V: callback_id, external_id


def sized(text: Any, name: str, least: int, most: int) -> Problems:
    if not isinstance(text, str):
        yield f"{name} is no string"
    elif not least <= length(text) <= most:
        yield f"{name} must have {least} to {most} characters, and has {length(text)}"
    elif least and not text.strip() and name != "cell":
        yield f"{name} is blank"
    elif re.search(r"[\x00-\x08\x0b-\x1f\ud800-\udfff]", text):
        yield f"{name} has control characters"


def length(text: str) -> int:
    # Slack does not say what a character is: the larger of both counts is safe.
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def plain(text: Any, name: str, most: int) -> Problems:
    if not isinstance(text, Mapping) or text.get("type") != "plain_text":
        yield f"{name} must be plain_text"
    else:
        yield from sized(text["text"], name, 1, most)


def text_object(text: Piece, name: str, most: int) -> Problems:
    if text["type"] not in {"plain_text", "mrkdwn"}:
        yield f"{name} is no text object"
    yield from sized(text["text"], name, 1, most)


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        own = value.get("text")
        yield from [own] if isinstance(own, str) else texts(list(value.values()))
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)
