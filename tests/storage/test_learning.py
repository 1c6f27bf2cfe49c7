"""Assumptions, experiments and lessons: rows and steps become values, as they stand or stood."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from domain.assumptions import Assumed, Draft, Held
from domain.experiments import Experimented
from storage import assumptions, experiments, lessons
from storage.database import Database, Session
from tests.storage.made import NOW, make_engagement, make_visitor

DAY = timedelta(days=1)


async def assumed(session: Session, engagement_id: int, **changes: Any) -> Any:
    usual = {
        "draft": Draft(
            text="Employers will pay",
            kind="segment",
            threshold="at least 3 a month for two months",
            held=Held(op=">=", value=Decimal(3), periods=2),
        ),
        "opened_on": date(2026, 11, 1),
        "origin": "",
        "by_id": None,
        "source": "dm",
        "now": NOW,
    }
    return await assumptions.add(session, engagement_id=engagement_id, **{**usual, **changes})


async def test_assumptions_are_numbered_by_engagement_and_read_as_they_stood(migrated: Database) -> None:
    async with migrated.write() as session:
        one, other = [(await make_engagement(session, key)).id for key in ("northwind", "birch")]
        _workspace, dana = await make_visitor(session)
        row = await assumed(session, one, by_id=dana.id)
        assert [(await assumed(session, one)).number, (await assumed(session, other)).number] == [2, 1]
        step: dict[str, Any] = {
            "engagement_id": one,
            "assumption_id": row.id,
            "by_id": dana.id,
            "source": "dm",
        }
        change = {"threshold": "at least 5 for a month", "op": ">=", "value": "5", "periods": 1}
        await assumptions.add_step(session, **step, kind="change", data=change, now=NOW + DAY)
        said = {"status": "supported"}
        kept = await assumptions.add_step(
            session, **step, kind="status", data=said, reason="two signed", now=NOW + 2 * DAY
        )
        await assumptions.add_step(session, **step, kind="undo", data={"step": kept}, now=NOW + 3 * DAY)
        held = Held(op=">=", value=Decimal(5), periods=1)

    async with migrated.read() as session:
        states = [
            (await assumptions.all_of(session, engagement_id=one, as_of=NOW + days * DAY))[0]
            for days in range(4)
        ]
        assert [state.value for state in states] == [Decimal(3), Decimal(5), Decimal(5), Decimal(5)]
        assert [state.said for state in states] == ["", "", "supported", ""]
        assert states[2].said_by == dana.name
        assert [mark.on for mark in states[1].marks] == [date(2026, 11, 17)]
        assert not await assumptions.all_of(session, engagement_id=one, as_of=NOW - DAY)
        found = await assumptions.find(session, engagement_id=one, number=1)
        assert isinstance(found, Assumed)
        assert (found.op, found.value, found.periods) == (held.op, held.value, held.periods)
        assert await assumptions.with_id(session, engagement_id=other, assumption_id=row.id) is None


async def test_what_was_taken_back_is_gone_from_then_on(migrated: Database) -> None:
    async with migrated.write() as session:
        e = (await make_engagement(session)).id
        row = await assumed(session, e)
        gone: dict[str, Any] = {
            "kind": "undo",
            "data": {"step": None},
            "by_id": None,
            "source": "button",
            "now": NOW + DAY,
        }
        await assumptions.add_step(session, engagement_id=e, assumption_id=row.id, **gone)
        test = await experiments.add(
            session,
            engagement_id=e,
            name="Shorter form",
            assumption_id=None,
            plan={"threshold": "at least 42%", "op": ">=", "value": "42", "is_share": True},
            origin="",
            by_id=None,
            source="dm",
            now=NOW,
        )
        await experiments.add_step(session, engagement_id=e, experiment_id=test.id, **gone)
        assert not await assumptions.all_of(session, engagement_id=e)
        assert not await experiments.all_of(session, engagement_id=e)
        assert len(await assumptions.all_of(session, engagement_id=e, as_of=NOW)) == 1
        before = await experiments.all_of(session, engagement_id=e, as_of=NOW)
        assert isinstance(before[0], Experimented)
        assert (before[0].threshold, before[0].value, before[0].is_share) == (
            "at least 42%",
            Decimal(42),
            True,
        )
        assert (await assumed(session, e)).number == 2


async def test_lessons_keep_where_they_were_used_until_that_is_taken_back(migrated: Database) -> None:
    async with migrated.write() as session:
        e = (await make_engagement(session)).id
        here: dict[str, Any] = {"by_id": None, "source": "dm"}
        row = await lessons.add(session, engagement_id=e, text="Call at once", origin="", now=NOW, **here)
        use: dict[str, Any] = {"lesson_id": row.id, "words": "autumn", "has_worked": True, **here}
        first = await lessons.add_use(session, engagement_id=e, now=NOW, **use)
        await lessons.add_use(session, engagement_id=e, now=NOW + DAY, **use)
        found = await lessons.find(session, engagement_id=e, number=1)
        assert found is not None
        assert found.is_repeatable
        await lessons.withdraw_use(session, engagement_id=e, use_id=first, now=NOW + 2 * DAY)
        (now,) = await lessons.all_of(session, engagement_id=e)
        (then,) = await lessons.all_of(session, engagement_id=e, as_of=NOW + DAY)
        assert (len(now.uses), len(then.uses)) == (1, 2)
        await lessons.withdraw(session, engagement_id=e, lesson_id=row.id, now=NOW + 3 * DAY)
        assert not await lessons.all_of(session, engagement_id=e)
        assert await lessons.all_of(session, engagement_id=e, as_of=NOW)
