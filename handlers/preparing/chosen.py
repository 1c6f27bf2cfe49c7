"""Which meeting a vote, an item or a button is about."""

from domain.errors import UserError
from handlers.meetings import ahead
from handlers.meetings.ahead import Ahead
from handlers.turn import EngagementTurn

NONE_PLANNED = "No meeting is planned yet. Plan them with `meet every 2 months first tuesday 15:00`."
IS_OVER = "That meeting is over, or does not stand any more. `meet list` shows the next ones."


async def meeting_of(turn: EngagementTurn, record_id: int | None) -> Ahead:
    """The meeting to which the record belongs; without one the next that is not over. Raises UserError."""
    meetings = await ahead.everything(turn)
    found = ahead.at_hand(turn, meetings) if record_id is None else ahead.with_record(meetings, record_id)
    if found is None:
        raise UserError(NONE_PLANNED if record_id is None else IS_OVER)
    if found.ends <= turn.now:
        raise UserError(IS_OVER)
    return found


def record_in(args: object) -> int | None:
    """The record that the args of a button or form name; None where they name none."""
    found = args.get("meeting") if isinstance(args, dict) else None
    return found if isinstance(found, int) else None
