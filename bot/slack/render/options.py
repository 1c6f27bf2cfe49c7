"""The options of a field: how each is named to Slack, and which of them are shown."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from slack_sdk.models.blocks import Option as SlackOption
from slack_sdk.models.blocks import OptionGroup

from bot.slack.render.limits import OPTION_TEXT, OPTION_VALUE, OPTIONS, length, shorten, shorten_middle
from bot.slack.render.text import clean, plain_object
from domain.chat import Field, Form, Option

# A view may hold 250 KB: what has many options in all asks for them while somebody types.
MOST_IN_VIEW = 500
UNNAMED = "(no name)"
HASHED = "#"


def key_of(option: Option) -> str:
    """What Slack sends back for the option: its value, or a fingerprint of one that Slack does not take."""
    return short_key(option.value, OPTION_VALUE)


def short_key(text: str, most: int) -> str:
    """The text itself, or a fingerprint where it is empty, too long or looks like a fingerprint."""
    if (
        text
        and text == text.strip()
        and length(text) <= most
        and clean(text) == text
        and not text.startswith(HASHED)
    ):
        return text
    return HASHED + sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:40]


def distinct(options: Sequence[Option]) -> list[Option]:
    """The options without those whose value came before."""
    return list({option.value: option for option in reversed(options)}.values())[::-1]


def are_external(field: Field, form: Form) -> bool:
    """Whether the options are asked for while somebody types, since a view cannot hold them all."""
    in_all = sum(len(other.options) for other in form.fields)
    return len(distinct(field.options)) > OPTIONS or (in_all > MOST_IN_VIEW and len(field.options) > 1)


def options_for(form: Form, field: str, query: str) -> dict[str, Any]:
    """The answer to Slack's question for a field's options: at most 100 that have the query's words."""
    words = query.casefold().split()
    known = next((f.options for f in form.fields if f.name == field), ())
    found = [o for o in distinct(known) if all(w in f"{o.group} {o.label}".casefold() for w in words)]
    shown = choices(found[:OPTIONS])
    kind = "option_groups" if shown and isinstance(shown[0], OptionGroup) else "options"
    return {kind: [choice.to_dict() for choice in shown]}


def choices(options: Sequence[Option]) -> list[SlackOption] | list[OptionGroup]:
    """The options for a select: under their groups where they have any."""
    groups: dict[str, list[SlackOption]] = {}
    for option in options:
        groups.setdefault(option.group, []).append(slack_option(option))
    if set(groups) <= {""}:
        return groups.get("", [])
    return [
        OptionGroup(
            label=plain_object(shorten(name.strip() or UNNAMED, OPTION_TEXT), OPTION_TEXT), options=made
        )
        for name, made in groups.items()
    ]


def slack_option(option: Option) -> SlackOption:
    """The option as Slack shows it; long labels that begin alike still differ at their end."""
    label = " ".join(clean(option.label).split()) or clean(option.value).strip() or UNNAMED
    text = plain_object(shorten_middle(label, OPTION_TEXT), OPTION_TEXT)
    return SlackOption(value=key_of(option), text=text)
