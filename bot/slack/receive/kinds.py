"""The kinds of requests that Slack sends, and what each is answered: in time, late, or not at all."""

from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientError

from bot.slack.edge import Edge
from handlers.dispatch import DatabaseAway, Unsure
from storage.failures import DATABASE_FAILURES, is_away

SORRY = (
    "I could not reach my memory or Slack just now, so nothing was saved. Please send it again in a minute."
)
# What may work a minute later, if `may_work_later` says so too.
AWAY = (*DATABASE_FAILURES, DatabaseAway, ClientError, TimeoutError)

Body = Mapping[str, Any]
# What stands in the body of the HTTP 200; None is an empty one.
Ack = dict[str, Any] | None


def may_work_later(error: Exception) -> bool:
    """Whether the same request may be sent again: it is no error of ours."""
    return isinstance(error, DatabaseAway | ClientError | TimeoutError) or is_away(error)


def sentence_for(error: Exception) -> str:
    """What the person is told: that nothing was saved, unless nobody can tell."""
    return error.sentence if isinstance(error, Unsure) else SORRY


def nothing(_body: Body) -> Ack:
    """Acknowledge with an empty answer."""
    return None


async def answered_elsewhere(_edge: Edge, _body: Body, _ack: Ack) -> None:
    """Do nothing: the answer never travels in the acknowledgement."""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of request.

    `work` does what is asked and returns what to acknowledge with. Where that takes too long, `meanwhile`
    is the acknowledgement, and `deliver` brings the one that came too late to the person. `sorry` says a
    sentence where nothing was done; without it Slack is asked to send the request again.
    """

    name: str
    work: Callable[[Edge, Body], Awaitable[Ack]]
    key: Callable[[Body], str]
    meanwhile: Callable[[Body], Ack] = nothing
    deliver: Callable[[Edge, Body, Ack], Awaitable[None]] = answered_elsewhere
    sorry: Callable[[Edge, Body, str], Coroutine[Any, Any, Ack]] | None = None
