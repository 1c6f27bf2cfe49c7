"""What the feedback form starts with when somebody saves a message: its words, who wrote it, its link."""

import re
from html.parser import HTMLParser
from typing import Any

from bot.storable import clean
from bot.teams.arrival import Arrival, text_at
from bot.teams.edge import Edge
from domain.chat import Address
from storage import people
from storage.teams_conversations import TEAMS

SPACES = re.compile(r"[^\S\n]+")
LINES = re.compile(r"\s*\n\s*")
# Teams hands a message over as HTML: the ends of these are ends of lines.
BLOCKS = frozenset({"br", "p", "div", "li", "tr", "h1", "h2", "h3", "blockquote", "pre"})
UNSEEN = frozenset({"script", "style"})
HTML = "html"


async def feedback_args(edge: Edge, arrival: Arrival) -> dict[str, Any]:
    """The args of the feedback form for the message of a message extension.

    `author` is the account of whoever else wrote it, and `said_by` their name. Raises what the database does.
    """
    message = arrival.value.get("messagePayload")
    author = text_at(message, "from", "user", "id")
    is_own = author == arrival.account
    said_by = (
        ""
        if is_own
        else await _name(edge, arrival, author) or text_at(message, "from", "user", "displayName")
    )
    return {
        "text": words_of(message),
        "link": text_at(message, "linkToMessage"),
        "said_by": said_by,
        "author": "" if is_own else author or text_at(message, "from", "application", "id"),
    }


def words_of(message: Any) -> str:
    """The words of a message as they are read."""
    content = text_at(message, "body", "content")
    if text_at(message, "body", "contentType").casefold() != HTML:
        return clean(content).strip()
    page = _Words()
    page.feed(content)
    page.close()
    return clean(LINES.sub("\n", SPACES.sub(" ", "".join(page.words)))).strip()


class _Words(HTMLParser):
    """Collects what is read of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._unseen += tag in UNSEEN
        if tag == "br":
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in UNSEEN
        if tag in BLOCKS:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.words.append(data)


async def _name(edge: Edge, arrival: Arrival, account: str) -> str:
    """The name of the account's person; empty for one whom we don't know."""
    if not account:
        return ""
    address = Address(platform=TEAMS, workspace=arrival.tenant, account=account)
    async with edge.services.database.read() as session:
        return await people.name_of(session, address)
