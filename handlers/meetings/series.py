"""The series of meetings: how often, on which day, at what time; typed, or by a form."""

import re
from dataclasses import replace
from datetime import time
from typing import Any

from domain.cadence import Cadence, OnDates, RhythmNotRead, in_words, read_cadence, to_json
from domain.chat import Block, Button, Buttons, FormRef, Reply, note, reply
from domain.errors import UserError
from domain.permissions import Action, is_allowed
from handlers import buttons, story
from handlers.meetings import undoing
from handlers.meetings.beginning import Begun, begin, check_first
from handlers.meetings.instead import meant_instead
from handlers.meetings.standing import standing_of
from handlers.meetings.words import NAME, on, when, window_words
from handlers.routing import Router
from handlers.schedules.first_run import announce, buttons_of_first_run
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
NONE_AFTER = "After {day}, none is planned."
STAYS = "The meeting on {day} stays where it is, and the series goes on from there."
POST = "Evidence and agenda come two days before each, and a reminder an hour before, in the channel."
UNSEEN = "These posts wait until a lead has seen them: `schedule preview`."
MOVES_GONE = "What was moved or left out before is forgotten: the dates are those of the new series."
HOW = "Write it as in `meet every 2 months first tuesday 15:00` or `meet on 24 Nov 2026 15:00`."
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
    if found := meant_instead(text):
        return found
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
    begun = begin(turn, standing, _read(turn, typed, before))
    cadence = begun.cadence
    minutes = minutes or (before.settings["minutes"] if before else MINUTES)
    if before is not None and _says_the_same(before, cadence, minutes):
        return reply(SAME.format(rhythm=in_words(before.cadence), minutes=minutes), _choices())
    check_first(turn, standing, begun)
    planned = await _save(turn, before, cadence, minutes)
    return await _said(turn, before, planned, begun)


def _read(turn: EngagementTurn, typed: str, before: Scheduled | None) -> Cadence:
    e = turn.engagement
    try:
        cadence = read_cadence(
            typed,
            zone=e.zone,
            starts=turn.today,
            default_at=before.cadence.at if before else DEFAULT_TIME,
            fiscal_start_month=e.fiscal_start_month,
        )
    except RhythmNotRead as error:
        raise UserError(f"{error.what} {HOW}") from error
    # A meeting that falls on a holiday takes place all the same, on the next working day.
    return replace(cadence, on_holiday="next") if cadence.on_holiday == "skip" else cadence


def _says_the_same(before: Scheduled, cadence: Cadence, minutes: int) -> bool:
    now = before.cadence
    is_same = (now.rule, now.at, now.zone, now.on_holiday) == (
        cadence.rule,
        cadence.at,
        cadence.zone,
        cadence.on_holiday,
    )
    return is_same and before.settings["minutes"] == minutes


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


async def _said(turn: EngagementTurn, before: Scheduled | None, planned: Scheduled, begun: Begun) -> Reply:
    words = {"rhythm": in_words(planned.cadence), "minutes": planned.settings["minutes"]}
    said = PLANNED.format(**words)
    if before is not None:
        old = {"old": in_words(before.cadence), "old_minutes": before.settings["minutes"]}
        said = CHANGED.format(**words, **old)
    standing = await standing_of(turn)
    days = "; ".join(when(turn, one) for one in standing.coming[:MOST_NEXT])
    coming = [NEXT.format(days=days)] if days else []
    if days and isinstance(planned.cadence.rule, OnDates):
        coming.append(NONE_AFTER.format(day=on(turn, standing.coming[-1].day)))
    blocks: list[Block | str] = [said, *coming, note(window_words(turn, standing))]
    if begun.stays is not None:
        blocks.append(note(STAYS.format(day=on(turn, begun.stays.day))))
    if before is not None and before.cadence.moved:
        blocks.append(note(MOVES_GONE))
    undo = undoing.button(before, planned)
    if standing.rests:
        return reply(*blocks, _choices(undo))
    if planned.announced_at is not None:
        return reply(*blocks, note(POST), _choices(undo))
    if not is_allowed(turn.role, Action.MANAGE_SCHEDULES):
        return reply(*blocks, note(f"{POST} {UNSEEN}"), _choices(undo))
    await announce(turn, [planned])
    return reply(*blocks, note(POST), buttons_of_first_run(planned), _choices(undo))


def _choices(*others: Button) -> Buttons:
    return Buttons((*others, buttons.run(CALENDAR, "meet calendar")))
