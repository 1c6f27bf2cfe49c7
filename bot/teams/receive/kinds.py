"""The kinds of activities that Teams sends, and what each is answered: in time, late, or not at all."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientError

from bot.teams.arrival import Arrival
from bot.teams.edge import Edge
from bot.teams.refusals import FAILURES
from domain.chat import Answer, Request
from handlers.dispatch import DatabaseAway, Unsure
from storage.failures import DATABASE_FAILURES, is_away

SORRY = (
    "I could not reach my memory or Teams just now, so nothing was saved. Please send it again in a minute."
)
MEANWHILE = "This takes a moment. I write to you in your own chat with me as soon as I have it."
# What may work a minute later, if `may_work_later` says so too.
AWAY = (*DATABASE_FAILURES, DatabaseAway, ClientError, TimeoutError, *FAILURES)

# What stands in the body of the HTTP answer to an invoke.
Shown = dict[str, Any]


def may_work_later(error: Exception) -> bool:
    """Whether the same activity may be sent again: it is no error of ours."""
    return isinstance(error, (DatabaseAway, ClientError, TimeoutError, *FAILURES)) or is_away(error)


def sentence_for(error: Exception) -> str:
    """What the person is told: that nothing was saved, unless nobody can tell."""
    return error.sentence if isinstance(error, Unsure) else SORRY


@dataclass(frozen=True, kw_only=True)
class Done:
    """What came of an activity.

    `shown` goes into the answer of an invoke. Where that came too late, the `answer` to the `request` is
    posted instead.
    """

    shown: Shown = field(default_factory=dict)
    request: Request | None = None
    answer: Answer | None = None


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of activity.

    `work` does what is asked. `tell` puts a sentence into the answer of an invoke; without it a sentence is
    said in the conversation. `seconds` is how long Teams is left waiting. What `is_news` tells what happened,
    and is tried again by ourselves: nobody waits for an answer, and Teams does not send it again.
    """

    name: str
    work: Callable[[Edge, Arrival], Awaitable[Done]]
    seconds: float
    tell: Callable[[Arrival, str], Shown] | None = None
    is_news: bool = False
