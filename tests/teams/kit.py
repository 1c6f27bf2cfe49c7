"""Cards to try the local Teams with."""

from tests.slack.things import Json
from tests.teams.things import CARD

TEXT: Json = {"type": "TextBlock", "text": "Hello", "wrap": True}


def card(*elements: Json, actions: tuple[Json, ...] = (), **more: object) -> Json:
    """Make a card."""
    made: Json = {"type": "AdaptiveCard", "version": "1.5", "body": list(elements or (TEXT,)), **more}
    return made | ({"actions": list(actions)} if actions else {})


def attached(content: Json) -> Json:
    """Make the attachment of a card."""
    return {"contentType": CARD, "content": content}


def execute(title: str, **data: object) -> Json:
    """Make a button that is answered at once, and what older clients do instead."""
    named: Json = {"title": title, "data": data}
    return {"type": "Action.Execute", "verb": "do", **named, "fallback": {"type": "Action.Submit", **named}}


def submit(title: str, **data: object) -> Json:
    """Make a button that sends a message, or in a dialog what stands there."""
    return {"type": "Action.Submit", "title": title, "data": data}


def opening(title: str, **data: object) -> Json:
    """Make a button that opens a dialog."""
    return submit(title, msteams={"type": "task/fetch"}, **data)


def text_input(name: str, label: str, **more: object) -> Json:
    """Make a field for words."""
    return {"type": "Input.Text", "id": name, "label": label, **more}


def shown(content: Json, title: str = "Form") -> Json:
    """Make the answer that opens or changes a dialog."""
    return {"task": {"type": "continue", "value": {"title": title, "card": attached(content)}}}
