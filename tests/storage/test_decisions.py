"""Decisions in storage: numbers, parts, when one is in force, and what a moment in the past knows of it."""

from datetime import date, timedelta

from domain.decisions import Decided, Parts, number_in
from storage import decisions
from storage.database import Database, Session
from storage.tables import Membership
from tests.storage.made import NOW, make_engagement, make_visitor

DAY = timedelta(days=1)


async def noted(session: Session, engagement_id: int, decider_id: int, **changes: object) -> Decided:
    """A decision, or a draft of one."""
    usual = {
        "outcome": "persevere",
        "decider_id": decider_id,
        "reason": "it beat its threshold",
        "meeting_id": None,
        "snapshot_id": None,
        "by_id": decider_id,
        "source": "command",
        "now": NOW,
    }
    return await decisions.add(session, engagement_id=engagement_id, **{**usual, **changes})  # type: ignore[arg-type]  # values of several types


async def part(session: Session, one: Decided, engagement_id: int, kind: str = "part", **data: object) -> int:
    """A step of it."""
    return await decisions.add_step(
        session,
        engagement_id=engagement_id,
        decision_id=one.id,
        kind=kind,
        data=data,
        by_id=one.decider_id,
        source="form",
        now=NOW,
    )


async def test_a_draft_grows_takes_effect_once_and_is_ended_by_another_one(migrated: Database) -> None:
    async with migrated.write() as session:
        e = (await make_engagement(session)).id
        _workspace, gwen = await make_visitor(session, "U_GWEN")
        first = await noted(session, e, gwen.id, parts=Parts(giving=("capital",)))
        assert (first.number, first.decider, first.in_force_at) == (1, "Gwen", None)
        await part(session, first, e, review="2027-01-12")
        assert not await decisions.in_force(session, engagement_id=e)
        assert await decisions.take_effect(session, engagement_id=e, decision_id=first.id, now=NOW + DAY)
        assert not await decisions.take_effect(session, engagement_id=e, decision_id=first.id, now=NOW)
        await part(session, first, e, "confirm", how="aloud")
        (one,) = await decisions.in_force(session, engagement_id=e)
        assert one.parts == Parts(giving=("capital",), review=date(2027, 1, 12))
        assert (one.confirmed_how, one.confirmed_by, one.is_in_force) == ("aloud", "Gwen", True)

        second = await noted(session, e, gwen.id, outcome="stop", reverses_id=first.id)
        assert (await decisions.in_force(session, engagement_id=e))[0].reversed_by_number is None
        ended = NOW + 3 * DAY
        await decisions.take_effect(session, engagement_id=e, decision_id=second.id, now=ended)
        assert [one.number for one in await decisions.in_force(session, engagement_id=e)] == [2]
        old, new = await decisions.all_of(session, engagement_id=e)
        assert (old.reversed_by_number, old.reversed_at, new.reverses_number) == (2, ended, 1)

        def numbers(found: list[Decided]) -> list[int]:
            return [one.number for one in found]

        for moment, standing in ((NOW, []), (NOW + 2 * DAY, [1]), (ended, [2])):
            found = await decisions.in_force(session, engagement_id=e, as_of=moment)
            assert (numbers(found), [one.is_in_force for one in found]) == (standing, [True] * len(found))


async def test_each_engagement_has_numbers_of_its_own_and_a_file_is_in_force(
    migrated: Database,
) -> None:
    async with migrated.write() as session:
        one, other = [(await make_engagement(session, key)).id for key in ("northwind", "birch")]
        _workspace, gwen = await make_visitor(session, "U_GWEN")
        session.add(
            Membership(engagement_id=one, person_id=gwen.id, role="client_ceo", area="", started_at=NOW)
        )
        mine, theirs = await noted(session, one, gwen.id), await noted(session, other, gwen.id)
        assert (mine.number, theirs.number) == (1, 1)
        assert await decisions.find(session, engagement_id=other, decision_id=mine.id) is None
        assert [one_.id for one_ in await decisions.all_of(session, engagement_id=one)] == [mine.id]
        assert await decisions.names_of(session, engagement_id=one, person_ids=[gwen.id]) == {gwen.id: "Gwen"}
        assert not await decisions.names_of(session, engagement_id=other, person_ids=[gwen.id])

        filed = await noted(session, one, gwen.id, origin="file", in_force_at=NOW, by_id=None)
        assert (filed.is_in_force, filed.confirmed_how, filed.by) == (True, "file", "")
        assert number_in(filed.origin_of_effects) == 2
        assert number_in("checkin:12") is None
