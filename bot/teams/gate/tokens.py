"""The tokens with which we speak to Teams: asked for once for all who need one, and kept until they end."""

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import structlog
from aiohttp import ClientError

from bot.teams.gate.clouds import LOGIN_URL, connector_of
from bot.teams.gate.flights import Flights
from bot.teams.outside import Outside, way_out
from bot.teams.registrations import Registration, Registrations

# A call that begins with a token has to end with it.
SPARE_SECONDS = 300.0
# Entra's live for an hour or a day.
MOST_SECONDS = 24 * 60 * 60.0
# A login that said no is not asked again with every post.
REFUSED_SECONDS = 30.0
# How Entra names what is wrong.
CODE = re.compile(r"AADSTS\d+")
OK, BAD_REQUEST, UNAUTHORIZED = 200, 400, 401
# Errors of OAuth that say nothing about the secret.
PASSING = ("temporarily_unavailable", "server_error")

log = structlog.get_logger()


class NoToken(Exception):
    """There is no token just now: nothing was sent, and the same may work later."""


class LoginAway(NoToken):
    """Microsoft's login does not answer, or is busy."""


class LoginRefused(NoToken):
    """Microsoft's login does not take our app id, tenant or secret. `code` is its own word, AADSTS..."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, kw_only=True)
class Token:
    """A token, and until when it is used, by the clock of whoever keeps it."""

    text: str = field(repr=False)
    until: float


@dataclass(kw_only=True)
class Tokens:
    """The tokens of all our bots. `clock` tells seconds, as time.monotonic does."""

    outside: Outside
    registrations: Registrations
    login_url: str = LOGIN_URL
    clock: Callable[[], float] = time.monotonic
    _kept: dict[str, tuple[Registration, Token]] = field(default_factory=dict, init=False)
    _refused: dict[str, tuple[Registration, LoginRefused, float]] = field(default_factory=dict, init=False)
    _said: dict[str, LoginRefused] = field(default_factory=dict, init=False)
    _flights: Flights[Token] = field(default_factory=Flights, init=False)

    @property
    def scope(self) -> str:
        """What our tokens are for."""
        return connector_of(self.login_url)

    async def token(self, app_id: str) -> str:
        """A token of the bot. Raises LoginRefused, LoginAway, NoToken, or what the database raises."""
        registration = await self.registrations.find(app_id)
        if registration is None or not registration.secret:
            self.forget(app_id)
            raise NoToken("no registration")
        try:
            return (await self.of(registration)).text
        except LoginRefused as refusal:
            self._say(app_id, refusal)
            raise

    async def of(self, registration: Registration) -> Token:
        """A token of this registration. Raises LoginRefused or LoginAway."""
        app_id, now = registration.app_id, self.clock()
        kept = self._kept.get(app_id)
        if kept is not None and kept[0] == registration and now < kept[1].until:
            return kept[1]
        refused = self._refused.get(app_id)
        if refused is not None and refused[0] == registration and now < refused[2]:
            raise refused[1]
        return await self._flights.join(app_id, lambda: self._ask(registration))

    def forget(self, app_id: str) -> None:
        """Keep no token of the bot: Teams did not take it, or the bot is gone."""
        self._kept.pop(app_id, None)

    async def _ask(self, registration: Registration) -> Token:
        app_id = registration.app_id
        try:
            token = await log_in(self.outside, registration, login_url=self.login_url, now=self.clock())
        except LoginRefused as refusal:
            self._refused[app_id] = (registration, refusal, self.clock() + REFUSED_SECONDS)
            raise
        self._kept[app_id] = (registration, token)
        return token

    def _say(self, app_id: str, refusal: LoginRefused) -> None:
        """Log a refusal, once however many posts run into it."""
        if self._said.get(app_id) is not refusal:
            self._said[app_id] = refusal
            log.error("teams_login_refused", app_id=app_id, code=refusal.code)


async def log_in(outside: Outside, registration: Registration, *, login_url: str, now: float) -> Token:
    """A new token, used from `now` on. Raises LoginRefused or LoginAway."""
    asked = {
        "grant_type": "client_credentials",
        "client_id": registration.app_id,
        "client_secret": registration.secret,
        "scope": f"{connector_of(login_url)}/.default",
    }
    address = f"{login_url}/{quote(registration.tenant_id, safe='')}/oauth2/v2.0/token"
    try:
        async with outside.session.post(
            address, data=asked, allow_redirects=False, **way_out(address)
        ) as answer:
            said = await answer.json(content_type=None)
    except (ClientError, OSError, TimeoutError, ValueError) as failure:
        raise LoginAway(type(failure).__name__) from failure
    return read_token(_taken(answer.status, said if isinstance(said, dict) else {}), now=now)


def _taken(status: int, said: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the login said, if it gave a token. Raises LoginRefused or LoginAway."""
    if status == OK:
        return said
    error = str(said.get("error") or "")
    if status in (BAD_REQUEST, UNAUTHORIZED) and error and error not in PASSING:
        code = CODE.search(str(said.get("error_description") or ""))
        raise LoginRefused(code.group() if code else error)
    raise LoginAway(f"HTTP {status}")


def read_token(answer: Mapping[str, Any], *, now: float) -> Token:
    """The token of an answer, used until five minutes before its end. Raises LoginAway where there is none.

    Of one that lives for less than ten minutes half the time is used.
    """
    text, said = answer.get("access_token"), answer.get("expires_in")
    if not isinstance(text, str) or not text or not str(said).isdecimal():
        raise LoginAway("no token in the answer")
    seconds = min(float(str(said)), MOST_SECONDS)
    return Token(text=text, until=now + max(seconds - SPARE_SECONDS, seconds / 2))
