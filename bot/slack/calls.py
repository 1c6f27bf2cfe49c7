"""Asking Slack something: an answer, or what came instead of it."""

from collections.abc import Awaitable
from dataclasses import dataclass

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack.refusals import FAILURES, HALF_DONE

SERVER_FAILED = 500


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Slack's error code; or, after a silence, what happened, and nobody knows whether it was done."""

    error: str
    is_silence: bool = False


async def ask(call: Awaitable[AsyncSlackResponse]) -> AsyncSlackResponse | Refusal:
    """Make one call of the Web API."""
    try:
        return await call
    except FAILURES as failure:
        if isinstance(failure, SlackApiError):
            return _refusal(failure.response)
        return Refusal(error=type(failure).__name__, is_silence=True)


def _refusal(answer: object) -> Refusal:
    """What Slack said, where it said something that can be read."""
    if isinstance(answer, AsyncSlackResponse):
        if isinstance(answer.data, dict) and answer.data.get("error"):
            error = str(answer.data["error"])
            return Refusal(error=error, is_silence=error in HALF_DONE)
        return Refusal(error=f"HTTP {answer.status_code}", is_silence=answer.status_code >= SERVER_FAILED)
    return Refusal(error="no JSON", is_silence=True)
