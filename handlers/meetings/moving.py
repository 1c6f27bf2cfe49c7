"""Moving one meeting, leaving it out, or noting that it did not take place: what is allowed and said."""

from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

from domain.cadence import Cadence, move
from domain.chat import Block, Buttons, Reply, note, reply
from domain.errors import UserError
from domain.meetings import Breach, Meeting, breach_of
from domain.moments import clock
from domain.working_time import instant
from handlers import story
from handlers.meetings import ahead, posting, recording, undoing
from handlers.meetings.announcing import announce
from handlers.meetings.standing import Standing, standing_of
from handlers.meetings.words import on, since_words, when, window_words
from handlers.turn import EngagementTurn
from storage import schedules
from storage.schedules import Scheduled

MOVED = "The meeting of {old} is on {new} now."
SKIPPED = "The meeting of {old} is left out. Next: {next}."
NOT_HELD = "Noted: the meeting of {old} did not take place."
NONE_NEXT = "none is planned"
LATE = "It is marked as late: its window closed on {last}."
ON_HOLIDAY = "{day} is a holiday: {name}."
NEXT_IS_NEAR = "The one after it, on {day}, is less than a month later now. You may move it, too."
IS_OVER = "{moment} is over. Please name a time that is still to come."
IS_THERE = "There it stands already. Nothing was changed."
TAKEN = "Another meeting stands on {day} already. Pick another day."
TOO_SOON = "{day} is less than a month after {since}. The earliest day is {first}."
TOO_LATE = "{day} is more than a quarter after {since}. The last day is {last}."
LEAVES_A_GAP = (
    "The next one would be on {day} then, more than a quarter after {since}. Move this one instead, until"
    " {last} at the latest."
)
OVERRIDDEN = "It stands outside its window, which ends on {last}, as {name} wants it: that is noted with it."
OUTSIDE = ", outside its window"
LEAVES_NONE = "None would be planned then. Move this one instead, until {last} at the latest."


@dataclass(frozen=True, kw_only=True)
class Wish:
    """Which meeting goes to which day and time, and why; no day: it is left out.

    `is_override`: a named person wants it although it lies outside the window.
    """

    meeting: Meeting
    to: date | None
    at: time
    reason: str
    is_override: bool = False


class OutsideWindow(UserError):
    """That day lies outside the window for the meeting."""

    def __init__(self, sentence: str, wish: Wish) -> None:
        super().__init__(sentence)
        self.wish = wish


async def carry_out(turn: EngagementTurn, standing: Standing, series: Scheduled, wish: Wish) -> Reply:
    """Move the meeting or leave it out. Raises OutsideWindow where its window does not allow that."""
    await _check_moment(turn, series, standing, wish)
    breach = _breach(standing, wish)
    if breach is not None and not (wish.is_override and wish.to):
        raise OutsideWindow(_refusal(turn, standing, wish, breach), wish)
    changed = await _save(turn, series, wish.reason, cadence=_moved(series.cadence, standing, wish))
    steps = await recording.note_change(turn, wish.meeting, to=wish.to, reason=wish.reason, breach=breach)
    after = await standing_of(turn)
    old, new = when(turn, wish.meeting), after.on(wish.to) if wish.to else None
    if new is None:
        what, said = f"left the meeting of {old} out", SKIPPED.format(old=old, next=_next(turn, after))
    else:
        await posting.plan_again(turn, new)
        to = when(turn, new)
        what, said = f"moved the meeting of {old} to {to}", MOVED.format(old=old, new=to)
        if breach is not None:
            what += OUTSIDE
    await _tell(turn, what, wish, new)
    await announce(turn, said, was=wish.meeting.day, reason=wish.reason, key=_key(changed))
    asides = _asides(turn, standing, after, wish)
    if breach is not None:
        asides.insert(0, note(OVERRIDDEN.format(name=turn.person.name, last=on(turn, breach.window.last))))
    return reply(said, *asides, Buttons((undoing.button(series, changed, steps=steps),)))


async def note_not_held(turn: EngagementTurn, series: Scheduled, was_due: Meeting, reason: str) -> Reply:
    """Write down that a meeting did not take place: the window counts from the one before it again."""
    days = sorted({*series.settings.get("not_held", ()), was_due.day.isoformat()})
    changed = await _save(turn, series, reason, settings={**series.settings, "not_held": days})
    steps = await recording.note_change(turn, was_due, to=None, reason=reason, breach=None)
    old = when(turn, was_due)
    wish = Wish(meeting=was_due, to=None, at=series.cadence.at, reason=reason)
    await _tell(turn, f"noted that the meeting of {old} did not take place", wish, None)
    said = NOT_HELD.format(old=old)
    await announce(turn, said, was=was_due.day, reason=reason, key=_key(changed))
    window = note(window_words(turn, await standing_of(turn)))
    return reply(said, window, Buttons((undoing.button(series, changed, steps=steps),)))


def _moved(cadence: Cadence, standing: Standing, wish: Wish) -> Cadence:
    """The series with the meeting where it shall stand."""
    times = {of: at for of, at in cadence.times.items() if of != wish.meeting.day}
    if wish.to is not None and wish.at != cadence.at:
        times[wish.to] = wish.at
    if wish.to != wish.meeting.day:
        cadence = move(cadence, day=wish.meeting.day, to=wish.to, holidays=standing.holidays)
    return replace(cadence, times=times)


async def _check_moment(turn: EngagementTurn, series: Scheduled, standing: Standing, wish: Wish) -> None:
    if wish.to is None:
        return
    moment = instant(wish.to, wish.at, ZoneInfo(series.cadence.zone))
    if moment == wish.meeting.moment:
        raise UserError(IS_THERE)
    if moment <= turn.now:
        raise UserError(IS_OVER.format(moment=f"{on(turn, wish.to)}, {clock(wish.at)}"))
    near = await ahead.from_today(turn, standing)
    has_review = any(one.kind == "special" and one.day == wish.to and one.ends > turn.now for one in near)
    if has_review or standing.on(wish.to) not in (None, wish.meeting):
        raise UserError(TAKEN.format(day=on(turn, wish.to)))


def _breach(standing: Standing, wish: Wish) -> Breach | None:
    """What is wrong with the day; nothing is where the window is over anyway."""
    days = [one.day for one in standing.coming]
    others = [one for one in days if one != wish.meeting.day]
    after = others if wish.to is None else sorted([*others, wish.to])
    breach = breach_of([standing.since, *days], [standing.since, *after], window_of=standing.window_of)
    if breach is None:
        return None
    is_let_be = standing.is_late and breach.since == standing.since and not breach.is_too_soon
    return None if is_let_be else breach


def _refusal(turn: EngagementTurn, standing: Standing, wish: Wish, breach: Breach) -> str:
    words = {
        "day": on(turn, breach.day) if breach.day else "",
        "since": since_words(turn, standing, breach.since),
        "first": on(turn, breach.window.first),
        "last": on(turn, breach.window.last),
    }
    if breach.day is None:
        return LEAVES_NONE.format(**words)
    if breach.is_too_soon:
        return TOO_SOON.format(**words)
    return (TOO_LATE if breach.day == wish.to else LEAVES_A_GAP).format(**words)


async def _save(turn: EngagementTurn, series: Scheduled, reason: str, **changes: Any) -> Scheduled:
    return await schedules.change(
        turn.session,
        series,
        by_id=turn.person.id,
        source=turn.source,
        now=turn.now,
        reason=reason,
        **changes,
    )


async def _tell(turn: EngagementTurn, what: str, wish: Wish, to: Meeting | None) -> None:
    await story.tell(
        turn,
        subject="meeting",
        what=what,
        before={"on": wish.meeting.moment.isoformat()},
        after={"on": to.moment.isoformat()} if to else None,
        reason=wish.reason,
    )


def _key(changed: Scheduled) -> str:
    return f"{changed.id}/{changed.version}"


def _next(turn: EngagementTurn, standing: Standing) -> str:
    return when(turn, standing.coming[0]) if standing.coming else NONE_NEXT


def _asides(turn: EngagementTurn, before: Standing, after: Standing, wish: Wish) -> list[Block]:
    """What else there is to know about a move."""
    if wish.to is None:
        return []
    said = []
    if before.is_late and after.coming[0].day == wish.to:
        said.append(LATE.format(last=on(turn, before.window.last)))
    if name := before.holidays.name_of(wish.to):
        said.append(ON_HOLIDAY.format(day=on(turn, wish.to), name=name))
    following = next((one.day for one in after.coming if one.day > wish.to), None)
    if following is not None and following < after.window_of(wish.to).first:
        said.append(NEXT_IS_NEAR.format(day=on(turn, following)))
    return [note(sentence) for sentence in said]
