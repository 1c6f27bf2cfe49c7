"""From replies, forms and messages to HTML: pure functions over the templates beside them."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path
from urllib.parse import urlencode
from zlib import crc32

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.charts.size import size_of
from bot.console.safety import CHARTS, TOKEN_FIELD
from domain.chat import Chart, Field, Form, Option, Reply
from storage.console import DIRECT, ConsolePerson

UNREADABLE_REPLY = "This message was written by a newer version of Headway."
CODE = re.compile(r"`([^`\n]{1,80})`")
SAFE_LINK = re.compile(r"https?://|mailto:|/(?!/)", re.IGNORECASE)
LONG_TEXT = 1200
LONG_LINES = 16
MANY_OPTIONS = 12
RADIOS = 5
TINTS = 6


@dataclass(frozen=True, kw_only=True)
class Line:
    """One message as it is shown: a person's words, or a reply of ours (`author` empty)."""

    id: int
    author: str
    text: str
    reply: Reply | None
    is_private: bool
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Who looks at which conversation, with the page token that shows that they may."""

    account: str
    conversation: str
    token: str


@dataclass(frozen=True, kw_only=True)
class Place:
    """A channel or a direct conversation, as a line of the side bar. `newest` is a message id."""

    conversation: str
    name: str
    newest: int = 0
    is_current: bool = False


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """A command that the composer may complete."""

    name: str
    usage: str
    summary: str


def page_html(*, token: str, suggestions: Iterable[Suggestion], forms: Mapping[str, Form]) -> str:
    """The whole page, still without messages. `forms` are the page's own dialogs, by name."""
    made = {name: Markup(form_html(form, ())) for name, form in forms.items()}  # noqa: S704  # our own HTML
    return _render("page.html", token=token, suggestions=list(suggestions), forms=made)


def lists_html(channels: Sequence[Place], direct: Sequence[Place]) -> str:
    """The side bar's lists of channels and direct conversations."""
    return _render("lists.html", channels=channels, direct=direct)


def people_html(people: Sequence[ConsolePerson], *, current: str) -> str:
    """The options of the person switcher."""
    return _render("people.html", people=people, current=current)


def messages_html(
    lines: Sequence[Line],
    *,
    names: Mapping[str, str],
    closed: Collection[str],
    zone: tzinfo,
    reader: Reader | None = None,
) -> str:
    """The messages of a conversation, with a mark at each new day of the zone.

    Without a reader nobody may fetch pictures, and charts are shown in words.
    """
    shown = [_shown(line, names, zone) for line in lines]
    for message, line in zip(shown, lines, strict=True):
        message["pictures"] = _pictures(line, reader) if reader else {}
    return _render("messages.html", messages=shown, closed=closed)


def empty_html(*, conversation: str, has_engagement: bool, has_people: bool, has_channel: bool) -> str:
    """What a newcomer reads where nothing was said yet."""
    return _render(
        "empty.html",
        name=conversation,
        is_direct=conversation.startswith(DIRECT),
        has_engagement=has_engagement,
        has_people=has_people,
        has_channel=has_channel,
    )


def notice_html(reply: Reply) -> str:
    """A reply that is shown in passing, without its buttons' ever being closed."""
    return _render("notice.html", reply=reply, closed=(), pictures={})


def form_html(form: Form, people: Sequence[ConsolePerson]) -> str:
    """The inside of a dialog; `people` are the choices of person fields that name none."""
    persons = tuple(Option(value=p.account, label=p.name) for p in people)
    wrong = [field for field in form.fields if field.error]
    return _render("form.html", form=form, persons=persons, wrong=wrong)


def is_long(text: str) -> bool:
    """Whether a text is first shown folded."""
    return len(text) > LONG_TEXT or text.count("\n") >= LONG_LINES


def initials(name: str) -> str:
    """One or two letters that stand for a name."""
    words = re.findall(r"\w+", name)
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper() if words else "?"


def grouped(options: Sequence[Option]) -> list[tuple[str, list[Option]]]:
    """The options under their groups, in the order in which the groups first appear."""
    groups: dict[str, list[Option]] = {}
    for option in options:
        groups.setdefault(option.group, []).append(option)
    return list(groups.items())


def is_radio(field: Field) -> bool:
    """Whether a choice is short enough to lie open."""
    return field.kind == "choice" and len(field.options) <= RADIOS and not any(o.group for o in field.options)


def _shown(line: Line, names: Mapping[str, str], zone: tzinfo) -> dict[str, object]:
    name = names.get(line.author, line.author) if line.author else "Headway"
    local = line.at.astimezone(zone)
    return {
        "id": line.id,
        "line": line,
        "name": name,
        "initials": initials(name),
        "tint": crc32(line.author.encode()) % TINTS,
        "at": line.at.isoformat(timespec="seconds"),
        "time": f"{local:%H:%M}",
        "when": f"{local:%A} {local.day} {local:%B %Y}, {local:%H:%M}",
        "day": f"{local:%A} {local.day} {local:%B %Y}",
        "day_id": f"{local:%Y-%m-%d}",
    }


def _pictures(line: Line, reader: Reader) -> dict[int, dict[str, object]]:
    """Place of a chart among the blocks -> address and size of its picture, in pixels of the page."""
    blocks = line.reply.blocks if line.reply else ()
    return {
        at: {"address": _address(line, at, reader), "width": size_of(block)[0], "height": size_of(block)[1]}
        for at, block in enumerate(blocks)
        if isinstance(block, Chart)
    }


def _address(line: Line, at: int, reader: Reader) -> str:
    query = {"as": reader.account, "in": reader.conversation, TOKEN_FIELD: reader.token}
    return f"{CHARTS}{line.id}/{at}?{urlencode(query)}"


def with_code(text: str) -> Markup:
    """The text with `words` between backticks set apart; the backticks stay in it, unseen."""
    tick = Markup('<span class="tick">`</span>')
    made, end = Markup(), 0
    for found in CODE.finditer(text):
        made += text[end : found.start()]
        made += Markup("<code>") + tick + found[1] + tick + Markup("</code>")
        end = found.end()
    return made + text[end:]


def _is_safe_link(url: str) -> bool:
    return SAFE_LINK.match(url) is not None


def _render(template: str, **values: object) -> str:
    return _TEMPLATES.get_template(template).render(values)


_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=StrictUndefined,
)
_TEMPLATES.tests.update(long=is_long, radio=is_radio, safe_link=_is_safe_link)
_TEMPLATES.filters.update(grouped=grouped, with_code=with_code)
_TEMPLATES.globals["many"] = MANY_OPTIONS
