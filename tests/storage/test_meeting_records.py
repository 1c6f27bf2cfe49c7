"""The records of meetings, with their steps, votes and agenda, on both databases."""

from datetime import date
from typing import Any

from storage import meeting_records
from tests.storage.made import NOW, make_engagement, make_visitor
from tests.storage.test_meetings import plan

JANUARY, MARCH = date(2027, 1, 5), date(2027, 3, 2)
BY: dict[str, Any] = {"source": "test", "now": NOW}


def args(**given: Any) -> dict[str, Any]:
    return given


async def make_record(session, engagement, named=JANUARY):
    series = await plan(session, engagement)
    where = args(engagement_id=engagement.id, schedule_id=series.id, named=named, now=NOW)
    made = await meeting_records.ensure(session, **where)
    assert await meeting_records.ensure(session, **where) == made
    return made


async def test_a_record_is_made_once_and_belongs_to_one_engagement(migrated):
    async with migrated.write() as session:
        north, birch = await make_engagement(session), await make_engagement(session, "birch")
        where = args(engagement_id=north.id)
        first = await make_record(session, north)
        held = args(on=MARCH, by_id=None, now=NOW)
        told = await meeting_records.add_held(session, **where, **held)
        assert await meeting_records.add_held(session, **where, **held) == told
        review = args(at=NOW, minutes=30, origin="tripwire:1", reason="it fell", by_id=None)
        special = await meeting_records.add_special(session, **where, **review, **BY)
    async with migrated.read() as session:
        found = await meeting_records.all_of(session, **where)
        assert [(one.number, one.kind, one.origin) for one in found] == [
            (1, "regular", ""),
            (2, "regular", "file"),
            (3, "special", "tripwire:1"),
        ]
        assert found[2].reason == "it fell"
        assert await meeting_records.find(session, **where, number=3) == special
        assert await meeting_records.held_days(session, **where) == [MARCH]
        assert await meeting_records.all_of(session, engagement_id=birch.id) == []
        assert await meeting_records.find(session, engagement_id=birch.id, meeting_id=first.id) is None


async def test_a_record_that_is_merged_keeps_its_steps_and_says_into_which_one(migrated):
    async with migrated.write() as session:
        north = await make_engagement(session)
        where, by = args(engagement_id=north.id), args(by_id=None, **BY)
        old, new = await make_record(session, north), await make_record(session, north, MARCH)
        step = args(kind="leave_out", data={"was": JANUARY.isoformat()}, reason="ill")
        step_id = await meeting_records.add_step(session, **where, meeting_id=old.id, **step, **by)
        await meeting_records.merge(session, **where, meeting_id=old.id, into_id=new.id, now=NOW)
        merged, other = await meeting_records.all_of(session, **where)
        assert ([one.reason for one in merged.postponements], merged.merged_into) == (["ill"], new.id)
        assert (other.postponements, other.merged_into) == ((), None)
        await meeting_records.undo_step(session, **where, step_id=step_id, **by)
        undone = await meeting_records.find(session, **where, meeting_id=old.id)
        assert undone is not None
        assert (undone.postponements, undone.changes) == ((), 1)


async def test_the_last_vote_of_each_counts_and_one_that_is_withdrawn_does_not(migrated):
    async with migrated.write() as session:
        north = await make_engagement(session)
        ann, tom = [(await make_visitor(session, f"U_{name}"))[1].id for name in ("ANN", "TOM")]
        where, made = args(engagement_id=north.id), await make_record(session, north)
        ids = [
            await meeting_records.vote(
                session, **where, meeting_id=made.id, person_id=voter, choice=choice, why="x", **BY
            )
            for voter, choice in args(a=(ann, "pivot"), b=(tom, "stop"), c=(ann, "unsure")).values()
        ]
        of = args(**where, meeting_ids=[made.id])
        voted = await meeting_records.votes_of(session, **of)
        assert [(one.name, one.choice) for one in voted] == [("Tom", "stop"), ("Ann", "unsure")]
        last = args(**where, vote_id=ids[2], now=NOW)
        assert not await meeting_records.set_vote_withdrawn(session, person_id=tom, **last)
        assert await meeting_records.set_vote_withdrawn(session, person_id=ann, **last)
        assert [one.choice for one in await meeting_records.votes_of(session, **of)] == ["pivot", "stop"]
        other = args(engagement_id=north.id + 1, meeting_ids=[made.id])
        assert await meeting_records.votes_of(session, **other) == []


async def test_an_item_stands_on_the_agenda_until_it_is_withdrawn(migrated):
    async with migrated.write() as session:
        north = await make_engagement(session)
        _workspace, dana = await make_visitor(session)
        where, made = args(engagement_id=north.id), await make_record(session, north)
        point = args(text="prices", minutes=10, is_to_decide=True, by_id=dana.id, **BY)
        point_id = await meeting_records.add_point(session, **where, meeting_id=made.id, **point)
        of = args(**where, meeting_ids=[made.id])
        (found,) = await meeting_records.agenda_of(session, **of)
        assert (found.text, found.kind, found.by) == ("prices", "decide", "Dana")
        other = args(engagement_id=north.id + 1, point_id=point_id, now=NOW)
        assert not await meeting_records.set_point_withdrawn(session, **other)
        gone = args(**where, point_id=point_id, now=NOW)
        assert await meeting_records.set_point_withdrawn(session, **gone)
        assert not await meeting_records.set_point_withdrawn(session, **gone)
        assert await meeting_records.agenda_of(session, **of) == []
