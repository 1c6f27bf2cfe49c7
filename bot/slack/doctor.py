"""What the doctor finds about Slack: whether the tokens work, and whether they may do what is needed."""

from collections.abc import AsyncGenerator, AsyncIterator, Collection
from contextlib import aclosing

from slack_sdk.web.async_client import AsyncWebClient

from bot.findings import Finding, bad, fine
from bot.platforms import SLACK_OAUTH
from bot.sealing import Sealer
from bot.settings import Settings
from bot.slack.api import web_client
from bot.slack.calls import Refusal, ask
from bot.slack.installing.health import look_at_installations, place_of
from bot.slack.registrations import EVENTS_PATH, INSTALL_PATH, scopes_with
from bot.slack.trial import post_and_clean_up
from domain.wording import listed
from storage import slack_installations
from storage.database import Database

WORKS = "Slack token: works in the workspace {team} ({team_id}), as {bot} ({bot_id})."
DEAD = "SLACK_BOT_TOKEN does not work ({error}). Install the app again, and set the new token."
OF_AN_ORGANISATION = (
    "SLACK_BOT_TOKEN is for a whole organisation. Install the app in one workspace, or connect by"
    " SLACK_CLIENT_ID and SLACK_CLIENT_SECRET."
)
ALL_SCOPES = "Slack scopes: complete."
MORE_SCOPES = "Slack scopes: complete, and {more}."
UNSAID_SCOPES = "Slack scopes: Slack did not say which the token has."
TOO_FEW_SCOPES = (
    "The Slack token lacks {missing}. Give the app the manifest of `headway manifest slack`, and install it"
    " again."
)
OVER_HTTP = "Slack events: over HTTP, at {address}. Look whether the page Event Subscriptions says Verified."
HERE = "{path} of this server's public address"
OVER_SOCKETS = (
    "Slack events: over Socket Mode. Slack allows an app ten connections and each process takes two, so at"
    " most five processes."
)
NO_SOCKETS = (
    "SLACK_APP_TOKEN opens no connection ({error}). Switch Socket Mode on in your Slack app, and make an"
    " app-level token with the scope connections:write."
)
INSTALLED_AT = "Slack installing: begins at {address}."
OUTDATED = (
    "{place} gave Headway too few scopes: {missing}. Ask somebody there to install it again, at {address}."
)
SILENT = "Slack does not answer at {address} ({what}). Check the network, and SLACK_API_URL if it is set."
BUSY = "Slack asks us to wait. Try again in a minute."
ONLY_ONE_WORKSPACE = "--live posts with SLACK_BOT_TOKEN, and Slack is not set up with one."
RATE_LIMITED = "ratelimited"


async def look_at_slack(settings: Settings) -> AsyncIterator[Finding]:
    """Whether the tokens work and may do what is needed; nothing where Slack is not set up."""
    given = settings.values("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN") if settings.has_slack else {}
    if token := given.get("SLACK_BOT_TOKEN"):
        client = web_client(settings.slack_api_url, token=token)
        async for finding in look_at_token(client, scopes_with(settings.slack_option_names)):
            yield finding
    if token := given.get("SLACK_APP_TOKEN"):
        yield await look_at_sockets(web_client(settings.slack_api_url), token)
    elif settings.has_slack:
        address = settings.public_url + EVENTS_PATH if settings.public_url else HERE.format(path=EVENTS_PATH)
        yield fine(OVER_HTTP.format(address=address))
    if settings.has_slack and settings.given(SLACK_OAUTH):
        yield fine(INSTALLED_AT.format(address=settings.public_url + INSTALL_PATH))


async def look_at_token(client: AsyncWebClient, needed: Collection[str]) -> AsyncIterator[Finding]:
    """Whose token it is, and whether it has the scopes that are needed."""
    said = await ask(client.auth_test())
    if isinstance(said, Refusal):
        yield bad(_without_answer(said, client) or DEAD.format(error=said.error))
        return
    if said.get("is_enterprise_install"):
        yield bad(OF_AN_ORGANISATION)
        return
    yield fine(
        WORKS.format(team=said["team"], team_id=said["team_id"], bot=said["user"], bot_id=said["user_id"])
    )
    yield look_at_scopes(said.headers.get("x-oauth-scopes", ""), needed)


def look_at_scopes(said: str, needed: Collection[str]) -> Finding:
    """Whether a token with these scopes, comma-separated as Slack says them, has those that are needed."""
    if not _scopes(said):
        return fine(UNSAID_SCOPES)
    if missing := _missing(said, needed):
        return bad(TOO_FEW_SCOPES.format(missing=listed(missing)))
    more = sorted(_scopes(said) - {*needed})
    return fine(MORE_SCOPES.format(more=listed(more)) if more else ALL_SCOPES)


async def look_at_sockets(client: AsyncWebClient, token: str) -> Finding:
    """Whether Socket Mode can be had."""
    said = await ask(client.apps_connections_open(app_token=token))
    if isinstance(said, Refusal):
        return bad(_without_answer(said, client) or NO_SOCKETS.format(error=said.error))
    return fine(OVER_SOCKETS)


async def look_at_installed(settings: Settings) -> AsyncIterator[Finding]:
    """Whether every workspace that installed the app is served; nothing where there is but one.

    Asks the database alone, which has to be at its newest revision. Raises what the database raises.
    """
    if not (settings.has_slack and settings.given(SLACK_OAUTH)):
        return
    database = Database(settings.database_url)
    try:
        async for finding in look_at_installations(
            database, Sealer(settings.values("SECRET_KEY")["SECRET_KEY"])
        ):
            yield finding
        async with database.read() as session:
            living = await slack_installations.living(session)
            scopes = [(place_of(row), row.scopes) for row in living]
    finally:
        await database.close()
    address, needed = settings.public_url + INSTALL_PATH, scopes_with(settings.slack_option_names)
    for place, scope in scopes:
        if missing := _missing(scope, needed):
            yield bad(OUTDATED.format(place=place, missing=listed(missing), address=address))


async def try_live(settings: Settings, channel: str) -> AsyncGenerator[Finding, None]:
    """Post in a channel on the real platform, and clean up."""
    given = settings.values("SLACK_BOT_TOKEN") if settings.has_slack else {}
    if not given:
        yield bad(ONLY_ONE_WORKSPACE)
        return
    client = web_client(settings.slack_api_url, token=given["SLACK_BOT_TOKEN"])
    async with aclosing(post_and_clean_up(client, channel)) as steps:
        async for finding in steps:
            yield finding


def _scopes(said: str) -> set[str]:
    return {scope.strip() for scope in said.split(",") if scope.strip()}


def _missing(said: str, needed: Collection[str]) -> list[str]:
    return sorted({*needed} - _scopes(said))


def _without_answer(refusal: Refusal, client: AsyncWebClient) -> str:
    """The sentence for a refusal that says nothing about the token; else nothing."""
    if refusal.is_silence:
        return SILENT.format(address=client.base_url, what=refusal.error)
    return BUSY if refusal.error == RATE_LIMITED else ""
