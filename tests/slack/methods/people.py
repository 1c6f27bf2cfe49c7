"""auth.test and users.*"""

from tests.slack.calls import Call, Methods
from tests.slack.refusals import Refused
from tests.slack.things import Json, User

METHODS = Methods()


@METHODS.method("auth.test")
def auth_test(call: Call) -> Json:
    """Say whose token this is."""
    made, world = call.made, call.world
    team = world.teams.get(made.team_id or "")
    return {
        "url": f"https://{team.domain if team else 'org'}.slack.com/",
        "team": team.name if team else "",
        "user": world.users[made.bot_user_id].name,
        "team_id": made.team_id,
        "user_id": made.bot_user_id,
        "bot_id": made.bot_id,
        "enterprise_id": made.enterprise_id,
        "is_enterprise_install": made.team_id is None,
    }


@METHODS.method("users.info", "users:read")
def users_info(call: Call) -> Json:
    """Describe one user."""
    user_id = call.need("user")
    if not call.can_see(user_id):
        raise Refused("user_not_found")
    return {"user": _shown(call, call.world.users[user_id])}


@METHODS.method("users.list", "users:read")
def users_list(call: Call) -> Json:
    """List the users of the workspace, a page at a time; the cursor is the id of the next one."""
    teams = call.world.teams_of(call.made)
    found = sorted((u for u in call.world.users.values() if u.team_id in teams), key=lambda user: user.id)
    cursor, limit = str(call.args.get("cursor") or ""), int(call.args.get("limit") or 1000)
    rest = [user for user in found if user.id >= cursor]
    following = rest[limit].id if len(rest) > limit else ""
    members = [_shown(call, user) for user in rest[:limit]]
    return {"members": members, "response_metadata": {"next_cursor": following}}


@METHODS.method("team.info", "team:read")
def team_info(call: Call) -> Json:
    """Describe a workspace: our own, or one that shares a channel with it."""
    wanted, ours = str(call.args.get("team") or call.made.team_id), call.world.teams_of(call.made)
    shared = {
        team
        for channel in call.world.channels.values()
        if ours & {channel.team_id, *channel.shared_with}
        for team in (channel.team_id, *channel.shared_with)
    }
    if wanted not in ours | shared:
        raise Refused("team_not_found")
    team = call.world.teams[wanted]
    return {"team": {"id": team.id, "name": team.name, "domain": team.domain}}


def _shown(call: Call, user: User) -> Json:
    shown = user.shown(
        now=call.world.clock.now(),
        with_locale=call.flag("include_locale"),
        with_email="users:read.email" in call.made.scopes,
    )
    # Platform rule B8: somebody met in a shared channel is a stranger.
    is_ours = user.team_id in call.world.teams_of(call.made)
    return shown if is_ours else shown | {"is_stranger": True}
