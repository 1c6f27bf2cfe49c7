"""What the local Slack reads in blocks: their elements, ids, files, and what a form starts with."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass

from tests.slack.things import Json

EMPTY: Json = {}
# What an element's entry in view.state.values is called, and what it starts with.
VALUE_KEYS = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "file_input": ("files", "initial_files"),
}


@dataclass(frozen=True, kw_only=True)
class Element:
    """An element that can be used, with the block it stands in."""

    block: Json
    body: Json

    @property
    def block_id(self) -> str:
        """The id of its block."""
        return str(self.block["block_id"])

    @property
    def action_id(self) -> str:
        """Its own id."""
        return str(self.body["action_id"])

    @property
    def label(self) -> str:
        """The words on it."""
        return str(self.body.get("text", EMPTY).get("text", ""))


def with_ids(blocks: list[Json], next_number: Callable[[], int]) -> list[Json]:
    """Copy blocks and name what has no id yet, as Slack does."""
    named = deepcopy(blocks)
    for block in named:
        block.setdefault("block_id", f"b{next_number()}")
        for element in _interactive(block):
            element.setdefault("action_id", f"a{next_number()}")
    return named


def elements_of(blocks: list[Json]) -> Iterator[Element]:
    """List every element that can be used, in the order it is seen."""
    for block in blocks:
        for element in _interactive(block):
            yield Element(block=block, body=element)


def _interactive(block: Json) -> list[Json]:
    inside = [*block.get("elements", []), block.get("accessory"), block.get("element")]
    passive = {"image", "mrkdwn", "plain_text"}
    is_static = block["type"] in {"context", "rich_text"}
    return [e for e in inside if isinstance(e, dict) and not is_static and e.get("type") not in passive]


def files_of(blocks: list[Json]) -> list[str]:
    """List the ids of the files shown as images."""
    images = [*blocks, *(block.get("accessory") or EMPTY for block in blocks)]
    return [str(image["slack_file"].get("id")) for image in images if image.get("slack_file")]


def initial_values(blocks: list[Json]) -> Json:
    """Make view.state.values of a form that nobody has touched."""
    values: Json = {}
    for element in elements_of(blocks):
        kind = element.body["type"]
        if kind in VALUE_KEYS:
            key, initial = VALUE_KEYS[kind]
            start = element.body.get(initial, [] if key.endswith("s") else None)
            values.setdefault(element.block_id, {})[element.action_id] = {"type": kind, key: start}
    return values


def words_of(blocks: list[Json]) -> str:
    """Say what blocks say, a line for each text in them."""
    return "\n".join(line for block in blocks for line in _texts(block))


def _texts(part: object) -> Iterator[str]:
    if isinstance(part, list):
        for inside in part:
            yield from _texts(inside)
    elif isinstance(part, dict):
        for key in ("text", "title", "label", "hint", "alt_text"):
            if isinstance(part.get(key), str):
                yield part[key]
        for inside in part.values():
            if isinstance(inside, dict | list):
                yield from _texts(inside)
