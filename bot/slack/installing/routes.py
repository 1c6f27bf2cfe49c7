"""Installing by OAuth: /slack/install sends people to Slack, and /slack/oauth_redirect takes them back."""

import hmac
import secrets
from dataclasses import dataclass

import structlog
from aiohttp import web

from bot.sealing import Sealer
from bot.slack.api import web_client
from bot.slack.edge import Edge
from bot.slack.installing import pages
from bot.slack.installing.oauth import Granted, OAuthApp, authorize_url, exchange
from bot.slack.installing.welcome import welcome
from bot.slack.registrations import INSTALL_PATH, REDIRECT_PATH
from bot.storable import clean
from bot.wording import main_command
from storage import outbox, people, slack_installations, slack_installing
from storage.failures import DATABASE_FAILURES, is_away, is_collision
from storage.slack_installations import SLACK, Installed
from storage.slack_installing import STATE_SECONDS

# The prefix lets browsers take the cookie over https alone, and from this very host.
COOKIE = "__Host-headway-install"
STATE_BYTES = 32
TRIES = 3

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class Installing:
    """What the routes work with; `public_url` is where people reach us, without a slash at the end."""

    edge: Edge
    app: OAuthApp
    sealer: Sealer
    public_url: str


INSTALLING = web.AppKey("installing", Installing)


def oauth_app(*, client_id: str, client_secret: str, public_url: str, scopes: tuple[str, ...]) -> OAuthApp:
    """The app that is installed, with the address that Slack sends people back to."""
    return OAuthApp(
        client_id=client_id,
        client_secret=client_secret,
        redirect_uri=public_url.rstrip("/") + REDIRECT_PATH,
        scopes=scopes,
    )


def add_installing(
    web_app: web.Application, *, edge: Edge, app: OAuthApp, sealer: Sealer, public_url: str
) -> None:
    """Serve the two routes of an install."""
    web_app[INSTALLING] = Installing(edge=edge, app=app, sealer=sealer, public_url=public_url.rstrip("/"))
    web_app.add_routes(
        [
            # A HEAD, as link previews send it, would begin an install.
            web.get(INSTALL_PATH, begin, allow_head=False),
            web.get(REDIRECT_PATH, finish, allow_head=False),
        ]
    )


async def begin(request: web.Request) -> web.Response:
    """Send the browser to Slack, with a state that it has to bring back."""
    it, state = request.app[INSTALLING], secrets.token_urlsafe(STATE_BYTES)
    try:
        async with it.edge.services.database.write() as session:
            await slack_installing.issue_state(session, state=state, now=it.edge.clock())
    except DATABASE_FAILURES as failure:
        return _away(it, failure)
    there = authorize_url(it.app, api_url=it.edge.api.base_url, state=state)
    response = web.Response(status=302, headers={**pages.HEADERS, "Location": there})
    response.set_cookie(
        COOKIE, state, max_age=STATE_SECONDS, path="/", secure=True, httponly=True, samesite="Lax"
    )
    return response


async def finish(request: web.Request) -> web.Response:
    """Take what Slack sends back; whatever comes of it, the state is used up."""
    it = request.app[INSTALLING]
    try:
        response = await _finish(it, request)
    except DATABASE_FAILURES as failure:
        response = _away(it, failure)
    response.del_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="Lax")
    return response


async def _finish(it: Installing, request: web.Request) -> web.Response:
    state, code = request.query.get("state", ""), request.query.get("code", "")
    if not await _is_ours(it, state=state, cookie=request.cookies.get(COOKIE, "")):
        return pages.expired(it.public_url)
    if request.query.get("error") == "access_denied":
        return pages.cancelled(it.public_url)
    if not code:
        log.warning("slack_install_refused", error="no_code")
        return pages.not_done(it.public_url)
    client = web_client(it.edge.api.base_url, session=it.edge.api.session)
    granted = await exchange(client, it.app, code=code, now=it.edge.clock())
    if isinstance(granted, Granted):
        return await _installed(it, granted)
    log.warning("slack_install_refused", error=granted.error)
    return (pages.silent if granted.is_silence else pages.not_done)(it.public_url)


async def _is_ours(it: Installing, *, state: str, cookie: str) -> bool:
    """Whether this browser began the install; the state works once."""
    if not (
        state and state.isascii() and hmac.compare_digest(state.encode(), cookie.encode(errors="replace"))
    ):
        return False
    async with it.edge.services.database.write() as session:
        return await slack_installing.consume_state(session, state=state, now=it.edge.clock())


async def _installed(it: Installing, granted: Granted) -> web.Response:
    for tries_left in reversed(range(TRIES)):
        try:
            await _write_down(it, granted)
            break
        except DATABASE_FAILURES as failure:
            if not tries_left or not is_collision(failure):
                raise
    it.edge.api.installations.forget(granted.team_id, granted.enterprise_id)
    log.info("slack_installed", team=granted.team_id, enterprise=granted.enterprise_id)
    return pages.installed(
        team_id=granted.team_id,
        team_name=granted.team_name,
        command=main_command(it.edge.commands),
        open_url=pages.open_url(api_url=it.edge.api.base_url, app_id=granted.app_id, team_id=granted.team_id),
    )


async def _write_down(it: Installing, granted: Granted) -> None:
    """Keep the installation and welcome whoever made it, in one transaction."""
    now, edge = it.edge.clock(), it.edge
    async with edge.services.database.write() as session:
        made = await slack_installations.save(session, _sealed(it.sealer, granted), now=now)
        if granted.team_id:
            workspace = await people.ensure_workspace(
                session, platform=SLACK, external_id=granted.team_id, now=now
            )
            workspace.name = clean(granted.team_name) or workspace.name
        await welcome(session, made, commands=edge.commands, now=now)
    if outbox.has_new_posts(session):
        edge.services.wake()


def _sealed(sealer: Sealer, granted: Granted) -> Installed:
    return Installed(
        enterprise_id=granted.enterprise_id,
        team_id=granted.team_id,
        team_name=clean(granted.team_name),
        bot_user_id=granted.bot_user_id,
        bot_id=granted.bot_id,
        scopes=granted.scopes,
        token=sealer.seal(granted.tokens.token),
        refresh_token=sealer.seal(granted.tokens.refresh_token),
        token_expires_at=granted.tokens.expires_at,
        installed_by=granted.installed_by,
    )


def _away(it: Installing, failure: Exception) -> web.Response:
    if is_away(failure):
        log.error("database_away", error=type(failure).__name__)
    else:
        log.error("slack_install_failed", exc_info=failure)
    return pages.away(it.public_url)
