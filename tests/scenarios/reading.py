"""Slack's blocks as lines, the way somebody reads them: the parts of one line stay together."""

from collections.abc import Iterator
from typing import Any

from tests.slack.things import Json, Message, View

WITH_TEXT = {"header", "section"}


def read_message(message: Message) -> str:
    """What a message says: its blocks, or its text where it has none."""
    return "\n".join(lines_of(message.blocks)) or message.text


def read_view(view: View | None) -> str:
    """What a window says: the title of a form, what stands in it, what is wrong with it."""
    if view is None:
        return ""
    # What is shown instead of a form has our name for a title.
    title = [view.body["title"]["text"]] if view.body.get("submit") else []
    return "\n".join([*title, *lines_of(view.body["blocks"]), *view.errors.values()])


def lines_of(blocks: list[Json]) -> Iterator[str]:
    """Each line of the blocks; a row of a table is one."""
    for block in blocks:
        yield from (line for text in _texts(block) for line in _plain(text).splitlines())


def _texts(block: Json) -> Iterator[str]:
    match block["type"]:
        case "rich_text":
            for part in block["elements"]:
                yield from _rich(part)
        case "context":
            yield " ".join(one.get("text", "") for one in block["elements"])
        case "image":
            yield from (block.get("title", {}).get("text", ""), block["alt_text"])
        case "table":
            yield from ("  ".join(_cell(cell) for cell in row) for row in block["rows"])
        case "input":
            yield from (block["label"]["text"], block.get("hint", {}).get("text", ""))
        case kind if kind in WITH_TEXT:
            yield from (one["text"] for one in [block.get("text"), *block.get("fields", [])] if one)


def _rich(part: Json) -> Iterator[str]:
    if part["type"] == "rich_text_list":
        for item in part["elements"]:
            yield from _rich(item)
    else:
        yield "".join(_span(span) for span in part["elements"])


def _span(span: Json) -> str:
    if span["type"] == "user":
        return f"<@{span['user_id']}>"
    text = str(span.get("text", ""))
    return f"`{text}`" if span.get("style", {}).get("code") else text


def _cell(cell: Json) -> str:
    if cell["type"] == "raw_text":
        return str(cell["text"])
    return "".join(text for part in cell["elements"] for text in _rich(part))


def _plain(text: Any) -> str:
    for entity, char in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        text = str(text).replace(entity, char)
    return str(text)
