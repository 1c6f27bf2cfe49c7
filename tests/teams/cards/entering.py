"""What stands in the inputs of a card, and what Teams' clients do not let people send."""

import re
from collections.abc import Callable, Mapping

from tests.slack.things import Json
from tests.teams.cards.parts import inputs_of

Entered = Mapping[str, str | list[str] | None]
DEFAULT_ERROR = "This field is required."


def entered(card: Json, values: Entered, choose: Callable[[str], str]) -> dict[str, str]:
    """Fill the inputs of a card, named by the end of their id; what is left out stays as it stood.

    `choose` says the account of a person for a people picker. Raises LookupError for inputs and choices
    that are not there.
    """
    inputs = {_input(card, name)["id"]: value for name, value in values.items()}
    filled = {}
    for one in inputs_of(card):
        value = _typed(one, inputs[one["id"]], choose) if one["id"] in inputs else _standing(one)
        # A text that is empty is sent as such; of other inputs nothing is sent.
        if value or one["type"] == "Input.Text":
            filled[str(one["id"])] = value
    return filled


def client_errors(card: Json, values: Mapping[str, str]) -> dict[str, str]:
    """Find what the client does not send: learn.microsoft.com, "Input validation in Adaptive Cards"."""
    errors = {}
    for one in inputs_of(card):
        if wrong := _error(one, values.get(one["id"], "")):
            errors[str(one["id"])] = wrong
    return errors


def _input(card: Json, name: str) -> Json:
    for one in inputs_of(card):
        if name == one["id"] or str(one["id"]).endswith(f"/{name}"):
            return one
    raise LookupError(f"no input {name!r}")


def _standing(one: Json) -> str:
    value = one.get("value", "")
    if one["type"] == "Input.Toggle":
        return str(value or one.get("valueOff", "false"))
    if one["type"] == "Input.ChoiceSet" and "choices.data" not in one:
        known = {choice["value"] for choice in one.get("choices", [])}
        parts = value.split(",") if one.get("isMultiSelect") else [value]
        # A value that no choice has shows nothing.
        return ",".join(part for part in parts if part in known)
    return str(value)


def _typed(one: Json, value: str | list[str] | None, choose: Callable[[str], str]) -> str:
    parts = value if isinstance(value, list) else [value] if value else []
    if one["type"] == "Input.ChoiceSet":
        if len(parts) > 1 and not one.get("isMultiSelect"):
            raise LookupError(f"{one['id']} takes one choice")
        parts = [_choice(one, part, choose) for part in parts]
    if one["type"] == "Input.Text" and not one.get("isMultiline") and any("\n" in part for part in parts):
        raise LookupError(f"{one['id']} is one line")
    return ",".join(parts)


def _choice(one: Json, wanted: str, choose: Callable[[str], str]) -> str:
    for choice in one.get("choices", []):
        if wanted in {choice["value"], choice["title"]}:
            return str(choice["value"])
    if "choices.data" in one:
        return choose(wanted)
    raise LookupError(f"no choice {wanted!r} in {one['id']}")


def _error(one: Json, value: str) -> str:
    message = str(one.get("errorMessage") or DEFAULT_ERROR)
    if not value:
        return message if one.get("isRequired") else ""
    if "maxLength" in one and len(value) > int(one["maxLength"]):
        return "This is too long."
    if "regex" in one and not re.search(one["regex"], value):
        return message
    if one["type"] == "Input.Date" and not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return "This is no date."
    if one["type"] == "Input.Number" and not re.fullmatch(r"-?\d+(\.\d+)?", value):
        return "This is no number."
    return ""
