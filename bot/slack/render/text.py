"""Spans as Slack's text. Nothing that somebody typed becomes a style, a link, a mention or an emoji.

Rich text has styles beside its words, so that nothing in the words is read. Mrkdwn has them within: it is
used where Slack takes no rich text, for words without its marks; others are plain text there, without styles.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from slack_sdk.models.blocks import (
    MarkdownTextObject,
    PlainTextObject,
    RichTextBlock,
    RichTextElementParts,
    RichTextSectionElement,
)
from slack_sdk.models.blocks.block_elements import RichTextElement

from bot.slack.render.limits import length, page, shorten
from bot.wording import CODE
from domain.chat import Link, Mention, Span, Spans, Strong, Typed

WEB_LINK = re.compile(r"(?:https?://|mailto:)[^\s<>|\x00-\x1f]+", re.IGNORECASE)
# A user id begins with U or W today; Slack promises only letters and digits.
ACCOUNT = re.compile(r"[A-Z0-9]{2,50}")
# What mrkdwn reads as a style, a quotation or an emoji.
MARKS = re.compile(r"[*_~`]|:[\w+'-]+:|^\s*>", re.MULTILINE)
UNSHOWABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
REPLACEMENT = "\ufffd"
MENTION_LENGTH = 24
# A mention or a link is never split; a longer one is words.
LONGEST_WHOLE = 1000
LITTLE_ROOM = 200

Mentions = Mapping[str, str] | None


@dataclass(frozen=True, kw_only=True)
class Part:
    """Some words and what they are; `account` is a person's, `url` where the words lead."""

    text: str
    is_bold: bool = False
    is_code: bool = False
    url: str = ""
    account: str = ""

    @property
    def length(self) -> int:
        """How much of a page it takes."""
        return max(MENTION_LENGTH if self.account else 0, length(_words(self)))

    @property
    def is_whole(self) -> bool:
        """Whether it cannot be split."""
        return bool(self.account or self.url or self.is_code)


def clean(text: str) -> str:
    """The text with what Slack cannot show replaced by U+FFFD."""
    return UNSHOWABLE.sub(REPLACEMENT, text.replace("\r\n", "\n"))


def escape(text: str) -> str:
    """The text with Slack's three control characters as entities; nothing else is to be escaped."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def is_account(account: str) -> bool:
    """Whether it looks like a person's id in Slack."""
    return ACCOUNT.fullmatch(account) is not None


def parts_of(spans: Spans, mentions: Mentions = None) -> list[Part]:
    """The spans as parts. `mentions` maps the accounts of mentions to those to notify; None keeps them."""
    return [part for span in spans for part in _parts(span, mentions) if part.text]


def plain(parts: Sequence[Part]) -> str:
    """The words alone; a link with its address."""
    return "".join(_words(part) for part in parts)


def text_object(parts: Sequence[Part], most: int) -> PlainTextObject | MarkdownTextObject:
    """The parts as a text object of at most `most`: with their styles where that is safe and fits."""
    styled = any(part != Part(text=part.text) for part in parts)
    marked = "".join(_mrkdwn(part) for part in parts)
    if styled and length(marked) <= most and _is_safe(parts):
        return MarkdownTextObject(text=marked, verbatim=True)
    return plain_object(plain(parts), most)


def plain_object(text: str, most: int) -> PlainTextObject:
    """The words as they are, `:these:` too, and at most `most` of them."""
    return PlainTextObject(text=shorten(clean(text), most), emoji=False)


def rich_block(parts: Sequence[Part]) -> RichTextBlock:
    """The parts as a paragraph."""
    return RichTextBlock(elements=[rich_section(parts)])


def rich_section(parts: Sequence[Part]) -> RichTextSectionElement:
    """The parts as a section of rich text, never an empty one."""
    return RichTextSectionElement(elements=[_rich(part) for part in parts or [Part(text=" ")]])


def pages(parts: Sequence[Part], most: int) -> Iterator[list[Part]]:
    """The parts in pages of at most `most`, split between lines or words where there are any."""
    made: list[Part] = []
    room = most
    for part in parts:
        rest = part
        while rest.length > room:
            if not rest.is_whole and (room > LITTLE_ROOM or not made):
                start = page(rest.text, room)
                made.append(replace(rest, text=start))
                rest = replace(rest, text=rest.text[len(start) :])
            yield made
            made, room = [], most
        if rest.text:
            made.append(rest)
            room -= rest.length
    if made:
        yield made


def _parts(span: Span, mentions: Mentions) -> Iterator[Part]:
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
            known = account if mentions is None else mentions.get(account, "")
            shown = clean(f"@{name}")
            is_known = is_account(known) and length(shown) <= LONGEST_WHOLE
            yield Part(text=shown, account=known if is_known else "")


def without_code(text: str) -> str:
    """The text without the marks of commands, for where Slack shows those as they are."""
    return CODE.sub(r"\1", text)


def _with_code(text: str) -> Iterator[Part]:
    """Set words between backticks apart."""
    for at, piece in enumerate(CODE.split(text)):
        yield Part(text=piece, is_code=at % 2 == 1)


def _link(text: str, url: str) -> Part:
    if WEB_LINK.fullmatch(url) and length(text) + length(url) <= LONGEST_WHOLE:
        return Part(text=text.strip() or url, url=url)
    return Part(text=f"{text} ({url})" if url else text)


def _words(part: Part) -> str:
    if part.is_code:
        return f"`{part.text}`"
    return f"{part.text} ({part.url})" if part.url and part.url != part.text else part.text


def _is_safe(parts: Sequence[Part]) -> bool:
    """Whether mrkdwn reads our styles and nothing else in these parts."""
    before = ""
    for at, part in enumerate(parts):
        after = parts[at + 1].text[:1] if at + 1 < len(parts) else ""
        if not _is_safe_part(part, before, after):
            return False
        before = part.text[-1:]
    return True


def _is_safe_part(part: Part, before: str, after: str) -> bool:
    if part.is_code:
        return not (before.isalnum() or after.isalnum()) and bool(part.text.strip())
    if MARKS.search(part.text):
        return False
    if part.url:
        return not re.search(r"[|<>\n]", part.text)
    if part.is_bold:
        is_apart = not (before.isalnum() or after.isalnum())
        return is_apart and part.text == part.text.strip() and "\n" not in part.text
    return True


def _mrkdwn(part: Part) -> str:
    text = escape(part.text)
    if part.account:
        return f"<@{part.account}>"
    if part.url:
        return f"<{escape(part.url)}|{text}>"
    mark = "`" if part.is_code else "*" if part.is_bold else ""
    return f"{mark}{text}{mark}"


def _rich(part: Part) -> RichTextElement:
    if part.account:
        return RichTextElementParts.User(user_id=part.account)
    if part.url:
        return RichTextElementParts.Link(url=part.url, text=part.text)
    style = RichTextElementParts.TextStyle(bold=part.is_bold or None, code=part.is_code or None)
    return RichTextElementParts.Text(text=part.text, style=style if style.to_dict() else None)
