"""A reply as one card of Teams: never refused for its size, and nothing of it lost."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.teams.render.blocks import Pen
from bot.teams.render.buttons import Surface, page_actions
from bot.teams.render.limits import FALLBACK, NOTE, SUMMARY, TAIL, cut, shorten
from bot.teams.render.pieces import Piece, elements, ends_in_rows, paged, small_line
from bot.teams.render.text import Element, clean, one_line
from domain.chat import Buttons, Chart, Reply, Table
from domain.plain_text import plain_text

NAMELESS = "Headway"
SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"
VERSION = "1.5"
CONTENT_TYPE = "application/vnd.microsoft.card.adaptive"
WIDE_COLUMNS = 4
# What sets the columns of a table apart; a notification has no room for it.
GAP = re.compile(r"\s+")
BESIDE = " - "
MENTION = re.compile("<at>(.*?)</at>")


@dataclass(frozen=True, kw_only=True)
class TeamsMessage:
    """A card, a summary for notifications, and the whole reply in plain words.

    A reply that stays silent has an empty card, and nothing is to be posted. `pages` is how many there are.
    """

    card: dict[str, Any] = field(default_factory=dict)
    summary: str = ""
    text: str = ""
    pages: int = 1


def render_reply(  # noqa: PLR0913 - what stands beside a reply differs from place to place
    reply: Reply,
    *,
    charts: Mapping[int, bytes] | None = None,
    page: int = 1,
    surface: Surface = "message",
    used: Collection[str] = (),
    note: str = "",
) -> TeamsMessage:
    """This page of the reply as a card; in place of one that is not there, the first or the last.

    `charts` maps the places of charts among the blocks to PNG files of at most 1024 x 1024 pixels and 1 MB;
    the others are said in words. Buttons whose ids are in `used` are left out; `note` is a small line at the
    end. A card takes less than 28 KB of JSON beside its pictures, its people and buttons included.
    """
    pages = render_pages(reply, charts=charts, surface=surface, used=used, note=note)
    return pages[min(max(page, 1), len(pages)) - 1]


def render_pages(
    reply: Reply,
    *,
    charts: Mapping[int, bytes] | None = None,
    surface: Surface = "message",
    used: Collection[str] = (),
    note: str = "",
) -> list[TeamsMessage]:
    """Every page of the reply, one at least, each as `render_reply` has it."""
    body, tail = _drawn(Pen(blocks=reply.blocks, surface=surface, charts=charts or {}, used=used))
    end = [*elements(tail), *([small_line(shorten(one_line(note), NOTE))] if note.strip() else [])]
    if not body and not end:
        return [TeamsMessage()]
    words = plain_text(reply, has_numbers=False)
    summary = cut(GAP.sub(" ", clean(words)).strip(), SUMMARY) or NAMELESS
    text = clean("\n".join(filter(None, (words, *_named(reply, used)))))
    pages = paged(body) or [[]]
    made = []
    for number, page in enumerate(pages, 1):
        ways = page_actions(number, len(pages), surface, has_rows=ends_in_rows(page))
        people = [] if surface == "dialog" else [pair for piece in page for pair in piece.mentions]
        shown = [*elements(page), *ways, *end]
        card = make_card(shown, fallback=text, people=people, is_wide=_is_wide(reply))
        made.append(TeamsMessage(card=card, summary=summary, text=text, pages=len(pages)))
    return made


def make_card(
    body: Sequence[Element],
    *,
    fallback: str,
    people: Sequence[tuple[str, str]] = (),
    is_wide: bool = False,
) -> dict[str, Any]:
    """A card with these elements, in which these people are mentioned and no others.

    `fallback` is what a client that is too old shows in place of it.
    """
    known = _told_apart(people)
    teams = {
        **({"width": "Full"} if is_wide else {}),
        **({"entities": [_entity(text, account) for text, account in known.items()]} if known else {}),
    }
    return {
        "type": "AdaptiveCard",
        "$schema": SCHEMA,
        "version": VERSION,
        "fallbackText": shorten(fallback.strip(), FALLBACK) or NAMELESS,
        "body": [_with_names(element, known) for element in body],
        **({"msteams": teams} if teams else {}),
    }


def attachment(card: Mapping[str, Any]) -> dict[str, Any]:
    """The card as it is attached to an activity or shown in a dialog."""
    return {"contentType": CONTENT_TYPE, "content": dict(card)}


def _drawn(pen: Pen) -> tuple[list[Piece], list[Piece]]:
    """What is divided into pages, and the buttons at the end, which stand on every page if they are few."""
    drawn = [(shown, pen.draw(at)) for at, shown in enumerate(pen.blocks)]
    end = len(drawn)
    while end and isinstance(drawn[end - 1][0], Buttons):
        end -= 1
    body, tail = ([piece for _block, made in some for piece in made] for some in (drawn[:end], drawn[end:]))
    if sum(piece.weight for piece in tail) > TAIL:
        return [*body, *tail], []
    return body, tail


def _named(reply: Reply, used: Collection[str]) -> list[str]:
    """What can be pressed, without numbers: nobody can type them where a card is read."""
    rows = (block.items for block in reply.blocks if isinstance(block, Buttons))
    return [
        BESIDE.join(button.label for button in row if not (button.id and button.id in used)) for row in rows
    ]


def _told_apart(people: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Those whose name nobody else has: Teams finds a person by the text of the mention."""
    accounts: dict[str, set[str]] = {}
    for text, account in people:
        accounts.setdefault(text, set()).add(account)
    return {text: min(found) for text, found in accounts.items() if len(found) == 1}


def _with_names(element: Element, known: Mapping[str, str]) -> Element:
    """The element with a name in place of a mention of somebody who is not in the card's list."""
    if element["type"] == "TextBlock":
        text = MENTION.sub(lambda found: found[0] if found[0] in known else f"@{found[1]}", element["text"])
        return {**element, "text": text}
    inner = {key: element[key] for key in ("items", "columns", "rows", "cells") if key in element}
    if element["type"] == "Table":
        inner.pop("columns")
    return element | {key: [_with_names(one, known) for one in some] for key, some in inner.items()}


def _entity(text: str, account: str) -> dict[str, Any]:
    name = text.removeprefix("<at>").removesuffix("</at>")
    return {"type": "mention", "text": text, "mentioned": {"id": account, "name": name}}


def _is_wide(reply: Reply) -> bool:
    return any(
        isinstance(shown, Chart) or (isinstance(shown, Table) and len(shown.columns) >= WIDE_COLUMNS)
        for shown in reply.blocks
    )
