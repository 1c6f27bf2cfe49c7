"""files.*"""

import mimetypes

from tests.slack.calls import Call, Methods
from tests.slack.refusals import Refused
from tests.slack.things import File, Json, Message

METHODS = Methods()


@METHODS.method("files.getUploadURLExternal", "files:write")
def get_upload_url(call: Call) -> Json:
    """Promise a place for a file of that name and length."""
    name, length = call.need("filename"), int(call.need("length"))
    if length < 1:
        raise Refused("invalid_arguments", "[ERROR] length must be positive")
    world, made = call.world, call.made
    file = File(world.new_id("F"), name, length, made.bot_user_id, made.team_id or "")
    file.alt_text = str(call.args.get("alt_txt") or "")
    world.files[file.id] = file
    return {"upload_url": f"{world.base_url}/upload/v1/{file.id}", "file_id": file.id}


@METHODS.method("files.completeUploadExternal", "files:write")
def complete_upload(call: Call) -> Json:
    """Finish uploads, and share them when a channel is named."""
    files = [_uploaded(call, one) for one in call.args.get("files") or []]
    if not files:
        raise Refused("invalid_arguments", "[ERROR] missing required field: files")
    if call.args.get("channel_id"):
        _share(call, files)
    for file in files:
        file.is_complete = True
        file.mimetype = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        file.looks_until_ready = call.world.looks_until_ready
    return {"files": [file.shown(call.world.base_url) for file in files]}


@METHODS.method("files.info", "files:read")
def info(call: Call) -> Json:
    """Describe a file; looking is how one learns that it is ready."""
    file = call.world.files.get(call.need("file"))
    if file is None or not file.is_complete or file.team_id not in call.world.teams_of(call.made):
        raise Refused("file_not_found")
    shown = file.shown(call.world.base_url)
    file.looks_until_ready = max(0, file.looks_until_ready - 1)
    return {"file": shown}


def _uploaded(call: Call, one: Json) -> File:
    file = call.world.files.get(str(one.get("id")))
    if file is None or file.content is None or file.user_id != call.made.bot_user_id:
        raise Refused("file_not_found")
    file.title = str(one.get("title") or file.name)
    return file


def _share(call: Call, files: list[File]) -> None:
    # Platform rule E10: a channel's id and not its name, and the bot must be in it.
    channel = call.world.channel_seen_by(call.made, str(call.args["channel_id"]))
    if call.made.bot_user_id not in channel.members:
        raise Refused("not_in_channel")
    for file in files:
        file.channels.add(channel.id)
    call.world.messages.append(
        Message(
            channel.id,
            call.world.new_ts(),
            call.made.bot_user_id,
            str(call.args.get("initial_comment") or ""),
            thread_ts=str(call.args.get("thread_ts") or ""),
            bot_id=call.made.bot_id,
            files=[file.shown(call.world.base_url) for file in files],
        )
    )
