"""Taking back what was just changed about the meetings: the series is as it was before."""

from collections.abc import Sequence

from domain.cadence import from_json, in_words, to_json
from domain.chat import Args, Button, Reply, reply
from domain.errors import UserError
from domain.permissions import Action
from handlers import buttons, story
from handlers.meetings import posting, recording
from handlers.meetings.announcing import announce
from handlers.meetings.standing import standing_of
from handlers.meetings.words import when
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import schedules
from storage.schedules import Scheduled

UNDO = "meet undo"
UNDONE = "Undone: the meetings are as before, {rhythm}. Next: {day}."
UNDONE_NONE = "Undone: no meetings are planned, as before."
CHANGED_SINCE = "The meetings were changed again since then, so I left them as they are."
NO_NEXT = "none"

router = Router()


def button(before: Scheduled | None, now: Scheduled, *, steps: Sequence[int] = ()) -> Button:
    """[Undo]: `before` is the series that it brings back, None where there was none.

    `steps` of the meeting's record are taken back with it.
    """
    old = {"cadence": to_json(before.cadence), "settings": dict(before.settings)} if before else None
    args = {"schedule": now.id, "version": now.version, "before": old, "steps": list(steps)}
    return buttons.undo(UNDO, args)


@router.click(UNDO, action=Action.MANAGE_MEETINGS)
async def undo(turn: EngagementTurn, args: Args) -> Reply:
    """Bring back the series from before, unless it was changed since then."""
    e, before = turn.engagement, args["before"]
    found = await schedules.find(turn.session, engagement_id=e.id, schedule_id=args["schedule"])
    if found is None or found.version != args["version"]:
        raise UserError(CHANGED_SINCE)
    if before is None:
        await schedules.end(turn.session, engagement_id=e.id, schedule_id=found.id, now=turn.now)
        await story.tell(turn, subject="meeting", what="undid the planning of the meetings")
        return reply(UNDONE_NONE)
    back = await schedules.change(
        turn.session,
        found,
        cadence=from_json(before["cadence"]),
        settings=before["settings"],
        by_id=turn.person.id,
        source=turn.source,
        now=turn.now,
    )
    for step_id in args.get("steps", ()):
        await recording.undo_step(turn, step_id)
    await story.tell(
        turn,
        subject="meeting",
        what="undid a change of the meetings",
        before={"cadence": to_json(found.cadence)},
        after={"cadence": to_json(back.cadence)},
    )
    coming = (await standing_of(turn)).coming
    words = when(turn, coming[0]) if coming else NO_NEXT
    said = UNDONE.format(rhythm=in_words(back.cadence), day=words)
    if coming:
        await posting.plan_again(turn, coming[0])
        await announce(turn, said, was=coming[0].day, key=f"{back.id}/{back.version}")
    return reply(said)
