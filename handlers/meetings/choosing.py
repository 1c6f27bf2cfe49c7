"""Which meeting, which moment and which reason somebody typed."""

import re
from datetime import date, time

from domain.cadence import Cadence, read_cadence
from domain.days import read_day
from domain.errors import UserError
from domain.meetings import Meeting
from domain.numbers.typed import plain
from handlers.meetings.standing import Standing, standing_of
from handlers.meetings.words import on
from handlers.turn import EngagementTurn
from storage.schedules import Scheduled

NO_SERIES = "There is no meeting planned yet. Plan them with `meet every 2 months first tuesday 15:00`."
NONE_LEFT = "No meeting is still to come. Plan them with `meet every 2 months first tuesday 15:00`."
NO_SUCH = "No meeting stands on {day}. The next ones: {days}."
NEXT_WORD = "next"
MOST_NAMED = 3

_QUOTED = re.compile(r'"([^"]*)"?\s*$')
_CLOCK = re.compile(
    r"(?P<day>.+?)[\s,]+(?:at\s+)?(?P<time>\d{1,2}[:.h]\d{2}(?:\s*[ap]\.?m\.?)?|\d{1,2}\s*[ap]\.?m\.?)",
    re.IGNORECASE,
)


def split_reason(text: str) -> tuple[str, str]:
    """Part what was typed from the reason in quotes at its end."""
    plainly = plain(text)
    for mark in "“”„«»":
        plainly = plainly.replace(mark, '"')
    found = _QUOTED.search(plainly)
    if found is None:
        return plainly.strip(), ""
    return plainly[: found.start()].strip(), " ".join(found[1].split())


async def planned(turn: EngagementTurn) -> tuple[Standing, Scheduled]:
    """Where the meetings stand, and their series. Raises UserError where none is planned."""
    standing = await standing_of(turn)
    if standing.series is None:
        raise UserError(NO_SERIES)
    return standing, standing.series


def find(turn: EngagementTurn, standing: Standing, typed: str) -> Meeting:
    """The meeting to come that stands on the day. Raises UserError where there is none."""
    if not standing.coming:
        raise UserError(NONE_LEFT)
    if typed.strip().casefold() == NEXT_WORD:
        return standing.coming[0]
    named = read_day(typed, today=turn.today, locale=turn.engagement.locale)
    found = standing.on(named)
    if found is None:
        days = ", ".join(on(turn, one.day) for one in standing.coming[:MOST_NAMED])
        raise UserError(NO_SUCH.format(day=on(turn, named), days=days))
    return found


def find_due(turn: EngagementTurn, standing: Standing, typed: str) -> Meeting | None:
    """The last meeting whose time has come, where its day was typed."""
    if not standing.held or standing.held[-1].day != standing.since:
        return None
    last = standing.held[-1]
    try:
        named = read_day(typed, today=last.day, locale=turn.engagement.locale)
    except UserError:
        return None
    return last if named == last.day else None


def read_moment(turn: EngagementTurn, typed: str, cadence: Cadence, meeting: Meeting) -> tuple[date, time]:
    """The day and the time of day that were typed; without a time the meeting keeps its own."""
    day, at = split_clock(typed)
    to = read_day(day, today=turn.today, locale=turn.engagement.locale)
    return to, read_time(at, cadence) if at else time_of(meeting, cadence)


def split_clock(typed: str) -> tuple[str, str]:
    """Part what was typed into the day and the time of day; that is empty where none was typed."""
    parts = _CLOCK.fullmatch(typed.strip())
    return (parts["day"], parts["time"]) if parts else (typed.strip(), "")


def read_time(typed: str, cadence: Cadence) -> time:
    """The time of day that was typed. Raises UserError where there is none."""
    return read_clock(typed, zone=cadence.zone, today=cadence.starts)


def read_clock(typed: str, *, zone: str, today: date) -> time:
    """The time of day that was typed. Raises UserError where there is none."""
    return read_cadence(f"every monday at {typed}", zone=zone, starts=today).at


def time_of(meeting: Meeting, cadence: Cadence) -> time:
    """The time of day at which the meeting stands."""
    return cadence.times.get(meeting.day, cadence.at)
