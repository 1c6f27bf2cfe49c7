"""Slack's own framework, which checks what comes in and knows its kinds; what is done stands elsewhere."""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.misshapen import MISSHAPEN, place_of
from bot.slack.api import web_client
from bot.slack.edge import Edge
from bot.slack.installations import NotInstalled, find_soon
from bot.slack.receive.clicks import CLICK
from bot.slack.receive.commands import COMMAND
from bot.slack.receive.environment import without_slack_variables
from bot.slack.receive.events import EVENT
from bot.slack.receive.forms import FORM, OPTIONS
from bot.slack.receive.kinds import SORRY, Kind, may_work_later
from bot.slack.receive.shortcuts import SHORTCUT
from bot.slack.receive.taking import NOT_INSTALLED, broken, not_done, take
from bot.slack.refusals import word_of
from bot.slack.translate import installed_organisation, installed_team

ANYTHING = re.compile(".*", re.DOTALL)
KINDS: Mapping[str, Kind] = {kind.name: kind for kind in (EVENT, COMMAND, CLICK, FORM, OPTIONS, SHORTCUT)}
# What Slack calls the interactions.
INTERACTIONS = {
    "block_actions": CLICK,
    "block_suggestion": OPTIONS,
    "message_action": SHORTCUT,
    "shortcut": SHORTCUT,
    "view_submission": FORM,
}

# When the request came, by the loop's time.
BEGAN = "began"
RATE_LIMITED = "app_rate_limited"

Listener = Callable[[dict[str, Any], AsyncBoltContext], Awaitable[BoltResponse]]

log = structlog.get_logger()


def make_bolt(edge: Edge, *, signing_secret: str) -> AsyncApp:
    """Bolt with a listener for everything: what is committed first is acknowledged then."""
    with without_slack_variables():
        app = AsyncApp(
            name="headway",
            logger=quiet_logger(),
            process_before_response=True,
            raise_error_for_unhandled_request=True,
            signing_secret=signing_secret,
            client=_without_token(edge),
            authorize=Authorize(edge),
            before_authorize=_before_authorize,
            request_verification_enabled=bool(signing_secret),
            attaching_conversation_kwargs_enabled=False,
            attaching_function_token_enabled=False,
        )
    app.event(ANYTHING)(_listener(edge, EVENT))
    app.command(ANYTHING)(_listener(edge, COMMAND))
    app.block_action(ANYTHING)(_listener(edge, CLICK))
    app.view_submission(ANYTHING)(_listener(edge, FORM))
    app.view_closed(ANYTHING)(_acknowledge)
    app.options(ANYTHING)(_listener(edge, OPTIONS))
    app.shortcut(ANYTHING)(_listener(edge, SHORTCUT))
    app.error(_on_error(edge))
    return app


def quiet_logger() -> logging.Logger:
    """Bolt's logger, and that of all its parts, which take its level over.

    Without one they take the root's level each, and at debug they log what people write.
    """
    logger = logging.getLogger("slack_bolt.headway")
    logger.setLevel(logging.WARNING)
    return logger


def _without_token(edge: Edge) -> AsyncWebClient:
    return web_client(edge.api.base_url)


def kind_of(body: Mapping[str, Any]) -> Kind:
    """What kind of request it is."""
    if "command" in body:
        return COMMAND
    return INTERACTIONS.get(str(body.get("type")), EVENT)


def _listener(edge: Edge, kind: Kind) -> Listener:
    async def listen(body: dict[str, Any], context: AsyncBoltContext) -> BoltResponse:
        return await take(edge, kind, body, began=context[BEGAN])

    return listen


async def _acknowledge() -> BoltResponse:
    return BoltResponse(status=200, body="")


async def _before_authorize(
    body: dict[str, Any], context: AsyncBoltContext, next: Callable[[], Awaitable[None]]
) -> BoltResponse | None:
    """Tell Bolt which installation it is: an organisation's events name no workspace where it looks."""
    context[BEGAN] = asyncio.get_running_loop().time()
    if body.get("type") == RATE_LIMITED:
        log.error("events_are_limited", team=body.get("team_id"), since=body.get("minute_rate_limited"))
        return BoltResponse(status=200, body="")
    try:
        context["team_id"] = installed_team(body)
        context["enterprise_id"] = installed_organisation(body)
    except MISSHAPEN as error:
        log.error("request_misshapen", kind=kind_of(body).name, at=place_of(error))
        return BoltResponse(status=200, body="")
    await next()
    return None


@dataclass
class Authorize(AsyncAuthorize):
    """Finds the installation that a request is for, from our own copy: Slack is not asked each time."""

    edge: Edge

    async def __call__(  # noqa: PLR0913 - the signature is Bolt's
        self,
        *,
        context: AsyncBoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        actor_enterprise_id: str | None = None,
        actor_team_id: str | None = None,
        actor_user_id: str | None = None,
    ) -> AuthorizeResult:
        """The token and the bot. Raises NotInstalled, or what may work later: `_on_error` answers then."""
        made = await find_soon(self.edge.api.installations, team_id or "", enterprise_id or "")
        return AuthorizeResult(
            enterprise_id=made.enterprise_id,
            team_id=made.team_id,
            bot_user_id=made.bot_user_id,
            bot_id=made.bot_id,
            bot_token=made.token,
        )


def _on_error(edge: Edge) -> Callable[..., Awaitable[BoltResponse]]:
    async def on_error(error: Exception, body: dict[str, Any]) -> BoltResponse:
        kind = kind_of(body)
        if isinstance(error, BoltUnhandledRequestError):
            log.warning("request_of_no_kind", kind=kind.name)
            return BoltResponse(status=200, body="")
        if isinstance(error, NotInstalled):
            why = word_of(error.__cause__ or error)
            log.error("installation_not_found", kind=kind.name, team=str(error), why=why)
            return await not_done(edge, kind, body, NOT_INSTALLED, is_for_good=True)
        if may_work_later(error):
            why = word_of(error.__cause__ or error)
            log.warning("not_done", kind=kind.name, error=type(error).__name__, why=why)
            return await not_done(edge, kind, body, SORRY)
        return await broken(edge, kind, body, error)

    return on_error
