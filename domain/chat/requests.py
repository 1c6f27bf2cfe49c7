"""Who did what, where: one request, and the acts it may hold."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Args = Mapping[str, Any]
Values = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, kw_only=True)
class Address:
    """A conversation on a platform: a channel, or the direct messages of the person in `account`.

    `conversation` may be empty beside an account: the messenger then finds the direct messages.
    In a channel, `seen_by` is the one account that shall see what we post there; empty means all.
    """

    platform: str
    workspace: str
    conversation: str = ""
    thread: str = ""
    account: str = ""
    seen_by: str = ""

    def __post_init__(self) -> None:
        if not (self.conversation or self.account):
            raise ValueError("an address names a conversation or an account")

    @property
    def is_direct(self) -> bool:
        """Whether one person alone reads it."""
        return bool(self.account)

    @property
    def place(self) -> str:
        """A name for the conversation that stays the same before and after it is opened."""
        return f"@{self.account}" if self.account else self.conversation


@dataclass(frozen=True, kw_only=True)
class Sender:
    """Whoever the platform says did something; `account` is the platform's own id.

    Empty and None: this request did not say.
    """

    account: str
    name: str = ""
    zone: str = ""
    locale: str = ""
    is_guest: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Say:
    """A command or a message. A mention of a person stands in the text as <@account>.

    One of a channel whose name the platform does not say stands there as <#id>.
    `is_addressed` is true where the words are meant for us: a slash command, a mention, a direct message.
    """

    text: str
    is_addressed: bool = True


@dataclass(frozen=True, kw_only=True)
class Click:
    """A press of one of our buttons, by the id of its offer."""

    button: str


@dataclass(frozen=True, kw_only=True)
class OpenForm:
    """A shortcut or menu entry that asks for a form by its registered name."""

    form: str
    args: Args = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class SubmitForm:
    """A filled form, by the id of its showing. Whose, where and what about: the showing knows."""

    form: str
    values: Values


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file dropped into the conversation."""

    name: str
    data: bytes


Act = Say | Click | OpenForm | SubmitForm | Upload


@dataclass(frozen=True, kw_only=True)
class Request:
    """One thing that one person did. The same `key` means the same thing, delivered again.

    `can_open_form` is true while the edge holds what opens one; it opens the Form that it gets back.
    """

    key: str
    sender: Sender
    address: Address
    act: Act
    can_open_form: bool = False
