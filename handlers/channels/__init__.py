"""Channels of an engagement: who reads along, when we may post there, and what happens when one is closed."""

from handlers.channels.following import close, doubt, lift, notice, reopen
from handlers.channels.show import router
from handlers.channels.words import name_of, who_reads

__all__ = ["close", "doubt", "lift", "name_of", "notice", "reopen", "router", "who_reads"]
