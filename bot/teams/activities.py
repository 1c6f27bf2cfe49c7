"""Activities that we send: a card alone, or a line of words."""

from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape

from botbuilder.schema import Activity, Attachment, ChannelAccount, Mention

CARD_TYPE = "application/vnd.microsoft.card.adaptive"
MENTION = "<at>{name}</at>"


def card_activity(card: Mapping[str, Any], summary: str) -> Activity:
    """A message that is a card: words beside one would come as a message of their own, and no id with it."""
    attachment = Attachment(content_type=CARD_TYPE, content=card)
    return Activity(type="message", attachments=[attachment], summary=summary)


def line_activity(text: str, *, member: str = "", name: str = "") -> Activity:
    """A line of words; with the bot's own id of a person it begins with a mention of them."""
    if not (member and name):
        return Activity(type="message", text=escape(text), text_format="xml", summary=text)
    mention = MENTION.format(name=escape(name))
    return Activity(
        type="message",
        text=f"{mention} {escape(text)}",
        text_format="xml",
        summary=text,
        entities=[
            # The text has to be the very same as in the message.
            Mention(mentioned=ChannelAccount(id=member, name=name), text=mention, type="mention"),
        ],
    )
