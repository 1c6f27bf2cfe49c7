"""Who took part in a round: who answered, who skipped it, who is away, and from whom nothing came."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import takewhile
from zoneinfo import ZoneInfo

from domain.permissions import Role
from handlers.turn import Here
from storage import checkins, digests, members, wishes
from storage.checkins import Asked, Round
from storage.wishes import Wish


@dataclass(frozen=True, kw_only=True)
class Participation:
    """Everybody who was asked in one of four groups; `away` names those as well who were not asked for it.

    `rounds_silent` is in how many rounds in a row nothing came from each of the silent, by person.
    """

    answered: Sequence[Asked]
    skipped: Sequence[Asked]
    silent: Sequence[Asked]
    away: Sequence[str]
    rounds_silent: Mapping[int, int]

    @property
    def counted(self) -> int:
        """Of how many an answer could come."""
        return len(self.answered) + len(self.skipped) + len(self.silent)

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


async def participation(here: Here, round_: Round, *, until: datetime) -> Participation:
    """Who took part until that moment, the first who were asked first."""
    crew = await _crew(here)
    crowd = await checkins.asked(here.session, engagement_id=here.engagement.id, checkin_id=round_.id)
    said = [one for one in crowd if one.answer is not None and one.answer.at <= until]
    open_ = [one for one in crowd if one not in said and one.person_id in crew.zones]
    away = [one for one in open_ if crew.is_away(one.person_id, until)]
    silent = [one for one in open_ if one not in away]
    asked = {one.person_id for one in crowd}
    not_asked = [
        crew.names[person_id]
        for person_id in crew.zones
        if person_id not in asked and crew.is_away(person_id, round_.asked_at)
    ]
    return Participation(
        answered=[one for one in said if one.answer is not None and one.answer.kind != "skip"],
        skipped=[one for one in said if one.answer is not None and one.answer.kind == "skip"],
        silent=silent,
        away=[*(one.name for one in away), *not_asked],
        rounds_silent=await _rounds_silent(here, round_, silent, crew),
    )


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
        absences=await wishes.absences(here.session, person_ids=[person.id for _seat, person in meant]),
    )


def _day(moment: datetime, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone)).date()
