"""Small pieces of Block Kit for the tests of the local Slack."""

from tests.slack.things import Json


def plain(text: str) -> Json:
    """Make a text object."""
    return {"type": "plain_text", "text": text}


def section(text: str) -> Json:
    """Make a paragraph."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def buttons(*labels: str) -> Json:
    """Make a row of buttons; the action id is the label in small letters."""
    made = [
        {"type": "button", "action_id": label.lower(), "value": f"v-{label.lower()}", "text": plain(label)}
        for label in labels
    ]
    return {"type": "actions", "block_id": "buttons", "elements": made}


def field(name: str, element: Json, *, optional: bool = False) -> Json:
    """Make a field of a form; the element's action id is the name."""
    body = {"action_id": name, **element}
    return {
        "type": "input",
        "block_id": f"block_{name}",
        "label": plain(name),
        "element": body,
        "optional": optional,
    }


def modal(*blocks: Json, **more: object) -> Json:
    """Make a modal."""
    words = {"title": plain("A form"), "submit": plain("Save"), "close": plain("Cancel")}
    return {"type": "modal", "callback_id": "form", **words, "blocks": list(blocks), **more}


def home(*blocks: Json) -> Json:
    """Make a Home tab."""
    return {"type": "home", "blocks": list(blocks)}


def option(text: str, value: str) -> Json:
    """Make an option."""
    return {"text": plain(text), "value": value}
