"""Pausing and resuming: one schedule or all of them, until a day or until somebody resumes it."""

import re
from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from domain.chat import Reply, reply
from domain.days import read_day
from domain.errors import UserError
from domain.permissions import Action
from handlers.moments import clock, short_day
from handlers.moments import day as day_in_words
from handlers.routing import Router
from handlers.schedules import named
from handlers.schedules.applying import answer, apply, next_in_words
from handlers.turn import EngagementTurn
from storage import checkins, schedules
from storage.schedules import Scheduled

PAUSED = "{name}: paused until {day}. {next}"
PAUSED_OPEN = "{name}: paused until somebody resumes it with `schedule resume {handle}`."
PAUSED_ALL = "I post nothing by myself until {day}: {names}."
PAUSED_ALL_OPEN = "I post nothing by myself until somebody resumes it with `schedule resume all`: {names}."
AS_ALWAYS = "What people ask and record works as always, and so does the day's post of recorded numbers."
FINISHES = "Check-in {number} is open still. It closes on {day}, {time}, with its digest; nobody is reminded."
RESUMED = "{name}: resumed. {next}"
RESUMED_ALL = "I post by myself again: {names}."
SAME = "{name}: paused like that already. Nothing was changed."
NOT_PAUSED = "{name}: not paused. Nothing was changed."
NONE_PAUSED = "Nothing is paused. Nothing was changed."
ALL_PAUSED = "Everything is paused like that already. Nothing was changed."
NOT_TODAY = "A pause ends on a day after today. Without a day it lasts until somebody resumes it."
PAUSES, UNTIL, RESUMES = "paused {name}", "paused {name} until {day}", "resumed {name}"
CHECKIN = "checkin"
HOW_TO_PAUSE = "One at a time, or all of them, as in `schedule pause {handle} until 3 Jan`."
HOW_TO_RESUME = (
    "`schedule resume {handle}` resumes it at once; `schedule pause {handle} until 3 Jan` lets it rest"
    " until a day."
)
EVERYTHING, ALL = "Everything", "all"

_ALL = re.compile(r"(?:it all|all of (?:it|them)|all|everything)(?:\s+(?P<rest>.+))?", re.IGNORECASE)
_UNTIL = re.compile(r"(?:until|till|for)\b.*", re.IGNORECASE)
# Other words before a day say something else than until when.
_ANOTHER_DAY = re.compile(r"(?:on|from|by|in|starting|coming|of)\b.*", re.IGNORECASE)

router = Router()


@router.command(
    "schedule pause",
    action=Action.MANAGE_SCHEDULES,
    usage="schedule pause NAME [until DAY]",
    summary="Pause one or all of them, as in `schedule pause all until 3 Jan` or `… for 2 weeks`",
)
async def pause(turn: EngagementTurn, text: str) -> Reply:
    """Let a schedule, or all of them, rest."""
    if not text or _UNTIL.fullmatch(text):
        return await named.ask_which(turn, "pause")
    if everything := _ALL.fullmatch(text):
        return await _pause_all(turn, _read_until(turn, everything["rest"] or "", EVERYTHING, ALL))
    found, rest = await named.find_first(turn, text)
    until = _read_until(turn, rest, found.name, found.job)
    if _rests_like_that(found, until):
        return reply(SAME.format(name=found.name))
    changed = await _pause(turn, found, until)
    hint = await _finishing(turn, [changed])
    return await answer(turn, await _said(turn, changed), [found], [changed], hint=hint)


def _read_until(turn: EngagementTurn, typed: str, name: str, handle: str) -> date | None:
    """The day until which it rests; None without one. Raises UserError for other words."""
    if not typed:
        return None
    if not _UNTIL.fullmatch(typed) and not _is_day(turn, typed):
        raise named.left_over(name, typed, HOW_TO_PAUSE.format(handle=handle))
    day = read_day(typed, today=turn.today, locale=turn.engagement.locale)
    if day <= turn.today:
        raise UserError(NOT_TODAY)
    return day


def _is_day(turn: EngagementTurn, typed: str) -> bool:
    try:
        read_day(typed, today=turn.today, locale=turn.engagement.locale)
    except UserError:
        return False
    return _ANOTHER_DAY.fullmatch(typed) is None


def _rests_like_that(scheduled: Scheduled, until: date | None) -> bool:
    return scheduled.is_paused and scheduled.paused_until == until


async def _pause(turn: EngagementTurn, scheduled: Scheduled, until: date | None) -> Scheduled:
    day = "" if until is None else day_in_words(turn, until)
    what = (UNTIL if day else PAUSES).format(name=scheduled.name, day=day)
    return await apply(turn, scheduled, what, is_paused=True, paused_until=until)


async def _said(turn: EngagementTurn, scheduled: Scheduled) -> str:
    if scheduled.paused_until is None:
        own = await schedules.of_engagement(turn.session, engagement_id=turn.engagement.id)
        handle = named.handle_of(scheduled, own)
        return PAUSED_OPEN.format(name=scheduled.name, handle=handle)
    ahead = await next_in_words(turn, scheduled)
    return PAUSED.format(name=scheduled.name, day=short_day(turn, scheduled.paused_until), next=ahead)


async def _pause_all(turn: EngagementTurn, until: date | None) -> Reply:
    own = await schedules.of_engagement(turn.session, engagement_id=turn.engagement.id)
    running = [one for one in own if not _rests_like_that(one, until)]
    if not running:
        return reply(ALL_PAUSED if own else named.NONE_YET)
    changed = [await _pause(turn, one, until) for one in running]
    sentence = PAUSED_ALL_OPEN if until is None else PAUSED_ALL
    day = "" if until is None else short_day(turn, until)
    said = sentence.format(day=day, names=_names(changed))
    hint = " ".join(filter(None, (await _finishing(turn, changed), AS_ALWAYS)))
    return await answer(turn, said, running, changed, hint=hint)


async def _finishing(turn: EngagementTurn, paused: Sequence[Scheduled]) -> str:
    """What is open and ends as it was to, though its schedule rests; empty where nothing is."""
    asks = next((one for one in paused if one.job == CHECKIN), None)
    round_ = await checkins.latest_open(turn.session, engagement_id=turn.engagement.id, now=turn.now)
    if asks is None or round_ is None:
        return ""
    zone = asks.cadence.zone
    day = short_day(turn, round_.closes_at.astimezone(ZoneInfo(zone)).date())
    return FINISHES.format(number=round_.number, day=day, time=clock(round_.closes_at, zone))


@router.command(
    "schedule resume",
    action=Action.MANAGE_SCHEDULES,
    usage="schedule resume NAME",
    summary="Resume what was paused; `schedule resume all` resumes everything",
)
async def resume(turn: EngagementTurn, text: str) -> Reply:
    """Let a schedule, or all of them, come again."""
    if not text:
        return await named.ask_which(turn, "resume")
    if everything := _ALL.fullmatch(text):
        if everything["rest"]:
            raise named.left_over(EVERYTHING, everything["rest"], HOW_TO_RESUME.format(handle=ALL))
        return await _resume_all(turn)
    found, rest = await named.find_first(turn, text)
    if rest:
        raise named.left_over(found.name, rest, HOW_TO_RESUME.format(handle=found.job))
    if not found.is_paused:
        return reply(NOT_PAUSED.format(name=found.name))
    changed = await _resume(turn, found)
    ahead = await next_in_words(turn, changed)
    return await answer(turn, RESUMED.format(name=found.name, next=ahead), [found], [changed])


async def _resume(turn: EngagementTurn, scheduled: Scheduled) -> Scheduled:
    return await apply(turn, scheduled, RESUMES.format(name=scheduled.name), is_paused=False)


async def _resume_all(turn: EngagementTurn) -> Reply:
    own = await schedules.of_engagement(turn.session, engagement_id=turn.engagement.id)
    resting = [one for one in own if one.is_paused]
    if not resting:
        return reply(NONE_PAUSED)
    changed = [await _resume(turn, one) for one in resting]
    return await answer(turn, RESUMED_ALL.format(names=_names(changed)), resting, changed)


def _names(found: Sequence[Scheduled]) -> str:
    return ", ".join(one.name for one in found)
