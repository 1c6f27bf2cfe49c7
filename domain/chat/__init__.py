"""The words every part of Headway speaks: who, where, what they did, and what we answer."""

from typing import Protocol

from domain.chat.charts import (
    Chart,
    ChartBand,
    ChartLine,
    ChartMark,
    ChartPoint,
    Panel,
    chart_alt,
    make_chart,
)
from domain.chat.forms import (
    Field,
    FieldErrors,
    FieldKind,
    Form,
    Option,
    given,
    one,
)
from domain.chat.messages import (
    Block,
    Bullets,
    Button,
    Buttons,
    Context,
    Fields,
    FormRef,
    Heading,
    Link,
    Mention,
    Paragraph,
    Reply,
    Span,
    Spans,
    Strong,
    Table,
    Typed,
    note,
    refusal,
    reply,
    say,
)
from domain.chat.requests import (
    Act,
    Address,
    Args,
    Click,
    OpenForm,
    Request,
    Say,
    Sender,
    SubmitForm,
    Upload,
    Values,
)

Answer = Reply | Form


class Messenger(Protocol):
    """Sends a reply somewhere on one platform."""

    async def send(self, address: Address, reply: Reply, key: str) -> str:
        """Post `reply` at `address` and return the platform's message id. `key` marks the post.

        Raises NotDelivered: later, Undeliverable: never, Unanswered: nobody knows.
        """

    async def edit(self, address: Address, reply: Reply, message_id: str) -> None:
        """Let the message say `reply` from now on. Doing it twice is the same. Raises as `send` does."""

    async def find(self, address: Address, key: str) -> str | None:
        """The id of the message that `key` marks; None where it did not arrive. Raises Untraceable."""


__all__ = [
    "Act",
    "Address",
    "Answer",
    "Args",
    "Block",
    "Bullets",
    "Button",
    "Buttons",
    "Chart",
    "ChartBand",
    "ChartLine",
    "ChartMark",
    "ChartPoint",
    "Click",
    "Context",
    "Field",
    "FieldErrors",
    "FieldKind",
    "Fields",
    "Form",
    "FormRef",
    "Heading",
    "Link",
    "Mention",
    "Messenger",
    "OpenForm",
    "Option",
    "Panel",
    "Paragraph",
    "Reply",
    "Request",
    "Say",
    "Sender",
    "Span",
    "Spans",
    "Strong",
    "SubmitForm",
    "Table",
    "Typed",
    "Upload",
    "Values",
    "chart_alt",
    "given",
    "make_chart",
    "note",
    "one",
    "refusal",
    "reply",
    "say",
]
