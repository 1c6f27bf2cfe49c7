"""Each field of a form as an input of Teams, and what Teams says was filled in."""

from datetime import date
from typing import Any

from bot.teams.render.limits import BOXES, HINT, INPUT, LABEL, LONG_LIST, PLACEHOLDER, cut
from bot.teams.render.options import MANY, are_external, choice, dataset_of, has_picker, key_of, offered
from bot.teams.render.pieces import SMALL
from bot.teams.render.text import Element, block, clean, is_account, one_line, parts_of
from bot.wording import CODE
from domain.chat import Field, Form

NOTHING_TO_CHOOSE = "{label}: there is nothing to choose from yet."
FILL_IN = "Please fill this in."
PICK_ONE = "Please choose."
TAKES_LESS = "At most 3,000 characters fit here."
TOO_LONG_TO_SHOW = "What stands here now is too long to be shown."
CHOOSE = "Choose"
TYPE_TO_FIND = "Type to find"
ID = "field/"
WRONG = {"color": "Attention", "weight": "Bolder"}
PEOPLE = "graph.microsoft.com/users?scope=currentContext"
LISTS = {"choice", "choices", "person", "people"}
TEXTS = {"text", "long_text", "number"}


def is_input(field: Field) -> bool:
    """Whether the field can be filled in: a choice of nothing cannot."""
    return field.kind not in {"choice", "choices"} or bool(field.options)


def draw_field(field: Field, form: Form, *, has_value: bool = True) -> list[Element]:
    """What is wrong with what stands in the field, its input, and its hint.

    Without `has_value` nothing stands in it, and the hint says so.
    """
    if not is_input(field):
        return [_small(NOTHING_TO_CHOOSE.format(label=_label(field)))]
    is_hidden = bool(_initial(field)) and not (has_value and _shown(field))
    hints = [one_line(field.hint), *([TAKES_LESS] if _takes_less(field) else [])]
    said = " ".join(filter(None, [*hints, TOO_LONG_TO_SHOW if is_hidden and field.kind in TEXTS else ""]))
    wrong = one_line(field.error)
    return [
        *([block(parts_of((cut(wrong, HINT),)), WRONG)] if wrong else []),
        {**_input(field, form, has_value=has_value), **({"spacing": "None"} if wrong else {})},
        *([_small(said)] if said else []),
    ]


def entered(field: Field, said: Any) -> tuple[str, ...]:
    """The values behind what Teams says about one input: several have commas between them."""
    text = said if isinstance(said, str) else ""
    if field.kind in LISTS:
        known = {key_of(option): option.value for option in field.options}
        found = [known.get(key, key) for key in text.split(",") if key in known or _is_picked(field, key)]
        return tuple(dict.fromkeys(found if field.kind in MANY else found[:1]))
    if field.kind == "date":
        return (clean(text),) if text else ()
    return (clean(text),)


def _is_picked(field: Field, key: str) -> bool:
    return has_picker(field) and is_account(key)


def _small(text: str) -> Element:
    return block(parts_of((cut(text, HINT),)), {**SMALL, "spacing": "Small"})


def _label(field: Field) -> str:
    return cut(CODE.sub(r"\1", one_line(field.label)) or one_line(field.name) or CHOOSE, LABEL)


def _input(field: Field, form: Form, *, has_value: bool) -> Element:
    made: Element = {"type": "Input.Text", "id": ID + field.name, "label": _label(field)}
    if field.is_required:
        made |= {"isRequired": True, "errorMessage": PICK_ONE if field.kind in LISTS else FILL_IN}
    if field.kind in LISTS:
        made |= _list(field, form)
    elif field.kind == "date":
        made["type"] = "Input.Date"
    else:
        made |= _text(field)
    value = _value(field) if has_value else ""
    return made | ({"value": value} if value else {})


def _text(field: Field) -> Element:
    """Draw a text input; for numbers too, since people type them as their country does."""
    is_multiline = field.kind == "long_text" or "\n" in _shown(field)
    # An example of several lines would not be one in a line.
    lines = field.placeholder.splitlines() if is_multiline else [field.placeholder]
    placeholder = cut("\n".join(one_line(line) for line in lines), PLACEHOLDER)
    return {
        "maxLength": _most(field),
        "isMultiline": is_multiline,
        **({"placeholder": placeholder} if placeholder else {}),
    }


def _list(field: Field, form: Form) -> Element:
    options = offered(field)
    is_many = field.kind in MANY
    made: Element = {"type": "Input.ChoiceSet", "isMultiSelect": is_many}
    if are_external(field, form):
        chosen = [choice(option) for option in options if option.value in field.value]
        query = {"type": "Data.Query", "dataset": dataset_of(field, form)}
        found = {"style": "filtered", "choices": chosen, "choices.data": query}
        return made | found | {"placeholder": _placeholder(field, TYPE_TO_FIND)}
    if has_picker(field):
        query = {"type": "Data.Query", "dataset": PEOPLE}
        found = {"style": "filtered", "choices": [choice(o) for o in options], "choices.data": query}
        return made | found | {"placeholder": _placeholder(field, TYPE_TO_FIND)}
    is_long = len(options) > (BOXES if is_many else LONG_LIST)
    style = "filtered" if is_long else "expanded" if is_many else "compact"
    choices = [choice(option, is_markdown=style == "expanded") for option in options]
    return made | {"style": style, "choices": choices, "placeholder": _placeholder(field, CHOOSE)}


def _value(field: Field) -> str:
    """What stands in the input; Teams shows no choice that it was not offered."""
    if field.kind in LISTS:
        offered = {option.value: key_of(option) for option in field.options}
        keys = [
            offered.get(value, value) for value in field.value if value in offered or _is_picked(field, value)
        ]
        return ",".join(keys if field.kind in MANY else keys[:1])
    if field.kind == "date":
        return _initial(field) if _is_date(_initial(field)) else ""
    return _shown(field)


def _placeholder(field: Field, otherwise: str) -> str:
    return cut(one_line(field.placeholder), PLACEHOLDER) or otherwise


def _takes_less(field: Field) -> bool:
    return field.kind == "long_text" and field.max_length > INPUT


def _most(field: Field) -> int:
    return max(1, min(field.max_length, INPUT))


def _initial(field: Field) -> str:
    return clean(field.value[0]) if field.value else ""


def _shown(field: Field) -> str:
    """What stands in a text field; nothing where it is too long, since a part of it would be saved as all."""
    return _initial(field) if len(_initial(field)) <= _most(field) else ""


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
