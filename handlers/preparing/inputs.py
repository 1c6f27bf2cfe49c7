"""A week before a meeting whoever is expected is asked for a private vote, and for the agenda."""

from collections.abc import Sequence
from datetime import timedelta

from domain.chat import Block, Buttons, Strong, note, say
from domain.holidays import Holidays
from domain.meetings.lead import INPUTS, inputs_day, pack_day
from handlers.meetings import ahead
from handlers.meetings.ahead import Ahead, ensure_record, from_today
from handlers.meetings.attending import FEWEST_VOTERS, attendees
from handlers.meetings.facts import notes_of
from handlers.meetings.lasting import is_still_good
from handlers.meetings.standing import standing_of
from handlers.meetings.words import when
from handlers.occasions import Item, Nothing, Occasion, Part, ToPerson
from handlers.preparing.points import add_button
from handlers.preparing.voting import SEALED, vote_button, votes_for
from handlers.turn import Here, Unasked
from storage import meeting_records
from storage.database import Session

JOB = "meeting_inputs"
NONE_NEAR = "no meeting is a week away"
RESTS = "the meetings are paused"
TOO_FEW = "fewer than three people are expected, so nobody votes in private"
TITLE = "Meeting on {when}"
ASK = "Do we go on, or change? Say in private what you would do now, and what belongs on the agenda."
HAVE_VOTED = "Your vote is in. You can change it until the meeting begins, and put something on the agenda."
RANK = 4
# A vote is of use until shortly before the meeting.
UNTIL_BEFORE = timedelta(hours=1)


def _is_due(here: Here, meeting: Ahead, holidays: Holidays) -> bool:
    """Whether a week before has come, the pack's day has not, and nobody was asked yet.

    Where it was moved by more than a week since, they are asked anew.
    """
    since = inputs_day(meeting.day)
    if not since <= here.today < pack_day(meeting.day, holidays=holidays):
        return False
    return not _was_asked(here, meeting)


def _was_asked(here: Here, meeting: Ahead) -> bool:
    """Whether they were asked, and the meeting was not moved by more than a week since."""
    asked_at = [one.inputs_at for one in meeting.records if one.inputs_at is not None]
    return is_still_good(here, meeting, asked_at, lead=INPUTS)


async def decide(session: Session, occasion: Occasion) -> Sequence[ToPerson] | Nothing:
    """Ask everybody who is expected, once for each meeting; the post of the pack asks later ones."""
    here = Unasked(session=session, engagement=occasion.engagement, now=occasion.now)
    standing = await standing_of(here)
    near = [one for one in await from_today(here, standing) if one.kind == "special" or not standing.rests]
    due = [one for one in near if _is_due(here, one, standing.holidays)]
    if not due:
        return Nothing(reason=RESTS if standing.rests else NONE_NEAR)
    meeting = due[0]
    people = await attendees(here, meeting.day)
    if len(people) < FEWEST_VOTERS:
        return Nothing(reason=TOO_FEW)
    own = await ensure_record(here, meeting)
    await meeting_records.add_step(
        session,
        engagement_id=here.engagement.id,
        meeting_id=own.id,
        kind="inputs",
        by_id=None,
        source="schedule",
        now=here.now,
    )
    latest = meeting.moment - UNTIL_BEFORE
    return [ToPerson(person_id=one.id, args={"meeting": own.id}, latest_at=latest) for one in people]


async def put_into_words(session: Session, item: Item) -> Part | None:
    """The question, unless the meeting began or does not stand any more."""
    here = Unasked(session=session, engagement=item.engagement, now=item.now)
    meeting = await ahead.find(here, item.args["meeting"])
    if meeting is None or meeting.started_at is not None or meeting.moment <= here.now:
        return None
    # Whoever is not asked for this one now is asked anew, a week before its day.
    if not _was_asked(here, meeting):
        return None
    has_voted = any(one.person_id == item.person.id for one in await votes_for(here, meeting))
    blocks: list[Block] = [
        say(Strong(TITLE.format(when=when(here, meeting)))),
        *notes_of(here, meeting),
        say(HAVE_VOTED if has_voted else ASK),
        *([] if has_voted else [note(SEALED)]),
        Buttons((vote_button(meeting.record_id), add_button(meeting.record_id))),
    ]
    return Part(blocks=blocks, rank=RANK)
