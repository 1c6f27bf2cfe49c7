"""Answers: chains that only grow. The link that none supersedes counts; a withdrawal counts as no answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from domain.literals import literal
from domain.permissions import Role
from storage.checkins.rounds import Round, as_round
from storage.database import Session
from storage.tables import Checkin, CheckinAnswer, CheckinAsked, Membership, Person

AnswerKind = Literal["answer", "skip", "nothing", "withdrawal"]
ANSWER_KINDS: tuple[AnswerKind, ...] = get_args(AnswerKind)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What somebody said in a round: `texts` beside its questions, `words` without them."""

    id: int
    checkin_id: int
    person_id: int
    kind: AnswerKind
    texts: tuple[str, ...]
    words: str
    did_intended: str
    is_late: bool
    source: str
    at: datetime
    supersedes_id: int | None


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Somebody whom a round asks, and the answer of theirs that counts."""

    person_id: int
    name: str
    answer: Answer | None


@dataclass(frozen=True, kw_only=True)
class Past:
    """An answer of somebody, with the round in which they gave it."""

    round: Round
    answer: Answer


async def answer(
    session: Session,
    round_: Round,
    *,
    engagement_id: int,
    person_id: int,
    kind: AnswerKind,
    source: str,
    now: datetime,
    texts: Sequence[str] = (),
    words: str = "",
    did_intended: str = "",
    is_late: bool | None = None,
) -> Answer:
    """Append to the person's chain in the round; past the close it is late, unless `is_late` is given."""
    # Two answers of one person at once: the second one waits, and comes after the first in the chain.
    mine = (CheckinAsked.checkin_id == round_.id, CheckinAsked.person_id == person_id)
    await session.execute(select(CheckinAsked.id).where(*mine).with_for_update())
    head = await _head_row(session, engagement_id, round_.id, person_id)
    row = CheckinAnswer(
        engagement_id=engagement_id,
        checkin_id=round_.id,
        person_id=person_id,
        kind=kind,
        texts=list(texts),
        words=words,
        did_intended=did_intended,
        is_late=not round_.is_open(now) if is_late is None else is_late,
        source=source,
        at=now,
        supersedes_id=None if head is None else head.id,
    )
    session.add(row)
    await session.flush()
    return _as_answer(row)


async def head_of(session: Session, *, engagement_id: int, checkin_id: int, person_id: int) -> Answer | None:
    """The person's answer that counts in the round; None where there is none, or it was taken back."""
    row = await _head_row(session, engagement_id, checkin_id, person_id)
    return None if row is None or row.kind == "withdrawal" else _as_answer(row)


async def first_answered_at(
    session: Session, *, engagement_id: int, checkin_id: int, person_id: int
) -> datetime | None:
    """When the person's chain in the round began; None where it did not."""
    query = select(func.min(CheckinAnswer.at)).where(
        CheckinAnswer.engagement_id == engagement_id,
        CheckinAnswer.checkin_id == checkin_id,
        CheckinAnswer.person_id == person_id,
    )
    return await session.scalar(query)


async def heads(session: Session, *, engagement_id: int, checkin_id: int) -> dict[int, Answer]:
    """Person -> the answer of theirs that counts in the round."""
    query = _heads().where(
        CheckinAnswer.engagement_id == engagement_id, CheckinAnswer.checkin_id == checkin_id
    )
    return {row.person_id: _as_answer(row) for row in await session.scalars(query)}


async def asked(session: Session, *, engagement_id: int, checkin_id: int) -> list[Asked]:
    """Whom the round asks, in the order in which they joined; who left meanwhile only with an answer.

    Whoever became an observer meanwhile is not counted either.
    """
    counts = select(Membership.id).where(
        Membership.engagement_id == engagement_id,
        Membership.person_id == CheckinAsked.person_id,
        Membership.ended_at.is_(None),
        Membership.role != Role.OBSERVER.value,
    )
    query = (
        select(Person.id, Person.name, counts.exists())
        .join(CheckinAsked, CheckinAsked.person_id == Person.id)
        .where(CheckinAsked.engagement_id == engagement_id, CheckinAsked.checkin_id == checkin_id)
        .order_by(CheckinAsked.person_id)
    )
    given = await heads(session, engagement_id=engagement_id, checkin_id=checkin_id)
    return [
        Asked(person_id=person_id, name=name, answer=given.get(person_id))
        for person_id, name, is_counted in await session.execute(query)
        if is_counted or person_id in given
    ]


async def previous_answer(
    session: Session, *, engagement_id: int, person_id: int, before: int
) -> Past | None:
    """What the person answered last in a round before the one with the id `before`; skips do not count."""
    found = await _pasts(session, engagement_id, person_id, limit=1, before=before, kinds=("answer",))
    return found[0] if found else None


async def own_answers(session: Session, *, engagement_id: int, person_id: int, limit: int) -> list[Past]:
    """The person's answers that count, the newest round first."""
    return await _pasts(session, engagement_id, person_id, limit=limit)


async def find_answer(session: Session, *, engagement_id: int, answer_id: int) -> Answer | None:
    """One link of the engagement's chains."""
    query = select(CheckinAnswer).where(
        CheckinAnswer.engagement_id == engagement_id, CheckinAnswer.id == answer_id
    )
    row = await session.scalar(query)
    return None if row is None else _as_answer(row)


async def is_head(session: Session, *, engagement_id: int, answer_id: int) -> bool:
    """Whether nothing supersedes the link."""
    query = select(func.count(CheckinAnswer.id)).where(
        CheckinAnswer.engagement_id == engagement_id, CheckinAnswer.supersedes_id == answer_id
    )
    return not await session.scalar(query)


def _heads(*, with_withdrawn: bool = False) -> Select[CheckinAnswer]:
    newer = aliased(CheckinAnswer)
    query = select(CheckinAnswer).outerjoin(newer, newer.supersedes_id == CheckinAnswer.id)
    query = query.where(newer.id.is_(None))
    return query if with_withdrawn else query.where(CheckinAnswer.kind != "withdrawal")


async def _head_row(
    session: Session, engagement_id: int, checkin_id: int, person_id: int
) -> CheckinAnswer | None:
    query = _heads(with_withdrawn=True).where(
        CheckinAnswer.engagement_id == engagement_id,
        CheckinAnswer.checkin_id == checkin_id,
        CheckinAnswer.person_id == person_id,
    )
    return await session.scalar(query)


async def _pasts(
    session: Session,
    engagement_id: int,
    person_id: int,
    *,
    limit: int,
    before: int | None = None,
    kinds: Sequence[AnswerKind] = (),
) -> list[Past]:
    query = (
        _heads()
        .join(Checkin, Checkin.id == CheckinAnswer.checkin_id)
        .add_columns(Checkin)
        .where(CheckinAnswer.engagement_id == engagement_id, CheckinAnswer.person_id == person_id)
        .order_by(Checkin.number.desc())
        .limit(limit)
    )
    if before is not None:
        query = query.where(Checkin.id < before)
    if kinds:
        query = query.where(CheckinAnswer.kind.in_(kinds))
    rows = await session.execute(query)
    return [Past(round=as_round(checkin), answer=_as_answer(row)) for row, checkin in rows]


def _as_answer(row: CheckinAnswer) -> Answer:
    return Answer(
        id=row.id,
        checkin_id=row.checkin_id,
        person_id=row.person_id,
        kind=literal(row.kind, ANSWER_KINDS),
        texts=tuple(row.texts),
        words=row.words,
        did_intended=row.did_intended,
        is_late=row.is_late,
        source=row.source,
        at=row.at,
        supersedes_id=row.supersedes_id,
    )
