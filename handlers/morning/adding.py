"""What a job has for one person, put into their message of that morning; or why it reaches nobody."""

from dataclasses import dataclass
from datetime import date, datetime

from domain.at_work import day_of, next_day, next_moment_at_work, week_of
from domain.chat import Address
from domain.holidays import Holidays
from domain.permissions import LEADS, Role
from domain.working_time import WorkingTime
from handlers.occasions import Occasion, ToPerson
from storage import budget, engagements, members, morning, people, schedules, wishes
from storage.database import Session
from storage.morning import ForPerson
from storage.tables import Engagement, Membership, Person

NO_MEMBER = "no longer a member"
UNREACHABLE = "no account here that can be written to"
TOO_LATE = "does not work before it is over"
AWAY = "away until it is over"
QUIET = "wants quiet until it is over"
ENOUGH = "was written to twice in that week already"
# Leads excepted: unasked messages of all jobs together.
MOST_A_WEEK = 2
# What a lead has somebody asked for does not cost them the question for their vote.
NOT_COUNTED_FOR = {"meeting_inputs": "meeting_gaps"}


class Unreached(Exception):
    """They are not written to; the text is the reason, which the lead can read."""


@dataclass(frozen=True, kw_only=True)
class Reader:
    """A member who may be written to, and when they work for the engagement."""

    engagement: Engagement
    membership: Membership
    person: Person
    works: WorkingTime
    holidays: Holidays

    @property
    def is_lead(self) -> bool:
        """Whether they lead the engagement."""
        return Role(self.membership.role) in LEADS


async def add_item(session: Session, occasion: Occasion, item: ToPerson) -> None:
    """Put the item into the person's next message, or write down why they are not told.

    An occasion has one item for a person. It leaves in their next working moment; an item that joins a
    message which waits costs nothing of their week.
    """
    for_person = ForPerson(
        engagement_id=occasion.engagement.id,
        person_id=item.person_id,
        occurrence_id=occasion.id,
        job=occasion.job,
        decided_at=occasion.now,
        latest_at=item.latest_at or occasion.latest_at,
        args=item.args,
    )
    try:
        reader = await reader_of(session, occasion.engagement, person_id=item.person_id)
        await put(session, for_person, reader, after=max(occasion.due_at, occasion.now))
    except Unreached as why:
        await morning.end(session, for_person, reason=str(why))


async def put(
    session: Session, item: ForPerson, reader: Reader, *, after: datetime, instead_of: int | None = None
) -> None:
    """Put the item into a message, in their first working moment from `after` on. Raises Unreached.

    The post `instead_of` will not be sent, so it does not count.
    """
    address = await _address(session, reader)
    at = await first_moment(session, reader, job=item.job, after=after, latest_at=item.latest_at)
    day = day_of(reader.works, at)
    if await morning.join(session, item, day=day):
        return
    is_free = reader.is_lead or item.is_asked_for
    if not is_free and await has_enough(session, reader, at, job=item.job, instead_of=instead_of):
        raise Unreached(ENOUGH)
    await morning.begin(session, item, address=address, day=day, at=at)


async def reader_of(session: Session, engagement: Engagement, *, person_id: int) -> Reader:
    """The member, and when they work. Raises Unreached for somebody who is none."""
    membership = await members.find(session, engagement_id=engagement.id, person_id=person_id)
    person = await people.find(session, person_id=person_id)
    if membership is None or person is None:
        raise Unreached(NO_MEMBER)
    return Reader(
        engagement=engagement,
        membership=membership,
        person=person,
        works=members.working_time(membership, person, engagement),
        holidays=await schedules.holidays_of(session, engagement_id=engagement.id),
    )


async def _address(session: Session, reader: Reader) -> Address:
    """Their direct messages: where the engagement has its home, if they are there."""
    where = {"engagement_id": reader.engagement.id}
    channels = await engagements.channels_of(session, **where)
    home = channels[0][1].id if channels else 0
    found = await people.reachable(session, **where, person_id=reader.person.id, workspace_id=home)
    if found is None:
        raise Unreached(UNREACHABLE)
    account, at = found
    return Address(platform=at.platform, workspace=at.external_id, account=account.external_id)


async def first_moment(
    session: Session, reader: Reader, *, job: str, after: datetime, latest_at: datetime
) -> datetime:
    """When they read it: the first moment at work on a day on which they want to be told. Raises Unreached.

    `job` may be anything that is no job: then only what they want of all messages counts.
    """
    works, why = reader.works, TOO_LATE
    at = next_moment_at_work(works, after, holidays=reader.holidays)
    while at <= latest_at:
        held_back = await _held_back(session, reader, job, day_of(works, at))
        if not held_back:
            return at
        why = held_back
        at = next_moment_at_work(works, next_day(works, at), holidays=reader.holidays)
    raise Unreached(why)


async def _held_back(session: Session, reader: Reader, job: str, day: date) -> str:
    """Why they are not written to about this on that day; empty where they are."""
    who = {"engagement_id": reader.engagement.id, "person_id": reader.person.id}
    if await wishes.is_away(session, **who, day=day):
        return AWAY
    return QUIET if await wishes.is_quiet(session, **who, job=job, day=day) else ""


async def has_enough(
    session: Session, reader: Reader, at: datetime, *, job: str = "", instead_of: int | None = None
) -> bool:
    """Whether they were written to often enough for the job in the week of that moment, wherever."""
    since, until = week_of(reader.works, at)
    sent = await budget.count_posts(
        session,
        person_id=reader.person.id,
        since=since,
        until=until,
        but=instead_of,
        without_job=NOT_COUNTED_FOR.get(job, ""),
    )
    return sent >= MOST_A_WEEK
