"""Every answer in plain words: for terminals, notifications and screen readers."""

from collections.abc import Iterator
from dataclasses import replace

from domain.chat import (
    Answer,
    Block,
    Bullets,
    Buttons,
    Chart,
    Context,
    Field,
    Fields,
    Form,
    Heading,
    Link,
    Mention,
    Option,
    Paragraph,
    Reply,
    Spans,
    Table,
)

MOST_OPTIONS = 30


def plain_text(answer: Answer, *, has_numbers: bool = True) -> str:
    """The answer as lines of text. Buttons are numbered through, as `1 save - 2 edit`, to be typed.

    Without `has_numbers` they are left out.
    """
    if isinstance(answer, Form):
        return _form_text(answer)
    if not has_numbers:
        answer = replace(answer, blocks=tuple(b for b in answer.blocks if not isinstance(b, Buttons)))
    return _reply_text(answer)


def spans_text(spans: Spans) -> str:
    """The spans as one text."""
    return "".join(_span_text(span) for span in spans)


def _span_text(span: object) -> str:
    match span:
        case str():
            return span
        case Mention(name=name):
            return f"@{name}"
        case Link(text=text, url=url):
            return f"{text} ({url})"
        case _:
            return str(getattr(span, "text", ""))


def _reply_text(reply: Reply) -> str:
    places = iter(range(1, 10_000))
    return "\n".join(line for block in reply.blocks for line in _lines(block, places))


def _lines(block: Block, places: Iterator[int]) -> list[str]:
    match block:
        case Heading(text=text):
            return [text]
        case Paragraph(spans=spans) | Context(spans=spans):
            return [spans_text(spans)]
        case Fields(pairs=pairs):
            return [f"{label}: {spans_text(value)}" for label, value in pairs]
        case Bullets(items=items):
            return [f"- {spans_text(item)}" for item in items]
        case Table():
            return _table_lines(block)
        case Chart() | Buttons():
            return _spoken(block, places)


def _spoken(block: Chart | Buttons, places: Iterator[int]) -> list[str]:
    if isinstance(block, Chart):
        return [block.title, block.alt]
    return [" - ".join(f"{next(places)} {button.label.lower()}" for button in block.items)]


def _table_lines(table: Table) -> list[str]:
    rows = [list(table.columns), *([spans_text(cell) for cell in row] for row in table.rows)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(table.columns))]
    return ["  ".join(_cell(row, at, widths, table) for at in range(len(widths))).rstrip() for row in rows]


def _cell(row: list[str], at: int, widths: list[int], table: Table) -> str:
    return row[at].rjust(widths[at]) if at in table.numeric else row[at].ljust(widths[at])


def _form_text(form: Form) -> str:
    lines = [form.title, *filter(None, (form.intro, form.error))]
    for field in form.fields:
        lines += _field_lines(field)
    return "\n".join([*lines, f"[{form.submit_label}]"])


def _field_lines(field: Field) -> list[str]:
    mark = "" if field.is_required else " (optional)"
    value = f": {', '.join(field.value)}" if field.value else ""
    lines = [f"{field.name} - {field.label}{mark}{value}"]
    if field.hint:
        lines.append(f"    {field.hint}")
    if field.options:
        lines.append("    one of: " + _options_text(field.options))
    if field.error:
        lines.append(f"    ! {field.error}")
    return lines


def _options_text(options: tuple[Option, ...]) -> str:
    shown = [o.value if o.value == o.label else f"{o.value} ({o.label})" for o in options[:MOST_OPTIONS]]
    left = len(options) - len(shown)
    return ", ".join(shown) + (f" and {left} more" if left > 0 else "")
