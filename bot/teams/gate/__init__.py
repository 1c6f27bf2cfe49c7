"""Who may speak as Teams, and with which tokens we answer there.

What needs the SDK stands in authentication.py, which is imported where messages are sent: the command line
looks at tokens too, and should not wait half a second for it.
"""

from bot.teams.gate.gate import Caller, Gate, make_gate
from bot.teams.gate.keys import Keys
from bot.teams.gate.local import is_from_here
from bot.teams.gate.refusals import KeysAway, Refused, Unauthorized
from bot.teams.gate.tokens import LoginAway, LoginRefused, NoToken, Tokens, log_in
from bot.teams.gate.trust import Trust

__all__ = [
    "Caller",
    "Gate",
    "Keys",
    "KeysAway",
    "LoginAway",
    "LoginRefused",
    "NoToken",
    "Refused",
    "Tokens",
    "Trust",
    "Unauthorized",
    "is_from_here",
    "log_in",
    "make_gate",
]
