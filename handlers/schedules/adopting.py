"""What comes by itself in every engagement: scheduled once, and told to the leads before it begins."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from domain.cadence import Cadence, nth_working_day_after, read_cadence
from domain.checkins import MOST_QUESTIONS, Question, kind_of, template_for, to_json
from domain.holidays import Holidays, country_of
from domain.jobs import Job, jobs
from handlers.leads import News, tell_leads
from handlers.moments import clock
from handlers.schedules.announcing import announcement, local_words
from handlers.schedules.coming import next_ahead
from handlers.schedules.meeting_ahead import MEETING, SOURCE, add_meeting, next_meeting
from storage import engagements, history, schedules, terms
from storage.database import Session
from storage.schedules import Scheduled
from storage.schedules.adopting import (
    ANNOUNCEMENT,
    announcements,
    jobs_of,
    people_by_account,
    to_announce,
    unannounced,
    without_some,
)
from storage.tables import Engagement

CHECKIN = "checkin"
FIRST_CHECKIN = "The first check-in comes on {day} at {time}, here in the channel."
TOLD = "scheduled what comes by itself: {names}"
DAY = timedelta(days=1)
# An announcement that did not arrive is written anew after so long; what is older is not looked for.
TOLD_AGAIN, LOOKED_BACK = timedelta(hours=6), timedelta(days=7)


async def ensure_defaults(
    session: Session, engagement: Engagement, *, now: datetime, by_id: int | None = None
) -> list[Scheduled]:
    """Schedule every job that begins with the engagement and that it never had. Return the new schedules."""
    await engagements.hold(session, engagement_id=engagement.id)
    there = await jobs_of(session, engagement_id=engagement.id)
    if not there - {MEETING}:
        await _add_own_holidays(session, engagement, now=now, by_id=by_id)
    holidays = await schedules.holidays_of(session, engagement_id=engagement.id)
    missing = [job for job in jobs().values() if job.begins == "engagement" and job.name not in there]
    added = [await _add(session, engagement, job, holidays, now=now, by_id=by_id) for job in missing]
    if MEETING not in there and (at := next_meeting(engagement, now)) is not None:
        added.append(await add_meeting(session, engagement, at, now=now, by_id=by_id))
    if added:
        names = ", ".join(one.name for one in added)
        await history.add(
            session,
            engagement_id=engagement.id,
            at=now,
            person_id=by_id,
            subject="schedule",
            what=TOLD.format(names=names),
            source=SOURCE,
        )
    return added


async def _add_own_holidays(
    session: Session, engagement: Engagement, *, now: datetime, by_id: int | None
) -> None:
    """Let the public holidays of where the engagement is count, where nobody said which do."""
    country = country_of(engagement.locale, zone=engagement.zone)
    if country and not await schedules.holiday_rows(session, engagement_id=engagement.id):
        await schedules.add_holiday(
            session, engagement_id=engagement.id, country=country, by_id=by_id, now=now
        )


async def _add(  # noqa: PLR0913 - a schedule begins with all of it
    session: Session,
    engagement: Engagement,
    job: Job,
    holidays: Holidays,
    *,
    now: datetime,
    by_id: int | None,
) -> Scheduled:
    cadence = first_cadence(engagement, job, holidays, now=now)
    settings: Mapping[str, Any] = {}
    if job.name == CHECKIN:
        settings = await _checkin_settings(session, engagement)
    return await schedules.add(
        session,
        engagement_id=engagement.id,
        job=job.name,
        name=job.title,
        cadence=cadence,
        settings=settings,
        by_id=by_id,
        source=SOURCE,
        now=now,
    )


def first_cadence(engagement: Engagement, job: Job, holidays: Holidays, *, now: datetime) -> Cadence:
    """When the job comes. A lead has the whole next working day to look at it before it begins."""
    typed, at = job.cadence, time(9, 30)
    template = terms.checkin_template(engagement)
    if job.name == CHECKIN and template is not None:
        typed, at = f"every {template.weekday}", template.at
    today = now.astimezone(ZoneInfo(engagement.zone)).date()
    return read_cadence(
        typed,
        zone=engagement.zone,
        starts=first_posting_day(today, holidays),
        default_at=at,
        fiscal_start_month=engagement.fiscal_start_month,
    )


def first_posting_day(today: date, holidays: Holidays) -> date:
    """The first local date on which something new may be posted."""
    return nth_working_day_after(today, 1, holidays=holidays) + DAY


async def _checkin_settings(session: Session, engagement: Engagement) -> Mapping[str, Any]:
    """What is asked of whom: as the engagement file says, else of everybody, by the use case."""
    usual = template_for(engagement.use_case)
    template = terms.checkin_template(engagement)
    if template is None:
        return _settings(usual.key, usual.questions, None)
    asked = tuple(
        Question(key=f"q{at}", text=text, kind=kind_of(text))
        for at, text in enumerate(template.questions[:MOST_QUESTIONS], start=1)
    )
    found = await people_by_account(session, engagement_id=engagement.id, accounts=template.audience)
    return _settings("own", asked, sorted(set(found.values())) or None)


def _settings(template: str, asked: Sequence[Question], people: list[int] | None) -> Mapping[str, Any]:
    return {
        "template": template,
        "questions": [to_json(question) for question in asked],
        "people": people,
        "reminder": True,
    }


async def first_checkin(session: Session, engagement: Engagement, *, now: datetime) -> str:
    """When the first check-in comes, in one line; empty where none is ahead."""
    scheduled = await schedules.of_job(session, engagement_id=engagement.id, job=CHECKIN)
    if scheduled is None:
        return ""
    holidays = await schedules.holidays_of(session, engagement_id=engagement.id)
    ahead = next_ahead(scheduled, now=now, holidays=holidays).next
    if ahead is None:
        return ""
    day = local_words(engagement, ahead.day, now)
    return FIRST_CHECKIN.format(day=day, time=clock(ahead.moment, scheduled.cadence.zone))


async def adopt(session: Session, *, now: datetime, limit: int = 20) -> int:
    """Schedule what comes by itself where it never did, and tell the leads. Return for how many clients.

    Whatever they were told may be posted once that message arrived. It runs in a write transaction, in any
    number of processes at once.
    """
    by_themselves = [job.name for job in jobs().values() if job.begins == "engagement"]
    for engagement_id in await without_some(session, jobs=by_themselves, limit=limit):
        engagement = await engagements.find(session, engagement_id=engagement_id)
        if engagement is not None:
            await ensure_defaults(session, engagement, now=now)
    waiting = await unannounced(session, limit=limit)
    return sum([await _announce(session, engagement_id, now=now) for engagement_id in waiting])


async def _announce(session: Session, engagement_id: int, *, now: datetime) -> bool:
    """Mark what a lead was shown, and show them the rest. Return whether they are told now."""
    await engagements.hold(session, engagement_id=engagement_id)
    made = await to_announce(session, engagement_id=engagement_id)
    found = await announcements(session, engagement_id=engagement_id, since=now - LOOKED_BACK)
    seen = [at for state, at in found if state == "sent"]
    shown = [one for one, at in made.items() if seen and at <= max(seen)]
    await schedules.announce(session, engagement_id=engagement_id, schedule_ids=shown, now=now)
    left = made.keys() - set(shown)
    if not left or any(_may_arrive(state, at, now) for state, at in found if at >= max(made.values())):
        return False
    return await _tell(session, engagement_id, left, now=now)


def _may_arrive(state: str, at: datetime, now: datetime) -> bool:
    """Whether an announcement is on its way, or failed so lately that another one would fail as well."""
    return state in ("pending", "sending") or now < at + TOLD_AGAIN


async def _tell(session: Session, engagement_id: int, ids: Collection[int], *, now: datetime) -> bool:
    engagement = await engagements.find(session, engagement_id=engagement_id)
    channels = await engagements.channels_of(session, engagement_id=engagement_id)
    if engagement is None or not channels:
        return False
    own = await schedules.of_engagement(session, engagement_id=engagement_id)
    holidays = await schedules.holidays_of(session, engagement_id=engagement_id)
    news = News(
        engagement=engagement,
        workspace=channels[0][1],
        reply=announcement(engagement, [one for one in own if one.id in ids], holidays, now),
        key=f"{ANNOUNCEMENT}{engagement_id}/{now.isoformat()}",
        now=now,
    )
    return bool(await tell_leads(session, news))
