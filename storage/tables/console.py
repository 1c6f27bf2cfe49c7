"""What the browser console shows: its channels, and what was said in them."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, Row


class ConsoleChannel(Row, Base):
    """A channel of the console."""

    __tablename__ = "console_channels"

    name: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]


class ConsoleMessage(Row, Base):
    """One message: a person's words (`text`), or a reply of ours (`reply`).

    `author` is the console account, empty for Headway; `seen_by` the one account that sees it, empty for all.
    """

    __tablename__ = "console_messages"
    __table_args__ = (Index(None, "conversation", "id"),)

    conversation: Mapped[str]
    key: Mapped[str] = mapped_column(unique=True)
    author: Mapped[str]
    seen_by: Mapped[str]
    text: Mapped[str]
    reply: Mapped[dict[str, Any] | None]
    created_at: Mapped[datetime]
