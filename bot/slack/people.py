"""People in Slack: who acts, looked up at most once a day, and who is mentioned before they ever spoke."""

import asyncio
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.edge import Edge
from bot.slack.refusals import FAILURES
from bot.slack.translate import installed_team
from bot.storable import clean
from domain.chat import Address, Sender
from handlers import profiles as describing
from storage import outbox, people, profiles
from storage.profiles import Kept, Profile
from storage.slack_installations import SLACK

# The whole act has 2.5 s; without an answer in this time, what is known serves.
LOOK_SECONDS = 1.0
MOST_INTRODUCED = 50
# Slack's own helper is a user without a bot's mark.
SLACKBOT = "USLACKBOT"

_MENTION = re.compile(r"<@([A-Za-z0-9_]+)(?:\|[^>]*)?>")


def accounts_in(text: str) -> set[str]:
    """The accounts that are mentioned in the text."""
    return set(_MENTION.findall(text))


async def sender_of(edge: Edge, client: AsyncWebClient, *, team: str, account: str, home: str = "") -> Sender:
    """Whoever acts, as Slack described them within a day. Where it does not answer: what is known of them.

    `home` is the workspace that the envelope says they belong to, for a user object that does not say it.
    Raises what the database raises.
    """
    now, address = edge.clock(), Address(platform=SLACK, workspace=team, account=account)
    async with edge.services.database.read() as session:
        visitor = await people.find_visitor(session, address=address, account=account)
        known = Sender(account=account) if visitor is None else profiles.sender_of(visitor.account)
        is_fresh = visitor is not None and profiles.is_fresh(visitor.account, now)
    if is_fresh:
        return known
    found = await _ask(client, team, account, home=home)
    if found is None:
        return known
    if found.is_bot:
        return Sender(account=account, name=found.name, is_guest=True)
    (kept,) = await _keep(edge, team, [found])
    return profiles.sender_of(kept.account)


async def introduce(edge: Edge, client: AsyncWebClient, *, team: str, accounts: Iterable[str]) -> None:
    """Write down people who are mentioned or picked and not known yet: at most 50, no bots, nobody gone.

    Raises what the database raises; whoever Slack says nothing about in time is left out.
    """
    asked = set(accounts) - {SLACKBOT, ""}
    if not asked:
        return
    async with edge.services.database.read() as session:
        new = await profiles.unknown(session, platform=SLACK, workspace=team, accounts=asked)
    looking = [_ask(client, team, account) for account in sorted(new)[:MOST_INTRODUCED]]
    found = [one for one in await asyncio.gather(*looking) if one is not None]
    if met := [one for one in found if not one.is_bot and not one.is_gone]:
        await _keep(edge, team, met)


async def on_user_change(edge: Edge, body: Mapping[str, Any]) -> None:
    """Follow what changed about an account that we know; where it was deactivated, tell the leads once."""
    team = installed_team(body)
    profile = profile_of(body["event"]["user"], team)
    if profile is None or profile.is_bot:
        return
    address = Address(platform=SLACK, workspace=team, account=profile.account)
    async with edge.services.database.read() as session:
        known = await people.find_visitor(session, address=address, account=profile.account)
    # Every status that anybody in the workspace sets comes here: nobody is written down for that.
    if known is not None:
        await _keep(edge, team, [profile])


async def on_team_join(edge: Edge, body: Mapping[str, Any]) -> None:
    """Follow somebody whom we know already, who is back or was named before they came."""
    await on_user_change(edge, body)


async def _ask(client: AsyncWebClient, team: str, account: str, *, home: str = "") -> Profile | None:
    """What Slack says about the account; None where it does not say it in time."""
    try:
        async with asyncio.timeout(LOOK_SECONDS):
            said = await client.users_info(user=account, include_locale=True)
    except FAILURES:
        return None
    return profile_of(said.get("user"), team, home=home)


async def _keep(edge: Edge, team: str, found: Sequence[Profile]) -> list[Kept]:
    now = edge.clock()
    async with edge.services.database.write() as session:
        workspace = await people.ensure_workspace(session, platform=SLACK, external_id=team, now=now)
        kept = await describing.keep(session, found, workspace=workspace, now=now)
    if outbox.has_new_posts(session):
        edge.services.wake()
    return kept


def profile_of(user: Any, team: str, *, home: str = "") -> Profile | None:
    """A user object of Slack, as seen from the workspace; None for what is none.

    Guests, people of other workspaces, strangers and bots are no full members.
    """
    if not isinstance(user, Mapping) or not user.get("id"):
        return None
    profile = user.get("profile")
    words: Mapping[str, Any] = profile if isinstance(profile, Mapping) else {}
    home = str(user.get("team_id") or words.get("team") or home)
    is_ours = team in {home, *_teams_of(user)}
    is_bot = bool(user.get("is_bot")) or user["id"] == SLACKBOT
    is_guest = any(user.get(mark) for mark in ("is_restricted", "is_ultra_restricted", "is_stranger"))
    handle = _words(user.get("name"))
    return Profile(
        account=str(user["id"]),
        name=_words(words.get("real_name") or user.get("real_name") or words.get("display_name")) or handle,
        handle=handle,
        zone=_zone(user.get("tz")),
        locale=_words(user.get("locale")),
        home="" if is_ours else home,
        is_guest=is_guest or is_bot or not is_ours,
        is_bot=is_bot,
        is_gone=bool(user.get("deleted")),
    )


def _teams_of(user: Mapping[str, Any]) -> list[str]:
    """The workspaces of an organisation that the person is in."""
    inside = user.get("enterprise_user")
    return list(inside.get("teams") or ()) if isinstance(inside, Mapping) else []


def _words(text: Any) -> str:
    return " ".join(clean(str(text or "")).split())


def _zone(name: Any) -> str:
    """The time zone, if it is one that can be computed with."""
    try:
        return ZoneInfo(str(name)).key if name else ""
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ""
