"""A form that could not be saved just now: what was typed stays in a button that sends it again."""

from collections.abc import Mapping
from typing import Any, Literal

SEND_AGAIN = "Send again"


def again_card(
    sentence: str, data: Mapping[str, Any], *, surface: Literal["message", "dialog"]
) -> dict[str, Any]:
    """The sentence, and a button that carries everything that was sent."""
    kept = {name: value for name, value in data.items() if name != "msteams"}
    submit = {"type": "Action.Submit", "title": SEND_AGAIN, "data": kept}
    if surface == "message":
        submit = {
            "type": "Action.Execute",
            "verb": "save",
            "title": SEND_AGAIN,
            "data": kept,
            "fallback": submit,
        }
    return {
        "type": "AdaptiveCard",
        "version": "1.5",
        "fallbackText": sentence,
        "body": [{"type": "TextBlock", "text": sentence, "wrap": True}],
        "actions": [submit],
    }
