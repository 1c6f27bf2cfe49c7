"""An hour after a meeting the channel is reminded to note what was decided, unless somebody did."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from domain.chat import Buttons, Reply, note, reply
from handlers import buttons
from handlers.decisions.recording import record_button
from handlers.meetings import ahead
from handlers.meetings.ahead import Ahead
from handlers.meetings.posting import AN_HOUR, plan_after
from handlers.meetings.standing import Standing, standing_of
from handlers.meetings.words import when
from handlers.occasions import Moot
from handlers.posts import worded_by
from handlers.preparing.voting import reveal_buttons
from handlers.preparing.words import for_everyone
from handlers.turn import Here, Unasked
from storage import decisions
from storage.outbox import Post

# A meeting of Friday is made up on Monday, or on the Tuesday after a holiday.
LOOKED_BACK, OF_USE = timedelta(days=4), timedelta(hours=6)
ASK = "The meeting of {when} is over. What was decided: persevere, pivot, stop?"
HOW = "Outcome, who decided, and one line of reason make a draft. The rest is added step by step."
NOT_HELD = "It did not take place"
GONE, NOT_YET = "the meeting was moved or did not take place", "the meeting is still to come"
RECORDED = "a decision was recorded"
RESTS = "the meetings are paused"


async def make_up(here: Here, standing: Standing) -> None:
    """Have the post wait for the meetings of the last days for which none was planned: we were down then."""
    for one in await ahead.everything(here, standing):
        is_over = here.now - LOOKED_BACK <= one.ends <= here.now - AN_HOUR
        # Of a meeting in a file somebody else knows what was decided.
        if one.key is not None and is_over and not await _why_not(here, one):
            await plan_after(here, one, useful_until=here.now + OF_USE)


async def _meant(here: Here, args: Mapping[str, Any], standing: Standing) -> Ahead | None:
    """The meeting, where it stands at its time still: its record may be that of the next one by now."""
    found = await ahead.find(here, args["meeting"], standing)
    moment = datetime.fromisoformat(args["moment"])
    return found if found is not None and found.moment == moment else None


async def _why_not(here: Here, meeting: Ahead | None) -> str:
    if meeting is None:
        return GONE
    if meeting.ends > here.now:
        return NOT_YET
    told = await decisions.all_of(here.session, engagement_id=here.engagement.id)
    noted = [one for one in told if meeting.has_own(one.meeting_id) and not one.is_withdrawn]
    return RECORDED if noted else ""


@worded_by
async def build(here: Unasked, post: Post, builds: Mapping[str, Any]) -> Reply:
    """The reminder. Raises Moot where a decision was noted by then, or the meeting was not held."""
    standing = await standing_of(here)
    meeting = await _meant(here, builds, standing)
    reason = await _why_not(here, meeting)
    if meeting is None or reason:
        raise Moot(reason)
    if meeting.kind == "regular" and standing.rests:
        raise Moot(RESTS)
    return await _said(here, meeting)


async def _said(here: Here, meeting: Ahead) -> Reply:
    record = for_everyone(record_button(meeting_id=meeting.record_id))
    choices = [*await reveal_buttons(here, meeting), record]
    if meeting.kind == "regular":
        args = {"meeting": meeting.day.isoformat()}
        choices.append(for_everyone(buttons.ask_by_form("meet skip", args, label=NOT_HELD)))
    asked = ASK.format(when=when(here, meeting))
    return reply(asked, note(HOW), Buttons(tuple(choices)), everyone=True)
