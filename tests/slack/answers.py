"""What the app answers outside the Web API: at response URLs, and in the body of an acknowledgement."""

import json

from tests.slack.blocks import with_ids
from tests.slack.checks import check_errors
from tests.slack.methods.chat import POST_CHARACTERS, change, check_content
from tests.slack.methods.views import check_body, lay_on_top, renew
from tests.slack.passes import ResponseUrl, Trigger
from tests.slack.refusals import Refused
from tests.slack.state import World
from tests.slack.things import EVERYONE, Json, Message, View

IN_CHANNEL = "in_channel"


def take_answer(world: World, url_id: str, body: Json) -> None:
    """Take what was posted to a response URL: five times, for thirty minutes."""
    url = world.response_urls.get(url_id)
    if url is None or url.expires_at <= world.clock.now():
        raise Refused("expired_url")
    if url.uses_left < 1:
        raise Refused("used_url")
    url.uses_left -= 1
    message = _message_of(world, url)
    if body.get("delete_original") and message is not None:
        world.messages.remove(message)
        return
    check_content(world, body, POST_CHARACTERS)
    if body.get("replace_original") and message is not None:
        change(world, message, body)
        return
    show(world, body, channel_id=url.channel_id, user_id=url.user_id)


def show(world: World, body: Json, *, channel_id: str, user_id: str) -> Message:
    """Show an answer in a channel: to the person alone, unless it says otherwise."""
    channel = world.channels[channel_id]
    made = world.installation_for(world.users[user_id].team_id) or world.installation_for(channel.team_id)
    if made is None:
        raise LookupError("the app is not installed there")
    blocks = with_ids(body.get("blocks") or [], world.next_number)
    message = Message(channel_id, world.new_ts(), made.bot_user_id, str(body.get("text") or ""), blocks)
    message.bot_id, message.thread_ts = made.bot_id, str(body.get("thread_ts") or "")
    message.seen_by = EVERYONE if body.get("response_type") == IN_CHANNEL else user_id
    world.messages.append(message)
    return message


def take_command_ack(world: World, text: str, *, channel_id: str, user_id: str) -> None:
    """Show what the body of a command's 200 says, if anything."""
    if not text:
        return
    body = json.loads(text) if text.startswith("{") else {"text": text}
    check_content(world, body, POST_CHARACTERS)
    show(world, body, channel_id=channel_id, user_id=user_id)


def take_view_ack(world: World, view: View, body: Json) -> None:
    """Do what the answer to a submission says: nothing closes the view, errors leave it open."""
    stack = world.stacks[view.user_id]
    action = body.get("response_action")
    if action is None:
        stack.remove(view.id)
    elif action == "clear":
        stack.clear()
    elif action == "errors":
        check_errors(body, view.body)
        view.errors = dict(body["errors"])
    elif action == "update":
        renew(world, view, check_body(world, body.get("view"), "modal", view_id=view.id))
    elif action == "push":
        trigger = Trigger("", view.user_id, view.installed_team_id, 0, view.id)
        lay_on_top(world, check_body(world, body.get("view"), "modal"), trigger)
    else:
        raise Refused("invalid_arguments", f"[ERROR] response_action {action}")


def _message_of(world: World, url: ResponseUrl) -> Message | None:
    for message in world.messages:
        if (message.channel_id, message.ts) == (url.channel_id, url.message_ts):
            return message
    return None
