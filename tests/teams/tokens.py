"""Tokens: those that Teams signs for a bot, and those that a bot fetches to speak."""

import json
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

from tests.slack.state import Clock
from tests.slack.things import Json
from tests.teams.refusals import Refused
from tests.teams.state import World

ISSUER = "https://api.botframework.com"
SCOPE = "https://api.botframework.com/.default"
TOKEN_SECONDS = 3600
SIGNED_SECONDS = 3600
ENDORSED = ("msteams", "skype")


@dataclass(frozen=True, kw_only=True)
class SigningKey:
    """A key with its id and the channels that it may speak for."""

    kid: str
    private: RSAPrivateKey = field(repr=False)
    endorsements: tuple[str, ...] = ENDORSED

    def public(self) -> Json:
        """Make the key as it is published: learn.microsoft.com, "Connector to bot" authentication."""
        made = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.private.public_key()))
        known = {"kty": "RSA", "use": "sig", "kid": self.kid, "x5t": self.kid}
        return {**known, "n": made["n"], "e": made["e"], "endorsements": list(self.endorsements)}


@cache
def _private(number: int) -> RSAPrivateKey:
    """Make the nth key of this process: each takes a while."""
    return generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Keys:
    """The keys of the channel; the last of the published ones signs."""

    published: list[SigningKey] = field(default_factory=list)
    made: int = 0

    def new(self, *, endorsements: tuple[str, ...] = ENDORSED, is_published: bool = True) -> SigningKey:
        """Make a key, and publish it unless a stranger shall have it."""
        self.made += 1
        kid = secrets.token_urlsafe(12)
        key = SigningKey(kid=kid, private=_private(self.made), endorsements=endorsements)
        if is_published:
            self.published.append(key)
        return key

    def rotate(self) -> SigningKey:
        """Sign with a new key, and publish the old ones no longer."""
        self.published.clear()
        return self.new()

    @property
    def current(self) -> SigningKey:
        """The key that signs."""
        return self.published[-1] if self.published else self.new()


def signed(claims: Mapping[str, Any], key: SigningKey, headers: Mapping[str, Any]) -> str:
    """Make a token. A header that is None is left out."""
    merged = {"kid": key.kid, "x5t": key.kid, **headers}
    named = {name: value for name, value in merged.items() if value is not None}
    return jwt.encode(dict(claims), key.private, algorithm="RS256", headers=named)


def claims_of(world: World, clock: Clock, app_id: str) -> Json:
    """Make what Teams says in a token for one bot."""
    now = int(clock.now())
    return {
        "iss": ISSUER,
        "aud": app_id,
        "serviceurl": world.service_url,
        "nbf": now - 60,
        "exp": now + SIGNED_SECONDS,
    }


@dataclass
class Bearers:
    """The tokens that the login gave out, each for one bot and for an hour."""

    world: World
    given: dict[str, tuple[str, float]] = field(default_factory=dict)

    def give(self, tenant: str, asked: Mapping[str, str]) -> Json:
        """Answer a client that asks for a token, or refuse."""
        bot = self.world.bots.get(asked.get("client_id", ""))
        if asked.get("grant_type") != "client_credentials":
            raise Refused("unsupported_grant_type", "AADSTS70003: The grant type is not supported.")
        if tenant not in {bot.tenant_id for bot in self.world.bots.values()}:
            raise Refused("invalid_request", f"AADSTS90002: Tenant '{tenant}' not found.")
        if bot is None or bot.tenant_id != tenant:
            raise Refused("unauthorized_client", "AADSTS700016: Application was not found in the directory.")
        if asked.get("client_secret") != bot.password:
            raise Refused("invalid_client", "AADSTS7000215: Invalid client secret provided.")
        if asked.get("scope") != SCOPE:
            raise Refused("invalid_scope", "AADSTS70011: The provided value for the scope is not valid.")
        token = secrets.token_urlsafe(32)
        self.given[token] = (bot.app_id, self.world.clock.now() + TOKEN_SECONDS)
        return {"token_type": "Bearer", "expires_in": TOKEN_SECONDS - 1, "access_token": token}

    def app_of(self, authorization: str) -> str:
        """Say whose token stands in the header, or refuse it."""
        kind, _space, token = authorization.partition(" ")
        app_id, ends_at = self.given.get(token, ("", 0.0))
        if kind != "Bearer" or not app_id or ends_at <= self.world.clock.now():
            raise Refused("Authorization", "Authorization has been denied for this request.")
        return app_id

    def forget(self, app_ids: Collection[str] = ()) -> None:
        """End the tokens of the bots, or of all: a secret was changed."""
        self.given = {
            token: given for token, given in self.given.items() if app_ids and given[0] not in app_ids
        }
