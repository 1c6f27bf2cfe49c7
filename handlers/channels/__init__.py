"""Channels of an engagement: who reads along, when we may post there, and what happens when one is closed."""

from handlers.channels.following import close, doubt, lift, notice, reopen
from handlers.channels.moving_in import may_move_in
from handlers.channels.show import router
from handlers.channels.words import name_of, ours, place_of, who_reads

__all__ = [
    "close",
    "doubt",
    "lift",
    "may_move_in",
    "name_of",
    "notice",
    "ours",
    "place_of",
    "reopen",
    "router",
    "who_reads",
]
