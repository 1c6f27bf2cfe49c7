"""The one place where the local Slack asks what Block Kit allows; each limit has its source in block_kit."""

from collections.abc import Callable

from tests.bot.slack.block_kit import errors_problems, message_problems, options_problems, view_problems
from tests.slack.refusals import Refused
from tests.slack.things import Json

# What is refused by a name of its own; everything else is invalid_blocks or invalid_arguments.
NAMED = ("no_text", "msg_blocks_too_long", "view_too_large")


def check_message(text: str, blocks: object) -> None:
    """Refuse what Slack would not show as a message."""
    _check_list(blocks, "invalid_blocks")
    _refuse("invalid_blocks", message_problems, {"text": text, "blocks": blocks})


def check_view(view: Json) -> None:
    """Refuse what Slack would not show as a modal or a Home tab."""
    _check_list(view.get("blocks"), "invalid_arguments")
    _refuse("invalid_arguments", view_problems, view)


def check_options(answer: Json) -> None:
    """Refuse what Slack would not show in an external select."""
    _refuse("invalid_arguments", options_problems, answer)


def check_errors(answer: Json, view: Json) -> None:
    """Refuse errors that have no input block to stand under."""
    _refuse("invalid_arguments", lambda given: errors_problems(given, view), answer)


def _check_list(blocks: object, error: str) -> None:
    if not isinstance(blocks, list) or not all(isinstance(b, dict) and "type" in b for b in blocks):
        raise Refused(error, "[ERROR] must be a list of blocks")


def _refuse(error: str, find: Callable[[Json], list[str]], content: Json) -> None:
    try:
        wrong = find(content)
    except KeyError as missing:
        wrong = [f"missing required field: {missing}"]
    for name in NAMED:
        if name in wrong:
            raise Refused(name)
    if wrong:
        raise Refused(error, *(f"[ERROR] {line}" for line in wrong))
