"""What stands in a card: its elements in the order they are read, its inputs and its actions."""

from collections.abc import Iterator

from tests.slack.things import Json

# Where an element keeps the elements inside it.
INSIDE = {
    "AdaptiveCard": "body",
    "Container": "items",
    "Column": "items",
    "ColumnSet": "columns",
    "ImageSet": "images",
    "Table": "rows",
    "TableRow": "cells",
    "TableCell": "items",
}
INPUT = "Input."
DOES = ("Action.Execute", "Action.Submit")


def elements_of(part: Json, *, with_hidden: bool = False) -> Iterator[Json]:
    """List every element inside a card or an element, in the order they are read."""
    for inside in children_of(part, with_hidden=with_hidden):
        yield inside
        yield from elements_of(inside, with_hidden=with_hidden)


def children_of(part: Json, *, with_hidden: bool = False) -> Iterator[Json]:
    """List what stands right inside; parts of a table get the type that they may leave out."""
    kind = str(part.get("type"))
    for inside in part.get(INSIDE.get(kind, ""), []):
        typed = {"type": _left_out(kind), **inside} if "type" not in inside else inside
        if with_hidden or typed.get("isVisible", True):
            yield typed


def _left_out(kind: str) -> str:
    return {"ColumnSet": "Column", "Table": "TableRow", "TableRow": "TableCell"}.get(kind, "")


def inputs_of(card: Json) -> list[Json]:
    """List the inputs that are seen."""
    return [element for element in elements_of(card) if str(element["type"]).startswith(INPUT)]


def actions_of(card: Json) -> Iterator[Json]:
    """List the actions, in the order they are seen: those of the card itself come last."""
    for element in elements_of(card):
        yield from element.get("actions", [])
        for key in ("inlineAction", "selectAction"):
            if key in element:
                yield element[key]
    yield from card.get("actions", [])


def labels_of(card: Json) -> tuple[str, ...]:
    """Read the buttons, in order."""
    return tuple(str(action.get("title", "")) for action in actions_of(card) if action.get("title"))


def data_of(action: Json) -> Json:
    """What an action carries."""
    data = action.get("data")
    return dict(data) if isinstance(data, dict) else {}


def opens_dialog(action: Json) -> bool:
    """Whether it is one that opens a dialog: learn.microsoft.com, Teams: "Use dialogs from bots"."""
    return bool(data_of(action).get("msteams", {}).get("type") == "task/fetch")
