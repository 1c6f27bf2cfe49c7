"""Windows: opened at once while the trigger is fresh, then filled, and never in the way of an answer."""

import asyncio
from typing import Any

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.refusals import FAILURES, word_of
from bot.slack.render import loading_view, render_form, result_view
from domain.chat import Answer, Form

CLOSED = frozenset({"not_found", "view_not_found"})
AGAIN_SECONDS = 0.3

log = structlog.get_logger()


async def open_first(client: AsyncWebClient, trigger_id: str) -> str:
    """Open a window that says to wait. Return its id; nothing where the trigger is too old."""
    return await _open(client, trigger_id, loading_view())


async def open_with(client: AsyncWebClient, trigger_id: str, answer: Answer) -> bool:
    """Open a window with the answer. Return False where the trigger is too old."""
    return bool(await _open(client, trigger_id, view_of(answer)))


async def _open(client: AsyncWebClient, trigger_id: str, view: dict[str, Any]) -> str:
    try:
        opened = await client.views_open(trigger_id=trigger_id, view=view)
    except FAILURES as failure:
        log.info("window_not_opened", error=word_of(failure))
        return ""
    return str(opened["view"]["id"])


async def fill(client: AsyncWebClient, view_id: str, answer: Answer, *, title: str = "") -> bool:
    """Put the answer into the window. Return False where that is not possible, or it was closed."""
    return await put(client, view_id, view_of(answer, title=title))


async def put(client: AsyncWebClient, view_id: str, view: dict[str, Any]) -> bool:
    """Let the window show the view, at the second try if need be. Return whether it does."""
    for seconds in (AGAIN_SECONDS, None):
        try:
            await client.views_update(view_id=view_id, view=view)
        except FAILURES as failure:
            log.info("window_not_filled", error=word_of(failure))
            if seconds is None or word_of(failure) in CLOSED:
                break
            await asyncio.sleep(seconds)
        else:
            return True
    return False


def view_of(answer: Answer, *, title: str = "") -> dict[str, Any]:
    """The answer as a window."""
    if isinstance(answer, Form):
        return render_form(answer)
    return result_view(answer, title=title) if title else result_view(answer)
