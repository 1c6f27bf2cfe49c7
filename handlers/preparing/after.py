"""An hour after a meeting the channel is reminded to note what was decided, unless somebody did."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from domain.chat import Buttons, Reply, note, reply
from handlers import buttons
from handlers.decisions.recording import record_button
from handlers.meetings import ahead
from handlers.meetings.ahead import Ahead
from handlers.meetings.standing import standing_of
from handlers.meetings.words import when
from handlers.occasions import Nothing, Occasion, ToChannel, Unfit
from handlers.preparing.words import for_everyone
from handlers.turn import Here, Unasked
from storage import decisions, engagements, offers
from storage.database import Session
from storage.offers import Place
from storage.outbox import Post

JOB = WHAT = "meeting_after"
AN_HOUR, A_DAY = timedelta(hours=1), timedelta(hours=25)
ASK = "The meeting of {when} is over. What was decided: persevere, pivot, stop?"
HOW = "Outcome, who decided, and one line of reason make a draft. The rest is added step by step."
NOT_HELD = "It did not take place"
GONE, NOT_YET = "the meeting was moved or did not take place", "the meeting is still to come"
RECORDED = "a decision was recorded"
RESTS = "the meetings are paused"


async def decide(session: Session, occasion: Occasion) -> Sequence[ToChannel] | Nothing:
    """One post in the channel, if the meeting was held and no decision of it is noted."""
    here = Unasked(session=session, engagement=occasion.engagement, now=occasion.now)
    meeting = await _meant(here, occasion.args)
    if reason := await _why_not(here, meeting):
        return Nothing(reason=reason)
    return [ToChannel(builds={"what": WHAT, **occasion.args})]


async def _meant(here: Here, args: Mapping[str, Any]) -> Ahead | None:
    """The meeting, where it stands on its day still: its record may be that of the next one by now."""
    found = await ahead.find(here, args["meeting"])
    return found if found is not None and found.day.isoformat() == args["day"] else None


async def _why_not(here: Here, meeting: Ahead | None) -> str:
    if meeting is None:
        return GONE
    if meeting.ends > here.now:
        return NOT_YET
    told = await decisions.all_of(here.session, engagement_id=here.engagement.id)
    return RECORDED if any(one.meeting_id in meeting.record_ids for one in told) else ""


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
    if meeting.kind == "special" and (await standing_of(here)).rests:
        raise Unfit(RESTS)
    place = Place(engagement_id=engagement.id, person_id=None, conversation=post.address.place, now=here.now)
    return await offers.save_buttons(session, _said(here, meeting), place)


def _said(here: Here, meeting: Ahead) -> Reply:
    choices = [for_everyone(record_button(meeting_id=meeting.record_id))]
    if meeting.kind == "regular":
        args = {"meeting": meeting.day.isoformat()}
        choices.append(for_everyone(buttons.ask_by_form("meet skip", args, label=NOT_HELD)))
    asked = ASK.format(when=when(here, meeting))
    return reply(asked, note(HOW), Buttons(tuple(choices)), everyone=True)
