"""oauth.v2.access, auth.revoke, apps.uninstall and apps.connections.open"""

import secrets

from tests.slack.calls import Call, Methods
from tests.slack.passes import Grant, Installation
from tests.slack.refusals import Refused
from tests.slack.state import TOKEN_SECONDS, World
from tests.slack.things import Json

METHODS = Methods()


@METHODS.method("oauth.v2.access", caller="nobody")
def access(call: Call) -> Json:
    """Exchange a code, or a refresh token, for a token."""
    _check_client(call)
    if call.args.get("grant_type") == "refresh_token":
        return _rotated(call.world, str(call.args.get("refresh_token")))
    grant = _grant(call)
    grant.is_used = True
    made = call.world.install(grant.team_id, enterprise_id=grant.enterprise_id, scopes=grant.scopes)
    return _shown(call.world, made) | {"authed_user": {"id": grant.user_id}}


@METHODS.method("auth.revoke")
def revoke(call: Call) -> Json:
    """Take back the token of the call."""
    if call.flag("test"):
        return {"revoked": False}
    call.made.is_revoked = True
    return {"revoked": True}


@METHODS.method("apps.uninstall")
def uninstall(call: Call) -> Json:
    """Remove the app from the workspace of the token."""
    _check_client(call)
    uninstall_from(call.world, call.made)
    return {}


@METHODS.method("apps.connections.open", caller="app")
def open_connection(call: Call) -> Json:
    """Give the address of a websocket, for one connection."""
    ticket = secrets.token_hex(8)
    call.world.tickets.add(ticket)
    address = call.world.base_url.replace("http", "ws", 1)
    return {"url": f"{address}/link?ticket={ticket}&app_id={call.world.app.id}"}


def uninstall_from(world: World, made: Installation) -> None:
    """Let every token of the same workspace or organisation end."""
    for other in world.installations.values():
        if (other.team_id, other.enterprise_id) == (made.team_id, made.enterprise_id):
            other.is_revoked = True


def _check_client(call: Call) -> None:
    app = call.world.app
    if call.args.get("client_id") != app.client_id:
        raise Refused("invalid_client_id")
    if call.args.get("client_secret") != app.client_secret:
        raise Refused("bad_client_secret")


def _grant(call: Call) -> Grant:
    grant = call.world.grants.get(str(call.args.get("code")))
    if grant is None or grant.expires_at <= call.world.clock.now():
        raise Refused("invalid_code")
    if grant.is_used:
        raise Refused("code_already_used")
    if grant.redirect_uri and call.args.get("redirect_uri") != grant.redirect_uri:
        raise Refused("bad_redirect_uri")
    return grant


def _rotated(world: World, refresh_token: str) -> Json:
    """Make a new token; the one before works on until its time is over."""
    for old in list(world.installations.values()):
        if old.refresh_token == refresh_token and not old.is_revoked:
            old.refresh_token = None
            made = world.install(old.team_id, enterprise_id=old.enterprise_id, scopes=old.scopes)
            return _shown(world, made)
    raise Refused("invalid_refresh_token")


def _shown(world: World, made: Installation) -> Json:
    team = world.teams.get(made.team_id or "")
    rotation: Json = {"refresh_token": made.refresh_token, "expires_in": TOKEN_SECONDS}
    return {
        "access_token": made.token,
        "token_type": "bot",
        "scope": ",".join(sorted(made.scopes)),
        "bot_user_id": made.bot_user_id,
        "app_id": world.app.id,
        "team": {"id": team.id, "name": team.name} if team else None,
        "enterprise": {"id": made.enterprise_id, "name": made.enterprise_id} if made.enterprise_id else None,
        "is_enterprise_install": made.team_id is None,
        **(rotation if made.refresh_token else {}),
    }
