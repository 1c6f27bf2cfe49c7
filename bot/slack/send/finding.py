"""Looking for a post of ours in Slack's history, by the key in its metadata."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.slack.send.lines import Line, Lines
from domain.errors import Undeliverable, Untraceable

EVENT_TYPE = "headway_post"
NO_SCOPE = "I may not read the history there"
TOO_MUCH = "too much was said there since"
# Slack's clock and ours may differ.
MARGIN = timedelta(minutes=5)
PAGE = 200
MOST_PAGES = 20
DIRECT_SCOPES = frozenset({"im:history"})
CHANNEL_SCOPES = frozenset({"channels:history", "groups:history"})


def metadata_of(key: str) -> dict[str, Any]:
    """What marks the post. Every app in the channel can read it."""
    return {"event_type": EVENT_TYPE, "event_payload": {"key": key}}


async def find_post(lines: Lines, line: Line, key: str, *, thread: str, since: datetime) -> str | None:
    """The ts of the post with the key, among all that was said from `since` on.

    Raises Untraceable where the history cannot be read, NotDelivered where it cannot be read now.
    """
    scopes = line.installation.scopes
    # Empty where Slack did not say which there are: then it says so now.
    if scopes and not scopes & (DIRECT_SCOPES if line.channel.startswith("D") else CHANNEL_SCOPES):
        raise Untraceable(NO_SCOPE)
    # A moment that is ahead of the real one would hide what was posted before it.
    oldest = f"{(min(since, datetime.now(UTC)) - MARGIN).timestamp():.6f}"
    cursor = ""
    for _page in range(MOST_PAGES):
        answer = await _page_of(lines, line, thread=thread, oldest=oldest, cursor=cursor)
        for message in answer.get("messages") or ():
            if _key_of(message) == key:
                return str(message["ts"])
        cursor = str((answer.get("response_metadata") or {}).get("next_cursor") or "")
        if not cursor:
            if answer.get("has_more"):
                break
            return None
    raise Untraceable(TOO_MUCH)


async def _page_of(lines: Lines, line: Line, *, thread: str, oldest: str, cursor: str) -> Mapping[str, Any]:
    how: dict[str, Any] = {
        "channel": line.channel,
        "oldest": oldest,
        "limit": PAGE,
        "include_all_metadata": True,
        **({"cursor": cursor} if cursor else {}),
    }
    method = "conversations.replies" if thread else "conversations.history"
    asking = (
        line.client.conversations_replies(ts=thread, **how)
        if thread
        else line.client.conversations_history(**how)
    )
    try:
        answer: Mapping[str, Any] = (await lines.call(line, method, asking)).data
    except Undeliverable as refusal:
        raise Untraceable(str(refusal)) from refusal
    return answer


def _key_of(message: Mapping[str, Any]) -> str:
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != EVENT_TYPE:
        return ""
    return str((metadata.get("event_payload") or {}).get("key") or "")
