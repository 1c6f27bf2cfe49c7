"""What may stand in an Authorization header and lets nobody in: one of each kind."""

import base64
import json
from collections.abc import Callable, Mapping

import jwt
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from bot.teams.gate.reading import MOST_CHARACTERS
from tests.teams.server import LocalTeams
from tests.teams.state import tenant_id
from tests.teams.things import guid

FOREIGN_APP = guid("somebody else's bot")


def _public_key_as_secret(teams: LocalTeams) -> str:
    """A token signed with the public key as if it were a shared secret: the classic confusion."""
    key = teams.keys.current
    secret = key.private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    # PyJWT refuses to make it.
    head, claims, _signature = teams.sign().split(".")
    forged = _part({**_read(head), "alg": "HS256"})
    signature = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256).sign(
        f"{forged}.{claims}".encode(), secret
    )
    return f"{forged}.{claims}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


def _unsigned(teams: LocalTeams) -> str:
    head, claims, _signature = teams.sign().split(".")
    return f"{_part({**_read(head), 'alg': 'none'})}.{claims}."


def _altered_claims(teams: LocalTeams) -> str:
    head, claims, signature = teams.sign().split(".")
    return f"{head}.{_part({**_read(claims), 'exp': _read(claims)['exp'] + 60})}.{signature}"


def _altered_signature(teams: LocalTeams) -> str:
    head, claims, signature = teams.sign().split(".")
    return f"{head}.{claims}.{signature[:-4] + ('AAAA' if signature[-4:] != 'AAAA' else 'BBBB')}"


def _read(part: str) -> dict[str, int]:
    found: dict[str, int] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return found


def _part(content: Mapping[str, object]) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()


def _nested(_teams: LocalTeams) -> str:
    """A head so deep that Python gives up reading it."""
    depth = MOST_CHARACTERS // 2
    return f"{base64.urlsafe_b64encode(b'[' * depth).rstrip(b'=').decode()}.e30.e30"


def _past(teams: LocalTeams, seconds: int) -> int:
    return int(teams.world.clock.now()) - seconds


# Whatever follows "Bearer " in the header.
TOKENS: Mapping[str, Callable[[LocalTeams], str]] = {
    "garbage": lambda _teams: "garbage",
    "three dots": lambda _teams: "...",
    "two empty dots": lambda _teams: "..",
    "nested too deeply": _nested,
    "two words": lambda teams: f"{teams.sign()} more",
    "algorithm none": _unsigned,
    "signed with the public key": _public_key_as_secret,
    "expired": lambda teams: teams.sign(exp=_past(teams, 301)),
    # Beyond the leeway, and the seconds that a busy machine takes to send it.
    "not yet valid": lambda teams: teams.sign(nbf=_past(teams, -400)),
    "without exp": lambda teams: teams.sign(without=("exp",)),
    "exp that is no number": lambda teams: teams.sign(exp=float("inf")),
    "without nbf": lambda teams: teams.sign(without=("nbf",)),
    "without an audience": lambda teams: teams.sign(without=("aud",)),
    "without an issuer": lambda teams: teams.sign(without=("iss",)),
    "wrong issuer": lambda teams: teams.sign(iss=f"https://sts.windows.net/{tenant_id('northwind')}/"),
    "issuer with a slash": lambda teams: teams.sign(iss="https://api.botframework.com/"),
    "wrong audience": lambda teams: teams.sign(aud=FOREIGN_APP),
    "empty audience": lambda teams: teams.sign(aud=""),
    "list of audiences": lambda teams: teams.sign(aud=[teams.world.bot.app_id]),
    "unknown key id": lambda teams: teams.sign(headers={"kid": "unknown"}),
    "no key id": lambda teams: teams.sign(headers={"kid": None}),
    "key of another server": lambda teams: teams.sign(
        key=teams.keys.new(is_published=False), headers={"kid": teams.keys.current.kid}
    ),
    "altered signature": _altered_signature,
    "altered claims": _altered_claims,
    "wrong service URL": lambda teams: teams.sign(serviceurl="https://smba.trafficmanager.net/emea/"),
    "service URL with another slash": lambda teams: teams.sign(serviceurl=teams.service_url.rstrip("/")),
    "without a service URL": lambda teams: teams.sign(without=("serviceurl",)),
    "twice as long as may be": lambda teams: teams.sign(more="a" * (3 * MOST_CHARACTERS // 2))[
        : 2 * MOST_CHARACTERS
    ],
}
# The kinds that only the body tells from good ones.
BY_BODY = frozenset({"wrong service URL", "service URL with another slash"})
# Keys that are published, and not for Teams. Publishing them takes their place among the keys for good.
ENDORSEMENTS: Mapping[str, tuple[str, ...]] = {"no endorsement": (), "endorsed for another": ("webchat",)}
HEADERS: Mapping[str, Callable[[LocalTeams], str | None]] = {
    "missing": lambda _teams: None,
    "empty": lambda _teams: "",
    "scheme alone": lambda _teams: "Bearer",
    "wrong scheme": lambda teams: f"Basic {teams.sign()}",
    "token alone": lambda teams: teams.sign(),
    **{
        name: (lambda teams, make=make: f"Bearer {make(teams)}")  # type: ignore[misc]  # one for each
        for name, make in TOKENS.items()
    },
}
