"""The app comes into conversations of Teams and goes again, and so do people and channels."""

from collections.abc import Awaitable, Callable, Mapping

from bot.teams.arrival import Arrival
from bot.teams.edge import Edge
from bot.teams.installing.events import on_conversation_update, on_installation_update

Listener = Callable[[Edge, Arrival], Awaitable[None]]

# By the type of the activity. Any of it may come twice, in any order, and late.
LISTENERS: Mapping[str, Listener] = {
    "conversationUpdate": on_conversation_update,
    "installationUpdate": on_installation_update,
}

__all__ = ["LISTENERS", "Listener", "on_conversation_update", "on_installation_update"]
