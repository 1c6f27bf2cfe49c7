"""Which call of the connector does what: the paths of learn.microsoft.com, "Bot Connector REST API"."""

import re
from collections.abc import Callable

from tests.slack.things import Json
from tests.teams.opening import open_conversation
from tests.teams.posting import Answered, delete, edit, send
from tests.teams.refusals import Refused
from tests.teams.rosters import channels, member, members, paged_members, team
from tests.teams.state import World
from tests.teams.things import Bot

Does = Callable[[World, Bot, list[str], Json], Answered]

HERE, ONE = "v3/conversations", "([^/]+)"
ROUTES: dict[tuple[str, str], Does] = {
    ("POST", HERE): lambda world, bot, _ids, asked: open_conversation(world, bot, asked),
    ("POST", f"{HERE}/{ONE}/activities"): lambda world, bot, ids, asked: send(world, bot, ids[0], asked),
    ("POST", f"{HERE}/{ONE}/activities/{ONE}"): lambda world, bot, ids, asked: send(
        world, bot, ids[0], asked, reply_to=ids[1]
    ),
    ("PUT", f"{HERE}/{ONE}/activities/{ONE}"): lambda world, bot, ids, asked: edit(
        world, bot, ids[0], ids[1], asked
    ),
    ("DELETE", f"{HERE}/{ONE}/activities/{ONE}"): lambda world, bot, ids, _asked: delete(world, bot, *ids),
    ("GET", f"{HERE}/{ONE}/members"): lambda world, bot, ids, _asked: members(world, bot, ids[0]),
    ("GET", f"{HERE}/{ONE}/pagedmembers"): lambda world, bot, ids, asked: paged_members(
        world, bot, ids[0], asked
    ),
    ("GET", f"{HERE}/{ONE}/members/{ONE}"): lambda world, bot, ids, _asked: member(world, bot, *ids),
    ("GET", f"v3/teams/{ONE}"): lambda world, bot, ids, _asked: team(world, bot, ids[0]),
    ("GET", f"v3/teams/{ONE}/conversations"): lambda world, bot, ids, _asked: channels(world, bot, ids[0]),
}


def is_reading(method: str) -> bool:
    """Whether a call counts against the limits of reading."""
    return method == "GET"


def conversation_in(path: str) -> str:
    """Say which conversation or team a call is about; empty where it begins one."""
    return path.split("/")[2] if path.count("/") > 1 else ""


def answer_call(world: World, bot: Bot, method: str, path: str, asked: Json) -> Answered:
    """Do what a call asks, or refuse it. `asked` is body and query."""
    for (known, pattern), does in ROUTES.items():
        found = re.fullmatch(pattern, path)
        if known == method and found:
            return does(world, bot, list(found.groups()), asked)
    raise Refused("BadArgument", f"No such call: {method} {path}")
