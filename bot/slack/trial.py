"""A trial on the real platform: post in a channel, read it back, edit it, and take it away again."""

import re
import secrets
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.findings import Finding, bad, fine
from bot.slack.calls import Refusal, ask

TEXT = "Headway is trying out whether it can post here. This goes away by itself."
EDITED = "Headway tried out whether it can post here, and it can. This goes away by itself."
POSTED = "live: posted in {channel}."
READ = "live: read back from the channel's history."
LINKED = "live: found by its link. (Reading channels is not among the scopes, and need not be.)"
CHANGED = "live: edited."
REMOVED = "live: taken away again."

NOT_A_CHANNEL = "{channel} is not a channel. --live posts in channels alone: give a name such as #general."
UNKNOWN = (
    "Slack shows the app no channel {channel}. Check the name; a private channel shows after"
    " /invite @Headway in it."
)
TOO_MANY_CHANNELS = "There are too many channels to find {channel}. Give its id, from the channel's details."
NOT_POSTED = "live: nothing could be posted in {channel} ({error})."
CURES = {
    "not_in_channel": "Headway is not in {channel}. Say /invite @Headway there, and try again.",
    "channel_not_found": UNKNOWN,
    "is_archived": "{channel} is archived. Unarchive it, or give another.",
    "restricted_action": "Only some people may post in {channel}. Let apps post there, or give another.",
    "missing_scope": "The token lacks a scope for this. The line about scopes says which, and what to do.",
    "ratelimited": "Slack asks us to wait. Try again in a minute.",
}
SILENT = "live: Slack did not answer ({error}). {then}"
PERHAPS_POSTED = "The message may stand in {channel}: look there, and delete it if it does."
TAKEN_AWAY = "It had posted the message; that is taken away again."
NEVER_POSTED = "Nothing was posted. Try again."
NOT_FOUND = "live: the message is not where it was posted ({error}). Try again; Slack may be slow."
NOT_CHANGED = "live: the message could not be edited ({error}). See the workspace's rules on editing."
LEFT_BEHIND = "live: the message could not be taken away ({error}). Please delete it by hand in {channel}."

CHANNEL_ID = re.compile(r"[CG][A-Z0-9_]+")
PERSON_ID = re.compile(r"@.*|[DUW][A-Z0-9_]{5,}")
EVENT_TYPE = "headway_doctor"
PAGE, MOST_PAGES = 1000, 10
# So many of the newest messages are looked through for ours.
LOOK_BACK = 20


@dataclass(frozen=True, kw_only=True)
class Trial:
    """One trial in one channel; the key names its message."""

    client: AsyncWebClient
    channel: str
    key: str


async def post_and_clean_up(client: AsyncWebClient, channel: str) -> AsyncGenerator[Finding, None]:
    """Say of each step whether it worked; the message goes away whatever happens in between."""
    place = await find_channel(client, channel)
    if isinstance(place, Finding):
        yield place
        return
    trial = Trial(client=client, channel=place, key=secrets.token_hex(8))
    ts = await _post(trial)
    if isinstance(ts, Refusal):
        yield bad(await _account_for(trial, ts, channel))
        return
    try:
        yield fine(POSTED.format(channel=channel))
        yield await _read_back(trial, ts)
        yield await _edit(trial, ts)
    finally:
        removed = await ask(client.chat_delete(channel=place, ts=ts))
    if isinstance(removed, Refusal):
        yield bad(LEFT_BEHIND.format(error=removed.error, channel=channel))
    else:
        yield fine(REMOVED)


async def find_channel(client: AsyncWebClient, channel: str) -> str | Finding:
    """The id of a channel that is given by its id or its name, or what is wrong with it."""
    if CHANNEL_ID.fullmatch(channel):
        return channel
    name, cursor = channel.removeprefix("#"), ""
    if not name or PERSON_ID.fullmatch(channel):
        return bad(NOT_A_CHANNEL.format(channel=channel or '""'))
    for _ in range(MOST_PAGES):
        page = await ask(
            client.conversations_list(
                types="public_channel,private_channel", exclude_archived=True, limit=PAGE, cursor=cursor
            )
        )
        if isinstance(page, Refusal):
            return bad(_refused(page, channel))
        for one in page["channels"]:
            if one["name"] == name:
                return str(one["id"])
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return bad(UNKNOWN.format(channel=channel))
    return bad(TOO_MANY_CHANNELS.format(channel=channel))


async def _post(trial: Trial) -> str | Refusal:
    """The timestamp that names the message."""
    posted = await ask(
        trial.client.chat_postMessage(
            channel=trial.channel,
            text=TEXT,
            metadata={"event_type": EVENT_TYPE, "event_payload": {"key": trial.key}},
            unfurl_links=False,
            unfurl_media=False,
        )
    )
    return posted if isinstance(posted, Refusal) else str(posted["ts"])


async def _account_for(trial: Trial, refusal: Refusal, channel: str) -> str:
    """What became of a message that Slack did not confirm; if it stands there, it goes away."""
    if not refusal.is_silence:
        return _refused(refusal, channel)
    page = await ask(
        trial.client.conversations_history(channel=trial.channel, limit=LOOK_BACK, include_all_metadata=True)
    )
    then = PERHAPS_POSTED.format(channel=channel)
    if not isinstance(page, Refusal):
        ours = [message["ts"] for message in page["messages"] if _key(message) == trial.key]
        gone = [await ask(trial.client.chat_delete(channel=trial.channel, ts=ts)) for ts in ours]
        if not any(isinstance(one, Refusal) for one in gone):
            then = TAKEN_AWAY if ours else NEVER_POSTED
    return SILENT.format(error=refusal.error, then=then)


def _refused(refusal: Refusal, channel: str) -> str:
    return CURES.get(refusal.error, NOT_POSTED).format(channel=channel, error=refusal.error)


def _key(message: Mapping[str, Any]) -> object:
    """The key in the metadata of a message of ours."""
    return ((message.get("metadata") or {}).get("event_payload") or {}).get("key")


async def _read_back(trial: Trial, ts: str) -> Finding:
    """In the channel's history, where the scope is there; else by its link."""
    page = await ask(
        trial.client.conversations_history(
            channel=trial.channel, oldest=ts, latest=ts, inclusive=True, limit=1
        )
    )
    if isinstance(page, Refusal) and page.error == "missing_scope":
        link = await ask(trial.client.chat_getPermalink(channel=trial.channel, message_ts=ts))
        return bad(NOT_FOUND.format(error=link.error)) if isinstance(link, Refusal) else fine(LINKED)
    if isinstance(page, Refusal):
        return bad(NOT_FOUND.format(error=page.error))
    is_there = any(message.get("ts") == ts for message in page["messages"])
    return fine(READ) if is_there else bad(NOT_FOUND.format(error="not in the history"))


async def _edit(trial: Trial, ts: str) -> Finding:
    changed = await ask(trial.client.chat_update(channel=trial.channel, ts=ts, text=EDITED))
    return bad(NOT_CHANGED.format(error=changed.error)) if isinstance(changed, Refusal) else fine(CHANGED)
