"""What oauth.v2.access gives: a first token for a code, and a new one for a refresh token."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlsplit

from slack_sdk.oauth import AuthorizeUrlGenerator
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack.calls import Refusal, ask

METHOD = "oauth.v2.access"
INCOMPLETE = Refusal(error="incomplete_answer")


@dataclass(frozen=True, kw_only=True)
class OAuthApp:
    """The app as Slack knows it; `redirect_uri` is where it sends people back to."""

    client_id: str
    client_secret: str = field(repr=False)
    redirect_uri: str = ""
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Tokens:
    """A bot token. With rotation it runs out at `expires_at`, and `refresh_token` gets the next one, once."""

    token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    expires_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Granted:
    """What an administrator's [Allow] gave us; an organisation has an empty `team_id`."""

    tokens: Tokens
    app_id: str
    enterprise_id: str
    team_id: str
    team_name: str
    bot_user_id: str
    bot_id: str
    scopes: str
    installed_by: str


def authorize_url(app: OAuthApp, *, api_url: str, state: str) -> str:
    """Slack's page where somebody allows the app, at the Slack whose Web API is at `api_url`."""
    slack = urlsplit(api_url)
    generator = AuthorizeUrlGenerator(
        client_id=quote(app.client_id, safe=""),
        redirect_uri=quote(app.redirect_uri, safe=""),
        scopes=app.scopes,
        authorization_url=f"{slack.scheme}://{slack.netloc}/oauth/v2/authorize",
    )
    return generator.generate(state)


async def exchange(client: AsyncWebClient, app: OAuthApp, *, code: str, now: datetime) -> Granted | Refusal:
    """Turn the code of a redirect into a token, and ask whose token it is."""
    said = await _access(client, app, code=code, redirect_uri=app.redirect_uri)
    if isinstance(said, Refusal):
        return said
    tokens = _tokens(said, now)
    whose = await ask(client.auth_test(token=tokens.token)) if tokens else INCOMPLETE
    installer = str(_part(said, "authed_user").get("id") or "")
    is_organisation = bool(said.get("is_enterprise_install"))
    team = {} if is_organisation else _part(said, "team")
    enterprise = _part(said, "enterprise")
    if isinstance(whose, Refusal):
        return whose
    if tokens is None or not installer or not (team or enterprise):
        return INCOMPLETE
    return Granted(
        tokens=tokens,
        app_id=str(said.get("app_id") or ""),
        enterprise_id=str(enterprise.get("id") or ""),
        team_id=str(team.get("id") or ""),
        team_name=str(team.get("name") or ""),
        bot_user_id=str(said.get("bot_user_id") or whose["user_id"]),
        bot_id=str(whose.get("bot_id") or ""),
        scopes=str(said.get("scope") or ""),
        installed_by=installer,
    )


async def renew(
    client: AsyncWebClient, app: OAuthApp, *, refresh_token: str, now: datetime
) -> Tokens | Refusal:
    """Turn a refresh token into the next token. It is used up by that."""
    said = await _access(client, app, grant_type="refresh_token", refresh_token=refresh_token)
    return said if isinstance(said, Refusal) else _tokens(said, now) or INCOMPLETE


async def _access(client: AsyncWebClient, app: OAuthApp, **what: str) -> AsyncSlackResponse | Refusal:
    # The SDK's own method sends the secret in a way that aiohttp warns of.
    secrets = {"client_id": app.client_id, "client_secret": app.client_secret}
    return await ask(client.api_call(METHOD, data={**secrets, **what}))


def _tokens(said: AsyncSlackResponse, now: datetime) -> Tokens | None:
    """The bot token in the answer; None where there is none."""
    token, seconds = said.get("access_token"), said.get("expires_in")
    if not token or said.get("token_type") != "bot":
        return None
    return Tokens(
        token=str(token),
        refresh_token=str(said.get("refresh_token") or ""),
        expires_at=now + timedelta(seconds=int(seconds)) if seconds else None,
    )


def _part(said: AsyncSlackResponse, name: str) -> dict[str, Any]:
    part = said.get(name)
    return part if isinstance(part, dict) else {}
