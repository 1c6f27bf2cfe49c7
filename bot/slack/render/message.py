"""A reply as one message of Slack: never refused for its size, and nothing of it lost."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.slack.render.blocks import Pen, small_line
from bot.slack.render.limits import (
    BUTTONS_WEIGHT,
    FALLBACK,
    MESSAGE_BLOCKS,
    MESSAGE_WEIGHT,
    VIEW_BLOCKS,
    VIEW_WEIGHT,
    shorten,
    weigh,
)
from bot.slack.render.tables import Drawn, SlackFile
from bot.slack.render.text import Mentions, clean, escape
from domain.chat import Reply
from domain.plain_text import plain_text

REST_IN_FILE = "… the rest is in the file {name}."
WHOLE_IN_FILE = "Shortened here. All of it is in the file {name}."
REST_ELSEWHERE = "… there is more than fits here. Ask for it in a message."
FILE_NAME = "answer.txt"
NAMELESS = "Headway"
# The note about what is left out, and some room for what Slack counts beside it.
NOTE_WEIGHT = 300
MOST_ACTIONS = 20
# What sets the columns of a table apart; a notification has no room for it.
WIDE_GAP = re.compile(" {3,}")

Blocks = list[dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class SlackMessage:
    """What to post: text for notifications and screen readers, blocks, and files to upload beside them.

    A reply that stays silent has no blocks, and nothing is to be posted.
    """

    text: str
    blocks: tuple[dict[str, Any], ...]
    files: tuple[SlackFile, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Room:
    """How many blocks there may be, and how heavy they may be together (`limits.weigh`)."""

    blocks: int
    weight: int


MESSAGE = Room(blocks=MESSAGE_BLOCKS, weight=MESSAGE_WEIGHT)


def render_reply(
    reply: Reply,
    *,
    mentions: Mentions = None,
    charts: Mapping[int, str] | None = None,
    can_type: bool = True,
) -> SlackMessage:
    """The reply as a message. Where people `can_type` the number of a button, the fallback text has those.

    `mentions` maps the accounts of mentions to the ids that are notified; None takes them as they are.
    `charts` maps the places of charts among the blocks to Slack's file ids; the others are said in words.
    What does not fit into 50 blocks or some 12,000 characters is cut at the end, buttons last, and the whole
    is in a file of plain words; a long table has a file of its own.
    """
    drawn = _draw(reply, Pen(surface="message", mentions=mentions, charts=charts or {}))
    blocks, is_cut = fit(drawn.blocks, MESSAGE)
    if is_cut or drawn.is_cut:
        note = small_line((REST_IN_FILE if is_cut else WHOLE_IN_FILE).format(name=FILE_NAME))
        blocks = with_note(blocks, note)
        whole = clean(plain_text(reply, has_numbers=can_type))
        drawn.files.append(SlackFile(name=FILE_NAME, content=whole + "\n"))
    text = fallback_text(reply, can_type=can_type) if blocks else ""
    return SlackMessage(text=text, blocks=tuple(blocks), files=tuple(drawn.files))


def view_blocks(
    reply: Reply,
    *,
    mentions: Mentions = None,
    charts: Mapping[int, str] | None = None,
    most: int = VIEW_BLOCKS,
) -> Blocks:
    """The reply as at most `most` blocks of a view. It has no files: a note says where the rest is."""
    drawn = _draw(reply, Pen(surface="view", mentions=mentions, charts=charts or {}))
    blocks, is_cut = fit(drawn.blocks, Room(blocks=most, weight=VIEW_WEIGHT))
    return with_note(blocks, small_line(REST_ELSEWHERE)) if is_cut or drawn.is_cut else blocks


def fallback_text(reply: Reply, *, can_type: bool = True) -> str:
    """The reply in one plain text, with Slack's control characters escaped."""
    text = WIDE_GAP.sub("  ", clean(plain_text(reply, has_numbers=can_type))).strip()
    return escape(shorten(text, FALLBACK)) or NAMELESS


def fit(blocks: Blocks, room: Room) -> tuple[Blocks, bool]:
    """The blocks that fit, with a place left for a note; and whether any were left out, buttons last."""
    if _fits(blocks, room):
        return blocks, False
    actions = _kept_actions(blocks)
    places = room.blocks - 1 - len(actions)
    weight = room.weight - NOTE_WEIGHT - sum(weigh(blocks[at]) for at in actions)
    kept = set(actions)
    for at, block in enumerate(blocks):
        if block["type"] == "actions":
            continue
        places, weight = places - 1, weight - weigh(block)
        if places < 0 or weight < 0:
            break
        kept.add(at)
    return [block for at, block in enumerate(blocks) if at in kept], True


def _draw(reply: Reply, pen: Pen) -> Drawn:
    whole = Drawn()
    for at, block in enumerate(reply.blocks):
        drawn = pen.draw(at, block)
        whole.blocks += drawn.blocks
        whole.files += drawn.files
        whole.is_cut = whole.is_cut or drawn.is_cut
    return whole


def _fits(blocks: Blocks, room: Room) -> bool:
    # One place and some room are left for the note that a shortened block asks for.
    return len(blocks) < room.blocks and sum(map(weigh, blocks)) <= room.weight - NOTE_WEIGHT


def _kept_actions(blocks: Blocks) -> list[int]:
    kept: list[int] = []
    weight = 0
    for at, block in enumerate(blocks):
        if block["type"] != "actions":
            continue
        weight += weigh(block)
        if kept and (len(kept) == MOST_ACTIONS or weight > BUTTONS_WEIGHT):
            break
        kept.append(at)
    return kept


def with_note(blocks: Blocks, note: dict[str, Any]) -> Blocks:
    """Put the note before the buttons at the end."""
    at = len(blocks)
    while at and blocks[at - 1]["type"] == "actions":
        at -= 1
    return [*blocks[:at], note, *blocks[at:]]
