"""chat.*"""

import json

from tests.slack.blocks import files_of, with_ids
from tests.slack.calls import Call, Methods
from tests.slack.checks import check_message
from tests.slack.refusals import Refused
from tests.slack.state import World
from tests.slack.things import EVERYONE, Channel, Json, Message

METHODS = Methods()

POST_CHARACTERS = 40_000  # platform rules part D
UPDATE_CHARACTERS = 4_000  # docs.slack.dev/reference/methods/chat.update, msg_too_long
METADATA_BYTES = 8_000  # docs.slack.dev/messaging/message-metadata
MAY_POST = "chat:write"
MAY_POST_ANYWHERE = "chat:write.public"


@METHODS.method("chat.postMessage", MAY_POST)
def post_message(call: Call) -> Json:
    """Post into a channel, a thread, or to a person by their id."""
    channel = _place(call)
    check_content(call.world, call.args, POST_CHARACTERS)
    message = _new(call, channel)
    message.metadata = _metadata(call.args)
    call.world.messages.append(message)
    return {"channel": channel.id, "ts": message.ts, "message": message.shown(with_metadata=True)}


@METHODS.method("chat.postEphemeral", MAY_POST)
def post_ephemeral(call: Call) -> Json:
    """Post for one person who is in the channel."""
    channel, user_id = _place(call), call.need("user")
    if user_id not in channel.members:
        raise Refused("user_not_in_channel")
    check_content(call.world, call.args, POST_CHARACTERS)
    message = _new(call, channel)
    message.seen_by = user_id
    call.world.messages.append(message)
    return {"message_ts": message.ts}


@METHODS.method("chat.update", MAY_POST)
def update(call: Call) -> Json:
    """Change a message of our own; blocks that are not sent again go when text is sent."""
    message = _own(call, "cant_update_message")
    if call.world.channels[message.channel_id].is_archived:
        raise Refused("is_inactive")
    check_content(call.world, call.args, UPDATE_CHARACTERS)
    change(call.world, message, call.args)
    message.is_edited = True
    if "metadata" in call.args:
        message.metadata = _metadata(call.args)
    return {
        "channel": message.channel_id,
        "ts": message.ts,
        "text": message.text,
        "message": message.shown(with_metadata=True),
    }


@METHODS.method("chat.delete", MAY_POST)
def delete(call: Call) -> Json:
    """Take back a message of our own."""
    message = _own(call, "cant_delete_message")
    call.world.messages.remove(message)
    return {"channel": message.channel_id, "ts": message.ts}


@METHODS.method("chat.getPermalink")
def permalink(call: Call) -> Json:
    """Make the address of a message."""
    channel, ts = call.channel(), call.need("message_ts")
    call.world.message(channel.id, ts)
    domain = call.world.teams[channel.team_id].domain
    link = f"https://{domain}.slack.com/archives/{channel.id}/p{ts.replace('.', '')}"
    return {"channel": channel.id, "permalink": link}


def check_content(world: World, content: Json, most_characters: int) -> None:
    """Refuse what Slack would not show."""
    text, blocks = content.get("text") or "", content.get("blocks") or []
    if content.get("attachments") and not text and not blocks:
        return
    if len(text) > most_characters:
        raise Refused("msg_too_long")
    check_message(text, blocks)
    missing = [file for file in files_of(blocks) if not _is_usable(world, file)]
    if missing:
        raise Refused("invalid_blocks", *(f"[ERROR] invalid slack file {file}" for file in missing))


def change(world: World, message: Message, content: Json) -> None:
    """Put new content in the place of the old."""
    has_text, has_blocks = bool(content.get("text")), content.get("blocks") is not None
    if has_text:
        message.text = str(content["text"])
    if has_blocks or has_text:
        message.blocks = with_ids(content.get("blocks") or [], world.next_number)


def _place(call: Call) -> Channel:
    """Find where to post: a person's id stands for the direct messages with them."""
    target = call.need("channel")
    if target in call.world.users:
        if not call.can_see(target):
            raise Refused("channel_not_found")
        return call.world.direct_messages(call.made, target)
    channel = call.channel()
    if channel.is_archived:
        raise Refused("is_archived")
    if call.made.bot_user_id not in channel.members and MAY_POST_ANYWHERE not in call.made.scopes:
        raise Refused("not_in_channel")
    return channel


def _new(call: Call, channel: Channel) -> Message:
    thread_ts = str(call.args.get("thread_ts") or "")
    if thread_ts:
        _check_thread(call.world, channel.id, thread_ts)
    kept = ("link_names", "mrkdwn", "parse", "reply_broadcast", "unfurl_links", "unfurl_media", "username")
    return Message(
        channel.id,
        call.world.new_ts(),
        call.made.bot_user_id,
        str(call.args.get("text") or ""),
        with_ids(call.args.get("blocks") or [], call.world.next_number),
        thread_ts,
        bot_id=call.made.bot_id,
        options={name: call.args[name] for name in kept if name in call.args},
    )


def _check_thread(world: World, channel_id: str, thread_ts: str) -> None:
    for message in world.messages:
        if (message.channel_id, message.ts, message.seen_by) == (channel_id, thread_ts, EVERYONE):
            if message.thread_ts not in {"", message.ts}:
                raise Refused("cannot_reply_to_message")
            return
    raise Refused("thread_not_found")


def _own(call: Call, error: str) -> Message:
    message = call.world.message(call.channel().id, call.need("ts"))
    if message.user_id != call.made.bot_user_id:
        raise Refused(error)
    return message


def _metadata(args: Json) -> Json | None:
    metadata = args.get("metadata")
    if metadata is None:
        return None
    if not isinstance(metadata, dict) or not metadata.get("event_type"):
        raise Refused("invalid_metadata_format")
    if not isinstance(metadata.get("event_payload"), dict):
        raise Refused("invalid_metadata_format")
    if len(json.dumps(metadata).encode()) > METADATA_BYTES:
        raise Refused("metadata_too_large")
    return metadata


def _is_usable(world: World, file_id: str) -> bool:
    file = world.files.get(file_id)
    return file is not None and file.is_complete and not file.looks_until_ready
