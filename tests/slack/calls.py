"""A call of a Web API method: who calls, with which arguments, and whether they may."""

import json
from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from aiohttp import web

from tests.slack.passes import Installation
from tests.slack.refusals import Refused
from tests.slack.state import World
from tests.slack.things import Channel, Json

STRUCTURED = ("attachments", "blocks", "files", "metadata", "view")
FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")
Caller = Literal["bot", "app", "nobody"]
CHANNEL_SCOPE = {"public": "channels", "private": "groups", "im": "im"}


@dataclass(frozen=True, kw_only=True)
class Call:
    """One call, with the installation its token belongs to."""

    world: World
    args: Json
    made: Installation

    def need(self, name: str) -> str:
        """Take an argument that must be there."""
        value = self.args.get(name)
        if value is None or value == "":
            raise Refused("invalid_arguments", f"[ERROR] missing required field: {name}")
        return str(value)

    def flag(self, name: str) -> bool:
        """Read a yes or no, however it was sent."""
        return str(self.args.get(name, "")).lower() in {"1", "true"}

    def need_scope(self, *any_of: str) -> None:
        """Refuse a token that has none of the scopes."""
        if not self.made.scopes.intersection(any_of):
            provided = ",".join(sorted(self.made.scopes))
            raise Refused("missing_scope", needed=",".join(any_of), provided=provided)

    def channel(self, what: str = "", *, must_be_in: bool = False) -> Channel:
        """Find the channel of the call; `what` is the scope it takes, such as read or history."""
        channel = self.world.channel_seen_by(self.made, self.need("channel"))
        if what:
            self.need_scope(f"{CHANNEL_SCOPE[channel.kind]}:{what}")
        if must_be_in and self.made.bot_user_id not in channel.members:
            raise Refused("not_in_channel")
        return channel

    def can_see(self, user_id: str) -> bool:
        """Say whether a user is of the workspace, or shares a channel with it."""
        user = self.world.users.get(user_id)
        if user is None:
            return False
        teams = self.world.teams_of(self.made)
        if user.team_id in teams or user.id == self.made.bot_user_id:
            return True
        return any(
            user_id in channel.members and teams & {channel.team_id, *channel.shared_with}
            for channel in self.world.channels.values()
        )


@dataclass(frozen=True, kw_only=True)
class Method:
    """A method and the scopes of which the token needs one."""

    run: Callable[[Call], Json]
    scopes: tuple[str, ...] = ()
    caller: Caller = "bot"


@dataclass
class Methods:
    """Every method by its name."""

    known: dict[str, Method] = field(default_factory=dict)

    def method(
        self, name: str, *scopes: str, caller: Caller = "bot"
    ) -> Callable[[Callable[[Call], Json]], Callable[[Call], Json]]:
        """Register a function as the method of that name."""

        def register(run: Callable[[Call], Json]) -> Callable[[Call], Json]:
            self.known[name] = Method(run=run, scopes=scopes, caller=caller)
            return run

        return register

    def answer(self, name: str, world: World, *, token: str, args: Json) -> Json:
        """Run a method, or refuse it as Slack would."""
        method = self.known.get(name)
        if method is None:
            raise Refused("unknown_method", req_method=name)
        call = Call(world=world, args=args, made=_owner(world, token, method.caller))
        if method.scopes:
            call.need_scope(*method.scopes)
        return {"ok": True, **method.run(call)}


def _owner(world: World, token: str, caller: Caller) -> Installation:
    nobody = Installation("", None, frozenset(), "", "")
    if caller == "nobody":
        return nobody
    if not token:
        raise Refused("not_authed")
    if caller == "app":
        if token == world.app.app_token:
            return nobody
        raise Refused("not_allowed_token_type" if token in world.installations else "invalid_auth")
    if token == world.app.app_token:
        raise Refused("not_allowed_token_type")
    return living_installation(world, token)


def living_installation(world: World, token: str) -> Installation:
    """Find the installation of a token that still works."""
    made = world.installations.get(token)
    if made is None:
        raise Refused("invalid_auth")
    if made.is_revoked:
        raise Refused("token_revoked")
    team = world.teams.get(made.team_id or "")
    if (team and team.is_deleted) or world.users[made.bot_user_id].deleted:
        raise Refused("account_inactive")
    if made.expires_at is not None and made.expires_at <= world.clock.now():
        raise Refused("token_expired")
    return made


async def read_arguments(request: web.Request) -> tuple[str, Json]:
    """Read the token and the arguments out of a request, form or JSON."""
    args: Json = dict(request.query)
    if request.method == "POST" and request.can_read_body:
        args |= await _body(request)
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "basic":  # how oauth.v2.access is given the client's secret
        args["client_id"], _, args["client_secret"] = b64decode(token).decode().partition(":")
    if scheme.lower() != "bearer":
        token = str(args.pop("token", ""))
    for name in STRUCTURED:
        if isinstance(args.get(name), str):
            args[name] = _parsed(name, args[name])
    return token.strip(), args


async def _body(request: web.Request) -> Json:
    if request.content_type in FORM_TYPES:
        return dict(await request.post())
    if request.content_type != "application/json":
        raise Refused("invalid_post_type")
    try:
        body = await request.json()
    except json.JSONDecodeError as wrong:
        raise Refused("invalid_arguments", "[ERROR] not JSON") from wrong
    if not isinstance(body, dict):
        raise Refused("invalid_arguments", "[ERROR] not an object")
    return body


def _parsed(name: str, text: str) -> Any:
    if not text:
        return None
    try:
        return json.loads(text)
    except json.JSONDecodeError as wrong:
        raise Refused("invalid_blocks" if name == "blocks" else "invalid_arguments", name) from wrong
