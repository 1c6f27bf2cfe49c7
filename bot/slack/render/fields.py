"""Each field of a form as an input of Slack."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from slack_sdk.models.blocks import (
    CheckboxesElement,
    ContextBlock,
    DatePickerElement,
    ExternalDataMultiSelectElement,
    ExternalDataSelectElement,
    InputBlock,
    InputInteractiveElement,
    PlainTextInputElement,
    PlainTextObject,
    RadioButtonsElement,
    StaticMultiSelectElement,
    StaticSelectElement,
    UserMultiSelectElement,
    UserSelectElement,
)
from slack_sdk.models.blocks import Option as SlackOption

from bot.slack.render.limits import (
    CHECKBOXES,
    ERROR,
    HINT,
    ID,
    INPUT,
    LABEL,
    PLACEHOLDER,
    length,
    shorten,
)
from bot.slack.render.options import are_external, choices, distinct, short_key, slack_option
from bot.slack.render.text import clean, is_account, parts_of, plain_object, text_object, without_code
from domain.chat import Field, Form

NOTHING_TO_CHOOSE = "{label}: there is nothing to choose from yet."
TAKES_LESS = "Slack takes at most 3,000 characters here."
TOO_LONG_TO_SHOW = "What stands here now is too long to be shown in this window."
CHOOSE = "Choose"
TYPE_TO_FIND = "Type to find"
INPUT_ACTION = "field"
# The action id of selects that ask for their options while somebody types.
OPTIONS_ACTION = "field_options"
RADIOS = 5


def block_id_of(field: Field) -> str:
    """The id of the field's block: its name, or a fingerprint of a name that Slack does not take."""
    return short_key(field.name, ID)


def is_input(field: Field) -> bool:
    """Whether the field can be filled in: a choice of nothing cannot."""
    return field.kind not in {"choice", "choices"} or bool(field.options)


def draw_field(field: Field, form: Form) -> list[dict[str, Any]]:
    """The field's input, and what is wrong with what stands in it."""
    if not is_input(field):
        return [_small(NOTHING_TO_CHOOSE.format(label=_label(field)))]
    hint = without_code(" ".join(part for part in (clean(field.hint), *_own_hints(field)) if part.strip()))
    made = InputBlock(
        block_id=block_id_of(field),
        label=plain_object(_label(field), LABEL),
        hint=plain_object(hint, HINT) if hint else None,
        optional=not field.is_required,
        element=_element(field, form),
    )
    return [made.to_dict(), *([_small(field.error)] if field.error.strip() else [])]


def _small(text: str) -> dict[str, Any]:
    return ContextBlock(elements=[text_object(parts_of((shorten(text, ERROR),)), ERROR)]).to_dict()


def _label(field: Field) -> str:
    return " ".join(clean(field.label).split()) or clean(field.name).strip() or CHOOSE


def _own_hints(field: Field) -> list[str]:
    said = [TAKES_LESS] if field.kind == "long_text" and field.max_length > INPUT else []
    is_hidden = field.kind in {"text", "long_text", "number"} and _initial(field) and not _shown(field)
    return [*said, *([TOO_LONG_TO_SHOW] if is_hidden else [])]


def _element(field: Field, form: Form) -> InputInteractiveElement:
    match field.kind:
        case "date":
            initial = _initial(field)
            return DatePickerElement(
                action_id=INPUT_ACTION, initial_date=initial if _is_date(initial) else None
            )
        case "choice":
            return _choice(field, form)
        case "choices":
            return _choices(field, form)
        case "person":
            return _person(field, form)
        case "people":
            return _people(field, form)
        case _:
            return _text(field)


def _text(field: Field) -> PlainTextInputElement:
    """Draw a text input; for numbers too, since people type them as their country does."""
    shown = _shown(field)
    return PlainTextInputElement(
        action_id=INPUT_ACTION,
        multiline=field.kind == "long_text" or "\n" in shown,
        max_length=_most(field),
        initial_value=shown or None,
        placeholder=_placeholder(field),
    )


def _choice(field: Field, form: Form) -> InputInteractiveElement:
    """Draw radio buttons for a few options, a select for many, one that searches for very many."""
    options = distinct(field.options)
    initial = next(iter(_chosen(field)), None)
    if are_external(field, form):
        return ExternalDataSelectElement(
            action_id=OPTIONS_ACTION,
            min_query_length=0,
            initial_option=initial,
            placeholder=_placeholder(field, TYPE_TO_FIND),
        )
    # A radio button cannot be taken back, and has no group.
    if field.is_required and len(options) <= RADIOS and not any(o.group for o in options):
        return RadioButtonsElement(
            action_id=INPUT_ACTION, options=[slack_option(o) for o in options], initial_option=initial
        )
    return StaticSelectElement(
        action_id=INPUT_ACTION,
        initial_option=initial,
        placeholder=_placeholder(field, CHOOSE),
        **_offered(field),
    )


def _choices(field: Field, form: Form) -> InputInteractiveElement:
    options = distinct(field.options)
    chosen = _chosen(field) or None
    if are_external(field, form):
        return ExternalDataMultiSelectElement(
            action_id=OPTIONS_ACTION,
            min_query_length=0,
            initial_options=chosen,
            placeholder=_placeholder(field, TYPE_TO_FIND),
        )
    if len(options) <= CHECKBOXES and not any(o.group for o in options):
        return CheckboxesElement(
            action_id=INPUT_ACTION, options=[slack_option(o) for o in options], initial_options=chosen
        )
    return StaticMultiSelectElement(
        action_id=INPUT_ACTION,
        initial_options=chosen,
        placeholder=_placeholder(field, CHOOSE),
        **_offered(field),
    )


def _person(field: Field, form: Form) -> InputInteractiveElement:
    if not _are_users(field):
        return _choice(field, form)
    initial = _initial(field)
    return UserSelectElement(
        action_id=INPUT_ACTION,
        initial_user=initial if is_account(initial) else None,
        placeholder=_placeholder(field, CHOOSE),
    )


def _people(field: Field, form: Form) -> InputInteractiveElement:
    if not _are_users(field):
        return _choices(field, form)
    return UserMultiSelectElement(
        action_id=INPUT_ACTION,
        initial_users=[value for value in field.value if is_account(value)] or None,
        placeholder=_placeholder(field, CHOOSE),
    )


def _are_users(field: Field) -> bool:
    """Whether everybody who is offered has an account in Slack, so that its own list of people serves."""
    return all(is_account(option.value) for option in field.options)


def _offered(field: Field) -> dict[str, Any]:
    options = distinct(field.options)
    kind = "option_groups" if any(option.group for option in options) else "options"
    return {kind: choices(options)}


def _chosen(field: Field) -> list[SlackOption]:
    """The options that stand in the field; Slack refuses one that it was not offered."""
    return [slack_option(option) for option in distinct(field.options) if option.value in field.value]


def _placeholder(field: Field, otherwise: str = "") -> PlainTextObject | None:
    text = clean(field.placeholder).strip() or otherwise
    return plain_object(text, PLACEHOLDER) if text else None


def _most(field: Field) -> int:
    return max(1, min(field.max_length, INPUT))


def _initial(field: Field) -> str:
    return field.value[0] if field.value else ""


def _shown(field: Field) -> str:
    """What stands in a text field; nothing where it is too long, since a part of it would be saved as all."""
    text = clean(_initial(field))
    return text if length(text) <= _most(field) else ""


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def names(fields: Sequence[Field]) -> dict[str, Field]:
    """The fields that can be filled in, by the ids of their blocks."""
    return {block_id_of(field): field for field in fields if is_input(field)}
