"""An hour after a meeting the channel is reminded to note what was decided, unless somebody did."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from domain.chat import Buttons, Reply, note, reply
from handlers import buttons
from handlers.decisions.recording import record_button
from handlers.meetings import ahead
from handlers.meetings.ahead import Ahead
from handlers.meetings.posting import A_DAY, AFTER, AN_HOUR, plan_after
from handlers.meetings.standing import standing_of
from handlers.meetings.words import when
from handlers.occasions import Unfit
from handlers.preparing.voting import reveal_buttons
from handlers.preparing.words import for_everyone
from handlers.turn import Here, Unasked
from storage import decisions, engagements, offers
from storage.database import Session
from storage.offers import Place
from storage.outbox import Post

JOB = WHAT = AFTER
# A meeting of Friday is made up on Monday, or on the Tuesday after a holiday.
LOOKED_BACK, OF_USE = timedelta(days=4), timedelta(hours=6)
ASK = "The meeting of {when} is over. What was decided: persevere, pivot, stop?"
HOW = "Outcome, who decided, and one line of reason make a draft. The rest is added step by step."
NOT_HELD = "It did not take place"
GONE, NOT_YET = "the meeting was moved or did not take place", "the meeting is still to come"
RECORDED = "a decision was recorded"
RESTS = "the meetings are paused"


async def make_up(here: Here) -> None:
    """Have the post wait for the meetings of the last days for which none was planned: we were down then."""
    for one in await ahead.everything(here):
        is_over = here.now - LOOKED_BACK <= one.ends <= here.now - AN_HOUR
        # Of a meeting in a file somebody else knows what was decided.
        if one.key is not None and is_over and not await _why_not(here, one):
            await plan_after(here, one, latest_at=max(one.ends + A_DAY, here.now + OF_USE))


async def _meant(here: Here, args: Mapping[str, Any]) -> Ahead | None:
    """The meeting, where it stands at its time still: its record may be that of the next one by now."""
    found = await ahead.find(here, args["meeting"])
    moment = datetime.fromisoformat(args["moment"])
    return found if found is not None and found.moment == moment else None


async def _why_not(here: Here, meeting: Ahead | None) -> str:
    if meeting is None:
        return GONE
    if meeting.ends > here.now:
        return NOT_YET
    told = await decisions.all_of(here.session, engagement_id=here.engagement.id)
    noted = [one for one in told if one.meeting_id in meeting.record_ids and not one.is_withdrawn]
    return RECORDED if noted else ""


async def build(session: Session, post: Post) -> Reply | None:
    """The reminder. Raises Unfit where a decision was noted by then, or the meeting was not held."""
    engagement = await engagements.find(session, engagement_id=post.engagement_id or 0)
    if engagement is None or post.builds is None:
        return None
    here = Unasked(session=session, engagement=engagement, now=post.claimed_at)
    meeting = await _meant(here, post.builds)
    if reason := await _why_not(here, meeting):
        raise Unfit(reason)
    if meeting is None:
        return None
    if meeting.kind == "regular" and (await standing_of(here)).rests:
        raise Unfit(RESTS)
    place = Place(engagement_id=engagement.id, person_id=None, conversation=post.address.place, now=here.now)
    return await offers.save_buttons(session, await _said(here, meeting), place)


async def _said(here: Here, meeting: Ahead) -> Reply:
    record = for_everyone(record_button(meeting_id=meeting.record_id))
    choices = [*await reveal_buttons(here, meeting), record]
    if meeting.kind == "regular":
        args = {"meeting": meeting.day.isoformat()}
        choices.append(for_everyone(buttons.ask_by_form("meet skip", args, label=NOT_HELD)))
    asked = ASK.format(when=when(here, meeting))
    return reply(asked, note(HOW), Buttons(tuple(choices)), everyone=True)
