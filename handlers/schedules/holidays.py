"""The holidays of an engagement: whole countries, and days of its own."""

from collections.abc import Sequence
from datetime import date, timedelta

from domain.chat import Args, Bullets, Buttons, Heading, Reply, note, reply
from domain.errors import UserError
from domain.holidays import Holidays
from domain.permissions import Action
from handlers import buttons, permissions, story
from handlers.moments import short_day
from handlers.routing import Router
from handlers.schedules.coming import DAY, ahead_of
from handlers.schedules.holiday_words import added, lines_of, read_holidays, removed
from handlers.turn import EngagementTurn
from storage import schedules
from storage.schedules import Scheduled
from storage.tables import EngagementHoliday

TITLE = "Holidays of {client}"
NONE_YET = "There are none yet, so I post on every date."
HOW = (
    "Add a country with `schedule holidays add DE`, a part of one with `schedule holidays add DE-BY` or"
    ' `Scotland`, or a day of your own with `schedule holidays add 24 Dec "office closed"`.'
)
UNNAMED = "a day off"
AHEAD, NONE_AHEAD = "The next ones: {days}.", "None of them comes within a year."
ONE_AHEAD = "{day} ({name})"
THERE_ALREADY = "That counts already. Nothing was changed."
NOT_THERE = "That does not count here. `schedule holidays` shows what does."
CHANGES = "It changes the dates of: {names}."
UNDONE = "Undone: {what}"
CHANGED_SINCE = "That was changed again since then, so I left it as it is."
WHAT = (
    "Which country or day? As in `schedule holidays {verb} DE`, `schedule holidays {verb} 24 Dec`, or"
    " `schedule holidays {verb} 24 Dec to 31 Dec`."
)
TELL_ADD, TELL_REMOVE = "added holidays: {what}", "removed holidays: {what}"
BECAUSE_OF_HOLIDAYS = "the holidays were changed"
UNDO = "schedule holidays undo"
MOST_AHEAD = 3
A_YEAR = timedelta(days=365)
# So far ahead dates may be planned; a later one is computed anew when it comes near.
PLANNED_DAYS = timedelta(days=4)

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
    lines = tuple((line,) for line in lines_of(turn, kept))
    return reply(heading, Bullets(lines), _ahead(turn, found), note(HOW))


def _ahead(turn: EngagementTurn, found: Holidays) -> str:
    days = (turn.today + DAY * step for step in range(A_YEAR.days))
    named = ((day, found.name_of(day)) for day in days)
    near = [(day, name) for day, name in named if name][:MOST_AHEAD]
    told = ", ".join(ONE_AHEAD.format(day=short_day(turn, day), name=name) for day, name in near)
    return AHEAD.format(days=told) if told else NONE_AHEAD


async def _add(turn: EngagementTurn, typed: str) -> Reply:
    meant = read_holidays(turn, typed)
    rows = await schedules.holiday_rows(turn.session, engagement_id=turn.engagement.id)
    there = [row for row in rows if meant.has(row)]
    days = sorted(set(meant.days) - {row.day for row in there})
    if there and not days:
        return reply(THERE_ALREADY)
    before = await _near_dates(turn)
    # One without a name would be no holiday.
    wanted: list[Args] = [{"day": day, "name": meant.name or UNNAMED} for day in days]
    kept = await _keep(turn, wanted or [{"country": meant.country}])
    said = added(turn, kept)
    return reply(said, *await _plan_anew(turn, before), _undo({"added": [row.id for row in kept]}))


async def _keep(turn: EngagementTurn, wanted: Sequence[Args]) -> list[EngagementHoliday]:
    kept = [
        await schedules.add_holiday(
            turn.session, engagement_id=turn.engagement.id, by_id=turn.person.id, now=turn.now, **one
        )
        for one in wanted
    ]
    await _tell(turn, TELL_ADD, kept)
    return kept


async def _tell(turn: EngagementTurn, sentence: str, rows: Sequence[EngagementHoliday]) -> None:
    what = sentence.format(what="; ".join(lines_of(turn, rows)))
    await story.tell(turn, subject="schedule:holidays", what=what)


async def _remove(turn: EngagementTurn, typed: str) -> Reply:
    meant = read_holidays(turn, typed)
    rows = await schedules.holiday_rows(turn.session, engagement_id=turn.engagement.id)
    found = sorted((row for row in rows if meant.has(row)), key=lambda row: row.day or date.min)
    if not found:
        raise UserError(NOT_THERE)
    before = await _near_dates(turn)
    await _drop(turn, found)
    undoing = _undo({"removed": [_stored(row) for row in found]})
    return reply(removed(turn, found), *await _plan_anew(turn, before), undoing)


async def _drop(turn: EngagementTurn, rows: Sequence[EngagementHoliday]) -> None:
    for row in rows:
        await schedules.end_holiday(
            turn.session, engagement_id=turn.engagement.id, holiday_id=row.id, now=turn.now
        )
    await _tell(turn, TELL_REMOVE, rows)


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
    said = await (_take_back if "added" in args else _bring_back)(turn, args, rows)
    return reply(UNDONE.format(what=said), *await _plan_anew(turn, before))


async def _take_back(turn: EngagementTurn, args: Args, rows: Sequence[EngagementHoliday]) -> str:
    found = [row for row in rows if row.id in args["added"]]
    if len(found) < len(args["added"]):
        raise UserError(CHANGED_SINCE)
    await _drop(turn, found)
    return removed(turn, found)


async def _bring_back(turn: EngagementTurn, args: Args, rows: Sequence[EngagementHoliday]) -> str:
    there = [_stored(row) for row in rows]
    if any(_is_same(one, other) for one in args["removed"] for other in there):
        raise UserError(CHANGED_SINCE)
    wanted = [{**one, "day": one["day"] and date.fromisoformat(one["day"])} for one in args["removed"]]
    return added(turn, await _keep(turn, wanted))


def _is_same(one: Args, other: Args) -> bool:
    return (one["country"], one["day"]) == (other["country"], other["day"])
