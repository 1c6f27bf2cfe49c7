"""What became of each meeting, through every change of the series: when it stands, or that it does not."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from domain.cadence import Cadence, dates, nth_working_day_after
from domain.holidays import Holidays
from domain.working_time import instant

# Nothing is moved further than that.
REACH = timedelta(days=200)


@dataclass(frozen=True, kw_only=True)
class Term:
    """A series as it was in force from the moment `since` to the moment `until`; None: it still is.

    `not_held` are days on which a meeting stood and did not take place.
    """

    schedule_id: int
    cadence: Cadence
    minutes: int
    since: datetime
    until: datetime | None = None
    is_paused: bool = False
    paused_until: date | None = None
    not_held: frozenset[date] = field(default_factory=frozenset)

    def rests_on(self, day: date) -> bool:
        """Whether it is paused on that day."""
        return self.is_paused and (self.paused_until is None or day < self.paused_until)


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """One meeting, by the day that its rule `named`: on which day, at which moment, for how long.

    One that `is_gone` is none of the series any more. `revision` counts how often it was changed, the last
    time at `changed_at`.
    """

    schedule_id: int
    named: date
    day: date
    moment: datetime
    minutes: int
    is_left_out: bool
    is_gone: bool = False
    revision: int = 0
    changed_at: datetime

    def says_the_same(self, other: "Meeting") -> bool:
        """Whether it stands at the same time for as long, or does not stand as the other does not."""
        mine, theirs = ((one.moment, one.minutes, one.is_left_out, one.is_gone) for one in (self, other))
        return mine == theirs


def known_by(terms: Sequence[Term], moment: datetime) -> list[Term]:
    """The terms as they were known at the moment: what was changed or ended later is left out."""
    began = [term for term in terms if term.since <= moment]
    return [
        replace(term, until=None) if term.until is not None and term.until > moment else term
        for term in began
    ]


def chronicle(terms: Sequence[Term], *, after: date, until: date, holidays: Holidays) -> list[Meeting]:
    """Every meeting after one day until another, in order of time; `terms` stand in order of time, too.

    Those that are left out are among them. What was over when the series changed stays as it was, unless
    somebody said later that it did not take place.
    """
    known: dict[tuple[int, date], Meeting] = {}
    for term in terms:
        found = {(one.schedule_id, one.named): one for one in _of_term(term, after, until, holidays)}
        for key, one in _missing(known, found, term):
            known[key] = _revised(replace(one, is_gone=True), one, term.since)
        for key, one in found.items():
            if one.moment > term.since:
                before = known.get(key)
                known[key] = one if before is None else _revised(one, before, term.since)
        if term.until is not None and not _goes_on(terms, term):
            known |= _ended(known, term)
    told = (_as_told(one, terms[-1]) for one in known.values() if not one.is_gone)
    return sorted(told, key=lambda one: one.moment)


def _as_told(one: Meeting, last: Term) -> Meeting:
    """The meeting, left out where somebody said that it did not take place."""
    was_due = one.moment <= last.since and one.day in last.not_held
    return _revised(replace(one, is_left_out=True), one, last.since) if was_due else one


def days_paused(terms: Sequence[Term], *, since: date, today: date) -> int:
    """For how many days after the day `since` meetings were paused; a pause with an end counts to that."""
    return sum(max((end - max(start, since)).days, 0) for start, end in _pauses(terms, today))


def _pauses(terms: Sequence[Term], today: date) -> Iterator[tuple[date, date]]:
    for term in terms:
        if term.is_paused:
            zone = ZoneInfo(term.cadence.zone)
            over = None if term.until is None else term.until.astimezone(zone).date()
            ends = [day for day in (over, term.paused_until) if day is not None]
            yield term.since.astimezone(zone).date(), min(ends, default=today)


def _of_term(term: Term, after: date, until: date, holidays: Holidays) -> Iterator[Meeting]:
    """The meetings as this version of the series has them, those that it leaves out too."""
    cadence = term.cadence
    as_named = replace(cadence, moved={}, on_holiday="keep")
    for one in dates(as_named, after=after - REACH, until=until + REACH, holidays=holidays):
        day = _standing(cadence, one.day, holidays)
        stands_on = day or one.day
        if after < stands_on <= until:
            yield Meeting(
                schedule_id=term.schedule_id,
                named=one.day,
                day=stands_on,
                moment=instant(stands_on, cadence.times.get(stands_on, cadence.at), ZoneInfo(cadence.zone)),
                minutes=term.minutes,
                is_left_out=day is None or term.rests_on(stands_on),
                changed_at=term.since,
            )


def _standing(cadence: Cadence, named: date, holidays: Holidays) -> date | None:
    """The day on which the meeting stands; None where it is left out."""
    if named in cadence.moved:
        return cadence.moved[named]
    if cadence.on_holiday == "keep" or not holidays.name_of(named):
        return named
    return nth_working_day_after(named, 1, holidays=holidays) if cadence.on_holiday == "next" else None


def _missing(
    known: Mapping[tuple[int, date], Meeting], found: Mapping[tuple[int, date], Meeting], term: Term
) -> list[tuple[tuple[int, date], Meeting]]:
    """What was still to come when the series changed, and does not come any more."""
    return [
        (key, one)
        for key, one in known.items()
        if key[0] == term.schedule_id and one.moment > term.since and key not in found
    ]


def _revised(now: Meeting, before: Meeting, at: datetime) -> Meeting:
    if now.says_the_same(before):
        return before
    return replace(now, revision=before.revision + 1, changed_at=at)


def _goes_on(terms: Sequence[Term], term: Term) -> bool:
    return any(other.schedule_id == term.schedule_id and other.since > term.since for other in terms)


def _ended(known: Mapping[tuple[int, date], Meeting], term: Term) -> dict[tuple[int, date], Meeting]:
    """What was still to come when the series was ended."""
    ended = term.until or term.since
    return {
        key: _revised(replace(one, is_gone=True), one, ended)
        for key, one in known.items()
        if key[0] == term.schedule_id and one.moment > ended
    }
