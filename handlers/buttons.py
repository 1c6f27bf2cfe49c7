"""The buttons that every feature makes: open a form, run a command, undo."""

from collections.abc import Mapping
from dataclasses import replace

from domain.chat import Button

OPEN_FORM = "open form"
RUN = "run"
# What others type for a form of their own.
TYPED = "typed"
UNDO_MINUTES = 15


def open_form(name: str, args: Mapping[str, object] | None = None, *, label: str = "Open form") -> Button:
    """A button that opens the form, as often as it is pressed."""
    return Button(
        label=label,
        route=OPEN_FORM,
        args={"form": name, "args": dict(args or {})},
        style="primary",
        opens_form=True,
        is_single_choice=False,
    )


def ask_by_form(name: str, args: Mapping[str, object], *, label: str) -> Button:
    """A button that answers a question by a form; it is gone once the question is answered otherwise."""
    return replace(open_form(name, args, label=label), style="plain", is_single_choice=True)


def run(label: str, command: str, *, opens_form: bool = False) -> Button:
    """A button that does the same as typing the command. `opens_form`: that may be answered by a form."""
    return Button(
        label=label, route=RUN, args={"text": command}, opens_form=opens_form, is_single_choice=False
    )


def undo(route: str, args: Mapping[str, object]) -> Button:
    """[Undo], for a quarter of an hour and for the person who did it."""
    return Button(label="Undo", route=route, args=dict(args), minutes=UNDO_MINUTES)
