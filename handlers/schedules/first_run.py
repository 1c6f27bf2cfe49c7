"""The buttons with which a schedule is first seen, and that a lead was shown it."""

from collections.abc import Sequence

from domain.chat import Button, Buttons
from handlers import buttons
from handlers.turn import EngagementTurn
from storage import schedules
from storage.schedules import Scheduled

PREVIEW, PREVIEW_COMMAND = "Who gets what, when", "schedule preview"
SEND_ME, SEND_ME_ROUTE = "Send to me first", "schedule send me"


def buttons_of_first_run(scheduled: Scheduled | None = None) -> Buttons:
    """[Who gets what, when] and [Send to me first], for this schedule or for all of them."""
    return Buttons((preview_button(), send_me_button(scheduled)))


def send_me_button(scheduled: Scheduled | None) -> Button:
    """[Send to me first]: what the schedule, or all of them, would say now."""
    args = {"schedule": None if scheduled is None else scheduled.id}
    return Button(label=SEND_ME, route=SEND_ME_ROUTE, args=args, is_single_choice=False)


def preview_button() -> Button:
    """[Who gets what, when]."""
    return buttons.run(PREVIEW, PREVIEW_COMMAND)


async def announce(turn: EngagementTurn, shown: Sequence[Scheduled]) -> None:
    """A lead was shown these."""
    ids = [one.id for one in shown if one.announced_at is None]
    if ids:
        await schedules.announce(
            turn.session, engagement_id=turn.engagement.id, schedule_ids=ids, now=turn.now
        )
