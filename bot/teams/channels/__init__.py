"""Channels and group chats in Teams: looked at once a day, and followed when something happens to them."""

from bot.teams.channels.following import EVENTS, come_in, meant_by, on_crowd, on_topic
from bot.teams.channels.looking import know_channel, look_at

__all__ = [
    "EVENTS",
    "come_in",
    "know_channel",
    "look_at",
    "meant_by",
    "on_crowd",
    "on_topic",
]
