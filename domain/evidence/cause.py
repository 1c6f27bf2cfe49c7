"""For what a pack is frozen."""

from typing import Literal

# Somebody asked, a meeting, a special review, a decision between meetings; or an engagement file tells of it.
Cause = Literal["asked", "meeting", "special", "decision", "file"]
# For no meeting.
ON_REQUEST: frozenset[Cause] = frozenset({"asked", "decision"})
