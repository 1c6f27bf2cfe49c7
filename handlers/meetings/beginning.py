"""With which meeting a series begins: one in the window, or the one that stands there already."""

from dataclasses import dataclass, replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from domain.cadence import Cadence, Date, OnDates, is_working_day
from domain.errors import UserError
from domain.meetings import Meeting, RhythmBroken, begun_in, check_rhythm, going_on
from domain.moments import clock
from handlers.meetings.standing import Standing
from handlers.meetings.words import on, since_words
from handlers.turn import EngagementTurn

WHY_A_RHYTHM = "Meetings are one to three months apart: often enough to notice, rare enough to have learned."
TOO_NEAR = WHY_A_RHYTHM + " These would be closer. Try `meet monthly first tuesday 15:00`."
TOO_FAR = WHY_A_RHYTHM + " These would be further apart. Try `meet every 3 months first tuesday 15:00`."
FOLLOWS = "Meetings have dates of their own. Write them as in `meet every 2 months first tuesday 15:00`."
NONE_COMES = "None of these days is still to come. Write it as in `meet every 2 months first tuesday 15:00`."
FIRST_TOO_LATE = (
    "The first of these would be on {first}. The next meeting is due by {last}, a quarter after {since}."
    " {way}"
)
BEGIN_SOONER = "Begin sooner, as in `from {day}`."
PLAN_ONE_FIRST = "Plan that one first, as in `meet on {day} {time}`, and then these: they go on from there."
PICK_SOONER = "Pick a sooner day, as in `meet on {day} {time}`."
FIRST_TOO_SOON = (
    "The first of these would be on {first}, less than a month after {since}. Begin on {earliest} or later."
)
DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Begun:
    """A series with its first new meeting; `stays` is the one before that stands already, if one does."""

    cadence: Cadence
    first: Date
    stays: Meeting | None = None


def begin(turn: EngagementTurn, standing: Standing, cadence: Cadence) -> Begun:
    """Begin the series in the window, or after the meeting that stands there.

    Raises UserError where its meetings lie too near to each other, or too far apart.
    """
    try:
        check_rhythm(cadence)
    except RhythmBroken as broken:
        raise UserError({"too near": TOO_NEAR, "too far": TOO_FAR}.get(broken.kind, FOLLOWS)) from broken
    begun, first = begun_in(cadence, standing.window, now=turn.now, holidays=standing.holidays)
    if first is None:
        raise UserError(NONE_COMES)
    return _after_what_stands(turn, standing, cadence, first) or Begun(cadence=begun, first=first)


def _after_what_stands(
    turn: EngagementTurn, standing: Standing, cadence: Cadence, first: Date
) -> Begun | None:
    stands = next((one for one in standing.coming if standing.window.holds(one.day)), None)
    if stands is None or first.day <= standing.window.last:
        return None
    at = stands.moment.astimezone(ZoneInfo(cadence.zone)).time()
    since = max(cadence.starts, turn.today)
    found = going_on(cadence, stands.day, at=at, since=since)
    return Begun(cadence=found[0], first=found[1], stays=stands) if found else None


def check_first(turn: EngagementTurn, standing: Standing, begun: Begun) -> None:
    """Raise UserError where the first one lies outside the window; none is refused once that is over."""
    window, first = standing.window, begun.first.day
    words = {"first": on(turn, first), "since": since_words(turn, standing, standing.since)}
    if first < window.first:
        raise UserError(FIRST_TOO_SOON.format(**words, earliest=on(turn, window.first)))
    if first > window.last and not standing.is_late and begun.stays is None:
        way = _way(turn, standing, begun.cadence)
        raise UserError(FIRST_TOO_LATE.format(**words, last=on(turn, window.last), way=way))


def _way(turn: EngagementTurn, standing: Standing, cadence: Cadence) -> str:
    """What can be typed instead: it names only days that the rule names, or one inside the window."""
    time = clock(cadence.at)
    if not isinstance(cadence.rule, OnDates):
        sooner = replace(cadence, starts=turn.today)
        _begun, first = begun_in(sooner, standing.window, now=turn.now, holidays=standing.holidays)
        if first is not None and standing.window.holds(first.day):
            return BEGIN_SOONER.format(day=on(turn, first.day))
        return PLAN_ONE_FIRST.format(day=_last_day(turn, standing), time=time)
    return PICK_SOONER.format(day=_last_day(turn, standing), time=time)


def _last_day(turn: EngagementTurn, standing: Standing) -> str:
    """The last working day of the window, or its last day where none is left."""
    window, day = standing.window, standing.window.last
    while day > max(turn.today, window.first) and not is_working_day(day, holidays=standing.holidays):
        day -= DAY
    is_free = is_working_day(day, holidays=standing.holidays)
    return on(turn, day if is_free else window.last)
