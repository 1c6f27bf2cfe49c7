"""Every refusal the local Slack knows, each with its source."""

from typing import Any

_METHOD = "docs.slack.dev/reference/methods/"
_EVERY = "docs.slack.dev/reference/methods: errors common to every method"

# Where Slack only says so in words, or is known to be lenient, the line says "stricter".
SOURCES: dict[str, str] = {
    "account_inactive": f"{_EVERY}; platform rule C2",
    "bad_client_secret": f"{_METHOD}oauth.v2.access",
    "bad_redirect_uri": f"{_METHOD}oauth.v2.access",
    "cannot_dm_bot": f"{_METHOD}conversations.open",
    "cannot_reply_to_message": f"{_METHOD}chat.postMessage, thread_ts: never a reply's own ts; stricter",
    "cant_delete_message": f"{_METHOD}chat.delete",
    "cant_update_message": f"{_METHOD}chat.update",
    "channel_not_found": f"{_METHOD}chat.postMessage; platform rule E4",
    "code_already_used": f"{_METHOD}oauth.v2.access; a code lives 10 minutes, platform rules part D",
    "duplicate_external_id": f"{_METHOD}views.open",
    "exchanged_trigger_id": f"{_METHOD}views.open; one use, platform rules part D and S8",
    "expired_trigger_id": f"{_METHOD}views.open; 3 s, platform rules part D and S8",
    "expired_url": "docs.slack.dev/interactivity/handling-user-interaction; 30 minutes, part D",
    "file_not_found": f"{_METHOD}files.info",
    "hash_conflict": f"{_METHOD}views.update, views.publish; platform rules part D",
    "invalid_arguments": f"{_EVERY}; what is wrong stands in response_metadata.messages",
    "invalid_auth": _EVERY,
    "invalid_blocks": f"{_METHOD}chat.postMessage; limits in platform rules part D",
    "invalid_client_id": f"{_METHOD}oauth.v2.access",
    "invalid_code": f"{_METHOD}oauth.v2.access",
    "invalid_metadata_format": f"{_METHOD}chat.postMessage",
    "invalid_post_type": _EVERY,
    "invalid_refresh_token": "docs.slack.dev/authentication/using-token-rotation; single use, rule A9",
    "invalid_thread_ts": f"{_METHOD}assistant.threads.setStatus",
    "invalid_trigger_id": f"{_METHOD}views.open",
    "invalid_types": f"{_METHOD}conversations.list",
    "is_archived": f"{_METHOD}chat.postMessage",
    "is_inactive": f"{_METHOD}chat.update: not in an archived channel",
    "message_not_found": f"{_METHOD}chat.update",
    "metadata_too_large": f"{_METHOD}chat.postMessage",
    "missing_scope": f"{_EVERY}; needed and provided, platform rule B11",
    "msg_blocks_too_long": "slackapi/bolt-js issue 2509; platform rules part D",
    "msg_too_long": f"{_METHOD}chat.postMessage, chat.update; Slack only cuts a longer post: stricter",
    "no_text": f"{_METHOD}chat.postMessage",
    "not_allowed_token_type": _EVERY,
    "not_authed": _EVERY,
    "not_enabled": f"{_METHOD}views.publish",
    "not_found": f"{_METHOD}views.update; platform rule S8",
    "not_in_channel": f"{_METHOD}chat.postMessage; platform rule E4",
    "push_limit_reached": f"{_METHOD}views.push; a stack of 3, platform rules part D",
    "team_not_found": f"{_METHOD}team.info",
    "thread_not_found": f"{_METHOD}conversations.replies; a post into it is refused too, stricter",
    "token_expired": f"{_EVERY}; 12 hours, platform rule A9",
    "token_revoked": f"{_EVERY}; platform rule C2",
    "unknown_method": _EVERY,
    "used_url": "docs.slack.dev/interactivity/handling-user-interaction; 5 uses, part D",
    "user_disabled": f"{_METHOD}conversations.open",
    "user_not_found": f"{_METHOD}users.info",
    "user_not_in_channel": f"{_METHOD}chat.postEphemeral",
    "view_too_large": f"{_METHOD}views.open: 250 kB",
}


class Refused(Exception):
    """What Slack answers with ok: false."""

    def __init__(self, error: str, *messages: str, **more: Any) -> None:
        """Take an error that has its source above; `messages` say what is wrong in detail."""
        if error not in SOURCES:
            raise LookupError(f"{error} has no source")
        super().__init__(error, *messages)
        self.error = error
        self.messages = messages
        self.more = more

    def answer(self) -> dict[str, Any]:
        """Make the body of the answer, which comes with HTTP 200."""
        said = {"response_metadata": {"messages": list(self.messages)}} if self.messages else {}
        return {"ok": False, "error": self.error, **said, **self.more}
