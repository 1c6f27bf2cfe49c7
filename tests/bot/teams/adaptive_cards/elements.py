"""What Teams refuses in an element, an input or an action."""

import re
from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

Piece = Mapping[str, Any]
Problems = Iterator[str]

UNSHOWABLE = re.compile(r"[\x00-\x08\x0a-\x1f\ud800-\udfff]")
SIDE, PICTURE_BYTES = 1024, 1_000_000  # F
ACTIONS = 6  # F: six primary actions
# Ours: a line beside a pointer, which a screen reader says after the label.
TOOLTIP = 80
LOOK = {"spacing", "horizontalAlignment"}
STYLES = {"size", "weight", "color", "isSubtle", "fontType"}
# S: the keys of an element that we use; another is a mistake.
KEYS = {
    "TextBlock": {"text", "wrap", "style"} | LOOK | STYLES,
    "RichTextBlock": {"inlines"} | LOOK,
    "TextRun": {"text", "selectAction"} | STYLES,
    "FactSet": {"facts"},
    "ColumnSet": {"columns", "spacing"},
    "Column": {"width", "items"},
    "Container": {"style", "items"},
    "Table": {"columns", "rows", "firstRowAsHeader", "gridStyle", "showGridLines"},
    "TableRow": {"cells"},
    "TableCell": {"items"},
    "Image": {"url", "altText", "size", "msteams"},
    "ActionSet": {"actions"},
    "Action.Execute": {"title", "style", "tooltip", "verb", "data", "fallback"},
    "Action.Submit": {"title", "style", "tooltip", "data"},
    "Input.Text": {"maxLength", "isMultiline", "placeholder"},
    "Input.Date": set(),
    "Input.ChoiceSet": {"isMultiSelect", "style", "choices", "choices.data", "placeholder"},
}
INPUT_KEYS = {"id", "label", "isRequired", "errorMessage", "value", "spacing"}
ENUMS = {
    "size": {"Small", "Medium", "Stretch"},
    "weight": {"Bolder"},
    "color": {"Attention"},
    "fontType": {"Monospace"},
    "spacing": {"None", "Small"},
    "horizontalAlignment": {"Right", "Left"},
}


def walk(value: Any) -> Iterator[Piece]:
    """Every element, run, row, cell and action, in its order; no fallbacks."""
    if isinstance(value, Mapping):
        if "type" in value:
            yield value
        yield from (one for key, inner in value.items() if key != "fallback" for one in walk(inner))
    elif isinstance(value, list):
        yield from (one for inner in value for one in walk(inner))


def check_element(element: Piece, surface: str) -> Problems:
    """What is wrong with the element and all that is in it."""
    for one in walk(element):
        kind = one["type"]
        if kind in {"Action.OpenUrl", "Data.Query", "task/fetch"}:
            continue
        known = KEYS.get(kind, set()) | {"type"} | (INPUT_KEYS if kind.startswith("Input.") else set())
        if kind not in KEYS or set(one) - known:
            yield f"{kind} with {set(one) - known}"
        yield from (f"{key} {one[key]}" for key, some in ENUMS.items() if key in one and one[key] not in some)
        if "text" in one and (not one["text"] or UNSHOWABLE.search(one["text"])):
            yield f"{kind} has no text, or one that cannot be shown"
        yield from CHECKS.get(kind, _nothing)(one)
        if kind.startswith("Action.") and surface == "dialog" and kind != "Action.Submit":
            yield "a dialog has Action.Submit alone"  # D
        if kind.startswith("Input."):
            yield from _input(one)


def _nothing(_element: Piece) -> Problems:
    yield from ()


def _text_block(block: Piece) -> Problems:
    if not block["text"].strip():
        yield "a text that is blank"
    if not block.get("wrap") and len(block["text"]) > 1:
        yield "a text that is not wrapped"


def _rich_text(block: Piece) -> Problems:
    if not block["inlines"]:
        yield "rich text without runs"
    for run in block["inlines"]:
        if not re.match(r"https?://|mailto:", run.get("selectAction", {"url": "mailto:"})["url"], re.I):
            yield "a link that leads nowhere"


def _facts(facts: Piece) -> Problems:
    if not facts["facts"] or not all(fact["title"] and fact["value"] for fact in facts["facts"]):
        yield "an empty fact"


def _table(table: Piece) -> Problems:
    if not table["rows"]:
        yield "a table without rows"
    if any(len(row["cells"]) != len(table["columns"]) for row in table["rows"]):
        yield "a row that is not as wide as its table"
    if not all(cell["items"] for row in table["rows"] for cell in row["cells"]):
        yield "an empty cell"


def _image(image: Piece) -> Problems:
    data = b64decode(image["url"].removeprefix("data:image/png;base64,"))
    width, height = (int.from_bytes(data[at : at + 4]) for at in (16, 20))
    if len(data) > PICTURE_BYTES or max(width, height) > SIDE:
        yield "a picture that is too large"
    if not image["altText"].strip():
        yield "a picture without words"


def _actions(actions: Piece) -> Problems:
    if not 1 <= len(actions["actions"]) <= ACTIONS:
        yield "an action set has 1 to 6 actions"


def _submit(action: Piece) -> Problems:
    if not action["title"].strip() or len(action["title"]) > 60:
        yield "a button without a label, or one that is too long"
    if not 0 < len(action.get("tooltip", "x")) <= TOOLTIP:
        yield "a tooltip without words, or one that is too long"
    if action.get("style", "positive") not in {"positive", "destructive"}:
        yield "unknown style"


def _execute(action: Piece) -> Problems:
    yield from _submit(action)
    fallback = action["fallback"]  # U
    if fallback["type"] != "Action.Submit" or fallback["data"] != action["data"] or not action["verb"]:
        yield "Action.Execute without a fallback that says the same"


def _input(made: Piece) -> Problems:
    if not made["label"].strip():
        yield "an input without a label"
    if made.get("isRequired") and not made["errorMessage"]:
        yield "a required input says what is missing"
    if made.get("value") == "":
        yield "an empty value"


def _text_input(made: Piece) -> Problems:
    if made["maxLength"] < 1 or len(made.get("value", "")) > made["maxLength"]:
        yield "a value that is longer than its input"


def _date_input(made: Piece) -> Problems:
    if "value" in made:
        date.fromisoformat(made["value"])
    yield from ()


def _choices(made: Piece) -> Problems:
    values = [choice["value"] for choice in made["choices"]]
    if any(
        not choice["title"].strip() or not choice["value"] or "," in choice["value"]
        for choice in made["choices"]
    ):
        yield "a choice without title or value, or with a comma in it"
    if len(set(values)) < len(values):
        yield "two choices of one value"
    chosen = made["value"].split(",") if "value" in made else []
    if len(chosen) > 1 and not made["isMultiSelect"]:
        yield "one choice has several values"
    if "choices.data" not in made and not set(chosen) <= set(values):
        yield "something is chosen that is not offered"
    if made["style"] not in {"compact", "expanded", "filtered"}:
        yield "unknown style"


CHECKS: Mapping[str, Callable[[Piece], Problems]] = {
    "TextBlock": _text_block,
    "RichTextBlock": _rich_text,
    "FactSet": _facts,
    "Table": _table,
    "Image": _image,
    "ActionSet": _actions,
    "Action.Submit": _submit,
    "Action.Execute": _execute,
    "Input.Text": _text_input,
    "Input.Date": _date_input,
    "Input.ChoiceSet": _choices,
}
