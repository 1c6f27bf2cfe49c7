"""Asking: what the schedule says is asked of whom, and beginning a round when its time has come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from domain.checkins import Question, from_json, template_for
from domain.checkins.timing import CLOSES_AFTER, REMINDED_AFTER, begun_at, working_days_after
from domain.holidays import Holidays
from domain.jobs import jobs, latest_at
from domain.permissions import Role
from handlers.checkins.refreshing import CHECKIN, refresh_post
from handlers.occasions import Later, Nothing, Occasion, Outcome, ToChannel
from storage import checkins, members, schedules, wishes
from storage.checkins import Round
from storage.database import Session
from storage.tables import Engagement

REMINDER, DIGEST = "checkin_reminder", "checkin_digest"
NOBODY = "nobody could be asked: everybody is away, or has a day off"


def questions_of(engagement: Engagement, settings: Mapping[str, Any]) -> tuple[Question, ...]:
    """What is asked: as the settings say, else as usual for the engagement's use case."""
    asked = tuple(from_json(question) for question in settings.get("questions") or ())
    return asked or template_for(engagement.use_case).questions


async def whom(
    session: Session, engagement: Engagement, settings: Mapping[str, Any], *, first: date, last: date
) -> list[int]:
    """Who is asked on the day `first` until `last`: members who are meant, there, and work in between.

    Observers are never asked.
    """
    meant = settings.get("people")
    days = {first + timedelta(days=step) for step in range((last - first).days + 1)}
    found = []
    for membership, person in await members.current(session, engagement_id=engagement.id):
        is_meant = meant is None or person.id in meant
        if membership.role == Role.OBSERVER or not is_meant:
            continue
        who = {"engagement_id": engagement.id, "person_id": person.id}
        if await wishes.is_away(session, **who, day=first):
            continue
        works = members.working_time(membership, person, engagement)
        if any(day.weekday() in works.days for day in days):
            found.append(person.id)
    return found


async def decide_checkin(session: Session, occasion: Occasion) -> Sequence[Outcome] | Nothing:
    """Begin a round: one post in the channel; later the reminder, and the digest that closes it."""
    dates = await _dates(session, occasion)
    last = dates.closes[0]
    who = await whom(session, occasion.engagement, occasion.settings, first=occasion.local_date, last=last)
    if not who:
        return Nothing(reason=NOBODY)
    round_ = await _start(session, occasion, people=who, closes_at=dates.closes[1])
    later = [(REMINDER, *dates.reminded)] if occasion.settings.get("reminder", True) else []
    return [
        ToChannel(builds={"what": CHECKIN, "checkin": round_.id, "zone": dates.zone}, key=_key(occasion)),
        *(_later(round_, dates, *one) for one in (*later, (DIGEST, *dates.closes))),
    ]


def _key(occasion: Occasion) -> str:
    """A changed schedule takes back what waits, and posts for the same date under another key."""
    return f"v{occasion.version}"


@dataclass(frozen=True, kw_only=True)
class _Dates:
    """Where the schedule is, and the local dates and moments of what follows."""

    zone: str
    holidays: Holidays
    reminded: tuple[date, datetime]
    closes: tuple[date, datetime]


async def _dates(session: Session, occasion: Occasion) -> _Dates:
    zone = await _zone(session, occasion)
    holidays = await schedules.holidays_of(session, engagement_id=occasion.engagement.id)
    after = partial(working_days_after, begun_at(occasion.due_at, occasion.now), zone=zone, holidays=holidays)
    return _Dates(zone=zone, holidays=holidays, reminded=after(REMINDED_AFTER), closes=after(CLOSES_AFTER))


async def _start(
    session: Session, occasion: Occasion, *, people: Sequence[int], closes_at: datetime
) -> Round:
    """Begin the round; the one before it takes no answers any more, and its post says so."""
    engagement_id = occasion.engagement.id
    previous = await checkins.latest(session, engagement_id=engagement_id)
    round_ = await checkins.start(
        session,
        engagement_id=engagement_id,
        occurrence_id=occasion.id,
        questions=questions_of(occasion.engagement, occasion.settings),
        person_ids=people,
        post_key=f"{occasion.job}/{occasion.id}/{_key(occasion)}",
        closes_at=closes_at,
        now=occasion.now,
    )
    if previous is not None and previous.id != round_.id:
        await refresh_post(session, previous, now=occasion.now)
    return round_


def _later(round_: Round, dates: _Dates, job: str, day: date, due_at: datetime) -> Later:
    return Later(
        job=job,
        local_date=day,
        due_at=due_at,
        latest_at=latest_at(jobs()[job], due_at, zone=dates.zone, holidays=dates.holidays),
        args={"checkin": round_.id},
    )


async def _zone(session: Session, occasion: Occasion) -> str:
    """The zone of the schedule."""
    scheduled = await schedules.find(
        session, engagement_id=occasion.engagement.id, schedule_id=occasion.schedule_id
    )
    return occasion.engagement.zone if scheduled is None else scheduled.cadence.zone
