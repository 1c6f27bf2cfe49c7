"""Forms as cards, and what was filled in on the way back."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.teams.render.blocks import HEADING_LOOK
from bot.teams.render.buttons import FORM as FORM_ID
from bot.teams.render.buttons import SAVE, Surface, action, action_set
from bot.teams.render.fields import ID, draw_field, entered, is_input
from bot.teams.render.limits import BUTTON_LABEL, CUT, FORM, HINT, INTRO, TITLE, cut, weigh
from bot.teams.render.message import make_card
from bot.teams.render.options import has_picker
from bot.teams.render.pieces import small_line
from bot.teams.render.tables import paragraph_pieces
from bot.teams.render.text import Element, block, one_line, parts_of, title
from domain.chat import Field, Form, Values

SEND = "Save"
NAME = "Headway"
TOO_MANY_FIELDS = "There are more fields than fit here: {count} are left out."
TOO_OLD = "This is a form that this version of Teams cannot show. Please update Teams, or type `help` to me."
# In the conversation itself a form has at most this many inputs; a longer one is better in a dialog.
SHORT = 3


def render_form(form: Form, *, surface: Surface) -> dict[str, Any]:
    """The form as a card whose button brings the id of the showing, and the inputs beside it.

    In a dialog the title stands in the frame. Fields that do not fit into 28 KB of JSON are left out, and a
    sentence says how many.
    """
    label = cut(one_line(form.submit_label), BUTTON_LABEL) or SEND
    save = action(label, SAVE, {FORM_ID: form.id}, surface, {"style": "positive"})
    body = [*_top(form, surface), *_inputs(form), action_set([save])]
    return make_card(body, fallback=TOO_OLD)


def read_form(data: Mapping[str, Any], form: Form) -> Values:
    """What was filled in, by the names of the form's fields; what the form does not have is left out.

    A field that was shown, and about which Teams says nothing, was left empty.
    """
    shown = {field.name for field, _drawn in _drawn_fields(form)}
    return {
        field.name: entered(field, data.get(ID + field.name))
        for field in form.fields
        if is_input(field) and (field.name in shown or ID + field.name in data)
    }


def is_short(form: Form) -> bool:
    """Whether the form may stand in the conversation instead of a dialog.

    It has at most three inputs, none for many lines, which may be private and need room, and none that looks
    for people, which finds only those of this conversation.
    """
    is_fit = all(field.kind != "long_text" and not has_picker(field) for field in form.fields)
    return is_fit and len(form.fields) <= SHORT


def _top(form: Form, surface: Surface) -> list[Element]:
    name, wrong = one_line(form.title) or NAME, one_line(form.error)
    is_said = surface != "dialog" or len(name) > TITLE
    error = block(parts_of((cut(wrong, HINT),)), {"color": "Attention", "weight": "Bolder"})
    return [
        *([title(cut(name, HINT), HEADING_LOOK)] if is_said else []),
        *([{"type": "Container", "style": "attention", "items": [error]}] if wrong else []),
        *_intro(form.intro),
    ]


def _intro(text: str) -> list[Element]:
    made: list[Element] = []
    room = INTRO
    for piece in paragraph_pieces(parts_of((text,))):
        room -= piece.weight
        if room < 0:
            return [*made, small_line(CUT)]
        made.append(piece.element)
    return made


def _inputs(form: Form) -> list[Element]:
    drawn = list(_drawn_fields(form))
    made = [element for _field, elements in drawn for element in elements]
    left_out = len(form.fields) - len(drawn)
    return [*made, *([small_line(TOO_MANY_FIELDS.format(count=left_out))] if left_out else [])]


def _drawn_fields(form: Form) -> Iterator[tuple[Field, list[Element]]]:
    """The fields that fit, without what stands in them where it does not fit."""
    room = FORM - weigh(_top(form, "message"))
    for field in form.fields:
        ways = (draw_field(field, form, has_value=has_value) for has_value in (True, False))
        drawn = next((way for way in ways if weigh(way) <= room), None)
        if drawn is not None:
            room -= weigh(drawn)
            yield field, drawn
