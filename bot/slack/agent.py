"""The agent view: a status while a direct message is worked on, and prompts for an empty conversation."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Mapping
from contextlib import asynccontextmanager
from typing import Any

import structlog
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack.edge import Edge
from bot.slack.refusals import FAILURES, word_of
from bot.slack.translate import installed_organisation, installed_team
from domain.chat import Address
from handlers import home
from storage.slack_installations import SLACK

WORKING = "is looking into it…"
NO_STATUS = ""
ASK_ME = "What would you like to do?"
# Only an app with the agent view asks for it.
SCOPE = "assistant:write"
MOST_PROMPTS = 4
STATUS_SECONDS = 2.0
PROMPTS_SECONDS = 2.0

Call = Coroutine[Any, Any, AsyncSlackResponse]

log = structlog.get_logger()


@asynccontextmanager
async def working(edge: Edge, body: Mapping[str, Any]) -> AsyncIterator[None]:
    """Show that we work on a direct message, until the block ends, well or not.

    The block neither waits for Slack nor hears of its refusals. Raises as Installations.find.
    """
    event = body["event"]
    client = await _agent_client(edge, body) if event.get("channel_type") == "im" else None
    if client is None:
        yield
        return
    begun = edge.background.start(_set_status(client, event, WORKING))
    try:
        yield
    finally:
        edge.background.start(_clear_status(client, event, begun))


async def suggest(edge: Edge, body: Mapping[str, Any]) -> None:
    """Suggest what the person may want to ask. Raises as Installations.find, or what the database raises."""
    client = await _agent_client(edge, body)
    if client is None:
        return
    event = body["event"]
    address = Address(platform=SLACK, workspace=installed_team(body), account=str(event["user"]))
    found = await home.prompts(edge.services, address, most=MOST_PROMPTS)
    # Without a thread: an agent's prompts with one are silently dropped.
    prompts = [{"title": one.title, "message": one.message} for one in found]
    call = client.assistant_threads_setSuggestedPrompts(
        channel_id=str(event["channel"]), title=ASK_ME, prompts=prompts
    )
    await _try("setSuggestedPrompts", event, call, seconds=PROMPTS_SECONDS)


async def _agent_client(edge: Edge, body: Mapping[str, Any]) -> AsyncWebClient | None:
    """A client where the app has the agent view."""
    made = await edge.api.installations.find(installed_team(body), installed_organisation(body))
    return edge.api.with_token(made.token) if SCOPE in made.scopes else None


async def _clear_status(client: AsyncWebClient, event: Mapping[str, Any], begun: asyncio.Task[None]) -> None:
    # One that comes after it would stand for two minutes.
    await asyncio.wait([begun])
    await _set_status(client, event, NO_STATUS)


async def _set_status(client: AsyncWebClient, event: Mapping[str, Any], status: str) -> None:
    # Each direct message is the root of a thread of its own.
    thread = str(event.get("thread_ts") or event["ts"])
    call = client.assistant_threads_setStatus(
        channel_id=str(event["channel"]), thread_ts=thread, status=status
    )
    await _try("setStatus", event, call, seconds=STATUS_SECONDS)


async def _try(name: str, event: Mapping[str, Any], call: Call, *, seconds: float) -> None:
    """Make the call; that it failed is only logged."""
    try:
        await asyncio.wait_for(call, seconds)
    except FAILURES as failure:
        log.warning("agent_view_failed", method=name, channel=event["channel"], error=word_of(failure))
