"""What we answer: a reply made of blocks, in no platform's words."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from domain.chat.charts import Chart
from domain.chat.requests import Args


@dataclass(frozen=True)
class Strong:
    """Words that stand out."""

    text: str
    kind: Literal["strong"] = "strong"


@dataclass(frozen=True)
class Typed:
    """Words of a person, shown exactly as they were typed: nothing in them is markup."""

    text: str
    kind: Literal["typed"] = "typed"


@dataclass(frozen=True)
class Link:
    """Words that lead to an address."""

    text: str
    url: str
    kind: Literal["link"] = "link"


@dataclass(frozen=True)
class Mention:
    """A person; `account` is their id on the platform that shows it, empty where they have none."""

    name: str
    account: str = ""
    kind: Literal["mention"] = "mention"


Span = str | Strong | Typed | Link | Mention
Spans = tuple[Span, ...]


@dataclass(frozen=True)
class Paragraph:
    """A line or a few."""

    spans: Spans
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True)
class Heading:
    """The title of what follows."""

    text: str
    kind: Literal["heading"] = "heading"


@dataclass(frozen=True)
class Context:
    """A small line: where from, as of when, what else."""

    spans: Spans
    kind: Literal["context"] = "context"


@dataclass(frozen=True)
class Fields:
    """Pairs of label and value."""

    pairs: tuple[tuple[str, Spans], ...]
    kind: Literal["fields"] = "fields"


@dataclass(frozen=True)
class Table:
    """Rows under named columns; columns in `numeric` are set to the right."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Spans, ...], ...]
    numeric: tuple[int, ...] = ()
    kind: Literal["table"] = "table"


@dataclass(frozen=True)
class Bullets:
    """A list of lines."""

    items: tuple[Spans, ...]
    kind: Literal["bullets"] = "bullets"


@dataclass(frozen=True, kw_only=True)
class Button:
    """Something that may be done next. `id` is set when the offer behind it is stored.

    Edges show `label`, `style`, `opens_form` and `id`; route and args never leave the house.
    """

    label: str
    route: str
    args: Args = field(default_factory=dict)
    style: Literal["plain", "primary", "danger"] = "plain"
    opens_form: bool = False
    minutes: int = 60 * 24 * 30
    is_single_choice: bool = True
    is_for_everyone: bool = False
    id: str = ""


@dataclass(frozen=True)
class Buttons:
    """What may be done next, side by side."""

    items: tuple[Button, ...]
    kind: Literal["buttons"] = "buttons"


Block = Paragraph | Heading | Context | Fields | Table | Bullets | Chart | Buttons


@dataclass(frozen=True, kw_only=True)
class FormRef:
    """A registered form and what it is about."""

    name: str
    args: Args = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What a handler answers; each platform draws it its own way. One without blocks stays silent.

    One that `is_off_record` is shown, and kept in no transcript. One that `is_refusal` says why a
    thing was not done.
    """

    blocks: tuple[Block, ...] = ()
    visible_to: Literal["everyone", "asker"] = "asker"
    form: FormRef | None = None
    is_off_record: bool = False
    is_refusal: bool = False
    kind: Literal["reply"] = "reply"

    @property
    def buttons(self) -> Iterator[Button]:
        """Every button, in the order in which it is shown and numbered."""
        return (b for block in self.blocks if isinstance(block, Buttons) for b in block.items)


def say(*spans: Span) -> Paragraph:
    """A paragraph of these spans."""
    return Paragraph(spans)


def note(*spans: Span) -> Context:
    """A small line of these spans."""
    return Context(spans)


def refusal(sentence: str) -> Reply:
    """A reply that says why a thing was not done."""
    return Reply(blocks=(Paragraph((sentence,)),), is_refusal=True)


def reply(*blocks: Block | str, everyone: bool = False) -> Reply:
    """A reply of these blocks; a bare string is a paragraph."""
    made = tuple(Paragraph((b,)) if isinstance(b, str) else b for b in blocks)
    return Reply(blocks=made, visible_to="everyone" if everyone else "asker")
