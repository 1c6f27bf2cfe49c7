"""`checkin` alone: a lead says what is asked, everybody else answers; and `checkin now`."""

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from domain.chat import FormRef, Reply, reply
from domain.errors import UserError
from domain.jobs import jobs, latest_at
from domain.permissions import LEADS, Action, Role
from handlers import story
from handlers.checkins.answer_buttons import ANSWER_FORM
from handlers.checkins.asked import whom
from handlers.checkins.open_round import IS_OPEN, OBSERVER, is_asked, next_said
from handlers.checkins.participation import count
from handlers.checkins.refreshing import CHECKIN
from handlers.checkins.setting import SETTING_FORM, current
from handlers.routing import Router
from handlers.schedules.first_run import announce, buttons_of_first_run
from handlers.turn import EngagementTurn
from storage import checkins, schedules
from storage.schedules import Scheduled

NO_ROUND = "No check-in is open right now. {next}"
NOT_ASKED = "A check-in is open, and you were not asked this time. {next}"
ALSO_YOURS = "A check-in is open for you: `checkin answer`."
PAUSED = "The check-in is paused, so I posted nothing. `schedule resume checkin` lets it go on."
NOBODY = "Nobody could be asked today: everybody is away or has a day off. Nothing was posted."
WAS_TODAY = "Today's check-in was posted already. Nothing was posted again."
LOOK_FIRST = "Have a look first at who will get what. Then type `checkin now` again, and I post it."
POSTING = "I post the check-in in the channel now, for {people}."
TOLD = "had the check-in posted at once"
WEEK = timedelta(days=7)

router = Router()


@router.command(
    "checkin",
    action=None,
    usage="checkin",
    summary="Answer the check-in. Leads: say what it asks, of whom and when",
    opens_form=True,
)
async def checkin(turn: EngagementTurn, text: str) -> Reply:
    """Open the form that this person most likely wants."""
    if turn.role is Role.OBSERVER:
        raise UserError(OBSERVER)
    last = await checkins.latest_open(turn.session, engagement_id=turn.engagement.id, now=turn.now)
    asked = last is not None and await is_asked(turn, last)
    if turn.role in LEADS:
        return await _for_lead(turn, is_waiting=asked)
    if last is not None and asked:
        return Reply(form=FormRef(name=ANSWER_FORM, args={"checkin": last.id}))
    sentence = NO_ROUND if last is None else NOT_ASKED
    return reply(sentence.format(next=await next_said(turn)).strip())


async def _for_lead(turn: EngagementTurn, *, is_waiting: bool) -> Reply:
    """The form of what is asked; with a word where an answer of theirs is waited for, too."""
    said = reply(ALSO_YOURS) if is_waiting else Reply()
    return replace(said, form=FormRef(name=SETTING_FORM))


@router.command(
    "checkin now",
    action=Action.MANAGE_SCHEDULES,
    usage="checkin now",
    summary="Post this week's check-in now, where none is open",
)
async def begin_now(turn: EngagementTurn, text: str) -> Reply:
    """Let the round of today begin at once. Raises UserError where it cannot."""
    scheduled = await current(turn)
    await _require_none_open(turn)
    today = turn.now.astimezone(ZoneInfo(scheduled.cadence.zone)).date()
    if scheduled.rests_on(today):
        raise UserError(PAUSED)
    people = await whom(turn.session, turn.engagement, scheduled.settings, first=today, last=today + WEEK)
    if not people:
        raise UserError(NOBODY)
    if scheduled.announced_at is None:
        await announce(turn, [scheduled])
        return reply(LOOK_FIRST, buttons_of_first_run(scheduled))
    if not await _plan(turn, scheduled, today):
        raise UserError(WAS_TODAY)
    await story.tell(turn, subject=f"schedule:{CHECKIN}", what=TOLD)
    count = "1 person" if len(people) == 1 else f"{len(people)} people"
    return reply(POSTING.format(people=count))


async def _require_none_open(turn: EngagementTurn) -> None:
    here = {"engagement_id": turn.engagement.id}
    last = await checkins.latest_open(turn.session, **here, now=turn.now)
    if last is not None:
        counted = (await count(turn, last)).in_words
        raise UserError(IS_OPEN.format(number=last.number, counted=counted))


async def _plan(turn: EngagementTurn, scheduled: Scheduled, today: date) -> bool:
    holidays = await schedules.holidays_of(turn.session, engagement_id=turn.engagement.id)
    latest = latest_at(jobs()[CHECKIN], turn.now, zone=scheduled.cadence.zone, holidays=holidays)
    return await checkins.plan_now(
        turn.session,
        engagement_id=turn.engagement.id,
        schedule_id=scheduled.id,
        version=scheduled.version,
        job=CHECKIN,
        local_date=today,
        latest_at=latest,
        now=turn.now,
    )
