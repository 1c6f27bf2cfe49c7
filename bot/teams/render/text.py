"""Spans as the text of cards. Nothing that somebody typed becomes a style, a link or a mention.

A TextBlock reads Markdown, and phones escape it another way than computers do. So words with anything in
them that could be a mark are a RichTextBlock, whose styles stand beside its words. Only a line with a mention
has to be Markdown, and titles, which need a TextBlock to be headings: there the marks are escaped.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.teams.render.limits import LINE, WHOLE, length, page
from bot.wording import CODE
from domain.chat import Link, Mention, Span, Spans, Strong, Typed

Element = dict[str, Any]
Look = Mapping[str, Any]

WEB_LINK = re.compile(r"(?:https?://|mailto:)[^\s<>|\x00-\x1f]+", re.IGNORECASE)
# Microsoft Entra's id of a person, or the one by which this bot knows them.
ACCOUNT = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|29:[\w-]{1,200}", re.IGNORECASE)
UNSHOWABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
REPLACEMENT = "\ufffd"
# What could be read as Markdown, as a mention, as an entity, or as a date that Teams writes anew.
MARKS = re.compile(r"[\\`*_~\[\]<>&{}|]|://|^\s|^[#+=-]|^\d+[.)]", re.MULTILINE)
# A ( needs no escape where the ] before it has one.
ANYWHERE = re.compile(r"[\\`*_\[\]{}~|]")
FIRST = re.compile(r"^([#+=-])|^(\d+)([.)])", re.MULTILINE)
NOT_IN_NAMES = re.compile(r"[\\`*_~\[\]<>&{}|\s]+")
# What a run takes beside its words.
RUN = 70
LITTLE_ROOM = 200


@dataclass(frozen=True, kw_only=True)
class Part:
    """Some words and what they are; `account` is a person's, `url` where the words lead."""

    text: str
    is_bold: bool = False
    is_code: bool = False
    url: str = ""
    account: str = ""

    @property
    def weight(self) -> int:
        """How much of a card it takes, in bytes; a person stands in it twice."""
        return RUN + length(self.text) * (4 if self.account else 2 if self.url else 1) + 2 * length(self.url)

    @property
    def is_whole(self) -> bool:
        """Whether it cannot be split."""
        return bool(self.account or self.url or self.is_code)


def clean(text: str) -> str:
    """The text with what Teams cannot show replaced by U+FFFD."""
    return UNSHOWABLE.sub(REPLACEMENT, text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str) -> str:
    """The text without control characters and line ends."""
    return " ".join(clean(text).split())


def escape(text: str, *, is_first: bool = True) -> str:
    """The text with the marks of Teams' Markdown escaped; some are marks only where a line begins."""
    marked = ANYWHERE.sub(r"\\\g<0>", text.strip())
    marked = marked.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if not is_first:
        return marked
    return FIRST.sub(lambda found: f"{found[2] or ''}\\{found[1] or found[3]}", marked)


def is_account(account: str) -> bool:
    """Whether it looks like a person's id in Teams."""
    return ACCOUNT.fullmatch(account) is not None


def parts_of(spans: Spans) -> list[Part]:
    """The spans as parts."""
    return [part for span in spans for part in _parts(span) if part.text]


def plain(parts: Sequence[Part]) -> str:
    """The words alone; a link with its address."""
    return "".join(_words(part) for part in parts)


def lines(parts: Sequence[Part]) -> Iterator[list[Part]]:
    """The parts line by line, none longer than a line may be: cards show line ends in different ways."""
    line: list[Part] = []
    for part in parts:
        if part.is_whole or "\n" not in part.text:
            line.append(part)
            continue
        first, *others = part.text.split("\n")
        line.append(replace(part, text=first))
        for text in others:
            yield from pages(line, LINE)
            line = [replace(part, text=text)]
    yield from pages(line, LINE)


def pages(parts: Sequence[Part], most: int) -> Iterator[list[Part]]:
    """The parts in pages that take at most `most` bytes, split between words where there are any."""
    made: list[Part] = []
    room = most
    for part in parts:
        rest = part
        while rest.weight > room:
            if not rest.is_whole and (room > LITTLE_ROOM or not made):
                start = page(rest.text, room - RUN)
                made.append(replace(rest, text=start))
                rest = replace(rest, text=rest.text[len(start) :])
            yield made
            made, room = [], most
        if rest.text:
            made.append(rest)
            room -= rest.weight
    yield made


def block(parts: Sequence[Part], look: Look | None = None) -> Element:
    """The parts of one line as an element, `look` being what it looks like as a whole."""
    look = look or {}
    if any(part.account for part in parts):
        return {"type": "TextBlock", "text": _markdown(parts), "wrap": True, **look}
    text = plain(parts)
    if is_harmless(text) and all(part == Part(text=part.text) for part in parts):
        return {"type": "TextBlock", "text": text, "wrap": True, **look}
    beside = {key: look[key] for key in ("spacing", "horizontalAlignment") if key in look}
    styles = {key: value for key, value in look.items() if key not in beside and key != "style"}
    runs = [_run(part, styles) for part in parts or [Part(text=" ")]]
    return {"type": "RichTextBlock", "inlines": runs, **beside}


def title(text: str, look: Look) -> Element:
    """A line of ours that screen readers know as a heading."""
    return {"type": "TextBlock", "text": escape(text), "wrap": True, "style": "heading", **look}


def is_harmless(text: str) -> bool:
    """Whether a TextBlock shows just this text."""
    return not MARKS.search(text)


def mention_text(part: Part) -> str:
    """A mention as it stands in the text, and in the list of the card's mentions."""
    return f"<at>{part.text}</at>"


def _parts(span: Span) -> Iterator[Part]:
    match span:
        case str():
            yield from _with_code(clean(span))
        case Strong(text=text):
            yield Part(text=clean(text), is_bold=True)
        case Typed(text=text):
            yield Part(text=clean(text))
        case Link(text=text, url=url):
            yield _link(clean(text), clean(url))
        case Mention(name=name, account=account):
            yield _mention(clean(name), account)


def _mention(name: str, account: str) -> Part:
    """Name the person without what Markdown would read; Teams looks for the very same name."""
    shown = NOT_IN_NAMES.sub(" ", name).strip()
    if shown and is_account(account) and length(shown) <= WHOLE // 4:
        return Part(text=shown, account=account)
    return Part(text=f"@{name}")


def _with_code(text: str) -> Iterator[Part]:
    """Set words between backticks apart."""
    for at, piece in enumerate(CODE.split(text)):
        yield Part(text=piece, is_code=at % 2 == 1)


def _link(text: str, url: str) -> Part:
    if WEB_LINK.fullmatch(url) and length(text) + length(url) <= WHOLE:
        return Part(text=" ".join(text.split()) or url, url=url)
    return Part(text=f"{text} ({url})" if url else text)


def _words(part: Part) -> str:
    if part.account:
        return f"@{part.text}"
    return f"{part.text} ({part.url})" if part.url and part.url != part.text else part.text


def _run(part: Part, styles: Look) -> Element:
    made: Element = {"type": "TextRun", "text": part.text, **styles}
    if part.is_bold:
        made["weight"] = "Bolder"
    if part.is_code:
        made["fontType"] = "Monospace"
    if part.url:
        made["selectAction"] = {"type": "Action.OpenUrl", "title": part.text, "url": part.url}
    return made


def _markdown(parts: Sequence[Part]) -> str:
    made = ""
    for part in parts:
        made += _marked(part, is_first=not made.strip())
    return made.strip()


def _marked(part: Part, *, is_first: bool) -> str:
    """The part in Markdown; bold needs its marks right at the words."""
    if part.account:
        return mention_text(part)
    if part.url:
        return f"[{escape(part.text, is_first=False)}]({_address(part.url)})"
    words = part.text.strip()
    before, _words_alone, after = part.text.partition(words) if words else (part.text, "", "")
    mark = "**" if (part.is_bold or part.is_code) and words else ""
    return f"{before}{mark}{escape(words, is_first=is_first)}{mark}{after}"


def _address(url: str) -> str:
    """The address without what would end it in Markdown."""
    return "".join(f"%{ord(one):02X}" if one in "()[]\\`" else one for one in url)
