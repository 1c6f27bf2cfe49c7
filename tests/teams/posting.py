"""What bots do with messages through the connector: send, reply, edit, delete, and say that they type."""

from tests.slack.things import Json
from tests.teams.contents import check_content
from tests.teams.refusals import Refused
from tests.teams.state import IN_THREAD, World
from tests.teams.things import Bot, Message, Place

CREATED, OK = 201, 200
Answered = tuple[int, Json]


def send(world: World, bot: Bot, conversation: str, activity: Json, *, reply_to: str = "") -> Answered:
    """Take an activity into a conversation, as a reply to a message where one is named."""
    place = world.place_for(bot, conversation)
    _check_privacy(place)
    if activity.get("type") == "typing":
        world.typing.append((bot.app_id, place.id))
        return CREATED, {"id": world.new_id()}
    if activity.get("type") != "message":
        raise Refused("BadSyntax", f"Activity type {activity.get('type')}")
    check_content(world, bot, place, activity)
    thread = thread_of(world, place, conversation.partition(IN_THREAD)[2], reply_to)
    return CREATED, _keep(world, bot, place, thread, activity)


def edit(world: World, bot: Bot, conversation: str, message_id: str, activity: Json) -> Answered:
    """Put an activity in the place of a message. What people saw in place of it goes."""
    place = world.place_for(bot, conversation)
    message = _own(world, bot, place, message_id)
    check_content(world, bot, place, activity)
    message.history.append(message.content())
    _fill(message, activity)
    message.views.clear()
    return OK, {"id": message_id}


def delete(world: World, bot: Bot, conversation: str, message_id: str) -> Answered:
    """Delete a message."""
    _own(world, bot, world.place_for(bot, conversation), message_id).is_deleted = True
    return OK, {}


def thread_of(world: World, place: Place, root: str, reply_to: str) -> str:
    """Say in which thread of a channel a message belongs; nowhere else are there any."""
    if place.kind != "channel":
        return ""
    if root:
        return _root(world, place, root)
    return _root(world, place, reply_to) if reply_to else ""


def _root(world: World, place: Place, message_id: str) -> str:
    return world.message(place.id, message_id).thread or message_id


def _own(world: World, bot: Bot, place: Place, message_id: str) -> Message:
    message = world.message(place.id, message_id)
    if not message.is_bots or message.author != bot.app_id:
        raise Refused("NotEnoughPermissions", "The bot may change its own messages alone.")
    return message


def _check_privacy(place: Place) -> None:
    # Issue 5, number 4, and platform rules part D: bots cannot post in private channels before 1.25.
    if place.privacy == "private":
        raise Refused("NotEnoughPermissions", "Bots are not supported in private channels.")


def _keep(world: World, bot: Bot, place: Place, thread: str, activity: Json) -> Json:
    """Keep the message. Text and attachments become two, and no id is said: platform rules part D."""
    text, attachments = activity.get("text") or "", activity.get("attachments") or []
    parts = (
        [{**activity, "attachments": []}, {**activity, "text": ""}] if text and attachments else [activity]
    )
    message_id = ""
    for part in parts:
        message_id = world.new_id()
        root = thread or (message_id if place.kind == "channel" else "")
        message = Message(message_id, place.id, bot.app_id, is_bots=True, thread=root)
        _fill(message, part)
        world.messages.append(message)
    return {"id": message_id} if len(parts) == 1 else {}


def _fill(message: Message, activity: Json) -> None:
    message.text = str(activity.get("text") or "")
    message.summary = str(activity.get("summary") or "")
    message.attachments = activity.get("attachments") or []
    message.entities = activity.get("entities") or []
