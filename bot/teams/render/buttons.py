"""Buttons: in messages Action.Execute with an Action.Submit to fall back on, in dialogs the latter alone."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Literal

from bot.teams.render.limits import BUTTON_LABEL, BUTTONS, CUT, cut
from bot.teams.render.pieces import SMALL, Piece, small_line
from bot.teams.render.tables import paragraph_pieces
from bot.teams.render.text import Element, Part, one_line
from domain.chat import Button

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


def button_pieces(items: Sequence[Button], surface: Surface, used: Collection[str]) -> list[Piece]:
    """The buttons that were not used, six side by side; before them, what a label too long says in full."""
    left = [button for button in items if not (button.id and button.id in used)]
    made = [piece for button in left for piece in _full_label(button)]
    rows = [left[at : at + BUTTONS] for at in range(0, len(left), BUTTONS)]
    return [*made, *(Piece(element=action_set([_action(b, surface) for b in row])) for row in rows)]


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
    label: str, verb: str, data: Mapping[str, Any], surface: Surface, style: str = "default"
) -> Element:
    """One action with this data; as a message knows it only where it stands in one."""
    look = {"title": label, **({} if style == "default" else {"style": style})}
    submit = {"type": "Action.Submit", **look, "data": dict(data)}
    if surface == "dialog":
        return submit
    return {"type": "Action.Execute", **look, "verb": verb, "data": dict(data), "fallback": submit}


def action_set(actions: Sequence[Element]) -> Element:
    """The actions side by side."""
    return {"type": "ActionSet", "actions": list(actions)}


def _action(button: Button, surface: Surface) -> Element:
    label, style = _label(button), STYLES.get(button.style, "default")
    data: dict[str, Any] = {OFFER: button.id}
    if button.opens_form and surface == "message":
        return action(label, DO, {"msteams": OPENS_DIALOG, **data}, "dialog", style)
    return action(label, DO, data, surface, style)


def _label(button: Button) -> str:
    return cut(one_line(button.label), BUTTON_LABEL) or CUT


def _full_label(button: Button) -> list[Piece]:
    label = one_line(button.label)
    if len(label) <= BUTTON_LABEL:
        return []
    line = FULL_LABEL.format(short=_label(button), label=label)
    return paragraph_pieces([Part(text=line)], SMALL)
