"""The gate: an activity comes in with a good token, from a place that we trust, for a bot of ours."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.settings import Settings
from bot.teams.arrival import text_at
from bot.teams.gate.clouds import LOGIN_URL, METADATA_URL, SERVICE_HOSTS
from bot.teams.gate.keys import Keys
from bot.teams.gate.reading import CHANNEL, bearer, key_id_of, read_claims
from bot.teams.gate.refusals import Refused, Unauthorized
from bot.teams.gate.tokens import Tokens
from bot.teams.gate.trust import Trust, is_here
from bot.teams.outside import Outside
from bot.teams.registrations import LOCAL_APP_ID, Registrations

BAD_REQUEST = 400


@dataclass(frozen=True, kw_only=True)
class Caller:
    """Whose token it was: the bot that is meant, its tenant, and where it says that the activity is from.

    An unsigned one, `is_local`, says neither tenant nor place.
    """

    app_id: str
    tenant_id: str = ""
    service_url: str = ""
    is_local: bool = False


@dataclass(frozen=True, kw_only=True)
class Gate:
    """What decides who comes in, and what holds the tokens for going out."""

    registrations: Registrations
    keys: Keys
    tokens: Tokens
    trust: Trust

    async def admit(self, authorization: str | None, *, is_from_here: bool = False) -> Caller:
        """Whose the token in the Authorization header is, before anything of the body was read.

        `is_from_here` says that a program of this computer sent it; in the local mode it needs no token.
        Raises Unauthorized, KeysAway, or what the database raises.
        """
        if self.trust.is_local and is_from_here and _is_unsigned(authorization):
            first = self.registrations.first
            return Caller(app_id=first.app_id if first else LOCAL_APP_ID, is_local=True)
        token = bearer(authorization)
        key_id = key_id_of(token)
        claims = read_claims(token, await self.keys.ring(key_id), key_id)
        registration = await self.registrations.find(claims["aud"])
        if registration is None:
            raise Unauthorized("audience")
        return Caller(
            app_id=registration.app_id, tenant_id=registration.tenant_id, service_url=claims["serviceurl"]
        )

    def check(self, caller: Caller, body: Any) -> None:
        """Hold the body against the token. Raises Unauthorized or Refused."""
        if not isinstance(body, Mapping) or not text_at(body, "type"):
            raise Refused("no activity", BAD_REQUEST)
        service_url = text_at(body, "serviceUrl")
        if not service_url:
            raise Refused("no service URL", BAD_REQUEST)
        if not caller.is_local and service_url != caller.service_url:
            raise Unauthorized("service URL")
        is_trusted = is_here(service_url) if caller.is_local else self.trust.is_trusted(service_url)
        if not is_trusted:
            raise Refused("service host")
        if text_at(body, "channelId") != CHANNEL:
            raise Refused("channel")
        if not caller.is_local and _tenant_of(body).lower() != caller.tenant_id.lower():
            raise Refused("tenant")


def make_gate(settings: Settings, *, registrations: Registrations, outside: Outside) -> Gate:
    """Wire it; nothing is asked yet."""
    hosts = tuple(settings.teams_service_host_names) or SERVICE_HOSTS
    return Gate(
        registrations=registrations,
        keys=Keys(outside=outside, url=settings.teams_openid_metadata_url or METADATA_URL),
        tokens=Tokens(
            outside=outside,
            registrations=registrations,
            login_url=settings.teams_login_url or LOGIN_URL,
        ),
        trust=Trust(hosts=hosts, is_local=settings.teams_local),
    )


def _tenant_of(body: Mapping[str, Any]) -> str:
    return text_at(body, "channelData", "tenant", "id") or text_at(body, "conversation", "tenantId")


def _is_unsigned(authorization: str | None) -> bool:
    """Whether there is no token; some clients write an empty one."""
    return (authorization or "").strip().lower() in ("", "bearer")
