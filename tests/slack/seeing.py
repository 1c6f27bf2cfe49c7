"""What stands on a person's screen, as words and buttons."""

from tests.slack.blocks import EMPTY, elements_of, words_of
from tests.slack.things import Message, View


def words(seen: Message | View) -> str:
    """Read a message or a view: its blocks, or the text of a message without any."""
    if isinstance(seen, Message):
        return words_of(seen.blocks) or seen.text
    title = str(seen.body.get("title", EMPTY).get("text", ""))
    errors = "\n".join(seen.errors.values())
    return "\n".join(part for part in (title, words_of(seen.body["blocks"]), errors) if part)


def labels(seen: Message | View) -> tuple[str, ...]:
    """Read the buttons, in order."""
    blocks = seen.blocks if isinstance(seen, Message) else seen.body["blocks"]
    return tuple(e.label for e in elements_of(blocks) if e.body["type"] == "button")
