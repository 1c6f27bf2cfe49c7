"""The options of a field: how each is named to Teams, and what a search among many of them finds."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from bot.teams.render.limits import FOUND, OPTION_LABEL, OPTION_VALUE, OPTIONS, cut_middle, weigh
from bot.teams.render.text import clean, escape, one_line
from domain.chat import Field, Form, Option

GROUPED = "{group}: {label}"
UNNAMED = "(no name)"
HASHED = "#"
DATASET = "options/"


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


def are_external(field: Field, form: Form) -> bool:
    """Whether the options are asked for while somebody types, since a card cannot hold them all."""
    if len(field.options) <= FOUND:
        return False
    return sum(weigh(choice(option)) for other in form.fields for option in other.options) > OPTIONS


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
