"""What Slack refuses in a block."""

import re
from collections.abc import Callable

from tests.bot.slack.block_kit.inputs import input_block
from tests.bot.slack.block_kit.texts import ID, Piece, Problems, length, plain, sized, text_object, texts

STYLED = {"bold", "italic", "strike", "code", "underline"}
TABLE_TEXT = 10_000  # R, table block: over all cells of a message, invalid_blocks above it


def _section(block: Piece) -> Problems:
    if "text" in block:
        yield from text_object(block["text"], "section text", 3000)  # R
    elif not block.get("fields"):
        yield "a section has text or fields"
    if len(block.get("fields", ())) > 10:  # R
        yield "more than 10 fields"
    for text in block.get("fields", ()):
        yield from text_object(text, "field", 2000)  # R


def _context(block: Piece) -> Problems:
    if not 1 <= len(block["elements"]) <= 10:  # R
        yield "a context has 1 to 10 elements"
    for text in block["elements"]:
        yield from text_object(text, "context", 3000)  # R, text object


def _actions(block: Piece) -> Problems:
    elements = block["elements"]
    if not 1 <= len(elements) <= 25:  # R
        yield "actions have 1 to 25 elements"
    if len({element["action_id"] for element in elements}) < len(elements):  # R
        yield "duplicate action_id"
    for element in elements:
        yield from sized(element["action_id"], "action_id", 1, ID)
        yield from plain(element["text"], "button", 75)  # R
        yield from sized(element.get("value", "x"), "value", 1, 2000)  # R
        yield from sized(element.get("accessibility_label", "x"), "accessibility_label", 1, 75)  # R
        if element.get("style", "primary") not in {"primary", "danger"}:  # R
            yield "unknown style"


def _image(block: Piece) -> Problems:
    yield from sized(block["alt_text"], "alt_text", 1, 2000)  # R
    if "title" in block:
        yield from plain(block["title"], "title", 2000)  # R
    if ("image_url" in block) == ("slack_file" in block):  # R: one of the two
        yield "an image has one source"


def _rich_text(block: Piece) -> Problems:
    if not block["elements"]:
        yield "empty rich_text"  # O: stoiveyp/Slack.NetStandard issue 100: invalid_blocks
    for element in block["elements"]:
        if element["type"] == "rich_text_list":
            yield from (problem for section in element["elements"] for problem in _rich_section(section))
        elif element["type"] in {"rich_text_section", "rich_text_preformatted"}:
            yield from _rich_section(element)
        else:
            yield f"unsupported {element['type']}"


def _rich_section(section: Piece) -> Problems:
    if not section["elements"]:
        yield "an empty section"
    for element in section["elements"]:
        if element["type"] == "user":
            yield from sized(element["user_id"], "user_id", 1, 50)
            continue
        if element["type"] == "link" and not re.match(r"(?i)https?://|mailto:", element["url"]):
            yield "a link without an address"
        if element["type"] not in {"text", "link"} or not element["text"]:
            yield f"{element['type']} must have text"
        if set(element.get("style", {})) - STYLED:
            yield "unknown style"


def _table(block: Piece) -> Problems:
    rows = block["rows"]
    if not 1 <= len(rows) <= 100 or any(not 1 <= len(row) <= 20 for row in rows):  # R
        yield "a table has at most 100 rows of 20 cells"
    if len({len(row) for row in rows}) > 1 or len(block.get("column_settings", ())) > 20:  # R
        yield "uneven rows"
    cells = [cell for row in rows for cell in row]
    for cell in cells:
        # S: RawTextObject has at least one character
        found = sized(cell["text"], "cell", 1, TABLE_TEXT) if cell["type"] == "raw_text" else _rich_text(cell)
        yield from found
    if sum(length(text) for text in texts(cells)) > TABLE_TEXT:
        yield "the cells of a table have more than 10,000 characters"


Check = Callable[[Piece], Problems]
BLOCKS: dict[str, Check] = {
    "section": _section,
    "context": _context,
    "actions": _actions,
    "image": _image,
    "rich_text": _rich_text,
    "table": _table,
    "input": input_block,
    "divider": lambda _block: iter(()),
    "header": lambda block: plain(block["text"], "header", 150),  # R
}
