"""Home tabs: whose is out of date, and who draws it anew."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from storage import engagements, history, members, people, slack_homes
from storage.home import mark_of
from storage.slack_homes import MOST_AT_ONCE, Stale
from storage.slack_installations import SLACK
from storage.tables import Account, HistoryEvent, SlackHome
from tests.storage.made import NOW, make_engagement

TEAM, DANA = "T1", "U_DANA"
LATER = NOW + timedelta(minutes=1)


@pytest.fixture
async def stage(migrated):
    """Dana leads Northwind, which T1 shows."""
    async with migrated.write() as session:
        engagement = await make_engagement(session)
        workspace_id = await _workspace(session)
        session.add(_account(workspace_id, DANA, engagement.set_up_by))
        await engagements.open_to_workspace(session, engagement_id=engagement.id, workspace_id=workspace_id)
        await begin(session, engagement)
        await told(session, engagement)
        await shown(session, engagement.set_up_by, workspace_id)
    return migrated, engagement, workspace_id


async def _workspace(session) -> int:
    workspace = await people.ensure_workspace(session, platform=SLACK, external_id=TEAM, now=NOW)
    assert isinstance(workspace.id, int)
    return workspace.id


def _account(workspace_id: int, account: str, person_id: int | None) -> Account:
    return Account(
        workspace_id=workspace_id, external_id=account, person_id=person_id, name="Dana", created_at=NOW
    )


async def told(session, engagement, person_id: int | None = 1) -> None:
    """Write one more line of history."""
    await history.add(
        session,
        engagement_id=engagement.id,
        at=NOW,
        person_id=person_id and engagement.set_up_by,
        subject="x",
        what="did something",
        source="command",
    )
    await session.flush()


async def shown(session, person_id, workspace_id, account: str = DANA, now=NOW) -> None:
    """Show what there is to somebody."""
    mark = await mark_of(session, person_id=person_id, workspace_id=workspace_id)
    await slack_homes.published(session, team=TEAM, account=account, hash="h1", mark=mark, now=now)


async def stale(database, now=LATER) -> list[Stale]:
    async with database.read() as session:
        return list(await slack_homes.stale(session, now=now))


async def test_one_that_shows_everything_is_left_alone(stage):
    database, _engagement, _workspace_id = stage
    assert await stale(database) == []


async def test_a_new_line_makes_it_out_of_date_and_showing_it_mends_that(stage):
    database, engagement, workspace_id = stage
    async with database.write() as session:
        await told(session, engagement)
    (found,) = await stale(database)
    assert (found.team, found.account, found.has_left) == (TEAM, DANA, False)
    async with database.write() as session:
        await shown(session, engagement.set_up_by, workspace_id)
    assert await stale(database) == []


async def test_a_line_that_names_nobody_does_not(stage):
    database, engagement, _workspace_id = stage
    async with database.write() as session:
        await told(session, engagement, person_id=None)
    assert await stale(database) == []


async def test_another_engagement_of_the_person_does_too_where_the_workspace_shows_it(stage):
    database, _engagement, workspace_id = stage
    async with database.write() as session:
        birch = await make_engagement(session, "birch")
        await begin(session, birch)
        await told(session, birch)
    assert await stale(database) == []
    async with database.write() as session:
        await engagements.open_to_workspace(session, engagement_id=birch.id, workspace_id=workspace_id)
    assert len(await stale(database)) == 1


async def test_an_older_line_of_another_engagement_that_is_committed_late_counts(stage):
    """Two engagements commit out of order: what has the lower number was not seen all the same."""
    database, engagement, workspace_id = stage
    async with database.write() as session:
        birch = await make_engagement(session, "birch")
        await engagements.open_to_workspace(session, engagement_id=birch.id, workspace_id=workspace_id)
        await begin(session, birch)
        session.add(_line(500, engagement))
        await session.flush()
        await shown(session, engagement.set_up_by, workspace_id)
    assert await stale(database) == []
    async with database.write() as session:
        session.add(_line(400, birch))
    assert len(await stale(database)) == 1


def _line(number: int, engagement) -> HistoryEvent:
    what = {"subject": "x", "what": "did something", "source": "command"}
    by = engagement.set_up_by
    return HistoryEvent(id=number, engagement_id=engagement.id, at=NOW, person_id=by, **what)


async def begin(session, engagement) -> None:
    """Let whoever set it up belong to it."""
    await members.begin(
        session, engagement_id=engagement.id, person_id=engagement.set_up_by, role="cmo", now=NOW
    )


async def test_the_end_of_a_membership_makes_it_out_of_date(stage):
    database, engagement, _workspace_id = stage
    async with database.write() as session:
        found = await members.find(session, engagement_id=engagement.id, person_id=engagement.set_up_by)
        assert found is not None
        await members.end(session, found, now=NOW)
    assert len(await stale(database)) == 1


async def test_one_that_was_opened_and_never_shown_is_out_of_date(stage):
    database, _engagement, _workspace_id = stage
    async with database.write() as session:
        await slack_homes.opened(session, team=TEAM, account="U_NEW", now=NOW)
    assert [one.account for one in await stale(database)] == ["U_NEW"]


async def test_opening_it_again_keeps_what_is_known_of_it(stage):
    database, _engagement, _workspace_id = stage
    async with database.write() as session:
        await slack_homes.opened(session, team=TEAM, account=DANA, now=LATER)
        assert await slack_homes.hash_of(session, team=TEAM, account=DANA) == "h1"
        assert await slack_homes.hash_of(session, team=TEAM, account="U_NEW") == ""
        assert await slack_homes.hash_of(session, team="T2", account=DANA) == ""
    assert await stale(database) == []


@pytest.mark.parametrize(("seconds", "count"), [(9, 0), (10, 1), (7 * 86400 - 1, 1), (7 * 86400, 0)])
async def test_it_is_looked_at_from_ten_seconds_on_for_a_week(stage, seconds, count):
    database, engagement, _workspace_id = stage
    async with database.write() as session:
        await told(session, engagement)
    assert len(await stale(database, NOW + timedelta(seconds=seconds))) == count


async def test_whoever_left_is_found_to_be_forgotten(stage):
    database, _engagement, workspace_id = stage
    async with database.write() as session:
        query = select(Account).where(Account.external_id == DANA, Account.workspace_id == workspace_id)
        (await session.scalars(query)).one().left_at = NOW
    (found,) = await stale(database)
    assert found.has_left
    async with database.write() as session:
        await slack_homes.forget(session, team=found.team, account=found.account)
    assert await stale(database) == []


async def test_one_of_many_claims_it(stage):
    database, engagement, _workspace_id = stage
    async with database.write() as session:
        await told(session, engagement)
    (found,) = await stale(database)

    async def claim() -> bool:
        async with database.write() as session:
            return await slack_homes.claim(session, found, now=LATER)

    assert sorted(await asyncio.gather(*(claim() for _one in range(5)))) == [False] * 4 + [True]
    assert await stale(database, LATER) == []


async def test_at_most_twenty_at_once_those_that_wait_longest_first(stage):
    database, _engagement, _workspace_id = stage
    async with database.write() as session:
        for number in range(MOST_AT_ONCE + 3):
            at = NOW - timedelta(minutes=number)
            await slack_homes.opened(session, team=TEAM, account=f"U_{number}", now=at)
    found = await stale(database)
    assert [one.account for one in found] == [f"U_{number}" for number in range(22, 2, -1)]


async def test_two_showings_at_once_leave_one_row(stage):
    database, _engagement, _workspace_id = stage

    async def show(hash: str) -> None:
        async with database.write() as session:
            await slack_homes.published(session, team=TEAM, account="U_NEW", hash=hash, mark=0, now=NOW)

    await asyncio.gather(show("h2"), show("h3"))
    async with database.read() as session:
        assert await slack_homes.hash_of(session, team=TEAM, account="U_NEW") in {"h2", "h3"}
        rows = (await session.scalars(select(SlackHome).where(SlackHome.account == "U_NEW"))).all()
        assert len(rows) == 1
