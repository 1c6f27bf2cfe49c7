"""What the feedback form starts with when somebody saves a message: its words, who wrote it, its link."""

import asyncio
import re
from collections.abc import Mapping
from typing import Any

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.edge import Edge
from bot.slack.refusals import FAILURES, word_of
from bot.slack.translate import installed_team, plain_words
from domain.chat import Address
from storage import people
from storage.database import Session
from storage.slack_installations import SLACK

LINK_SECONDS = 1.0
SOMEBODY = "somebody"
MOST_MENTIONS = 20

_MENTION = re.compile(r"<@([^>|]+)(?:\|([^>]*))?>")

log = structlog.get_logger()


async def feedback_args(edge: Edge, client: AsyncWebClient, payload: Mapping[str, Any]) -> dict[str, Any]:
    """The args of the feedback form for the message of a message shortcut.

    `author` is the account of whoever else wrote it, and `said_by` their name where we know it; the link is
    empty where Slack gives none within a second. Raises what the database raises.
    """
    message, team = payload["message"], installed_team(payload)
    text, author = plain_words(str(message.get("text") or "")), _author(payload)
    accounts = [*dict.fromkeys([author, *(found[1] for found in _MENTION.finditer(text))])]
    link, names = await asyncio.gather(_link(client, payload), _names(edge, team, accounts))
    return {
        "text": _MENTION.sub(lambda found: f"@{names.get(found[1]) or found[2] or SOMEBODY}", text).strip(),
        "link": link,
        "said_by": names.get(author, ""),
        "author": author,
    }


def _author(payload: Mapping[str, Any]) -> str:
    message = payload["message"]
    author = str(message.get("user") or message.get("bot_id") or SOMEBODY)
    return "" if author == payload["user"]["id"] else author


async def _link(client: AsyncWebClient, payload: Mapping[str, Any]) -> str:
    where = {"channel": payload["channel"]["id"], "message_ts": payload["message_ts"]}
    try:
        answer = await asyncio.wait_for(client.chat_getPermalink(**where), LINK_SECONDS)
    except FAILURES as failure:
        log.info("no_link_to_message", channel=where["channel"], error=word_of(failure))
        return ""
    return str(answer.get("permalink") or "")


async def _names(edge: Edge, team: str, accounts: list[str]) -> dict[str, str]:
    async with edge.services.database.read() as session:
        return {account: await _name(session, team, account) for account in accounts[:MOST_MENTIONS]}


async def _name(session: Session, team: str, account: str) -> str:
    """The name of the account's person; empty for one whom we don't know."""
    if not account:
        return ""
    return await people.name_of(session, Address(platform=SLACK, workspace=team, account=account))
