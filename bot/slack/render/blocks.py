"""Each block of a reply as blocks of Slack."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from slack_sdk.models.blocks import (
    ActionsBlock,
    ButtonElement,
    ContextBlock,
    HeaderBlock,
    ImageBlock,
    RichTextBlock,
    RichTextListElement,
    SectionBlock,
)
from slack_sdk.models.blocks.basic_components import SlackFile as UploadedFile

from bot.slack.render.limits import (
    ACTIONS,
    ALT,
    BUTTON_LABEL,
    CUT,
    FIELD_TEXT,
    HEADER,
    IMAGE_TITLE,
    PAGE,
    SECTION_FIELDS,
    length,
    shorten,
)
from bot.slack.render.tables import Drawn, draw_table
from bot.slack.render.text import (
    Mentions,
    Part,
    clean,
    pages,
    parts_of,
    plain,
    plain_object,
    rich_block,
    rich_section,
    text_object,
)
from domain.chat import (
    Block,
    Bullets,
    Button,
    Buttons,
    Chart,
    Context,
    Fields,
    Heading,
    Paragraph,
    Spans,
    Table,
)

OPENS_FORM = "{label}, opens a form"
FULL_LABEL = "{short} = {label}"
# Slack sends the action id with a click: it says whether a form has to be opened before all else.
DO = "do:"
OPEN = "open:"
# What a line of a list weighs beside its words.
ITEM_WEIGHT = 100
# Rich text weighs each piece with its container: many commands would leave no room for the rest.
RICH_CODE = 6


@dataclass(kw_only=True)
class Pen:
    """What the blocks of one reply are drawn with; it counts the tables."""

    surface: Literal["message", "view"]
    mentions: Mentions = None
    charts: Mapping[int, str] = field(default_factory=dict)
    tables: int = 0

    def draw(self, at: int, block: Block) -> Drawn:
        """The block at this place of the reply."""
        match block:
            case Table():
                return self._table(block)
            case Chart():
                return _chart(block, self.charts.get(at, ""))
            case Buttons(items=items):
                return _buttons(items)
            case Heading(text=text):
                return _heading(text)
            case _:
                return self._words(block)

    def _words(self, block: Paragraph | Context | Fields | Bullets) -> Drawn:
        match block:
            case Paragraph(spans=spans):
                return _paragraph(parts_of(spans, self.mentions))
            case Context(spans=spans):
                return _context(parts_of(spans, self.mentions))
            case Fields(pairs=pairs):
                return _fields(pairs, self.mentions)
            case Bullets(items=items):
                return _bullets(items, self.mentions)

    def _table(self, table: Table) -> Drawn:
        """Draw the first table of a message as Slack's own; Slack takes one of them, and none in a view."""
        self.tables += 1
        is_message = self.surface == "message"
        return draw_table(
            table,
            self.mentions,
            is_native=is_message and self.tables == 1,
            number=self.tables,
            has_files=is_message,
        )


def small_line(text: str) -> dict[str, Any]:
    """A sentence of ours as a small line."""
    return _context(parts_of((text,))).blocks[0]


def _heading(text: str) -> Drawn:
    line = " ".join(clean(text).split())
    if not line:
        return Drawn()
    if length(line) <= HEADER:
        return Drawn(blocks=[HeaderBlock(text=plain_object(line, HEADER)).to_dict()])
    return _paragraph([Part(text=line, is_bold=True)])


def _paragraph(parts: list[Part]) -> Drawn:
    if not plain(parts).strip():
        return Drawn()
    return Drawn(blocks=[_worded(page) for page in pages(parts, PAGE)])


def _worded(page: list[Part]) -> dict[str, Any]:
    if sum(part.is_code for part in page) <= RICH_CODE:
        return rich_block(page).to_dict()
    return SectionBlock(text=text_object(page, PAGE + HEADER), expand=True).to_dict()


def _context(parts: list[Part]) -> Drawn:
    made = [page for page in pages(parts, PAGE) if plain(page).strip()]
    return Drawn(
        blocks=[ContextBlock(elements=[text_object(page, PAGE + HEADER)]).to_dict() for page in made]
    )


def _fields(pairs: tuple[tuple[str, Spans], ...], mentions: Mentions) -> Drawn:
    cells = [_pair(label, parts_of(value, mentions)) for label, value in pairs]
    kept = [cell for cell in cells if plain(cell).strip()]
    objects = [text_object(cell, FIELD_TEXT) for cell in kept]
    groups = [objects[at : at + SECTION_FIELDS] for at in range(0, len(objects), SECTION_FIELDS)]
    is_cut = any(length(plain(cell)) > FIELD_TEXT for cell in kept)
    return Drawn(blocks=[SectionBlock(fields=group).to_dict() for group in groups], is_cut=is_cut)


def _pair(label: str, value: list[Part]) -> list[Part]:
    name = " ".join(clean(label).split())
    return [Part(text=name, is_bold=True), Part(text="\n"), *value] if name else value


def _bullets(items: tuple[Spans, ...], mentions: Mentions) -> Drawn:
    lines = [parts_of(item, mentions) for item in items]
    drawn = Drawn(is_cut=any(length(plain(line)) > PAGE for line in lines))
    drawn.blocks = [_list(group) for group in _grouped([_item(line) for line in lines])]
    return drawn


def _item(line: list[Part]) -> list[Part]:
    return line if length(plain(line)) <= PAGE else [Part(text=shorten(plain(line), PAGE))]


def _grouped(lines: list[list[Part]]) -> Iterator[list[list[Part]]]:
    """Put the lines together as long as they fit on a page."""
    group: list[list[Part]] = []
    room = PAGE
    for line in lines:
        size = ITEM_WEIGHT + sum(part.length for part in line)
        if group and size > room:
            yield group
            group, room = [], PAGE
        group.append(line)
        room -= size
    if group:
        yield group


def _list(lines: list[list[Part]]) -> dict[str, Any]:
    made = RichTextListElement(style="bullet", elements=[rich_section(line) for line in lines])
    return RichTextBlock(elements=[made]).to_dict()


def _chart(chart: Chart, file: str) -> Drawn:
    if not file:
        title = Part(text=clean(chart.title), is_bold=True)
        return _paragraph([part for part in (title, Part(text="\n" + clean(chart.alt))) if part.text.strip()])
    words = clean(chart.alt).strip() or clean(chart.title).strip() or CUT
    title_object = plain_object(chart.title, IMAGE_TITLE) if chart.title.strip() else None
    image = ImageBlock(alt_text=shorten(words, ALT), slack_file=UploadedFile(id=file), title=title_object)
    return Drawn(blocks=[image.to_dict()], is_cut=length(words) > ALT or length(chart.title) > IMAGE_TITLE)


def _buttons(items: tuple[Button, ...]) -> Drawn:
    groups = [items[at : at + ACTIONS] for at in range(0, len(items), ACTIONS)]
    long = [item for item in items if length(clean(item.label)) > BUTTON_LABEL]
    lines = [
        FULL_LABEL.format(short=shorten(clean(b.label), BUTTON_LABEL), label=clean(b.label)) for b in long
    ]
    # What says a label in full stands before the buttons, since those are kept when a message is too long.
    said = [block for line in lines for block in _context([Part(text=line)]).blocks]
    actions = [ActionsBlock(elements=[_button(at, b) for at, b in enumerate(group)]) for group in groups]
    return Drawn(blocks=[*said, *(block.to_dict() for block in actions)])


def _button(at: int, button: Button) -> ButtonElement:
    label = " ".join(clean(button.label).split()) or CUT
    said = OPENS_FORM.format(label=label) if button.opens_form else label
    return ButtonElement(
        text=plain_object(label, BUTTON_LABEL),
        action_id=f"{OPEN if button.opens_form else DO}{at}",
        value=button.id or None,
        style=None if button.style == "plain" else button.style,
        accessibility_label=shorten(said, BUTTON_LABEL),
    )
