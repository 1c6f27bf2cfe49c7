"""The post of a round in the channel: what is asked, of how many, until when, and how many have answered."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from domain.cadence import dates
from domain.chat import Block, Bullets, Button, Buttons, Heading, Reply, Typed, note, reply
from domain.checkins import Question
from domain.checkins.timing import CLOSES_AFTER, working_days_after
from domain.moments import short_day
from handlers.checkins.answer_buttons import ANSWER, NOTHING, SKIP, answer_buttons
from handlers.checkins.asked import questions_of, whom
from handlers.checkins.participation import Count, count
from handlers.checkins.refreshing import close_in_time
from handlers.moments import clock
from handlers.occasions import Unfit
from handlers.turn import Unasked
from storage import checkins, engagements, offers, outbox, outbox_edits, schedules
from storage.checkins import Round
from storage.database import Session
from storage.offers import Place
from storage.outbox import Post
from storage.schedules import Scheduled
from storage.tables import Engagement

TITLE = "Check-in {number}"
OPEN = "{counted}. Open until {until} ({zone})."
CLOSED = "Closed: {counted}."
STILL_WELCOME = "Late answers are welcome until the next check-in: `checkin answer`."
HOW = "About a minute, here or in a message to me in your own words. The team can read it: `checkin show`."
NEXT_ON = "The next one comes on {day}."
OVER, IS_CLOSED = "the next check-in has begun", "the check-in was closed before its post went out"
LOOKED_AHEAD = timedelta(days=800)


async def build_checkin(session: Session, post: Post) -> Reply | None:
    """What the post of the round says now. Raises Unfit where the round was over before it went out."""
    engagement = await engagements.find(session, engagement_id=post.engagement_id or 0)
    if engagement is None or post.builds is None:
        return None
    round_ = await checkins.find(session, engagement_id=engagement.id, checkin_id=post.builds["checkin"])
    latest = await checkins.latest(session, engagement_id=engagement.id)
    if round_ is None or latest is None:
        return None
    is_over = latest.id != round_.id
    is_closed = is_over or not round_.is_open(post.claimed_at)
    if is_closed and not await outbox_edits.may_stand(session, post):
        raise Unfit(OVER if is_over else IS_CLOSED)
    zone = post.builds.get("zone") or engagement.zone
    counted = await count(Unasked(session=session, engagement=engagement, now=post.claimed_at), round_)
    if is_closed:
        return _closed(round_, counted, is_over=is_over)
    await close_in_time(session, round_, post)
    ends = local_moment(round_.closes_at, zone=zone, locale=engagement.locale)
    title = Heading(TITLE.format(number=round_.number))
    shown = reply(title, *_said(round_.questions, _open(counted, ends, zone)), everyone=True)
    return replace(shown, blocks=(*shown.blocks, await _buttons(session, post, round_)))


def _closed(round_: Round, counted: Count, *, is_over: bool) -> Reply:
    title = Heading(TITLE.format(number=round_.number))
    is_complete = counted.answered + counted.skipped == counted.asked
    welcome = [] if is_complete or is_over else [note(STILL_WELCOME)]
    told = CLOSED.format(counted=counted.in_words)
    return reply(title, _listed(round_.questions), told, *welcome, everyone=True)


def _said(questions: Iterable[Question], counted: str) -> list[Block | str]:
    return [_listed(questions), counted, note(HOW)]


def _listed(questions: Iterable[Question]) -> Bullets:
    return Bullets(tuple((Typed(question.text),) for question in questions))


def _open(counted: Count, until: str, zone: str) -> str:
    return OPEN.format(counted=counted.in_words, until=until, zone=zone)


def local_moment(moment: datetime, *, zone: str, locale: str) -> str:
    """The moment where the schedule is, as in Wed 18 Nov, 9:30."""
    day = short_day(moment.astimezone(ZoneInfo(zone)).date(), locale=locale)
    return f"{day}, {clock(moment, zone)}"


async def _buttons(session: Session, post: Post, round_: Round) -> Buttons:
    """The buttons with the tokens that the message has: one on somebody's screen keeps working."""
    made = answer_buttons(round_, is_for_everyone=True)
    known = {button.label: button.id for button in await _standing_buttons(session, post)}
    if all(button.label in known for button in made.items):
        return Buttons(tuple(replace(button, id=known[button.label]) for button in made.items))
    place = Place(
        engagement_id=round_.engagement_id,
        person_id=None,
        conversation=post.address.place,
        now=post.claimed_at,
    )
    offered = await offers.save_buttons(session, reply(made), place)
    return Buttons(tuple(offered.buttons))


async def _standing_buttons(session: Session, post: Post) -> Sequence[Button]:
    """The buttons of the message that this post changes, or of an earlier try to post it."""
    if post.has_words:
        return [*post.reply.buttons]
    if not post.edits:
        return []
    said = await outbox.said(session, address=post.address, message_id=post.edits)
    return [*said.buttons] if said else []


async def preview(session: Session, engagement: Engagement, scheduled: Scheduled, *, now: datetime) -> Reply:
    """What the next round will say in the channel; its buttons are not stored."""
    zone = scheduled.cadence.zone
    holidays = await schedules.holidays_of(session, engagement_id=engagement.id)
    today = now.astimezone(ZoneInfo(zone)).date()
    ahead = dates(
        scheduled.cadence, after=today - timedelta(days=1), until=today + LOOKED_AHEAD, holidays=holidays
    )
    begins = next((one.moment for one in ahead if one.moment > now and not one.holiday), now)
    day, until = working_days_after(begins, CLOSES_AFTER, zone=zone, holidays=holidays)
    first = begins.astimezone(ZoneInfo(zone)).date()
    people = await whom(session, engagement, scheduled.settings, first=first, last=day)
    ends = local_moment(until, zone=zone, locale=engagement.locale)
    said = _said(
        questions_of(engagement, scheduled.settings),
        _open(Count(answered=0, skipped=0, asked=len(people)), ends, zone),
    )
    begin = NEXT_ON.format(day=local_moment(begins, zone=zone, locale=engagement.locale))
    shown = Buttons(tuple(Button(label=label, route="") for label in (ANSWER, SKIP, NOTHING)))
    return reply(Heading(scheduled.name), *said, shown, note(begin))
