"""The keys with which Teams signs: asked for off the way of messages, kept for a day, refreshed at need."""

import asyncio
import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import structlog
from aiohttp import ClientError, ClientSession
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt import PyJWTError
from jwt.algorithms import RSAAlgorithm

from bot.settings import is_safe_address
from bot.teams.gate.clouds import CONNECTOR, METADATA_URL
from bot.teams.gate.flights import Flights
from bot.teams.gate.refusals import KeysAway
from bot.teams.outside import Outside, way_out

FETCH_SECONDS = 5.0
KEPT_SECONDS = 24 * 60 * 60.0
# Anybody can send tokens with made-up keys: they make us ask no more often than this.
PAUSE_SECONDS = 60.0
# After an attempt that failed.
TRY_AGAIN_SECONDS = 5.0
RSA = "RSA"

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class Key:
    """A key of Teams, and the channels for whose activities it may be used."""

    public: RSAPublicKey
    endorsements: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Ring:
    """The keys that are in force, by their ids, and who signs with them."""

    issuer: str
    keys: Mapping[str, Key]


@dataclass(kw_only=True)
class Keys:
    """The keys of one cloud. Where Microsoft does not answer, those that are known go on working.

    `clock` tells seconds, as time.monotonic does.
    """

    outside: Outside
    url: str = METADATA_URL
    clock: Callable[[], float] = time.monotonic
    _ring: Ring | None = field(default=None, init=False)
    _until: float = field(default=-math.inf, init=False)
    _not_before: float = field(default=-math.inf, init=False)
    _flights: Flights[bool] = field(default_factory=Flights, init=False)

    async def ring(self, key_id: str) -> Ring:
        """The keys, asked for anew where this one is not among them. Raises KeysAway where there are none."""
        known = self._ring
        if known is None or key_id not in known.keys:
            await self._look_again()
        elif self.clock() >= max(self._until, self._not_before):
            # Nobody has to wait for it: the old ones are good meanwhile.
            self._flights.begin(self.url, self._refresh)
        if self._ring is None:
            raise KeysAway("no keys")
        return self._ring

    async def warm(self) -> bool:
        """Ask for the keys before anybody needs them. Return whether there are any."""
        await self._flights.join(self.url, self._refresh)
        return self._ring is not None

    async def _look_again(self) -> None:
        """Ask for the keys, unless that was done a moment ago; whoever comes meanwhile waits with us."""
        if not self._flights.is_running(self.url):
            if self.clock() < self._not_before:
                return
            if self._ring is not None:
                self._not_before = self.clock() + PAUSE_SECONDS
        await self._flights.join(self.url, self._refresh)

    async def _refresh(self) -> bool:
        """Ask for the keys, and keep them. Return whether they came."""
        try:
            async with asyncio.timeout(FETCH_SECONDS):
                self._ring = await fetch(self.outside.session, self.url)
        except (ClientError, OSError, TimeoutError, ValueError) as failure:
            log.warning("teams_keys_away", error=type(failure).__name__)
            self._not_before = self.clock() + TRY_AGAIN_SECONDS
            return False
        self._until = self.clock() + KEPT_SECONDS
        return True


async def fetch(session: ClientSession, url: str) -> Ring:
    """What the metadata at the address names. Raises ClientError, OSError, TimeoutError or ValueError."""
    about = await _object_at(session, url)
    address = about.get("jwks_uri")
    if not isinstance(address, str) or not is_safe_address(address):
        raise ValueError("the metadata names no address of keys")
    keys = read_keys(await _object_at(session, address))
    if not keys:
        raise ValueError("there are no keys")
    said = about.get("issuer")
    is_other_cloud = url != METADATA_URL and isinstance(said, str)
    return Ring(issuer=str(said) if is_other_cloud else CONNECTOR, keys=keys)


def read_keys(document: Mapping[str, Any]) -> dict[str, Key]:
    """The RSA keys of a key set, by their ids, without what cannot be read."""
    listed = document.get("keys")
    found = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    read = {str(one.get("kid") or ""): _key(one) for one in found if one.get("kty") == RSA}
    return {name: key for name, key in read.items() if name and key is not None}


def _key(described: dict[str, Any]) -> Key | None:
    try:
        public = RSAAlgorithm.from_jwk(described)
    except (PyJWTError, ValueError, TypeError):
        return None
    if not isinstance(public, RSAPublicKey):
        return None
    endorsed = described.get("endorsements")
    channels = endorsed if isinstance(endorsed, list) else []
    return Key(public=public, endorsements=frozenset(one for one in channels if isinstance(one, str)))


async def _object_at(session: ClientSession, url: str) -> Mapping[str, Any]:
    async with session.get(url, **way_out(url)) as answer:
        answer.raise_for_status()
        found = await answer.json(content_type=None)
    if not isinstance(found, dict):
        raise ValueError("no object")
    return found
