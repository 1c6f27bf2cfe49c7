"""What it means for a post when a call to Teams fails: later, never, or nobody knows."""

import json
from collections.abc import Mapping
from math import isfinite
from typing import Any

from aiohttp import ClientConnectorError, ClientError, ConnectionTimeoutError
from azure.core.exceptions import DeserializationError
from msrest.exceptions import ClientException

from bot.teams.gate import NoToken
from domain.errors import NotDelivered, Trouble, Unanswered, Undeliverable

LIMITED = "{call}: too many calls"
REFUSED = "{call}: {error}"
SILENT = "{call}: no answer ({error})"
UNSIGNED = "{call}: no access token ({error})"

# Teams does not always name the seconds. Its windows are of 1, 2, 30 and 3600 s.
DEFAULT_RETRY_SECONDS, LONGEST_RETRY_SECONDS = 10.0, 3600.0
# Without a token nothing is sent. It may take somebody an hour to renew a secret.
NO_TOKEN_SECONDS = 60.0
BAD_REQUEST, UNAUTHORIZED, FORBIDDEN, NOT_FOUND = 400, 401, 403, 404
CONFLICT, TOO_LARGE, TOO_MANY = 412, 413, 429
SERVER_ERROR = 500
# Microsoft's table of errors, under "Messages in bot conversations", has these sent again.
PASSING = frozenset({502, 503, 504})

WRONG_HOST = "InvalidBotApiHost"
# Of a new chat: Teams knows nobody by that id.
NOBODY = "BadArgument"
NOT_IN_ROSTER = "BotNotInConversationRoster"
# Nothing more is posted there until somebody writes, or installs the app.
STOPS: Mapping[str, Trouble] = {
    NOT_IN_ROSTER: "not_a_member",
    "BotDisabledByAdmin": "disabled",
    "ConversationBlockedByUser": "blocked",
    "MessageWritesBlocked": "blocked",
    "ForbiddenOperationException": "no_app",
}
# Of a post: it is a private channel. Of an edit: the message is not ours.
NOT_OURS = "NotEnoughPermissions"
GONE = frozenset({"ConversationNotFound", "BotConversationNotFound"})

# What a call to Teams may raise. NotDelivered: it was not made, since Teams would have refused it.
FAILURES = (ClientException, DeserializationError, ClientError, NoToken, OSError, NotDelivered)


def status_of(failure: BaseException | None) -> int:
    """The HTTP status that Teams answered with; 0 where it did not answer."""
    status = getattr(getattr(failure, "response", None), "status_code", None)
    return status if isinstance(status, int) else 0


def code_of(failure: BaseException | None) -> str:
    """The name that Teams gave the refusal; empty where it gave none."""
    return _code_in(_said(failure))


def word_of(failure: BaseException) -> str:
    """The failure in a word, for the log: Teams' own name for it, or the status, or the kind of error."""
    status = status_of(failure)
    cause = getattr(failure, "inner_exception", None) or failure
    return code_of(failure) or (f"HTTP {status}" if status else type(cause).__name__)


def is_gone(failure: BaseException | None) -> bool:
    """Whether the conversation itself is not there any more, or is not known to Teams by that id."""
    return status_of(failure) == NOT_FOUND and code_of(failure) in GONE


def trouble_of(code: str, kind: str) -> Trouble:
    """Why nothing may be posted in a conversation of that kind, by the name that Teams gave it.

    Of a personal chat, all that Teams has no name for means that the app is not there.
    """
    trouble = STOPS.get(code, "not_a_member")
    return "no_app" if kind == "personal" and trouble == "not_a_member" else trouble


def refusal_of(failure: BaseException, call: str, *, is_post: bool, kind: str = "") -> NotDelivered:
    """What the failed call means, in such a kind of conversation. `is_post`: doing it twice is seen twice."""
    if isinstance(failure, NotDelivered):
        return failure
    if isinstance(failure, NoToken):
        reason = UNSIGNED.format(call=call, error=failure)
        return NotDelivered(reason, NO_TOKEN_SECONDS, is_workspace_wide=False)
    if status_of(failure):
        return _of_answer(failure, call, is_post=is_post, kind=kind)
    cause = getattr(failure, "inner_exception", None) or failure
    reason = SILENT.format(call=call, error=type(cause).__name__)
    # Where no connection was made, nothing was asked.
    is_unsent = isinstance(cause, ClientConnectorError | ConnectionTimeoutError)
    return Unanswered(reason) if is_post and not is_unsent else NotDelivered(reason)


def _of_answer(failure: BaseException, call: str, *, is_post: bool, kind: str) -> NotDelivered:
    status, code = status_of(failure), code_of(failure)
    if status == TOO_MANY:
        return NotDelivered(LIMITED.format(call=call), _retry_after(failure), is_workspace_wide=False)
    reason = REFUSED.format(call=call, error=word_of(failure))
    if code in STOPS:
        return Undeliverable(reason, trouble_of(code, kind))
    if _is_open(status, code):
        return Unanswered(reason) if is_post else NotDelivered(reason)
    if status in (UNAUTHORIZED, CONFLICT) or status in PASSING:
        return NotDelivered(reason)
    return Undeliverable(reason, _trouble(failure, is_post=is_post))


def _is_open(status: int, code: str) -> bool:
    """Whether the answer leaves open what was done.

    In its own words Teams says that it did not take it. A gateway before it knows nothing of that.
    """
    if status in PASSING:
        return not code
    return status >= SERVER_ERROR or status < BAD_REQUEST


def _trouble(failure: BaseException, *, is_post: bool) -> Trouble:
    if status_of(failure) == TOO_LARGE:
        return "too_long"
    if code_of(failure) == NOT_OURS and is_post:
        return "blocked"
    return "no_channel" if is_gone(failure) else "other"


def _said(failure: BaseException | None) -> Any:
    """The body of Teams' answer; None where it is no JSON."""
    response = getattr(failure, "response", None)
    text = getattr(response, "text", "")
    return _parsed(text() if callable(text) else text)


def _code_in(said: Any) -> str:
    """The code in {"error": {"code": ...}}, or the subCode in the JSON of an inner message."""
    if not isinstance(said, Mapping):
        return ""
    inner = said.get("error", said)
    if not isinstance(inner, Mapping):
        return ""
    deeper = _parsed(inner.get("message"))
    sub = deeper.get("subCode") if isinstance(deeper, Mapping) else None
    code = sub or inner.get("code")
    return code if isinstance(code, str) else ""


def _parsed(text: Any) -> Any:
    try:
        return json.loads(text)
    except (TypeError, ValueError, RecursionError):
        return None


def _retry_after(failure: BaseException) -> float:
    headers = getattr(getattr(failure, "response", None), "headers", None) or {}
    try:
        seconds = float(headers.get("Retry-After", ""))
    except ValueError:
        return DEFAULT_RETRY_SECONDS
    return min(max(seconds, 1.0), LONGEST_RETRY_SECONDS) if isfinite(seconds) else DEFAULT_RETRY_SECONDS
