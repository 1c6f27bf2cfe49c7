"""The Home tab: shown when it is opened, and drawn anew when what it shows has changed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack import agent
from bot.slack.edge import Edge
from bot.slack.installations import NotInstalled
from bot.slack.refusals import FAILURES, LIMITS, LOST, PASSING, error_of, word_of
from bot.slack.render import render_home
from bot.slack.translate import installed_organisation, installed_team
from bot.wording import reply_as_typed
from domain.chat import Address
from handlers import home
from storage import slack_homes
from storage.slack_homes import Stale
from storage.slack_installations import SLACK

HASH_CONFLICT = "hash_conflict"
# The app has no Home tab, or its person or its token is gone: nothing will show until it is opened again.
ENDED = frozenset({*LOST, "not_enabled", "user_disabled", "user_not_found", "user_not_visible"})

log = structlog.get_logger()


class NotShown(Exception):
    """Slack did not take the Home: it never will where that `has_ended`, and takes none now if `is_later`."""

    def __init__(self, reason: str, *, has_ended: bool = False, is_later: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.has_ended = has_ended
        self.is_later = is_later


async def on_app_home_opened(edge: Edge, body: Mapping[str, Any]) -> None:
    """Show the Home, or suggest in the messages tab what to ask. What Slack refuses is only logged."""
    event, team = body["event"], installed_team(body)
    account = str(event["user"])
    try:
        client = await edge.api.client(team, installed_organisation(body))
        if event.get("tab") == "messages":
            await agent.suggest(edge, body)
        elif event.get("tab", "home") == "home":
            await _opened(edge, client, team=team, account=account)
    except NotInstalled:
        log.info("home_not_installed", team=team, account=account)


async def _opened(edge: Edge, client: AsyncWebClient, *, team: str, account: str) -> None:
    async with edge.services.database.write() as session:
        await slack_homes.opened(session, team=team, account=account, now=edge.clock())
    try:
        await publish(edge, client, team=team, account=account)
    except NotShown as refused:
        await _note(edge, refused, team=team, account=account)


async def publish(edge: Edge, client: AsyncWebClient, *, team: str, account: str) -> None:
    """Show the person their Home as it is now. Raises NotShown, or what the database raises.

    Where somebody else showed a newer one meanwhile, it is read and shown once more.
    """
    known = await _hash(edge, team, account)
    try:
        await _show(edge, client, team=team, account=account, known=known)
    except NotShown as refused:
        if refused.reason != HASH_CONFLICT:
            raise
        newer = await _hash(edge, team, account)
        # The same one again: whoever showed the Home did not live to write that down.
        await _show(edge, client, team=team, account=account, known=newer if newer != known else "")


async def refresh(edge: Edge, now: datetime) -> None:
    """Draw anew what is out of date of the Homes that were opened lately. A job."""
    async with edge.services.database.read() as session:
        found = await slack_homes.stale(session, now=now)
    held: set[str] = set()
    for one in found:
        if one.team not in held and not await _refresh(edge, one, now):
            held.add(one.team)


async def _refresh(edge: Edge, one: Stale, now: datetime) -> bool:
    """Draw one Home anew, unless another replica does. False where Slack takes no more just now."""
    async with edge.services.database.write() as session:
        if one.has_left:
            await slack_homes.forget(session, team=one.team, account=one.account)
        if one.has_left or not await slack_homes.claim(session, one, now=now):
            return True
    try:
        client = await edge.api.client(one.team, one.organisation)
    except NotInstalled:
        await _note(edge, NotShown("not_installed", has_ended=True), team=one.team, account=one.account)
        return True
    except FAILURES as failure:
        log.warning("home_without_token", team=one.team, error=word_of(failure))
        return False
    try:
        await publish(edge, client, team=one.team, account=one.account)
    except NotShown as refused:
        await _note(edge, refused, team=one.team, account=one.account)
        return not refused.is_later
    return True


async def _hash(edge: Edge, team: str, account: str) -> str:
    async with edge.services.database.read() as session:
        return await slack_homes.hash_of(session, team=team, account=account)


async def _show(edge: Edge, client: AsyncWebClient, *, team: str, account: str, known: str) -> None:
    address = Address(platform=SLACK, workspace=team, account=account)
    shown = await home.tab(edge.services, address, now=edge.clock())
    replies = [reply_as_typed(reply, "slash", edge.commands) for reply in shown.replies]
    given = await _publish(client, account, render_home(replies), known)
    async with edge.services.database.write() as session:
        await slack_homes.published(
            session, team=team, account=account, hash=given, mark=shown.mark, now=edge.clock()
        )


async def _publish(client: AsyncWebClient, account: str, view: Mapping[str, Any], known: str) -> str:
    """Give the view to Slack and return the hash of its new state. Raises NotShown."""
    try:
        answer = await client.views_publish(user_id=account, view=dict(view), hash=known or None)
    except FAILURES as failure:
        raise _not_shown(failure) from failure
    return str(answer["view"]["hash"])


def _not_shown(failure: Exception) -> NotShown:
    error = error_of(failure)
    is_person_gone = error == "invalid_arguments" and "user_id" in _details(failure)
    return NotShown(
        word_of(failure),
        has_ended=error in ENDED or is_person_gone,
        is_later=not error or error in LIMITS or error in PASSING,
    )


def _details(failure: Exception) -> str:
    """What Slack says beside its error."""
    answer = failure.response if isinstance(failure, SlackApiError) else {}
    return " ".join((answer.get("response_metadata") or {}).get("messages") or ())


async def _note(edge: Edge, refused: NotShown, *, team: str, account: str) -> None:
    log.warning("home_not_shown", team=team, account=account, reason=refused.reason)
    if refused.has_ended:
        async with edge.services.database.write() as session:
            await slack_homes.forget(session, team=team, account=account)
