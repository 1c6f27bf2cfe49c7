"""What people want of us: to be left alone while they are away or want quiet, or to hear no more of a job."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import or_, select, update

from domain.leave import Span
from storage.database import Session
from storage.tables import Person, PersonalWish

Kind = Literal["away", "quiet", "opt_out", "digest"]
AWAY: Kind = "away"
QUIET: Kind = "quiet"
OPT_OUT: Kind = "opt_out"
# A copy of each digest of the engagement, in direct messages.
DIGEST: Kind = "digest"


@dataclass(frozen=True, kw_only=True)
class Wish:
    """A wish of one person; first and last day are included, in the person's own zone.

    Without a last day it holds until it is ended. `id` 0: an absence that an engagement file told of.
    """

    id: int
    person_id: int
    engagement_id: int | None
    kind: str
    job: str
    first_day: date
    last_day: date | None

    @property
    def span(self) -> Span:
        """The days on which it holds."""
        return Span(first=self.first_day, last=self.last_day)

    def holds_on(self, day: date) -> bool:
        """Whether it holds on that day."""
        return self.first_day <= day and not self.is_over(day)

    def is_over(self, day: date) -> bool:
        """Whether its last day lies before that day."""
        return self.last_day is not None and self.last_day < day


async def is_away(session: Session, *, engagement_id: int, person_id: int, day: date) -> bool:
    """Whether the person is away on that day of their own, by what they said or by an engagement file."""
    found = await absences(session, engagement_id=engagement_id, person_ids=[person_id])
    return any(wish.holds_on(day) for wish in found[person_id])


async def is_quiet(session: Session, *, engagement_id: int, person_id: int, job: str, day: date) -> bool:
    """Whether the person wants no unasked messages on that day, or none of this job."""
    mine = await list_of(session, engagement_id=engagement_id, person_id=person_id, day=day)
    return any(
        wish.holds_on(day) and (wish.kind == QUIET or (wish.kind == OPT_OUT and wish.job == job))
        for wish in mine
    )


async def absences(
    session: Session, *, engagement_id: int, person_ids: Collection[int]
) -> Mapping[int, Sequence[Wish]]:
    """When these people are, were or will be away for the engagement: person id -> the earliest first."""
    found: dict[int, list[Wish]] = defaultdict(list, {person_id: [] for person_id in person_ids})
    query = select(PersonalWish).where(
        PersonalWish.person_id.in_(list(person_ids)),
        PersonalWish.kind == AWAY,
        or_(PersonalWish.engagement_id.is_(None), PersonalWish.engagement_id == engagement_id),
        PersonalWish.ended_at.is_(None),
    )
    for row in await session.scalars(query):
        found[row.person_id].append(_wish(row))
    told = select(Person.id, Person.away).where(Person.id.in_(list(person_ids)), Person.away.is_not(None))
    for person_id, away_then in await session.execute(told):
        found[person_id] += _of_file(person_id, away_then)
    return {person_id: sorted(all_, key=lambda wish: wish.first_day) for person_id, all_ in found.items()}


async def list_of(session: Session, *, engagement_id: int, person_id: int, day: date) -> list[Wish]:
    """What the person wants in this engagement on that day or later, the earliest first."""
    query = select(PersonalWish).where(
        PersonalWish.person_id == person_id,
        PersonalWish.kind != AWAY,
        PersonalWish.engagement_id == engagement_id,
        PersonalWish.ended_at.is_(None),
    )
    rows = await session.scalars(query.order_by(PersonalWish.id))
    wishes = [
        *(await absences(session, engagement_id=engagement_id, person_ids=[person_id]))[person_id],
        *map(_wish, rows),
    ]
    return [wish for wish in wishes if not wish.is_over(day)]


async def subscribers(session: Session, *, engagement_id: int) -> list[int]:
    """The people who want a copy of each digest of the engagement."""
    query = select(PersonalWish.person_id).where(
        PersonalWish.engagement_id == engagement_id,
        PersonalWish.kind == DIGEST,
        PersonalWish.ended_at.is_(None),
    )
    return list((await session.scalars(query.distinct().order_by(PersonalWish.person_id))).all())


async def add(
    session: Session,
    *,
    engagement_id: int | None,
    person_id: int,
    kind: Kind,
    first_day: date,
    last_day: date | None = None,
    job: str = "",
    by_id: int | None,
    source: str,
    now: datetime,
) -> Wish:
    """Write down what somebody wants. Without an engagement it holds in all of them: so one's own `away`."""
    row = PersonalWish(
        engagement_id=engagement_id,
        person_id=person_id,
        kind=kind,
        job=job,
        first_day=first_day,
        last_day=last_day,
        by_id=by_id,
        source=source,
        created_at=now,
        ended_at=None,
    )
    session.add(row)
    await session.flush()
    return _wish(row)


async def end(session: Session, *, person_id: int, wish_ids: Iterable[int], now: datetime) -> int:
    """End these wishes of the person; the rows stay. Return how many still held."""
    ended = update(PersonalWish).where(
        PersonalWish.id.in_(list(wish_ids)),
        PersonalWish.person_id == person_id,
        PersonalWish.ended_at.is_(None),
    )
    found = await session.scalars(ended.values(ended_at=now).returning(PersonalWish.id))
    return len(found.all())


async def bring_back(
    session: Session, *, person_id: int, wish_ids: Iterable[int], now: datetime
) -> list[int]:
    """Add again what these wishes of the person said. Return the ids of the new ones."""
    query = select(PersonalWish).where(
        PersonalWish.id.in_(list(wish_ids)), PersonalWish.person_id == person_id
    )
    columns = ("person_id", "engagement_id", "kind", "job", "first_day", "last_day", "by_id", "source")
    rows = [
        PersonalWish(**{name: getattr(old, name) for name in columns}, created_at=now)
        for old in await session.scalars(query.order_by(PersonalWish.id))
    ]
    session.add_all(rows)
    await session.flush()
    return [row.id for row in rows]


async def cut_absences_of_files(session: Session, *, person_id: int, day: date) -> list[Any] | None:
    """Let an absence that a file told of end before that day, if it holds. Return what stood there before."""
    person = await session.get_one(Person, person_id)
    before = person.away
    person.away = [cut for told in before or () for cut in _cut(person_id, told, day)] or None
    await session.flush()
    return before


def _cut(person_id: int, told: Mapping[str, str], day: date) -> list[Mapping[str, str]]:
    (wish,) = _of_file(person_id, [told])
    if not wish.holds_on(day):
        return [told]
    yesterday = (day - timedelta(days=1)).isoformat()
    return [{**told, "to": yesterday}] if wish.first_day < day else []


async def put_absences_of_files(session: Session, *, person_id: int, absent: list[Any] | None) -> None:
    """Let the person be away as a file told of it."""
    person = await session.get_one(Person, person_id)
    person.away = absent
    await session.flush()


def _wish(row: PersonalWish) -> Wish:
    return Wish(
        id=row.id,
        person_id=row.person_id,
        engagement_id=row.engagement_id,
        kind=row.kind,
        job=row.job,
        first_day=row.first_day,
        last_day=row.last_day,
    )


def _of_file(person_id: int, absent: Iterable[Mapping[str, str]]) -> list[Wish]:
    """Absences as an engagement file writes them."""
    return [
        Wish(
            id=0,
            person_id=person_id,
            engagement_id=None,
            kind=AWAY,
            job="",
            first_day=date.fromisoformat(one["from"]),
            last_day=date.fromisoformat(one["to"]),
        )
        for one in absent
    ]
