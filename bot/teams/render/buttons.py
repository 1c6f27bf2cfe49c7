"""Buttons: in messages Action.Execute with an Action.Submit to fall back on, in dialogs the latter alone."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Literal

from bot.teams.render.limits import BUTTON_FRAME, BUTTON_LABEL, BUTTON_ROW, BUTTONS, CUT, TOOLTIP, cut
from bot.teams.render.pieces import SMALL, Piece, small_line
from bot.teams.render.tables import paragraph_pieces
from bot.teams.render.text import Element, Look, Part, one_line
from domain.chat import Block, Button, Buttons, Context, Reply
from domain.plain_text import plain_text

# What stands in a `plain` message is read by a client without dialogs: the local playground.
Surface = Literal["message", "dialog", "plain"]

DO = "do"
PAGE_VERB = "page"
SAVE = "save"
OFFER = "offer"
FORM = "form"
TO_PAGE = "page"
# In the data of an Action.Submit this has Teams ask for a dialog.
OPENS_DIALOG = {"type": "task/fetch"}
STYLES = {"primary": "positive", "danger": "destructive"}
MORE = "Show more"
BACK = "Back"
PAGE_OF = "Page {page} of {pages}."
FULL_LABEL = "{short} = {label}"
MEANT = "{label}: {words}"


def tooltips(blocks: Sequence[Block], at: int) -> Mapping[str, str]:
    """A button's label -> what tells it from others of that label: the words before the buttons at `at`.

    Whoever listens hears a button without what stands around it. Labels that are there once have none.
    """
    labels = Counter(button.label for block in blocks if isinstance(block, Buttons) for button in block.items)
    before = (block for block in reversed(blocks[:at]) if not isinstance(block, Buttons | Context))
    words = one_line(plain_text(Reply(blocks=tuple([*before][:1]))))
    meant = {label: MEANT.format(label=one_line(label), words=words) for label in labels if labels[label] > 1}
    return {label: cut(text, TOOLTIP) for label, text in meant.items() if words}


def button_pieces(
    items: Sequence[Button], surface: Surface, used: Collection[str], tips: Mapping[str, str]
) -> list[Piece]:
    """The buttons that were not used, in rows; before them, what a label too long says in full.

    `tips`: a label -> what is said beside it.
    """
    left = [button for button in items if not (button.id and button.id in used)]
    made = [piece for button in left for piece in _full_label(button)]
    sets = [action_set([_action(b, surface, tips.get(b.label, "")) for b in row]) for row in _rows(left)]
    return [*made, *(Piece(element=one) for one in sets)]


def _rows(items: Sequence[Button]) -> Iterator[list[Button]]:
    """The buttons, at most six side by side, and no more than have room for their labels."""
    row: list[Button] = []
    room = BUTTON_ROW
    for button in items:
        width = BUTTON_FRAME + len(_label(button))
        if row and (width > room or len(row) == BUTTONS):
            yield row
            row, room = [], BUTTON_ROW
        row.append(button)
        room -= width
    if row:
        yield row


def page_actions(page: int, pages: int, surface: Surface, *, has_rows: bool) -> Iterator[Element]:
    """The ways to the pages around this one, and which it is where no sentence about rows says so."""
    if pages == 1:
        return
    if not has_rows:
        yield small_line(PAGE_OF.format(page=page, pages=pages))
    ways = [(BACK, page - 1)] if page > 1 else []
    ways += [(MORE, page + 1)] if page < pages else []
    yield action_set([action(label, PAGE_VERB, {TO_PAGE: to}, surface) for label, to in ways])


def action(
    label: str, verb: str, data: Mapping[str, Any], surface: Surface, look: Look | None = None
) -> Element:
    """One action with this data; as a message knows it only where it stands in one."""
    look = {"title": label, **(look or {})}
    submit = {"type": "Action.Submit", **look, "data": dict(data)}
    if surface == "dialog":
        return submit
    return {"type": "Action.Execute", **look, "verb": verb, "data": dict(data), "fallback": submit}


def action_set(actions: Sequence[Element]) -> Element:
    """The actions side by side."""
    return {"type": "ActionSet", "actions": list(actions)}


def _action(button: Button, surface: Surface, tip: str) -> Element:
    label, style = _label(button), STYLES.get(button.style, "")
    look = {**({"style": style} if style else {}), **({"tooltip": tip} if tip else {})}
    data: dict[str, Any] = {OFFER: button.id}
    if button.opens_form and surface == "message":
        return action(label, DO, {"msteams": OPENS_DIALOG, **data}, "dialog", look)
    return action(label, DO, data, surface, look)


def _label(button: Button) -> str:
    return cut(one_line(button.label), BUTTON_LABEL) or CUT


def _full_label(button: Button) -> list[Piece]:
    label = one_line(button.label)
    if len(label) <= BUTTON_LABEL:
        return []
    line = FULL_LABEL.format(short=_label(button), label=label)
    return paragraph_pieces([Part(text=line)], SMALL)
