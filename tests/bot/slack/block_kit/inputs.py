"""What Slack refuses in inputs and their options."""

import re
from collections.abc import Callable, Sequence

from tests.bot.slack.block_kit.texts import ID, Piece, Problems, plain, sized


def input_block(block: Piece) -> Problems:
    element = block["element"]
    yield from plain(block["label"], "label", 2000)  # R
    yield from plain(block["hint"], "hint", 2000) if "hint" in block else ()  # R
    yield from sized(element["action_id"], "action_id", 1, ID)
    if "placeholder" in element:
        yield from plain(element["placeholder"], "placeholder", 150)  # R
    kind = element["type"]
    if kind not in ELEMENTS:
        yield f"unsupported element {kind}"
    else:
        yield from ELEMENTS[kind](element)


def _text_input(element: Piece) -> Problems:
    most = element.get("max_length", 3000)
    if not 1 <= most <= 3000:  # R
        yield "max_length is 1 to 3000"
    yield from sized(element.get("initial_value", "x"), "initial_value", 0, most)


def _date(element: Piece) -> Problems:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", element.get("initial_date", "2026-01-01")):  # R
        yield "initial_date"


def _few(element: Piece) -> Problems:
    yield from check_options(element["options"], 1, 10)  # R: checkboxes and radio buttons have at most 10
    yield from _initials(element, element["options"])


def _select(element: Piece) -> Problems:
    if ("options" in element) == ("option_groups" in element):  # R: one of the two
        yield "a select has options or groups"
        return
    groups = element.get("option_groups", [{"options": element.get("options", [])}])
    if "option_groups" in element:
        yield from check_groups(groups)
    else:
        yield from check_options(element["options"], 1, 100)  # R
    yield from _initials(element, [option for group in groups for option in group["options"]])


def _initials(element: Piece, offered: Sequence[Piece]) -> Problems:
    # R: "must exactly match one or more of the options"
    single = [element["initial_option"]] if "initial_option" in element else []
    yield from (
        f"{o['value']} is not offered"
        for o in [*single, *element.get("initial_options", [])]
        if o not in offered
    )


def check_groups(groups: Sequence[Piece]) -> Problems:
    if not 1 <= len(groups) <= 100:  # R
        yield "1 to 100 groups"
    for group in groups:
        yield from plain(group["label"], "group label", 75)  # R
        yield from check_options(group["options"], 1, 100)  # R


def check_options(options: Sequence[Piece], least: int, most: int) -> Problems:
    if not least <= len(options) <= most:
        yield f"{least} to {most} options, not {len(options)}"
    for option in options:
        yield from plain(option["text"], "option", 75)  # R
        yield from sized(option["value"], "option value", 1, 150)  # R
    if len({option["value"] for option in options}) < len(options):
        yield "the same value twice"


def _external(element: Piece) -> Problems:
    if element.get("min_query_length", 1) < 0:
        yield "min_query_length"
    yield from check_options(element.get("initial_options", []), 0, 100)


Check = Callable[[Piece], Problems]
ELEMENTS: dict[str, Check] = {
    "plain_text_input": _text_input,
    "datepicker": _date,
    "checkboxes": _few,
    "radio_buttons": _few,
    "static_select": _select,
    "multi_static_select": _select,
    "external_select": _external,
    "multi_external_select": _external,
    "users_select": lambda _element: iter(()),
    "multi_users_select": lambda _element: iter(()),
}
