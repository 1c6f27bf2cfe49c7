"""Changing a schedule for somebody: a new version, a line of history, [Undo]; and having it seen."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from domain.cadence import from_json, to_json
from domain.chat import Args, Buttons, Reply, note, reply
from domain.errors import UserError
from domain.permissions import Action
from handlers import buttons, story
from handlers.meetings.posting import plan_next_again
from handlers.routing import Router
from handlers.schedules.coming import next_ahead, used_days
from handlers.schedules.first_run import announce, buttons_of_first_run
from handlers.schedules.words import next_date_of
from handlers.turn import EngagementTurn
from storage import schedules
from storage.meetings import MEETING
from storage.schedules import Scheduled

UNDONE = "Undone: {names}, as before."
CHANGED_SINCE = "{name} was changed again since then, so I left it as it is."
GONE = "That schedule does not exist any more. Nothing was changed."
UNDO = "schedule undo"
MOST_NAMED = 3

router = Router()


async def apply(turn: EngagementTurn, scheduled: Scheduled, what: str, **changes: Any) -> Scheduled:
    """Begin a new version of the schedule with these changes; `what` the person did goes into the history."""
    changed = await schedules.change(
        turn.session, scheduled, by_id=turn.person.id, source=turn.source, now=turn.now, **changes
    )
    await story.tell(
        turn,
        subject=f"schedule:{scheduled.job}",
        what=what,
        before=state_of(scheduled),
        after=state_of(changed),
    )
    if changed.job == MEETING:
        await plan_next_again(turn)
    return changed


async def answer(
    turn: EngagementTurn,
    sentence: str,
    before: Sequence[Scheduled],
    after: Sequence[Scheduled],
    *,
    hint: str = "",
) -> Reply:
    """Say what was changed, with [Undo]. What no lead was shown before has the buttons of a first run."""
    undo = undo_button(before, after)
    unseen = [one for one in after if one.announced_at is None]
    if unseen:
        await announce(turn, unseen)
        undo = Buttons((*undo.items, *buttons_of_first_run(unseen[0] if len(unseen) == 1 else None).items))
    return reply(sentence, *([note(hint)] if hint else []), undo)


def undo_button(before: Sequence[Scheduled], after: Sequence[Scheduled]) -> Buttons:
    """[Undo] of changes that were made together."""
    steps = [
        {"schedule": new.id, "version": new.version, "before": state_of(old)}
        for old, new in zip(before, after, strict=True)
    ]
    return Buttons((buttons.undo(UNDO, {"steps": steps}),))


def state_of(scheduled: Scheduled) -> dict[str, Any]:
    """What a version says, as it stands in the history."""
    until = scheduled.paused_until
    return {
        "name": scheduled.name,
        "cadence": to_json(scheduled.cadence),
        "settings": dict(scheduled.settings),
        "is_paused": scheduled.is_paused,
        "paused_until": None if until is None else until.isoformat(),
    }


async def next_in_words(turn: EngagementTurn, scheduled: Scheduled) -> str:
    """When it comes next now."""
    holidays = await schedules.holidays_of(turn.session, engagement_id=turn.engagement.id)
    based = await schedules.with_base(turn.session, scheduled)
    used = await used_days(turn.session, based, now=turn.now)
    ahead = next_ahead(based, now=turn.now, holidays=holidays, used=used)
    return next_date_of(based, ahead, today=turn.today, locale=turn.engagement.locale)


@router.click(UNDO, action=Action.MANAGE_SCHEDULES)
async def undo(turn: EngagementTurn, args: Args) -> Reply:
    """Bring back what was in force before, of all that was changed together."""
    found = [await _standing(turn, step) for step in args["steps"]]
    for scheduled, step in zip(found, args["steps"], strict=True):
        await apply(turn, scheduled, f"undid a change of {scheduled.name}", **_changes(step["before"]))
    names = [one.name for one in found]
    more = len(names) - MOST_NAMED
    listed = ", ".join(names[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
    return reply(UNDONE.format(names=listed))


async def _standing(turn: EngagementTurn, step: Args) -> Scheduled:
    """The schedule, where nobody changed it since."""
    found = await schedules.find(turn.session, engagement_id=turn.engagement.id, schedule_id=step["schedule"])
    if found is None:
        raise UserError(GONE)
    if found.version != step["version"]:
        raise UserError(CHANGED_SINCE.format(name=found.name))
    return found


def _changes(before: Mapping[str, Any]) -> dict[str, Any]:
    until = before["paused_until"]
    return {
        "name": before["name"],
        "cadence": from_json(before["cadence"]),
        "settings": before["settings"],
        "is_paused": before["is_paused"],
        "paused_until": None if until is None else date.fromisoformat(until),
    }
