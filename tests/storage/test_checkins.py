"""Rounds of questions, and the chains of what was answered."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from domain.cadence import Cadence, EachWorkingDay
from domain.chat import Address, reply
from domain.checkins import template_for
from domain.permissions import Role
from storage import checkins, members, outbox, schedules
from storage.tables import OutboxPost
from tests.storage.made import NOW, make_engagement, make_visitor

DUE = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)
CLOSES = NOW + timedelta(days=2)
LATER = CLOSES + timedelta(hours=1)
HOME = Address(platform="test", workspace="W1", conversation="#northwind")


class Crowd:
    """An engagement with Dana and Tom, and how its rounds begin."""

    def __init__(self, database):
        self.database = database

    async def begin(self):
        async with self.database.write() as session:
            engagement = await make_engagement(session)
            self.here: dict[str, Any] = {"engagement_id": engagement.id}
            self.people: dict[str, int] = {}
            for name, role in (("DANA", Role.CMO), ("TOM", Role.TEAM)):
                _workspace, person = await make_visitor(session, f"U_{name}")
                self.people[name] = person.id
                await members.begin(session, **self.here, person_id=person.id, role=role.value, now=NOW)
            cadence = Cadence(rule=EachWorkingDay(), at=time(9, 30), zone="Europe/London", starts=DUE.date())
            self.schedule = await schedules.add(
                session,
                **self.here,
                job="checkin",
                name="Check-in",
                cadence=cadence,
                settings={},
                by_id=None,
                source="test",
                now=NOW,
            )
        return self

    async def plan(self, session, day, now=NOW):
        when: dict[str, Any] = {"local_date": day, "latest_at": now + timedelta(days=1), "now": now}
        where = {**self.here, "schedule_id": self.schedule.id, "version": 1, "job": "checkin"}
        return await checkins.plan_now(session, **where, **when)

    async def start(self, days=0):
        """Begin a round so many days after the first."""
        moved = timedelta(days=days)
        async with self.database.write() as session:
            assert await self.plan(session, (DUE + moved).date())
            found = await schedules.occurrences(
                session,
                **self.here,
                schedule_id=self.schedule.id,
                since=(DUE + moved).date(),
                until=(DUE + moved).date(),
            )
            return await checkins.start(
                session,
                **self.here,
                occurrence_id=found[0].id,
                questions=template_for("").questions,
                person_ids=self.people.values(),
                post_key=f"checkin/{found[0].id}/",
                closes_at=CLOSES + moved,
                now=NOW + moved,
            )

    async def answer(self, round_, name="TOM", *, now=NOW, kind="answer", **more):
        who = {**self.here, "person_id": self.people[name]}
        async with self.database.write() as session:
            return await checkins.answer(session, round_, **who, kind=kind, source="form", now=now, **more)

    async def read(self, function, *args, **more):
        async with self.database.read() as session:
            return await function(session, *args, **self.here, **more)


@pytest.fixture
async def crowd(migrated):
    return await Crowd(migrated).begin()


async def test_rounds_are_numbered_and_the_last_one_takes_answers(crowd):
    first, second = await crowd.start(), await crowd.start(days=7)
    assert [first.number, second.number] == [1, 2]
    assert await crowd.read(checkins.latest) == second
    assert await crowd.read(checkins.find_by_number, number=1) == first
    assert await crowd.read(checkins.latest_open, now=LATER + timedelta(days=7)) is None
    tom = crowd.people["TOM"]
    assert await crowd.read(checkins.open_for, person_id=tom, now=NOW) == second
    assert await crowd.read(checkins.open_for, person_id=tom + 99, now=NOW) is None
    # Those of one engagement are nobody else's.
    async with crowd.database.write() as session:
        other = (await make_engagement(session, "birch")).id
        assert await checkins.find(session, engagement_id=other, checkin_id=first.id) is None
        assert await checkins.latest(session, engagement_id=other) is None
    # One whose post was taken back before it went out begins anew, under its number.
    async with crowd.database.write() as session:
        again = await checkins.start(
            session,
            **crowd.here,
            occurrence_id=second.occurrence_id,
            questions=second.questions[:1],
            person_ids=[tom],
            post_key="checkin/2/v2",
            closes_at=second.closes_at,
            now=NOW,
        )
        assert (again.id, again.number, len(again.questions)) == (second.id, 2, 1)
        crowd_asked = await checkins.asked(session, **crowd.here, checkin_id=again.id)
        assert [one.person_id for one in crowd_asked] == [tom]
    # The answer before is the last one that says something.
    third = await crowd.start(days=14)
    said = await crowd.answer(first, texts=["", "call Ann", ""])
    await crowd.answer(second, kind="skip")
    await crowd.answer(third, texts=["done", "", ""])
    past = await crowd.read(checkins.previous_answer, before=third.id, person_id=tom)
    assert past == checkins.Past(round=first, answer=said)
    assert await crowd.read(checkins.previous_answer, before=first.id, person_id=tom) is None


async def test_two_answers_at_once_are_one_chain_with_one_root(crowd):
    round_ = await crowd.start()
    answers = await asyncio.gather(
        *(crowd.answer(round_, texts=[str(number), "", ""]) for number in range(6))
    )
    assert sum(answer.supersedes_id is None for answer in answers) == 1
    assert len({answer.supersedes_id for answer in answers}) == len(answers)
    heads = await crowd.read(checkins.heads, checkin_id=round_.id)
    (head,) = heads.values()
    assert head == max(answers, key=lambda answer: answer.id)
    asked = await crowd.read(checkins.asked, checkin_id=round_.id)
    assert [one.answer for one in asked] == [None, head]


async def test_the_last_link_counts_late_or_not_and_a_withdrawal_counts_as_none(crowd):
    round_ = await crowd.start()
    first = await crowd.answer(round_, texts=["a", "", ""], now=CLOSES - timedelta(seconds=1))
    second = await crowd.answer(round_, kind="nothing", now=CLOSES)
    assert [first.is_late, second.is_late] == [False, True]
    tom = {"checkin_id": round_.id, "person_id": crowd.people["TOM"]}
    assert await crowd.read(checkins.head_of, **tom) == second
    assert not await crowd.read(checkins.is_head, answer_id=first.id)
    taken_back = await crowd.answer(round_, kind="withdrawal")
    assert await crowd.read(checkins.head_of, **tom) is None
    assert await crowd.read(checkins.is_head, answer_id=taken_back.id)
    assert await crowd.read(checkins.find_answer, answer_id=first.id) == first
    asked = await crowd.read(checkins.asked, checkin_id=round_.id)
    assert [(one.name, one.answer) for one in asked] == [("Dana", None), ("Tom", None)]
    # Whoever left is counted only with an answer.
    await crowd.answer(round_, "DANA")
    async with crowd.database.write() as session:
        for person_id in crowd.people.values():
            seat = await members.find(session, **crowd.here, person_id=person_id)
            assert seat is not None
            await members.end(session, seat, now=NOW)
    asked = await crowd.read(checkins.asked, checkin_id=round_.id)
    assert [one.name for one in asked] == ["Dana"]


async def test_a_round_is_found_by_its_message_and_its_repliers_are_known(crowd):
    round_ = await crowd.start()
    async with crowd.database.write() as session:
        builds = {"what": "checkin", "zone": "Europe/London"}
        assert await checkins.post_of(session, round_, **crowd.here) is None
        await outbox.add(
            session, key=round_.post_key, **crowd.here, address=HOME, reply=reply("x"), builds=builds, now=NOW
        )
        row = await session.get(OutboxPost, 1)
        row.message_id, row.state = "1.5", "sent"
        await session.flush()
        post = await checkins.post_of(session, round_, **crowd.here)
        assert post == checkins.RoundPost(address=HOME, zone="Europe/London", is_waiting=False)
    found = {"target": "test/W1/#northwind", "message_id": "1.5"}
    assert await crowd.read(checkins.find_by_message, **found) == round_
    assert await crowd.read(checkins.find_by_message, **{**found, "target": "test/W1/#birch"}) is None
    thread = replace(HOME, thread="1.5")
    async with crowd.database.read() as session:
        assert await checkins.is_reply_of_asked(session, address=thread, account="U_TOM")
        for address, account in ((thread, "U_KIT"), (replace(HOME, thread="1.6"), "U_TOM"), (HOME, "U_TOM")):
            assert not await checkins.is_reply_of_asked(session, address=address, account=account)
    # A day whose round never began may have it at once, another day not again.
    day = DUE.date() + timedelta(days=1)
    async with crowd.database.write() as session:
        await crowd.plan(session, day, now=NOW + timedelta(hours=3))
        assert await crowd.plan(session, day)
        due = await schedules.due(session, now=NOW, limit=9)
        await schedules.take_occurrence(session, **crowd.here, occurrence_id=due[-1][0], now=NOW)
        assert not await crowd.plan(session, day)
