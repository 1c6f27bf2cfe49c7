"""Who is in a conversation, and what a team has: the roster of the connector, and its teams."""

from tests.slack.things import Json
from tests.teams.posting import OK, Answered
from tests.teams.refusals import Refused
from tests.teams.state import World
from tests.teams.things import Bot, Team, User

# learn.microsoft.com, Teams: "Get Teams specific context": pages of 50 to 500.
LEAST_PAGE, LARGEST_PAGE = 50, 500


def member(world: World, bot: Bot, conversation: str, member_id: str) -> Answered:
    """Describe one member."""
    place = world.place_for(bot, conversation)
    found = world.user_named(bot, member_id)
    if found is None or found not in world.members_of(place):
        raise Refused("MemberNotFoundInConversation", "The user is not a member of the conversation.")
    return OK, found.shown(bot.app_id)


def members(world: World, bot: Bot, conversation: str) -> Answered:
    """Describe everybody at once, which Teams wants nobody to ask any more."""
    place = world.place_for(bot, conversation)
    return OK, {"": [user.shown(bot.app_id) for user in world.members_of(place)]}


def paged_members(world: World, bot: Bot, conversation: str, query: Json) -> Answered:
    """Describe a page of the members; the token of the next stands beside them."""
    people = world.members_of(world.place_for(bot, conversation))
    size = _page_size(world, str(query.get("pageSize", "")))
    start = _start(str(query.get("continuationToken", "")))
    page: list[User] = people[start : start + size]
    token = f"page-{start + size}" if start + size < len(people) else None
    more: Json = {"continuationToken": token} if token else {}
    return OK, {"members": [user.shown(bot.app_id) for user in page], **more}


def _page_size(world: World, asked: str) -> int:
    if not asked:
        return world.page_size
    # A test may have smaller pages, nobody larger ones.
    return min(max(int(asked), min(LEAST_PAGE, world.page_size)), LARGEST_PAGE, world.page_size)


def _start(token: str) -> int:
    if not token:
        return 0
    if not token.removeprefix("page-").isdigit():
        raise Refused("BadArgument", "Invalid continuation token.")
    return int(token.removeprefix("page-"))


def team(world: World, bot: Bot, team_id: str) -> Answered:
    """Describe a team."""
    found = _team(world, bot, team_id)
    counts = {"channelCount": len(_channels(world, found)), "memberCount": len(found.members)}
    return OK, {**found.shown(), "type": "standard", **counts}


def channels(world: World, bot: Bot, team_id: str) -> Answered:
    """List the channels of a team."""
    found = _team(world, bot, team_id)
    return OK, {"conversations": _channels(world, found)}


def _team(world: World, bot: Bot, team_id: str) -> Team:
    world.place_for(bot, team_id)
    found = world.teams.get(team_id)
    if found is None:
        raise Refused("BadSyntax", "That is no team.")
    return found


def _channels(world: World, team: Team) -> list[Json]:
    return [p.shown() for p in world.places.values() if p.team_id == team.id and not p.is_deleted]
