"""The post an hour before a meeting: when it is, who is expected, and the two questions of each."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from domain.chat import Block, Bullets, Heading, Reply, Strong, Typed, reply, say
from domain.meetings import Meeting
from domain.permissions import Role
from handlers.meetings.standing import standing_of
from handlers.meetings.words import NAME, on
from handlers.moments import clock
from handlers.occasions import Nothing, Occasion, ToChannel, Unfit
from handlers.turn import Unasked
from storage import engagements, members, wishes
from storage.database import Session
from storage.outbox import Post
from storage.schedules import Scheduled
from storage.tables import Engagement, Person

WHAT = "meeting"
WHEN = "{day}, {starts} to {ends} ({zone})"
EXPECTED = "Expected: "
QUESTIONS = "Two questions stand on every agenda:"
STANDING_QUESTIONS = (
    "What evidence is there that the strategy brings us closer to the vision?",
    "Is there enough progress to go on believing in it, or do we need a major change?",
)
NO_MORE, IS_OVER = "the meeting was moved or left out", "the meeting is over"


async def decide(session: Session, occasion: Occasion) -> Sequence[ToChannel] | Nothing:
    """One post in the channel, if the meeting still stands."""
    here = Unasked(session=session, engagement=occasion.engagement, now=occasion.now)
    standing = await standing_of(here)
    if standing.on(occasion.local_date) is None:
        was_held = any(one.day == occasion.local_date for one in standing.held)
        return Nothing(reason=IS_OVER if was_held else NO_MORE)
    builds = {"what": WHAT, "day": occasion.local_date.isoformat(), "at": occasion.now.isoformat()}
    return [ToChannel(builds=builds)]


async def build(session: Session, post: Post) -> Reply | None:
    """The post, in the words of the moment at which it goes out."""
    engagement = await engagements.find(session, engagement_id=post.engagement_id or 0)
    if engagement is None or post.builds is None:
        return None
    here = Unasked(session=session, engagement=engagement, now=datetime.fromisoformat(post.builds["at"]))
    meeting = (await standing_of(here)).on(date.fromisoformat(post.builds["day"]))
    if meeting is None:
        raise Unfit(NO_MORE)
    if meeting.moment + timedelta(minutes=meeting.minutes) <= post.claimed_at:
        raise Unfit(IS_OVER)
    return await _said(here, meeting)


async def preview(
    session: Session, engagement: Engagement, scheduled: Scheduled, *, now: datetime
) -> Reply | None:
    """What will be posted before the next meeting; None where there is none."""
    here = Unasked(session=session, engagement=engagement, now=now)
    coming = (await standing_of(here)).coming
    return await _said(here, coming[0]) if coming else None


async def _said(here: Unasked, meeting: Meeting) -> Reply:
    people = await _expected(here.session, engagement_id=here.engagement.id, day=meeting.day)
    return reply(*_blocks(here, meeting, people), everyone=True)


async def _expected(session: Session, *, engagement_id: int, day: date) -> list[Person]:
    """The members but observers, without those who are away on that day."""
    crowd = await members.current(session, engagement_id=engagement_id)
    people = [person for membership, person in crowd if membership.role != Role.OBSERVER]
    ids = [person.id for person in people]
    away = await wishes.absences(session, engagement_id=engagement_id, person_ids=ids)
    return [person for person in people if not any(wish.holds_on(day) for wish in away[person.id])]


def _blocks(here: Unasked, meeting: Meeting, people: Sequence[Person]) -> list[Block]:
    zone = here.engagement.zone
    ends = meeting.moment + timedelta(minutes=meeting.minutes)
    words = {"starts": clock(meeting.moment, zone), "ends": clock(ends, zone), "zone": zone}
    names = [Typed(", ".join(person.name for person in people))]
    expected = [say(EXPECTED, *names, ".")] if people else []
    return [
        Heading(NAME),
        say(Strong(WHEN.format(day=on(here, meeting.day), **words))),
        *expected,
        say(QUESTIONS),
        Bullets(tuple((question,) for question in STANDING_QUESTIONS)),
    ]
