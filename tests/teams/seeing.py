"""What stands on a person's screen, as words and buttons."""

from tests.teams.cards.parts import labels_of
from tests.teams.reading import read_dialog, read_message
from tests.teams.things import Dialog, Message


def words(seen: Message | Dialog, key: str = "") -> str:
    """Read a message as a person sees it, or a dialog."""
    return read_message(seen, key) if isinstance(seen, Message) else read_dialog(seen)


def labels(seen: Message | Dialog, key: str = "") -> tuple[str, ...]:
    """Read the buttons, in order."""
    card = seen.card_for(key) if isinstance(seen, Message) else seen.card
    return labels_of(card) if card else ()
