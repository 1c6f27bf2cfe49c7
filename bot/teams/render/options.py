"""The options of a field: how each is named to Teams, and what a search among many of them finds."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from bot.teams.render.limits import FOUND, KNOWN, OPTION_LABEL, OPTION_VALUE, OPTIONS, cut_middle, weigh
from bot.teams.render.text import clean, escape, is_account, one_line
from domain.chat import Field, Form, Option

GROUPED = "{group}: {label}"
UNNAMED = "(no name)"
HASHED = "#"
DATASET = "options/"
MANY = {"choices", "people"}


def key_of(option: Option) -> str:
    """What Teams sends back for the option: its value, or a fingerprint of one that would not come back."""
    value = option.value
    is_taken = value and value == value.strip() == clean(value) and len(value) <= OPTION_VALUE
    if is_taken and not value.startswith(HASHED):
        return value
    return HASHED + sha256(value.encode("utf-8", "surrogatepass")).hexdigest()[:40]


def distinct(options: Sequence[Option]) -> list[Option]:
    """The options without those whose value came before."""
    return list({option.value: option for option in reversed(options)}.values())[::-1]


def choice(option: Option, *, is_markdown: bool = False) -> dict[str, str]:
    """The option as Teams shows it; beside a box that is ticked Teams reads Markdown."""
    label = one_line(option.label) or one_line(option.value) or UNNAMED
    group = one_line(option.group)
    shown = cut_middle(GROUPED.format(group=group, label=label) if group else label, OPTION_LABEL)
    return {"title": escape(shown) if is_markdown else shown, "value": key_of(option)}


def has_picker(field: Field) -> bool:
    """Whether everybody who is offered has an account in Teams, so that its own list of people serves."""
    return field.kind in {"person", "people"} and all(is_account(option.value) for option in field.options)


def offered(field: Field) -> list[Option]:
    """The options that stand in the card; of people whom Teams finds by itself the chosen and the first."""
    options = distinct(field.options)
    if not has_picker(field) or len(options) <= KNOWN:
        return options
    chosen = [option for option in options if option.value in field.value]
    others = [option for option in options if option.value not in field.value]
    return [*chosen, *others[: max(0, KNOWN - len(chosen))]]


def are_external(field: Field, form: Form) -> bool:
    """Whether the options are asked for while somebody types, since the card has no room for them.

    The longest lists of which one entry is chosen go first: whoever looks for a time zone knows its name.
    What is ticked is browsed, and goes last.
    """
    if not _can_move(field):
        return False
    left = sum(_weight(other) for other in form.fields)
    for other in sorted(filter(_can_move, form.fields), key=lambda one: (one.kind in MANY, -_weight(one))):
        if left <= OPTIONS:
            return False
        if other.name == field.name:
            return True
        left -= _weight(other)
    return False


def _can_move(field: Field) -> bool:
    return len(field.options) > FOUND and not has_picker(field)


def _weight(field: Field) -> int:
    return sum(weigh(choice(option)) for option in offered(field))


def dataset_of(field: Field, form: Form) -> str:
    """The name under which Teams asks for the options of the field."""
    return f"{DATASET}{form.id}/{field.name}"


def read_dataset(dataset: str) -> tuple[str, str]:
    """The id of the form and the name of the field that Teams asks about; empty where it asks otherwise."""
    form, _slash, field = dataset.removeprefix(DATASET).partition("/")
    return (form, field) if dataset.startswith(DATASET) else ("", "")


def options_for(form: Form, field: str, query: str) -> dict[str, Any]:
    """The answer to Teams' question for a field's options: at most 15 that have the query's words."""
    words = query.casefold().split()
    known = next((f.options for f in form.fields if f.name == field), ())
    found = [o for o in distinct(known) if all(w in f"{o.group} {o.label}".casefold() for w in words)]
    return {
        "type": "application/vnd.microsoft.search.searchResponse",
        "value": {"results": [choice(option) for option in found[:FOUND]]},
    }
