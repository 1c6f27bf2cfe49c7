"""Forms: their fields, and what is wrong with a filled one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from domain.chat.requests import Args, Values


@dataclass(frozen=True, kw_only=True)
class Option:
    """One entry of a choice."""

    value: str
    label: str
    group: str = ""

    def __post_init__(self) -> None:
        # Teams sends the chosen values as one text with commas between them.
        if "," in self.value:
            raise ValueError("the value of an option has no comma")


FieldKind = Literal["text", "long_text", "number", "date", "choice", "choices", "person", "people"]


@dataclass(frozen=True, kw_only=True)
class Field:
    """One input of a form. `value` is what stands in it, `error` what is wrong with that."""

    name: str
    label: str
    kind: FieldKind = "text"
    hint: str = ""
    placeholder: str = ""
    options: tuple[Option, ...] = ()
    value: tuple[str, ...] = ()
    is_required: bool = True
    max_length: int = 3000
    error: str = ""


@dataclass(frozen=True, kw_only=True)
class Form:
    """A form as it is shown. `id` names this very showing; what it is about stays with us."""

    title: str
    fields: tuple[Field, ...]
    submit_label: str = "Save"
    intro: str = ""
    error: str = ""
    id: str = ""
    kind: Literal["form"] = "form"


@dataclass(frozen=True)
class FieldErrors:
    """What is wrong with a filled form: field name -> sentence; "" is the form as a whole."""

    errors: Mapping[str, str]


def given(args: Args, name: str) -> tuple[str, ...]:
    """What is known already of a field, as its value; nothing where nothing is."""
    return (str(args[name]),) if args.get(name) else ()


def one(values: Values, name: str) -> str:
    """What was entered in the field, stripped; empty when nothing was."""
    entered = values.get(name) or ("",)
    return entered[0].strip()
