"""Feedback and its steps."""

import asyncio

import pytest
from sqlalchemy.exc import IntegrityError

from storage import feedback
from storage.tables import Feedback
from tests.storage.made import NOW, make_engagement, make_visitor


def said(text: str = "x", by_id: int | None = None) -> Feedback:
    return feedback.new(
        text=text,
        sentiment="negative",
        source="team",
        theme="",
        day=NOW.date(),
        by_id=by_id,
        given_at=NOW if by_id else None,
    )


async def test_each_engagement_counts_for_itself(migrated):
    async with migrated.write() as session:
        ids = [(await make_engagement(session, key)).id for key in ("northwind", "birch")]
        rows = [await feedback.add(session, said(), engagement_id=ids[at]) for at in (0, 1, 0, 1)]
        assert [row.number for row in rows] == [1, 1, 2, 2]
        found = await feedback.latest(session, engagement_id=ids[0], limit=9)
        assert [voiced.feedback.id for voiced in found] == [rows[2].id, rows[0].id]


async def test_pieces_that_come_at_once_get_numbers_of_their_own(migrated):
    async with migrated.write() as session:
        engagement_id = (await make_engagement(session)).id

    async def add() -> int:
        async with migrated.write() as session:
            return (await feedback.add(session, said(), engagement_id=engagement_id)).number

    assert sorted(await asyncio.gather(*(add() for _piece in range(12)))) == list(range(1, 13))


async def test_the_last_step_is_the_status(migrated):
    async with migrated.write() as session:
        engagement_id = (await make_engagement(session)).id
        _workspace, person = await make_visitor(session)
        row = await feedback.add(session, said(by_id=person.id), engagement_id=engagement_id)
        (voiced,) = await feedback.latest(session, engagement_id=engagement_id, limit=1)
        assert (voiced.status, voiced.author) == ("new", "Dana")
        for status in ("acknowledged", "acted"):
            await feedback.step(
                session,
                engagement_id=engagement_id,
                feedback_id=row.id,
                status=status,
                words="",
                by_id=person.id,
                now=NOW,
            )
        (voiced,) = await feedback.latest(session, engagement_id=engagement_id, limit=9, number=1)
        assert voiced.status == "acted"
        assert await feedback.latest(session, engagement_id=engagement_id, limit=9, before=1) == []


@pytest.mark.parametrize("trace", ["by_id", "given_at"])
async def test_the_table_itself_refuses_an_anonymous_piece_with_a_trace(migrated, trace):
    async with migrated.write() as session:
        engagement_id = (await make_engagement(session)).id
        _workspace, person = await make_visitor(session)
        piece = said()
        setattr(piece, trace, person.id if trace == "by_id" else NOW)
        with pytest.raises(IntegrityError):
            await feedback.add(session, piece, engagement_id=engagement_id)
        await session.rollback()
