"""Channels in Slack: looked at once a day, and followed when they are renamed, shared, moved or closed."""

from bot.slack.channels.following import (
    on_channel_archive,
    on_channel_deleted,
    on_channel_id_changed,
    on_channel_left,
    on_channel_rename,
    on_channel_unarchive,
    on_member_joined_channel,
    on_member_left_channel,
)
from bot.slack.channels.looking import know_channel, look_at
from bot.slack.channels.sharing import on_channel_shared, on_channel_unshared

__all__ = [
    "know_channel",
    "look_at",
    "on_channel_archive",
    "on_channel_deleted",
    "on_channel_id_changed",
    "on_channel_left",
    "on_channel_rename",
    "on_channel_shared",
    "on_channel_unarchive",
    "on_channel_unshared",
    "on_member_joined_channel",
    "on_member_left_channel",
]
