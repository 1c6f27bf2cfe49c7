"""conversations.*"""

from tests.slack.calls import CHANNEL_SCOPE, Call, Methods
from tests.slack.refusals import Refused
from tests.slack.things import EVERYONE, Channel, Json, Message

METHODS = Methods()


@METHODS.method("conversations.info")
def info(call: Call) -> Json:
    """Describe a channel."""
    channel = call.channel("read")
    is_member = call.made.bot_user_id in channel.members
    # The method's page: "set to true to include the member count", which is left out otherwise.
    counted = {"num_members": len(channel.members)} if call.flag("include_num_members") else {}
    return {"channel": channel.shown() | {"is_member": is_member} | counted}


@METHODS.method("conversations.members")
def members(call: Call) -> Json:
    """List who is in a channel, a page at a time; the cursor is the id of the next one."""
    channel = call.channel("read")
    cursor, limit = str(call.args.get("cursor") or ""), int(call.args.get("limit") or 100)
    rest = [user_id for user_id in sorted(channel.members) if user_id >= cursor]
    following = rest[limit] if len(rest) > limit else ""
    return {"members": rest[:limit], "response_metadata": {"next_cursor": following}}


@METHODS.method("conversations.list")
def list_channels(call: Call) -> Json:
    """List the channels the bot may know of."""
    asked = str(call.args.get("types") or "public_channel").split(",")
    kinds = [{"public_channel": "public", "private_channel": "private"}.get(name, name) for name in asked]
    if not CHANNEL_SCOPE.keys() >= set(kinds):
        raise Refused("invalid_types")
    for kind in kinds:
        call.need_scope(f"{CHANNEL_SCOPE[kind]}:read")
    found = [
        channel.shown()
        | {"is_member": call.made.bot_user_id in channel.members, "num_members": len(channel.members)}
        for channel in call.world.channels.values()
        if channel.kind in kinds and _is_known(call, channel)
        if not (call.flag("exclude_archived") and channel.is_archived)
    ]
    return {"channels": found, "response_metadata": {"next_cursor": ""}}


@METHODS.method("conversations.open", "im:write")
def open_direct_messages(call: Call) -> Json:
    """Open the direct messages with one person."""
    user_id = call.need("users")
    if not call.can_see(user_id):
        raise Refused("user_not_found")
    user = call.world.users[user_id]
    if user.deleted:
        raise Refused("user_disabled")
    if user.is_bot:
        raise Refused("cannot_dm_bot")
    channel = call.world.direct_messages(call.made, user_id)
    return {"channel": channel.shown() if call.flag("return_im") else {"id": channel.id}}


@METHODS.method("conversations.history")
def history(call: Call) -> Json:
    """Read a channel, the newest message first; needs the scope for this kind of channel."""
    channel = call.channel("history", must_be_in=True)
    found = [m for m in _messages(call, channel) if m.thread_ts in {"", m.ts}]
    return _page(call, found[::-1])


@METHODS.method("conversations.replies")
def replies(call: Call) -> Json:
    """Read a thread, its first message first."""
    channel, ts = call.channel("history", must_be_in=True), call.need("ts")
    found = [m for m in _messages(call, channel) if ts in {m.ts, m.thread_ts}]
    if not found:
        raise Refused("thread_not_found")
    return _page(call, found)


def _is_known(call: Call, channel: Channel) -> bool:
    is_ours = call.world.teams_of(call.made) & {channel.team_id, *channel.shared_with}
    return bool(is_ours) and (channel.kind == "public" or call.made.bot_user_id in channel.members)


def _messages(call: Call, channel: Channel) -> list[Message]:
    oldest, latest = float(call.args.get("oldest") or 0), float(call.args.get("latest") or "inf")
    return [
        message
        for message in call.world.messages
        if (message.channel_id, message.seen_by) == (channel.id, EVERYONE)
        and oldest <= float(message.ts) <= latest
    ]


def _page(call: Call, found: list[Message]) -> Json:
    """Show one page; the cursor counts what was shown before it."""
    limit, start = int(call.args.get("limit") or 100), int(call.args.get("cursor") or 0)
    with_metadata = call.flag("include_all_metadata")
    end = start + limit
    shown = [message.shown(with_metadata=with_metadata) for message in found[start:end]]
    following = str(end) if len(found) > end else ""
    return {
        "messages": shown,
        "has_more": bool(following),
        "response_metadata": {"next_cursor": following},
    }
