"""People in Teams: who acts, looked up at most once a day, and who is mentioned before they ever spoke."""

from bot.teams.people.describing import profile_of
from bot.teams.people.leaving import look_for_leavers
from bot.teams.people.looking import LOOK_SECONDS, accounts_mentioned, introduce, sender_of
from bot.teams.places import remember

__all__ = [
    "LOOK_SECONDS",
    "accounts_mentioned",
    "introduce",
    "look_for_leavers",
    "profile_of",
    "remember",
    "sender_of",
]
