"""What is posted when: short for every day, with all of the catalogue, and one schedule with its dates."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import islice

from domain.chat import Block, Bullets, Button, Buttons, Heading, Reply, Strong, note, reply, say
from domain.holidays import Holidays
from domain.jobs import Job, jobs
from domain.permissions import Action, is_allowed
from domain.wording import capital
from handlers import buttons
from handlers.channels.words import place_of
from handlers.moments import clock, short_day
from handlers.routing import Router
from handlers.schedules import named
from handlers.schedules.adopting import CHECKIN
from handlers.schedules.coming import ahead_of, next_ahead, used_days
from handlers.schedules.first_run import preview_button
from handlers.schedules.reading import MEETING, when_in_words
from handlers.schedules.words import IN_DOUBT, ending_of, fine_print, last_of, next_of
from handlers.turn import EngagementTurn
from storage import channels, schedules
from storage.schedules import Happened, Scheduled

TITLE = "What I post for {client}"
WHEN, ALONE = ": {when}.", "{when}, in {zone}."
ZONE = "Times are in {zone}."
OTHER_ZONE = " Time zone: {zone}."
HELD_BACK = "My own posts in {channel} are held back for now: `channels` says why."
NO_CHANNEL = "{client} lives in no channel, so nothing can be posted."
FOLLOWS = {"checkin": "follows the check-in", "meeting": "follows each meeting"}
NOT_YET, WITH_MEETING = "not scheduled", "once a meeting is planned"
NEXT_DATES, LAST_ONES = "Next dates", "The last ones"
ON_HOLIDAYS = {
    "skip": "On a holiday it is left out.",
    "next": "On a holiday it moves to the next working day.",
    "keep": "It comes on holidays too.",
}
AT = "{day}, {time}"
SKIPPED = "{day}: left out, {holiday}"
ENDED = "{day}: {ending}"
MOST_DATES = 5
LOOKED_BACK = timedelta(days=200)
OPEN = frozenset({"planned", "posting"})

router = Router()


@dataclass(frozen=True, kw_only=True)
class Told:
    """A schedule and what is said of it."""

    scheduled: Scheduled
    handle: str
    next: str
    last: str


@router.command(
    "schedule",
    action=Action.READ_SCHEDULES,
    usage="schedule",
    summary="Show what I post by myself, and when",
    reads=True,
)
async def show(turn: EngagementTurn, text: str) -> Reply:
    """Show every schedule in a few words."""
    return await _show(turn, is_whole=False)


@router.command(
    "schedule list",
    action=Action.READ_SCHEDULES,
    usage="schedule list",
    summary="Show every job of mine: when, for whom, what holds it back, and how the last one ended",
    reads=True,
)
async def show_all(turn: EngagementTurn, text: str) -> Reply:
    """Show every schedule and the whole catalogue."""
    return await _show(turn, is_whole=True)


async def _show(turn: EngagementTurn, *, is_whole: bool) -> Reply:
    holidays = await schedules.holidays_of(turn.session, engagement_id=turn.engagement.id)
    told = await _told(turn, holidays)
    blocks: list[Block] = [Heading(TITLE.format(client=turn.engagement.name)), *await _obstacles(turn)]
    for one in told:
        blocks += await _lines(turn, one, is_whole=is_whole)
    if is_whole:
        blocks += [line for job in _alone(told) for line in _job_lines(job)] + [note(IN_DOUBT)]
    elif not told:
        blocks.append(say(named.NONE_YET))
    blocks.append(note(ZONE.format(zone=turn.engagement.zone)))
    return reply(*blocks, Buttons(_choices(turn, is_whole=is_whole)))


async def _told(turn: EngagementTurn, holidays: Holidays) -> list[Told]:
    own = await schedules.of_engagement(turn.session, engagement_id=turn.engagement.id)
    order = list(jobs())
    own.sort(key=lambda one: (order.index(one.job), one.id))
    return [await _tell(turn, one, holidays, named.handle_of(one, own)) for one in own]


async def _tell(turn: EngagementTurn, scheduled: Scheduled, holidays: Holidays, handle: str) -> Told:
    based = await schedules.with_base(turn.session, scheduled)
    used = await used_days(turn.session, based, now=turn.now)
    ahead = next_ahead(based, now=turn.now, holidays=holidays, used=used)
    here = {"today": turn.today, "locale": turn.engagement.locale}
    return Told(
        scheduled=scheduled,
        handle=handle,
        next=next_of(based, ahead, handle=handle, **here),  # type: ignore[arg-type]  # as words.py names them
        last=last_of(await ended(turn, scheduled), **here),  # type: ignore[arg-type]  # as words.py names them
    )


async def ended(turn: EngagementTurn, scheduled: Scheduled) -> list[Happened]:
    """What of the schedule ended lately, the latest at the end."""
    found = await schedules.occurrences(
        turn.session,
        engagement_id=turn.engagement.id,
        schedule_id=scheduled.id,
        since=turn.today - LOOKED_BACK,
        until=turn.today,
    )
    return [one for one in found if one.job == scheduled.job and one.state not in OPEN]


async def _obstacles(turn: EngagementTurn) -> list[Block]:
    """What holds back everything that goes to the channel."""
    homes = await channels.homes(turn.session, engagement_id=turn.engagement.id)
    if not homes:
        return [say(NO_CHANNEL.format(client=turn.engagement.name))]
    home, _workspace, channel = homes[0]
    if channel is None or channels.is_open(channel):
        return []
    return [say(HELD_BACK.format(channel=place_of(channel, home.conversation)))]


async def _lines(turn: EngagementTurn, told: Told, *, is_whole: bool) -> list[Block]:
    scheduled = told.scheduled
    zone = scheduled.cadence.zone
    other = "" if zone == turn.engagement.zone else OTHER_ZONE.format(zone=zone)
    when = WHEN.format(when=await when_in_words(turn, scheduled.cadence)) + other
    lines: list[Block] = [say(Strong(scheduled.name), when), note(f"{told.next} {told.last}".strip())]
    return [*lines, note(fine_print(jobs()[scheduled.job]))] if is_whole else lines


def _alone(told: list[Told]) -> list[Job]:
    there = {one.scheduled.job for one in told}
    return [job for job in jobs().values() if job.name not in there]


def _job_lines(job: Job) -> list[Block]:
    when = WITH_MEETING if job.begins == "meeting" else FOLLOWS.get(job.follows, NOT_YET)
    return [say(Strong(job.title), WHEN.format(when=when)), note(fine_print(job))]


def _choices(turn: EngagementTurn, *, is_whole: bool) -> tuple[Button, ...]:
    other = buttons.run("In short", "schedule") if is_whole else buttons.run("Details", "schedule list")
    if not is_allowed(turn.role, Action.MANAGE_SCHEDULES):
        return (other,)
    change = buttons.run("Change one", "schedule change")
    return (other, preview_button(), change)


@router.command(
    "schedule show",
    action=Action.READ_SCHEDULES,
    usage="schedule show NAME",
    summary="Show one schedule with its next dates and how the last ones ended",
    reads=True,
)
async def show_one(turn: EngagementTurn, text: str) -> Reply:
    """Show one schedule, the next dates and the last ones."""
    if not text:
        return await named.ask_which(turn, "show")
    found = await named.find(turn, text)
    own = await schedules.of_engagement(turn.session, engagement_id=turn.engagement.id)
    holidays = await schedules.holidays_of(turn.session, engagement_id=turn.engagement.id)
    handle = named.handle_of(found, own)
    told = await _tell(turn, found, holidays, handle)
    dates = await _dates(turn, found, holidays)
    when = await when_in_words(turn, found.cadence)
    is_held = found.is_paused or found.announced_at is None
    blocks: list[Block] = [
        Heading(found.name),
        say(ALONE.format(when=capital(when), zone=found.cadence.zone)),
        say(*((told.next, " ") if is_held or not dates else ()), ON_HOLIDAYS[found.cadence.on_holiday]),
        *dates,
        *await _endings(turn, found),
        note(fine_print(jobs()[found.job])),
    ]
    can_change = is_allowed(turn.role, Action.MANAGE_SCHEDULES)
    return reply(*blocks, *([Buttons(_verbs(found, handle))] if can_change else []))


async def _dates(turn: EngagementTurn, scheduled: Scheduled, holidays: Holidays) -> list[Block]:
    based = await schedules.with_base(turn.session, scheduled)
    used = await used_days(turn.session, based, now=turn.now)
    found = islice(ahead_of(based, now=turn.now, holidays=holidays, used=used), MOST_DATES)
    lines = []
    for one in found:
        day = short_day(turn, one.day)
        time = clock(one.moment, scheduled.cadence.zone)
        skipped = SKIPPED.format(day=day, holiday=one.holiday)
        lines.append((skipped if one.holiday else AT.format(day=day, time=time),))
    return [say(Strong(NEXT_DATES)), Bullets(tuple(lines))] if lines else []


async def _endings(turn: EngagementTurn, scheduled: Scheduled) -> list[Block]:
    found = (await ended(turn, scheduled))[-MOST_DATES:]
    lines = [
        (ENDED.format(day=short_day(turn, one.local_date), ending=ending_of(one)),) for one in reversed(found)
    ]
    return [say(Strong(LAST_ONES)), Bullets(tuple(lines))] if lines else []


def _verbs(scheduled: Scheduled, handle: str) -> tuple[Button, ...]:
    """What a lead may do with it; what a job has of its own stands first."""
    if scheduled.is_paused:
        rest = [buttons.run("Resume", f"schedule resume {handle}")]
    else:
        rest = [buttons.run("Pause", f"schedule pause {handle}")]
    if scheduled.job == MEETING:
        return buttons.run("Meetings", "meet list"), *rest
    if not scheduled.is_paused:
        rest.append(buttons.run("Skip the next", f"schedule skip {handle}"))
    if scheduled.job == CHECKIN:
        rest.append(buttons.run("What it asks", "checkin set", opens_form=True))
    return buttons.run("Change", f"schedule change {handle}", opens_form=True), *rest
