"""The series of meetings: how often, on which day, at what time; typed, or by a form."""

import re
from dataclasses import replace
from datetime import time
from typing import Any

from domain.cadence import Cadence, Date, in_words, read_cadence, to_json
from domain.chat import Block, Button, Buttons, FormRef, Reply, note, reply
from domain.errors import UserError
from domain.meetings import RhythmBroken, begun_in, check_rhythm
from domain.permissions import Action, is_allowed
from handlers import buttons, story
from handlers.meetings import undoing
from handlers.meetings.standing import Standing, standing_of
from handlers.meetings.words import NAME, on, since_words, when, window_words
from handlers.routing import Router
from handlers.schedules.applying import announce, buttons_of_first_run
from handlers.turn import EngagementTurn
from storage import schedules
from storage.meetings import MEETING, MINUTES
from storage.schedules import Scheduled

PLANNED = "Meetings are planned: {rhythm}, for {minutes} minutes."
CHANGED = (
    "Meetings are planned anew: {rhythm}, for {minutes} minutes. Before: {old}, for {old_minutes} minutes."
)
SAME = "That is planned already: {rhythm}, for {minutes} minutes. Nothing was changed."
NEXT = "Next: {days}."
POST = "An hour before each, I say in the channel when it is, who is expected, and the two questions."
UNSEEN = "These posts wait until a lead has seen them: `schedule preview`."
MOVES_GONE = "What was moved or left out before is forgotten: the dates are those of the new series."
WHY_A_RHYTHM = "Meetings are one to three months apart: often enough to notice, rare enough to have learned."
TOO_NEAR = WHY_A_RHYTHM + " These would be closer. Try `meet monthly first tuesday 15:00`."
TOO_FAR = WHY_A_RHYTHM + " These would be further apart. Try `meet every 3 months first tuesday 15:00`."
FOLLOWS = "Meetings have dates of their own. Write them as in `meet every 2 months first tuesday 15:00`."
NONE_COMES = "None of these days is still to come. Write it as in `meet every 2 months first tuesday 15:00`."
FIRST_TOO_LATE = (
    "The first of these would be on {first}. The next meeting is due by {last}, a quarter after {since}."
    " Pick another day, or another month to begin with, as in `from {last}`."
)
FIRST_TOO_SOON = (
    "The first of these would be on {first}, less than a month after {since}. Begin on {earliest} or later."
)
BAD_LENGTH = "A meeting takes 10 to 480 minutes. Write it as in `for 60 minutes`."
CALENDAR = "My calendar"
DEFAULT_TIME = time(15)
LEAD_MINUTES = 60
SHORTEST, LONGEST = 10, 480
MOST_NEXT = 3

_LENGTH = re.compile(
    r"[,;]?\s*\b(?:for |lasting )?(?P<n>\d{1,3}(?:[.,]5)?) ?(?P<unit>min(?:ute)?s?|hours?|hrs?)\b\.?", re.I
)

router = Router()


@router.command(
    "meet",
    action=Action.MANAGE_MEETINGS,
    usage="meet [HOW OFTEN DAY TIME]",
    summary="Plan the meetings that decide how to go on, as in: meet every 2 months first tuesday 15:00",
    opens_form=True,
)
async def meet(turn: EngagementTurn, text: str) -> Reply:
    """Plan the series that was typed, or show the form."""
    if not text.strip():
        return Reply(form=FormRef(name="meet"))
    rest, minutes = split_length(text)
    return await plan(turn, rest, minutes)


def split_length(text: str) -> tuple[str, int | None]:
    """Part what was typed from the length in it, in minutes. Raises UserError for one that no meeting has."""
    found = _LENGTH.search(text)
    if found is None:
        return text, None
    number = float(found["n"].replace(",", "."))
    minutes = round(number if found["unit"].casefold().startswith("m") else number * 60)
    if not SHORTEST <= minutes <= LONGEST:
        raise UserError(BAD_LENGTH)
    return f"{text[: found.start()]} {text[found.end() :]}", minutes


async def plan(turn: EngagementTurn, typed: str, minutes: int | None) -> Reply:
    """Let the meetings come as typed from now on. Raises UserError where their rhythm is not one."""
    standing = await standing_of(turn)
    before = standing.series
    cadence, first = _begun(turn, standing, _read(turn, typed, before))
    minutes = minutes or (before.settings["minutes"] if before else MINUTES)
    if before is not None and _says_the_same(before, cadence, minutes):
        return reply(SAME.format(rhythm=in_words(before.cadence), minutes=minutes), _choices())
    _check_first(turn, standing, first)
    planned = await _save(turn, before, cadence, minutes)
    return await _said(turn, before, planned)


def _read(turn: EngagementTurn, typed: str, before: Scheduled | None) -> Cadence:
    e = turn.engagement
    cadence = read_cadence(
        typed,
        zone=e.zone,
        starts=turn.today,
        default_at=before.cadence.at if before else DEFAULT_TIME,
        fiscal_start_month=e.fiscal_start_month,
    )
    # A meeting that falls on a holiday takes place all the same, on the next working day.
    return replace(cadence, on_holiday="next") if cadence.on_holiday == "skip" else cadence


def _begun(turn: EngagementTurn, standing: Standing, cadence: Cadence) -> tuple[Cadence, Date]:
    try:
        check_rhythm(cadence)
    except RhythmBroken as broken:
        raise UserError({"too near": TOO_NEAR, "too far": TOO_FAR}.get(broken.kind, FOLLOWS)) from broken
    begun, first = begun_in(cadence, standing.window, now=turn.now, holidays=standing.holidays)
    if first is None:
        raise UserError(NONE_COMES)
    return begun, first


def _says_the_same(before: Scheduled, cadence: Cadence, minutes: int) -> bool:
    now = before.cadence
    is_same = (now.rule, now.at, now.zone, now.on_holiday) == (
        cadence.rule,
        cadence.at,
        cadence.zone,
        cadence.on_holiday,
    )
    return is_same and before.settings["minutes"] == minutes


def _check_first(turn: EngagementTurn, standing: Standing, first: Date) -> None:
    """Raise UserError where the first one lies outside the window; none is refused once that is over."""
    window = standing.window
    words = {
        "first": on(turn, first.day),
        "last": on(turn, window.last),
        "earliest": on(turn, window.first),
        "since": since_words(turn, standing, standing.since),
    }
    if first.day < window.first:
        raise UserError(FIRST_TOO_SOON.format(**words))
    if first.day > window.last and not standing.is_late:
        raise UserError(FIRST_TOO_LATE.format(**words))


async def _save(turn: EngagementTurn, before: Scheduled | None, cadence: Cadence, minutes: int) -> Scheduled:
    kept = before.settings if before else {}
    settings: dict[str, Any] = {**kept, "minutes": minutes, "minutes_before": LEAD_MINUTES}
    if before is not None:
        planned = await schedules.change(
            turn.session,
            before,
            cadence=cadence,
            settings=settings,
            by_id=turn.person.id,
            source=turn.source,
            now=turn.now,
        )
    else:
        planned = await schedules.add(
            turn.session,
            engagement_id=turn.engagement.id,
            job=MEETING,
            name=NAME,
            cadence=cadence,
            settings=settings,
            by_id=turn.person.id,
            source=turn.source,
            now=turn.now,
        )
    await story.tell(
        turn,
        subject="meeting",
        what=f"planned the meetings: {in_words(cadence)}, for {minutes} minutes",
        before={"cadence": to_json(before.cadence)} if before else None,
        after={"cadence": to_json(cadence)},
    )
    return planned


async def _said(turn: EngagementTurn, before: Scheduled | None, planned: Scheduled) -> Reply:
    words = {"rhythm": in_words(planned.cadence), "minutes": planned.settings["minutes"]}
    said = PLANNED.format(**words)
    if before is not None:
        old = {"old": in_words(before.cadence), "old_minutes": before.settings["minutes"]}
        said = CHANGED.format(**words, **old)
    standing = await standing_of(turn)
    days = "; ".join(when(turn, one) for one in standing.coming[:MOST_NEXT])
    blocks: list[Block | str] = [said, NEXT.format(days=days), note(window_words(turn, standing))]
    if before is not None and before.cadence.moved:
        blocks.append(note(MOVES_GONE))
    undo = undoing.button(before, planned)
    if planned.announced_at is not None:
        return reply(*blocks, note(POST), _choices(undo))
    if not is_allowed(turn.role, Action.MANAGE_SCHEDULES):
        return reply(*blocks, note(f"{POST} {UNSEEN}"), _choices(undo))
    await announce(turn, [planned])
    return reply(*blocks, note(POST), buttons_of_first_run(planned), _choices(undo))


def _choices(*others: Button) -> Buttons:
    return Buttons((*others, buttons.run(CALENDAR, "meet calendar")))
