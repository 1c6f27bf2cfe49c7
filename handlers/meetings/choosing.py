"""Which meeting, which moment and which reason somebody typed."""

import re
from datetime import date, time

from domain.cadence import Cadence, read_cadence
from domain.days import read_day
from domain.errors import UserError
from domain.meetings import Meeting
from domain.numbers.locales import is_day_first
from domain.numbers.typed import plain
from domain.typed_fields import reason_in
from handlers.meetings.standing import Standing, standing_of
from handlers.meetings.words import on, when, window_words
from handlers.turn import EngagementTurn
from storage.schedules import Scheduled

NO_SERIES = "There is no meeting planned yet. Plan them with `meet every 2 months first tuesday 15:00`."
NONE_LEFT = "No meeting is still to come. Plan them with `meet every 2 months first tuesday 15:00`."
NO_SUCH = "No meeting stands on {day}. The next ones: {days}."
NOT_READ = 'Write it as in `meet move 24 Nov to 1 Dec 15:00 "the CEO is away"`.'
STANDS = "The next meeting is planned for {when}. {window}"
NEXT_WORD = "next"
MOST_NAMED = 3

_QUOTED = re.compile(r'"([^"]*)"?\s*$')
_IN_QUOTES = re.compile(r'"[^"]*(?:"|$)')
_LEADS_TO_REASON = re.compile(r"(?:^|[\s,;:-]+)(?:since\s+|(?=because\b))", re.IGNORECASE)
_CLOCK = re.compile(
    r"(?:(?P<day>(?!at\s).+?)[\s,]+)?(?:at\s+)?"
    r"(?P<time>\d{1,2}[:.h]\d{2}(?:\s*(?:[ap]\.?m\.?|uhr|h))?|\d{1,2}\s*(?:[ap]\.?m\.?|uhr|h|o'clock)"
    r"|noon|midday|(?<=at )\d{1,2})",
    re.IGNORECASE,
)
_DAY_AND_MONTH = re.compile(r"\d{1,2}\.(?:0[1-9]|1[0-2])")
_TO = re.compile(r"(?:(?P<old>.+?)\s+)?to\s+(?P<new>.+)", re.IGNORECASE | re.DOTALL)


def split_reason(text: str) -> tuple[str, str]:
    """Part what was typed from the reason at its end: in quotes, behind the word because, or both."""
    plainly = plain(text)
    for mark in "“”„«»":
        plainly = plainly.replace(mark, '"')
    outside = _IN_QUOTES.sub(lambda quote: "\0" * len(quote[0]), plainly)
    if found := _LEADS_TO_REASON.search(outside):
        why = plainly[found.end() :]
    elif found := _QUOTED.search(plainly):
        why = found[1]
    else:
        return plainly.strip(), ""
    return plainly[: found.start()].strip(), " ".join(reason_in(why).split())


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
    day, at = split_clock(typed, locale=turn.engagement.locale)
    to = read_day(day, today=turn.today, locale=turn.engagement.locale) if day else meeting.day
    return to, read_time(at, cadence) if at else time_of(meeting, cadence)


def read_move(
    turn: EngagementTurn, standing: Standing, typed: str, cadence: Cadence
) -> tuple[Meeting, date | None, time]:
    """Which meeting goes to which day and time; the next one where none is named, None where no day is.

    Raises UserError.
    """
    if not standing.coming:
        raise UserError(NONE_LEFT)
    if parts := _TO.fullmatch(typed):
        meeting = find(turn, standing, parts["old"] or NEXT_WORD)
        return meeting, *read_moment(turn, parts["new"], cadence, meeting)
    return _read_one_day(turn, standing, typed, cadence)


def _read_one_day(
    turn: EngagementTurn, standing: Standing, typed: str, cadence: Cadence
) -> tuple[Meeting, date | None, time]:
    """A day alone is that of the meeting where one stands on it, and else where the next one goes."""
    upcoming = standing.coming[0]
    day, at = split_clock(typed, locale=turn.engagement.locale)
    if day.casefold() in {"", NEXT_WORD}:
        meeting, to = upcoming, None
    else:
        try:
            named = read_day(day, today=turn.today, locale=turn.engagement.locale)
        except UserError as error:
            stands = STANDS.format(when=when(turn, upcoming), window=window_words(turn, standing))
            raise UserError(f"{NOT_READ} {stands}") from error
        meeting = standing.on(named) or upcoming
        to = None if standing.on(named) else named
    clock = read_time(at, cadence) if at else time_of(meeting, cadence)
    return meeting, to or (meeting.day if at else None), clock


def split_clock(typed: str, *, locale: str) -> tuple[str, str]:
    """Part what was typed into the day and the time of day; that is empty where none was typed.

    Where days come before months, 8.01 alone is a day, and 15.30 the time.
    """
    words = typed.strip()
    is_day = is_day_first(locale) and _DAY_AND_MONTH.fullmatch(words)
    parts = None if is_day else _CLOCK.fullmatch(words)
    return (parts["day"] or "", parts["time"]) if parts else (words, "")


def read_time(typed: str, cadence: Cadence) -> time:
    """The time of day that was typed. Raises UserError where there is none."""
    return read_clock(typed, zone=cadence.zone, today=cadence.starts)


def read_clock(typed: str, *, zone: str, today: date) -> time:
    """The time of day that was typed. Raises UserError where there is none."""
    return read_cadence(f"every monday at {typed}", zone=zone, starts=today).at


def time_of(meeting: Meeting, cadence: Cadence) -> time:
    """The time of day at which the meeting stands."""
    return cadence.times.get(meeting.day, cadence.at)
