"""`meet list`: the next meetings, until when each may be, and what holds them up."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from domain.cadence import in_words
from domain.chat import Block, Button, Buttons, Heading, Reply, Span, Spans, Table, note, reply, say
from domain.meetings import Meeting, Window
from domain.permissions import Action, is_allowed
from domain.wording import capital
from handlers import buttons
from handlers.meetings.ahead import Ahead, from_today
from handlers.meetings.facts import facts_of
from handlers.meetings.standing import Standing, standing_of
from handlers.meetings.words import on, when, window_words
from handlers.routing import Router
from handlers.turn import EngagementTurn

TITLE = "Meetings of {client}"
RHYTHM = "{rhythm}, for {minutes} minutes, in {zone}."
NONE_YET = "No meetings are planned yet."
NONE_AHEAD = "No meeting is still to come."
COLUMNS = ("Meeting", "At the latest", "To know")
LAST = "The last one was on {day}."
PAUSED = "Paused: `schedule resume meeting` lets them go on."
PAUSED_UNTIL = "Paused until {day}."
UNSEEN = "Posts about them wait until a lead has seen them: `schedule preview`."
MOVED_FROM = "moved from {day}"
IS_HOLIDAY = "moved from {day}, a holiday"
TOO_SOON = "less than a month after the one before"
TOO_LATE = "later than a quarter after the one before"
LEFT_OUT, RESTS = "left out", "paused"
ON_HOLIDAY = "a holiday: {name}"
PLAN, MOVE, SKIP, CALENDAR = "Plan meetings", "Move one", "Leave one out", "My calendar"
MOST_SHOWN = 5

router = Router()


@router.command(
    "meet list",
    action=Action.READ_SCHEDULES,
    usage="meet list",
    summary="Show the next meetings, the window for each, and what holds them up",
    reads=True,
)
async def show(turn: EngagementTurn, text: str) -> Reply:
    """Show the next five meetings with their windows."""
    standing = await standing_of(turn)
    title = Heading(TITLE.format(client=turn.engagement.name))
    window = note(window_words(turn, standing))
    ahead = await from_today(turn, standing)
    rows = tuple(_rows(turn, standing, ahead))
    if standing.series is None:
        table = [_table(rows)] if rows else []
        return reply(title, NONE_YET, *table, window, *_choices(turn, standing))
    words = {"rhythm": in_words(standing.series.cadence), "minutes": standing.series.settings["minutes"]}
    rhythm = RHYTHM.format(**words, zone=standing.series.cadence.zone)
    shown = [_table(rows)] if rows else [say(NONE_AHEAD)]
    asides = [note(sentence) for sentence in _asides(turn, standing)]
    return reply(title, capital(rhythm), *shown, window, *asides, *_choices(turn, standing))


def _table(rows: tuple[tuple[Spans, ...], ...]) -> Block:
    """The table; its last column only where there is something to know."""
    if any(note for *_dates, note in rows):
        return Table(COLUMNS, rows)
    return Table(COLUMNS[:-1], tuple(row[:-1] for row in rows))


def _rows(turn: EngagementTurn, standing: Standing, ahead: Sequence[Ahead]) -> Iterator[tuple[Spans, ...]]:
    """The next meetings, those that are left out and special reviews among them."""
    by_key = {one.key: one for one in ahead if one.key is not None}
    special = [one for one in ahead if one.kind == "special"]
    since, shown = standing.since, 0
    every: list[Meeting | Ahead] = [*standing.meetings, *special]
    for one in sorted(every, key=lambda one: one.moment):
        if one.moment <= turn.now:
            continue
        if isinstance(one, Ahead):
            yield (when(turn, one),), ("",), _joined(facts_of(turn, one))
            continue
        window = standing.window_of(since)
        told: list[Spans] = [(words,) for words in _notes(turn, standing, one, window)]
        known = by_key.get((one.schedule_id, one.named))
        told += facts_of(turn, known) if known is not None else []
        latest = "" if one.is_left_out else on(turn, window.last)
        yield (when(turn, one),), (latest,), _joined(told)
        since = since if one.is_left_out else one.day
        shown += not one.is_left_out
        if shown == MOST_SHOWN:
            return


def _joined(told: Iterable[Spans]) -> Spans:
    found: list[Span] = []
    for spans in told:
        found += ["; ", *spans] if found else spans
    return tuple(found)


def _notes(turn: EngagementTurn, standing: Standing, one: Meeting, window: Window) -> Iterator[str]:
    if one.is_left_out:
        rests = standing.series is not None and standing.series.rests_on(one.day)
        yield RESTS if rests else LEFT_OUT
        return
    if one.named != one.day:
        by_hand = standing.series is not None and one.named in standing.series.cadence.moved
        yield (MOVED_FROM if by_hand else IS_HOLIDAY).format(day=on(turn, one.named))
    if one.day < window.first:
        yield TOO_SOON
    if one.day > window.last:
        yield TOO_LATE
    if name := standing.holidays.name_of(one.day):
        yield ON_HOLIDAY.format(name=name)


def _asides(turn: EngagementTurn, standing: Standing) -> Iterator[str]:
    series = standing.series
    if standing.has_held:
        yield LAST.format(day=on(turn, standing.since))
    if series is not None and standing.rests:
        yield _paused(turn, series.paused_until)
    if series is not None and series.announced_at is None:
        yield UNSEEN


def _paused(turn: EngagementTurn, until: date | None) -> str:
    return PAUSED if until is None else PAUSED_UNTIL.format(day=on(turn, until))


def _choices(turn: EngagementTurn, standing: Standing) -> list[Block]:
    found: list[Button] = []
    may_change = is_allowed(turn.role, Action.MANAGE_MEETINGS)
    if may_change and standing.series is None:
        found.append(buttons.run(PLAN, "meet", opens_form=True))
    if may_change and standing.coming:
        found.append(buttons.run(MOVE, "meet move", opens_form=True))
        found.append(buttons.run(SKIP, "meet skip", opens_form=True))
    if standing.series is not None:
        found.append(buttons.run(CALENDAR, "meet calendar"))
    return [Buttons(tuple(found))] if found else []
