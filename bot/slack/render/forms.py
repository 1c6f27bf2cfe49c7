"""Forms as modals, and what was filled in on the way back."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from slack_sdk.models.blocks import PlainTextObject
from slack_sdk.models.views import View

from bot.slack.render.blocks import small_line
from bot.slack.render.fields import draw_field, names
from bot.slack.render.limits import (
    ERROR,
    ID,
    METADATA,
    VIEW_BLOCKS,
    VIEW_BUTTON,
    VIEW_TITLE,
    length,
    shorten,
)
from bot.slack.render.message import view_blocks
from bot.slack.render.options import key_of
from bot.slack.render.text import clean, plain_object, without_code
from domain.chat import Field, Form, Heading, Paragraph, Values, note, reply

CANCEL = "Cancel"
SEND = "Save"
TITLE = "Headway"
TOO_MANY_FIELDS = "There are more fields than fit here: {count} are left out."
CALLBACK = "form"
MOST_TOP = 10


def render_form(form: Form, *, private_metadata: str = "") -> dict[str, Any]:
    """The form as a modal, whose `external_id` is the id of the showing.

    Raises ValueError for metadata of more than 3,000 characters.
    """
    if length(private_metadata) > METADATA:
        raise ValueError("the metadata of a view has at most 3,000 characters")
    view = View(
        type="modal",
        title=title_object(form.title),
        submit=plain_object(" ".join(form.submit_label.split()) or SEND, VIEW_BUTTON),
        close=plain_object(CANCEL, VIEW_BUTTON),
        callback_id=CALLBACK,
        external_id=form.id if 0 < length(form.id) <= ID else None,
        private_metadata=private_metadata or None,
        blocks=[*_top(form), *_inputs(form)],
    )
    return view.to_dict()


def title_object(title: str) -> PlainTextObject:
    """A title for a view, which takes 24 characters."""
    return plain_object(" ".join(clean(title).split()) or TITLE, VIEW_TITLE)


def read_view(view: Mapping[str, Any], form: Form) -> Values:
    """What was filled in, by the names of the form's fields. What the form does not have is left out."""
    filled = view.get("state", {}).get("values", {})
    known = names(form.fields)
    return {
        field.name: _entered(field, next(iter(filled[block].values()), {}))
        for block, field in known.items()
        if filled.get(block)
    }


def read_option_field(body: Mapping[str, Any], form: Form) -> str:
    """The name of the field whose options Slack asks for; empty when the form has no such field."""
    field = names(form.fields).get(body.get("block_id", ""))
    return field.name if field else ""


def errors_response(errors: Mapping[str, str], form: Form, *, private_metadata: str = "") -> dict[str, Any]:
    """The answer to a submission with mistakes: each under its field.

    What is wrong with the whole form, or with a field that cannot be filled in, stands under the first field.
    A form without any input is shown again with the sentences on top.
    """
    ids = {field.name: block for block, field in names(form.fields).items()}
    if not ids:
        said = " ".join(errors.values())
        view = render_form(replace(form, error=said), private_metadata=private_metadata)
        return {"response_action": "update", "view": view}
    first = next(iter(ids.values()))
    under: dict[str, list[str]] = {}
    for name, sentence in errors.items():
        under.setdefault(ids.get(name, first), []).append(sentence)
    said_under = {block: shorten(without_code(clean(" ".join(said))), ERROR) for block, said in under.items()}
    return {"response_action": "errors", "errors": said_under}


def errors_of(form: Form) -> dict[str, str]:
    """What is wrong with a form that is shown again; "" is the form as a whole."""
    wrong = {field.name: field.error for field in form.fields if field.error}
    return ({"": form.error} if form.error else {}) | wrong


def _top(form: Form) -> list[dict[str, Any]]:
    """The error, the whole title where it is too long for its place, and the introduction."""
    title = " ".join(clean(form.title).split())
    said = reply(
        *([note(form.error)] if form.error else []),
        *([Heading(title)] if length(title) > VIEW_TITLE else []),
        *([Paragraph((form.intro,))] if form.intro else []),
    )
    return view_blocks(said, most=MOST_TOP)


def _inputs(form: Form) -> list[dict[str, Any]]:
    room = VIEW_BLOCKS - MOST_TOP - 1
    made: list[dict[str, Any]] = []
    for at, field in enumerate(form.fields):
        drawn = draw_field(field, form)
        if len(made) + len(drawn) > room:
            return [*made, small_line(TOO_MANY_FIELDS.format(count=len(form.fields) - at))]
        made += drawn
    return made or [small_line(TITLE)]


def _entered(field: Field, state: Mapping[str, Any]) -> tuple[str, ...]:
    """The values behind what Slack says about one input."""
    if "selected_user" in state or "selected_users" in state:
        return tuple(state.get("selected_users") or filter(None, [state.get("selected_user")]))
    if "selected_option" in state or "selected_options" in state:
        chosen = state.get("selected_options") or filter(None, [state.get("selected_option")])
        values = {key_of(option): option.value for option in field.options}
        return tuple(values[one["value"]] for one in chosen if one["value"] in values)
    if "selected_date" in state:
        return tuple(filter(None, [state["selected_date"]]))
    return (clean(state.get("value") or ""),)
