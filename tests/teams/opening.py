"""New conversations: POST /v3/conversations, for a chat with one person or a post in a channel."""

from tests.slack.things import Json
from tests.teams.posting import CREATED, Answered, send
from tests.teams.refusals import Refused
from tests.teams.state import IN_THREAD, World
from tests.teams.things import Bot, User


def open_conversation(world: World, bot: Bot, asked: Json) -> Answered:
    """Begin a conversation: learn.microsoft.com, Teams: "Send proactive messages"."""
    channel = (asked.get("channelData") or {}).get("channel", {}).get("id", "")
    if channel:
        return _post(world, bot, channel, asked)
    if asked.get("isGroup") or len(asked.get("members") or []) != 1:
        raise Refused("BadSyntax", "Incorrect conversation creation parameters.")
    return CREATED, {"id": _chat(world, bot, asked)}


def _post(world: World, bot: Bot, channel: str, asked: Json) -> Answered:
    if not asked.get("activity"):
        raise Refused("BadSyntax", "A channel needs the first message.")
    _status, sent = send(world, bot, channel, asked["activity"])
    message_id = sent.get("id", "")
    return CREATED, {"id": f"{channel}{IN_THREAD}{message_id}", "activityId": message_id}


def _chat(world: World, bot: Bot, asked: Json) -> str:
    tenant = asked.get("tenantId") or (asked.get("channelData") or {}).get("tenant", {}).get("id")
    if tenant != bot.tenant_id:
        raise Refused("BadArgument", "Tenant id of the conversation is missing or foreign.")
    if (asked.get("bot") or {}).get("id") not in {None, bot.id, bot.app_id}:
        raise Refused("BadArgument", "That is another bot.")
    person = _person(world, bot, str(asked["members"][0].get("id")))
    place = world.personal(bot, person.key)
    if (bot.app_id, place.tenant_id) in world.disabled:
        raise Refused("BotDisabledByAdmin", "The tenant admin disabled this bot.")
    if (bot.app_id, person.key) in world.blocked:
        raise Refused("ConversationBlockedByUser", "User blocked the conversation with the bot.")
    world.opened.add((bot.app_id, place.id))
    return place.id


def _person(world: World, bot: Bot, said: str) -> User:
    person = world.user_named(bot, said)
    if person is None or person.is_gone:
        raise Refused("BadArgument", "Failed to decrypt pairwise id")
    # Anonymous people and those of other tenants are in meetings and chats, and have no chat with the bot.
    is_inside = person.tenant_id == bot.tenant_id or person.role == "guest"
    if person.role == "anonymous" or not is_inside or not world.meets(bot, person):
        raise Refused("ForbiddenOperationException", "The bot is not installed in the user's personal scope.")
    return person
