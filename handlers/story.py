"""Telling the engagement's history what somebody did, in this turn."""

from typing import Any

from handlers.turn import EngagementTurn
from storage import history


async def tell(  # noqa: PLR0913 - a line of history has these parts
    turn: EngagementTurn,
    *,
    subject: str,
    what: str,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Write one line: `what` the person did to the subject, from which state to which, and why."""
    await history.add(
        turn.session,
        engagement_id=turn.engagement.id,
        at=turn.now,
        person_id=turn.person.id,
        subject=subject,
        what=what,
        before=before,
        after=after,
        reason=reason,
        source=turn.source,
    )
