"""What stands in a message whose buttons were used: they go, and in a channel it says who used them."""

from collections.abc import Iterator, Mapping
from typing import Any

import structlog

from bot.slack.edge import Edge
from bot.slack.receive.kinds import Body
from bot.slack.receive.posting import respond
from bot.slack.render import escape
from storage.failures import DATABASE_FAILURES
from storage.offers import used_offers

DONE_BY = "{label}: <@{account}>"

# What Slack writes into an image block when it shows it, and takes from nobody.
ADDED_BY_SLACK = frozenset({"fallback", "image_bytes", "image_height", "image_width", "is_animated"})

log = structlog.get_logger()


async def settle(edge: Edge, body: Body, *, is_done: bool) -> None:
    """Take the used buttons out of the message, so that nobody presses them again.

    `is_done`: this press did something, so it may say in a channel who pressed.
    """
    blocks = (body.get("message") or {}).get("blocks") or []
    used = await _used(edge, set(_tokens(blocks)))
    if not used or not body.get("response_url"):
        return
    payload = {
        "replace_original": True,
        "text": body["message"].get("text") or "",
        "blocks": [*_without(blocks, used), *(_note(body, used) if is_done else [])],
    }
    # Where that does not work the button stays; pressed again, it says that it was used.
    await respond(edge, body["response_url"], payload)


async def is_used(edge: Edge, body: Body) -> bool:
    """Whether the button that was pressed cannot be pressed again."""
    return bool(await _used(edge, {str(body["actions"][0].get("value") or "")}))


async def _used(edge: Edge, tokens: set[str]) -> set[str]:
    if not tokens:
        return set()
    try:
        async with edge.services.database.read() as session:
            return await used_offers(session, tokens)
    except DATABASE_FAILURES as failure:
        log.warning("buttons_not_looked_up", error=type(failure).__name__)
        return set()


def _tokens(blocks: list[Mapping[str, Any]]) -> Iterator[str]:
    for block in blocks:
        if block.get("type") == "actions":
            yield from (str(one["value"]) for one in block["elements"] if one.get("value"))


def _without(blocks: list[Mapping[str, Any]], used: set[str]) -> Iterator[dict[str, Any]]:
    for block in blocks:
        if block.get("type") != "actions":
            yield {name: value for name, value in block.items() if name not in ADDED_BY_SLACK}
            continue
        left = [one for one in block["elements"] if one.get("value") not in used]
        if left:
            yield {**block, "elements": left}


def _note(body: Body, used: set[str]) -> list[dict[str, Any]]:
    """Say who pressed what, where others read along."""
    action = body["actions"][0]
    is_direct = str((body.get("channel") or {}).get("id", "")).startswith("D")
    if is_direct or action.get("value") not in used:
        return []
    label = escape(str((action.get("text") or {}).get("text", "")))
    text = DONE_BY.format(label=label, account=body["user"]["id"])
    return [{"type": "context", "elements": [{"type": "mrkdwn", "text": text}]}]
