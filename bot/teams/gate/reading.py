"""Reading the token of an activity, as far as this can be done without knowing the activity."""

from collections.abc import Mapping
from typing import Any

import jwt
from jwt.types import Options

from bot.teams.gate.keys import Ring
from bot.teams.gate.refusals import Unauthorized

# Teams' own have about a thousand characters; longer headers than twice this are cut off by aiohttp.
MOST_CHARACTERS = 4000
LEEWAY_SECONDS = 300
ALGORITHM = "RS256"
CHANNEL = "msteams"
# aud and serviceurl are looked at by us: PyJWT would take a list for the one, and does not know the other.
OPTIONS: Options = {"require": ["exp", "nbf", "iss", "aud", "serviceurl"], "verify_aud": False}


def bearer(authorization: str | None) -> str:
    """The token of the header. Raises Unauthorized."""
    words = (authorization or "").split()
    if len(words) != 2 or words[0].lower() != "bearer":  # noqa: PLR2004 - scheme and token
        raise Unauthorized("no bearer token")
    if len(words[1]) > MOST_CHARACTERS:
        raise Unauthorized("token too long")
    return words[1]


def key_id_of(token: str) -> str:
    """Which key the token says that it is signed with. Raises Unauthorized."""
    try:
        header = jwt.get_unverified_header(token)
    except Exception as failure:
        # The one broad except of this entry: whatever keeps a token from being read, it is no good.
        raise Unauthorized("unreadable") from failure
    key_id = header.get("kid")
    if header.get("alg") != ALGORITHM or not isinstance(key_id, str) or not key_id:
        raise Unauthorized("algorithm or key id")
    return key_id


def read_claims(token: str, ring: Ring, key_id: str) -> Mapping[str, str]:
    """Its audience and service URL, `aud` and `serviceurl`. Raises Unauthorized unless all of it is right."""
    key = ring.keys.get(key_id)
    if key is None:
        raise Unauthorized("unknown key")
    if CHANNEL not in key.endorsements:
        raise Unauthorized("endorsement")
    claims = _verified(token, key.public, ring.issuer)
    found = {name: claims.get(name) for name in ("aud", "serviceurl")}
    if not all(isinstance(value, str) and value for value in found.values()):
        raise Unauthorized("audience or service URL")
    return {name: str(value) for name, value in found.items()}


def _verified(token: str, key: Any, issuer: str) -> Mapping[str, Any]:
    try:
        claims: Mapping[str, Any] = jwt.decode(
            token, key, algorithms=[ALGORITHM], issuer=issuer, leeway=LEEWAY_SECONDS, options=OPTIONS
        )
    except (jwt.PyJWTError, ValueError, TypeError, ArithmeticError, RecursionError) as failure:
        raise Unauthorized(type(failure).__name__) from failure
    return claims
