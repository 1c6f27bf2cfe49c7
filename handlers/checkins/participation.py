"""Who took part in a round: who answered, who skipped it, who is away, and from whom nothing came."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import takewhile
from zoneinfo import ZoneInfo

from domain.permissions import Role
from handlers.checkins.refreshing import CHECKIN
from handlers.turn import Here
from storage import checkins, digests, members, schedules, wishes
from storage.checkins import Asked, Round
from storage.wishes import Wish

COUNTED = "{answered} of {asked} {have} answered{skipped}"
SKIPPED = ", {n} skipped"


@dataclass(frozen=True, kw_only=True)
class Count:
    """How many answered, how many skipped it, and of how many an answer could come."""

    answered: int
    skipped: int
    asked: int

    @property
    def in_words(self) -> str:
        """As in "1 of 5 have answered, 1 skipped"."""
        have = "has" if self.asked == 1 else "have"
        return COUNTED.format(answered=self.answered, asked=self.asked, have=have, skipped=self.skipped_words)

    @property
    def skipped_words(self) -> str:
        """What is said of the skipped behind the others; empty where there are none."""
        return SKIPPED.format(n=self.skipped) if self.skipped else ""


@dataclass(frozen=True, kw_only=True)
class Participation:
    """Everybody who was asked in one of four groups; `away` names those as well who were not asked for it,
    of whom the schedule asks.

    `rounds_silent` is in how many rounds in a row nothing came from each of the silent, by person.
    """

    answered: Sequence[Asked]
    skipped: Sequence[Asked]
    silent: Sequence[Asked]
    away: Sequence[str]
    rounds_silent: Mapping[int, int]

    @property
    def count(self) -> Count:
        """How many of them there are."""
        return _count(self.answered, self.skipped, self.silent)

    @property
    def is_complete(self) -> bool:
        """Whether everybody answered."""
        return not (self.skipped or self.silent or self.away)


@dataclass(frozen=True, kw_only=True)
class _Crew:
    """When the members are away, each in a zone of their own."""

    names: Mapping[int, str]
    zones: Mapping[int, str]
    absences: Mapping[int, Sequence[Wish]]

    def is_away(self, person_id: int, moment: datetime) -> bool:
        return any(
            wish.holds_on(_day(moment, self.zones[person_id])) for wish in self.absences.get(person_id, ())
        )

    def is_gone(self, person_id: int, moment: datetime) -> bool:
        """Whether nobody waits for their answer: they left, or are away."""
        return person_id not in self.zones or self.is_away(person_id, moment)


async def participation(here: Here, round_: Round, *, until: datetime) -> Participation:
    """Who took part until that moment, the first who were asked first."""
    crew, meant = await _crew(here), await _meant(here)
    crowd = await checkins.asked(here.session, engagement_id=here.engagement.id, checkin_id=round_.id)
    # What an undo brought back after the close was said in time.
    said = [one for one in crowd if one.answer and (one.answer.at <= until or not one.answer.is_late)]
    open_ = [one for one in crowd if one not in said and one.person_id in crew.zones]
    away = [one for one in open_ if crew.is_away(one.person_id, until)]
    silent = [one for one in open_ if one not in away]
    asked = {one.person_id for one in crowd}
    not_asked = [
        crew.names[person_id]
        for person_id in crew.zones
        if person_id not in asked and (meant is None or person_id in meant)
        if crew.is_away(person_id, round_.asked_at)
    ]
    return Participation(
        answered=[one for one in said if not _is_skip(one)],
        skipped=[one for one in said if _is_skip(one)],
        silent=silent,
        away=[*(one.name for one in away), *not_asked],
        rounds_silent=await _rounds_silent(here, round_, silent, crew),
    )


async def count(here: Here, round_: Round) -> Count:
    """How many took part by now. Whoever is away, or was at the close, is waited for no more."""
    crew = await _crew(here)
    crowd = await checkins.asked(here.session, engagement_id=here.engagement.id, checkin_id=round_.id)
    moment = min(here.now, round_.closes_at)
    said = [one for one in crowd if one.answer]
    silent = [one for one in crowd if not one.answer and not crew.is_gone(one.person_id, moment)]
    skipped = [one for one in said if _is_skip(one)]
    return _count([one for one in said if one not in skipped], skipped, silent)


def _count(answered: Sequence[Asked], skipped: Sequence[Asked], silent: Sequence[Asked]) -> Count:
    asked = len(answered) + len(skipped) + len(silent)
    return Count(answered=len(answered), skipped=len(skipped), asked=asked)


def _is_skip(one: Asked) -> bool:
    return one.answer is not None and one.answer.kind == "skip"


async def _meant(here: Here) -> Collection[int] | None:
    """Whom the check-in asks, as its schedule says now; None: everybody but observers."""
    scheduled = await schedules.of_job(here.session, engagement_id=here.engagement.id, job=CHECKIN)
    return None if scheduled is None else scheduled.settings.get("people")


async def _rounds_silent(here: Here, round_: Round, silent: Sequence[Asked], crew: _Crew) -> dict[int, int]:
    """In how many rounds in a row nothing came; those during which they were away do not count."""
    found = await digests.rounds_of(
        here.session,
        engagement_id=here.engagement.id,
        number=round_.number,
        person_ids=[one.person_id for one in silent],
    )
    return {
        person_id: sum(
            not crew.is_away(person_id, closes_at)
            for closes_at, _spoke in takewhile(lambda one: not one[1], rounds)
        )
        for person_id, rounds in found.items()
    }


async def _crew(here: Here) -> _Crew:
    crowd = await members.current(here.session, engagement_id=here.engagement.id)
    meant = [(seat, person) for seat, person in crowd if seat.role != Role.OBSERVER]
    return _Crew(
        names={person.id: person.name for _seat, person in meant},
        zones={person.id: members.working_time(seat, person, here.engagement).zone for seat, person in meant},
        absences=await wishes.absences(
            here.session, engagement_id=here.engagement.id, person_ids=[person.id for _seat, person in meant]
        ),
    )


def _day(moment: datetime, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone)).date()
