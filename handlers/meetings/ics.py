"""The meetings as an iCalendar (RFC 5545): dates, and the client's name, and nothing else."""

from datetime import datetime, timedelta

from icalendar import STATUS, Calendar, Event

from domain.meetings import Meeting, Recorded
from handlers.meetings.standing import standing_of
from handlers.turn import Here
from storage import meeting_records

PRODUCT = "-//Headway//Meetings//EN"
NAME = "{client}: meetings"
SUMMARY = "Pivot or persevere: {client}"
UID = "meeting-{schedule}-{named:%Y%m%d}-{key}@headway"
REVIEW = "Special review: {client}"
REVIEW_UID = "review-{number}-{key}@headway"
REFRESHED = timedelta(hours=6)
SHOWN_BACK, SHOWN_AHEAD = timedelta(days=366), timedelta(days=731)


async def calendar_of(here: Here) -> str:
    """The calendar of the engagement's meetings, a year back and two ahead; those left out are cancelled."""
    e = here.engagement
    standing = await standing_of(here)
    shown = [one for one in standing.meetings if -SHOWN_BACK <= one.moment - here.now <= SHOWN_AHEAD]
    records = await meeting_records.all_of(here.session, engagement_id=e.id)
    special = [_review(one, one.at, client=e.name, key=e.key) for one in records if one.at is not None]
    made = Calendar.new(
        prodid=PRODUCT,
        name=NAME.format(client=e.name),
        uid=f"meetings-{e.key}@headway",
        subcomponents=[*(_event(one, client=e.name, key=e.key) for one in shown), *special],
    )
    # RFC 7986 wants the kind of the value said; what comes after it is what Outlook and Apple read instead.
    made.add("REFRESH-INTERVAL", REFRESHED, parameters={"VALUE": "DURATION"})
    made.add("X-PUBLISHED-TTL", "PT6H")
    made.add("X-WR-TIMEZONE", e.zone)
    return str(made.to_ical(), "utf-8")


def _event(one: Meeting, *, client: str, key: str) -> Event:
    return Event.new(
        uid=UID.format(schedule=one.schedule_id, named=one.named, key=key),
        stamp=one.changed_at,
        last_modified=one.changed_at,
        sequence=one.revision,
        start=one.moment,
        end=one.moment + timedelta(minutes=one.minutes),
        summary=SUMMARY.format(client=client),
        status=STATUS.CANCELLED if one.is_left_out else STATUS.CONFIRMED,
    )


def _review(one: Recorded, at: datetime, *, client: str, key: str) -> Event:
    return Event.new(
        uid=REVIEW_UID.format(number=one.number, key=key),
        stamp=one.changed_at,
        last_modified=one.changed_at,
        sequence=one.changes,
        start=at,
        end=at + timedelta(minutes=one.minutes),
        summary=REVIEW.format(client=client),
        status=STATUS.CANCELLED if one.is_cancelled else STATUS.CONFIRMED,
    )
