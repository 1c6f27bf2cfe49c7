"""Slack's limits, and how text is cut and split to stay inside them.

The numbers are those of the Block Kit reference (docs.slack.dev/reference/block-kit) and of slack_sdk's
models, unless a comment says otherwise. Lengths are in UTF-16 units: never less than Slack counts.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
# chat.postMessage takes 40,000 and advises 4,000; escaping may make the text five times as long.
FALLBACK = 3000
# Slack refuses a message as too long near 13,200 (undocumented), the containers of its text counted in.
MESSAGE_WEIGHT = 12_000
BUTTONS_WEIGHT = 8000
# A view takes 250 KB of JSON, in which a UTF-16 unit may need six bytes.
VIEW_WEIGHT = 40_000
SECTION_FIELDS = 10
FIELD_TEXT = 2000
TEXT = 3000
# Shorter than a text may be, so that what is cut off at the end of a message is never much.
PAGE = 2500
HEADER = 150
ACTIONS = 25
BUTTON_LABEL = 75
TABLE_ROWS = 100
TABLE_COLUMNS = 20
# 10,000 over all cells of a message; the rest of the message needs room beside it.
TABLE_TEXT = 9000
CELL_TEXT = 500
ALT = 2000
IMAGE_TITLE = 2000

ID = 255
VIEW_TITLE = 24
VIEW_BUTTON = 24
METADATA = 3000
LABEL = 2000
HINT = 2000
PLACEHOLDER = 150
INPUT = 3000
OPTIONS = 100
CHECKBOXES = 10
OPTION_TEXT = 75
OPTION_VALUE = 150
# The reference names no limit for the sentence under a field.
ERROR = 2000

CUT = "…"


def length(text: str) -> int:
    """The length of the text in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def weigh(block: Mapping[str, Any]) -> int:
    """What a block takes of a message's room: a table its text, any other its JSON."""
    if block["type"] == "table":
        return sum(length(text) for row in block["rows"] for cell in row for text in texts(cell))
    return length(json.dumps(block, ensure_ascii=False, separators=(",", ":")))


def texts(value: Any) -> Iterator[str]:
    """Every `text` in a piece of Block Kit, in its order."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key == "text" and isinstance(inner, str):
                yield inner
            else:
                yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


def head(text: str, most: int) -> str:
    """The longest start of the text that is at most `most` long; no character is halved."""
    return text.encode("utf-16-le", "surrogatepass")[: 2 * most].decode("utf-16-le", "ignore")


def shorten(text: str, most: int) -> str:
    """The text, or its start and an ellipsis where it is longer than `most`."""
    return text if length(text) <= most else head(text, most - 1) + CUT


def shorten_middle(text: str, most: int) -> str:
    """The text, or its start and its end, so that names that begin alike can still be told apart."""
    if length(text) <= most:
        return text
    tail = text[-(most // 4) :]
    return head(text, most - 1 - length(tail)) + CUT + tail


def page(text: str, most: int) -> str:
    """The start of the text that goes on one page: to the end of a line or word, if there is one."""
    start = head(text, most)
    if start == text:
        return text
    for mark in ("\n", " "):
        at = start.rfind(mark) + 1
        if at > len(start) // 2:
            return start[:at]
    return start
