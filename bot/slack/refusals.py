"""What it means for a post when a call to Slack fails: later, never, or nobody knows."""

from collections.abc import Mapping

from aiohttp import ClientConnectorError, ClientError, ConnectionTimeoutError
from slack_sdk.errors import SlackApiError, SlackClientError

from domain.errors import NotDelivered, Trouble, Unanswered, Undeliverable

LIMITED = "{method}: too many calls"
REFUSED = "{method}: {error}"
SILENT = "{method}: no answer ({error})"

# Slack names the seconds with each 429; where a proxy took them away, this is what its pages say most.
DEFAULT_RETRY_SECONDS = 30.0
BAD_REQUEST, TOO_MANY, SERVER_ERROR, GATEWAY_TIMEOUT = 400, 429, 500, 504

LIMITS = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
# docs.slack.dev/reference/methods: "some aspect of the operation" may have succeeded before these.
HALF_DONE = frozenset({"fatal_error", "internal_error", "request_timeout"})
PASSING = frozenset({"service_unavailable", "team_added_to_org", "org_login_required", "token_expired"})
LOST = frozenset({"account_inactive", "token_revoked", "invalid_auth", "not_authed"})
# Of a token: anything else that Slack answers may be otherwise a minute later.
REFUSED_TOKENS = LOST | {"missing_scope", "no_permission", "not_allowed_token_type", "token_expired"}
TROUBLES: dict[str, Trouble] = {
    **dict.fromkeys(LOST, "not_installed"),
    "not_in_channel": "not_a_member",
    "channel_not_found": "no_channel",
    "is_archived": "archived",
    "is_inactive": "archived",
    "user_disabled": "person_gone",
    "user_not_found": "person_gone",
    "user_not_visible": "person_gone",
    "cannot_dm_bot": "person_gone",
    "msg_too_long": "too_long",
    "msg_blocks_too_long": "too_long",
}
# What a call to Slack may raise.
FAILURES = (SlackClientError, ClientError, OSError)


def error_of(failure: BaseException | None) -> str:
    """The name that Slack gave the refusal; empty where it gave none."""
    data = getattr(getattr(failure, "response", None), "data", None)
    return str(data.get("error") or "") if isinstance(data, Mapping) else ""


def word_of(failure: BaseException) -> str:
    """The failure in a word, for the log: Slack's own name for it, or the kind of error."""
    return error_of(failure) or type(failure).__name__


def refusal_of(failure: BaseException, method: str, *, is_post: bool) -> NotDelivered:
    """What a failed call of the method means. `is_post`: it would have been seen, had it come through."""
    if isinstance(failure, SlackApiError):
        return _of_answer(failure, method, is_post=is_post)
    reason = SILENT.format(method=method, error=type(failure).__name__)
    # Where no connection was made, nothing was asked.
    is_unsent = isinstance(failure, ClientConnectorError | ConnectionTimeoutError)
    return Unanswered(reason) if is_post and not is_unsent else NotDelivered(reason)


def _of_answer(failure: SlackApiError, method: str, *, is_post: bool) -> NotDelivered:
    error, status = error_of(failure), _status_of(failure)
    if status == TOO_MANY or error in LIMITS:
        return NotDelivered(LIMITED.format(method=method), _retry_after(failure))
    reason = REFUSED.format(method=method, error=error or f"HTTP {status}")
    if error in TROUBLES:
        return Undeliverable(reason, TROUBLES[error])
    is_nothing = not error and status < BAD_REQUEST  # "done", perhaps, and a body that cannot be read
    if error in HALF_DONE or status == GATEWAY_TIMEOUT or is_nothing:
        return Unanswered(reason) if is_post else NotDelivered(reason)
    if error in PASSING or status >= SERVER_ERROR or not error:
        return NotDelivered(reason)
    return Undeliverable(reason, "other")


def _status_of(failure: SlackApiError) -> int:
    # Where the body was no JSON, it is the response of aiohttp itself.
    response = failure.response
    status = getattr(response, "status_code", None) or getattr(response, "status", None)
    return status if isinstance(status, int) else 0


def _retry_after(failure: SlackApiError) -> float:
    headers = getattr(failure.response, "headers", None) or {}
    try:
        return max(float(headers.get("Retry-After", "")), 1.0)
    except ValueError:
        return DEFAULT_RETRY_SECONDS
