"""The holidays of an engagement: whole countries, and days of its own."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from domain.chat import Args, Bullets, Buttons, Heading, Reply, note, reply
from domain.days import read_day
from domain.errors import UserError
from domain.holidays import Holidays, country_in_words, read_country
from domain.permissions import Action
from handlers import buttons, permissions, story
from handlers.moments import day as day_in_words
from handlers.routing import Router
from handlers.schedules.coming import DAY, ahead_of
from handlers.schedules.words import short_day
from handlers.turn import EngagementTurn
from storage import schedules
from storage.schedules import Scheduled
from storage.tables import EngagementHoliday

TITLE = "Holidays of {client}"
NONE_YET = "There are none yet, so I post on every date."
HOW = (
    "Add a country with `schedule holidays add DE`, or a day of your own with"
    ' `schedule holidays add 24 Dec "office closed"`.'
)
COUNTRY = "Public holidays of {country}"
OWN_DAY, UNNAMED = "{day}: {name}", "a day off"
AHEAD, NONE_AHEAD = "The next ones: {days}.", "None of them comes within a year."
ONE_AHEAD = "{day} ({name})"
ADDED, ADDED_DAY = "The public holidays of {country} count now.", "{day} counts as a holiday now: {name}."
REMOVED, REMOVED_DAY = (
    "The public holidays of {country} do not count any more.",
    "{day} is no holiday any more.",
)
THERE_ALREADY = "That counts already. Nothing was changed."
NOT_THERE = "That does not count here. `schedule holidays` shows what does."
CHANGES = "It changes the dates of: {names}."
UNDONE = "Undone: {what}"
CHANGED_SINCE = "That was changed again since then, so I left it as it is."
WHAT = "Which country or day? As in `schedule holidays {verb} DE`, or `schedule holidays {verb} 24 Dec`."
TELL_ADD, TELL_REMOVE = "added holidays: {what}", "removed holidays: {what}"
BECAUSE_OF_HOLIDAYS = "the holidays were changed"
UNDO = "schedule holidays undo"
MOST_AHEAD = 3
A_YEAR = timedelta(days=365)
# So far ahead dates may be planned; a later one is computed anew when it comes near.
PLANNED_DAYS = timedelta(days=4)

_DAY_AND_NAME = re.compile(r"(?P<day>.*?)\s*[\"“”'](?P<name>.+?)[\"“”']?")

router = Router()


@router.command(
    "schedule holidays",
    action=Action.READ_SCHEDULES,
    usage="schedule holidays [add|remove DE or DAY]",
    summary="Show on which days I post nothing, or change them, as in `schedule holidays add DE`",
)
async def holidays(turn: EngagementTurn, text: str) -> Reply:
    """Show the holidays, add some, or take some away."""
    verb, _, rest = text.strip().partition(" ")
    if verb.casefold() not in ("add", "remove"):
        return await _show(turn)
    await permissions.require(turn, Action.MANAGE_SCHEDULES)
    if not rest.strip():
        raise UserError(WHAT.format(verb=verb.casefold()))
    return await (_add if verb.casefold() == "add" else _remove)(turn, rest.strip())


async def _show(turn: EngagementTurn) -> Reply:
    rows = await schedules.holiday_rows(turn.session, engagement_id=turn.engagement.id)
    heading = Heading(TITLE.format(client=turn.engagement.name))
    kept = [row for row in rows if row.day is None or row.day >= turn.today]
    if not kept:
        return reply(heading, NONE_YET, note(HOW))
    found = await schedules.holidays_of(turn.session, engagement_id=turn.engagement.id)
    lines = tuple((_line(turn, row),) for row in kept)
    return reply(heading, Bullets(lines), _ahead(turn, found), note(HOW))


def _line(turn: EngagementTurn, row: EngagementHoliday) -> str:
    if row.day is None:
        return COUNTRY.format(country=country_in_words(row.country))
    return OWN_DAY.format(day=day_in_words(turn, row.day), name=row.name)


def _ahead(turn: EngagementTurn, found: Holidays) -> str:
    days = (turn.today + DAY * step for step in range(A_YEAR.days))
    named = ((day, found.name_of(day)) for day in days)
    near = [(day, name) for day, name in named if name][:MOST_AHEAD]
    told = ", ".join(
        ONE_AHEAD.format(day=short_day(day, today=turn.today, locale=turn.engagement.locale), name=name)
        for day, name in near
    )
    return AHEAD.format(days=told) if told else NONE_AHEAD


async def _add(turn: EngagementTurn, typed: str) -> Reply:
    country, day, name = _read(turn, typed)
    rows = await schedules.holiday_rows(turn.session, engagement_id=turn.engagement.id)
    if any(_is(row, country, day) for row in rows):
        return reply(THERE_ALREADY)
    before = await _near_dates(turn)
    row = await _keep(turn, country, day, name)
    said = _added(turn, row)
    return reply(said, *await _plan_anew(turn, before), _undo({"holiday": row.id}))


async def _keep(turn: EngagementTurn, country: str, day: date | None, name: str) -> EngagementHoliday:
    row = await schedules.add_holiday(
        turn.session,
        engagement_id=turn.engagement.id,
        country=country,
        day=day,
        # One without a name would be no holiday.
        name=name if day is None else name or UNNAMED,
        by_id=turn.person.id,
        now=turn.now,
    )
    await _tell(turn, TELL_ADD, row)
    return row


async def _tell(turn: EngagementTurn, sentence: str, row: EngagementHoliday) -> None:
    await story.tell(turn, subject="schedule:holidays", what=sentence.format(what=_line(turn, row)))


def _added(turn: EngagementTurn, row: EngagementHoliday) -> str:
    if row.day is None:
        return ADDED.format(country=country_in_words(row.country))
    return ADDED_DAY.format(day=day_in_words(turn, row.day), name=row.name)


def _removed(turn: EngagementTurn, row: EngagementHoliday) -> str:
    if row.day is None:
        return REMOVED.format(country=country_in_words(row.country))
    return REMOVED_DAY.format(day=day_in_words(turn, row.day))


def _is(row: EngagementHoliday, country: str, day: date | None) -> bool:
    return (row.country, row.day) == (country, day)


async def _remove(turn: EngagementTurn, typed: str) -> Reply:
    country, day, _name = _read(turn, typed)
    rows = await schedules.holiday_rows(turn.session, engagement_id=turn.engagement.id)
    found = next((row for row in rows if _is(row, country, day)), None)
    if found is None:
        raise UserError(NOT_THERE)
    before = await _near_dates(turn)
    await _drop(turn, found)
    return reply(_removed(turn, found), *await _plan_anew(turn, before), _undo(_stored(found)))


async def _drop(turn: EngagementTurn, row: EngagementHoliday) -> None:
    await schedules.end_holiday(
        turn.session, engagement_id=turn.engagement.id, holiday_id=row.id, now=turn.now
    )
    await _tell(turn, TELL_REMOVE, row)


def _read(turn: EngagementTurn, typed: str) -> tuple[str, date | None, str]:
    """The code of a country; or a day and its name. Raises UserError for neither."""
    split = _DAY_AND_NAME.fullmatch(typed)
    text, name = (split["day"], split["name"].strip()) if split else (typed, "")
    if not split:
        try:
            return read_country(text), None, ""
        except UserError:
            if not any(char.isdigit() for char in text):
                raise
    return "", read_day(text, today=turn.today, locale=turn.engagement.locale), name


async def _near_dates(turn: EngagementTurn) -> dict[int, list[tuple[date, str]]]:
    """Schedule -> its dates that may be planned by now, and the one after them."""
    own = await schedules.of_engagement(turn.session, engagement_id=turn.engagement.id)
    found = await schedules.holidays_of(turn.session, engagement_id=turn.engagement.id)
    return {one.id: await _near(turn, one, found) for one in own}


async def _near(turn: EngagementTurn, scheduled: Scheduled, found: Holidays) -> list[tuple[date, str]]:
    based = await schedules.with_base(turn.session, scheduled)
    near = []
    for one in ahead_of(based, now=turn.now, holidays=found):
        near.append((one.day, one.holiday))
        if one.moment > turn.now + PLANNED_DAYS:
            break
    return near


async def _plan_anew(turn: EngagementTurn, before: dict[int, list[tuple[date, str]]]) -> Sequence[str]:
    """Let the planner look again at whatever comes on other days by now. Return what is said about it."""
    after = await _near_dates(turn)
    own = await schedules.of_engagement(turn.session, engagement_id=turn.engagement.id)
    touched = [one for one in own if before.get(one.id) != after[one.id]]
    for one in touched:
        await schedules.change(
            turn.session,
            one,
            by_id=turn.person.id,
            source=turn.source,
            now=turn.now,
            reason=BECAUSE_OF_HOLIDAYS,
        )
    names = ", ".join(one.name for one in touched)
    return [CHANGES.format(names=names)] if names else []


def _stored(row: EngagementHoliday) -> Args:
    day = None if row.day is None else row.day.isoformat()
    return {"country": row.country, "day": day, "name": row.name}


def _undo(args: Args) -> Buttons:
    return Buttons((buttons.undo(UNDO, args),))


@router.click(UNDO, action=Action.MANAGE_SCHEDULES)
async def undo(turn: EngagementTurn, args: Args) -> Reply:
    """Take away what was added, or bring back what was removed."""
    before = await _near_dates(turn)
    rows = await schedules.holiday_rows(turn.session, engagement_id=turn.engagement.id)
    said = await (_take_back if "holiday" in args else _bring_back)(turn, args, rows)
    return reply(UNDONE.format(what=said), *await _plan_anew(turn, before))


async def _take_back(turn: EngagementTurn, args: Args, rows: Sequence[EngagementHoliday]) -> str:
    row = next((row for row in rows if row.id == args["holiday"]), None)
    if row is None:
        raise UserError(CHANGED_SINCE)
    await _drop(turn, row)
    return _removed(turn, row)


async def _bring_back(turn: EngagementTurn, args: Args, rows: Sequence[EngagementHoliday]) -> str:
    day = None if args["day"] is None else date.fromisoformat(args["day"])
    if any(_is(row, args["country"], day) for row in rows):
        raise UserError(CHANGED_SINCE)
    return _added(turn, await _keep(turn, args["country"], day, args["name"]))
