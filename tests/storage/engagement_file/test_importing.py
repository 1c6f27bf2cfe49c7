"""What an import writes down."""

import json
from datetime import UTC, date, datetime

from sqlalchemy import select

from domain.engagement_file.document import BEGINNINGS, CARRIED
from storage import history
from storage.tables import (
    Account,
    ConsoleChannel,
    Engagement,
    EngagementChannel,
    Feedback,
    FeedbackStep,
    HistoryEvent,
    Membership,
    Person,
)
from tests.storage.engagement_file.steps import NOW, alder_of, bring, chain, found, only, rows_of, taken_out


async def test_it_says_what_came_and_what_is_not_carried_yet(database, document):
    async with database.write() as session:
        imported = await bring(session, document)
        told = await rows_of(session, HistoryEvent)
    alder, birch = imported.engagements
    assert imported.people_added == 14
    numbers = {"members": 7, "kpis": 9, "values": 95, "gaps": 3, "feedback": 14, "actions": 9}
    learned = {"assumptions": 4, "experiments": 6, "meetings": 3, "packs": 1, "forecasts": 6}
    assert alder.added == {**numbers, **learned}
    assert (alder.is_new, birch.is_new) == (True, True)
    original = document["engagements"][0]
    assert alder.not_carried == tuple(name for name in original if name not in {*CARRIED, *BEGINNINGS})
    assert alder.begun_from == BEGINNINGS
    added = "7 members, {} KPIs, {} values, {} periods without a value, {} pieces of feedback, {} actions"
    assert [event.what for event in told if event.subject == "engagement"] == [
        f"imported {added.format(9, 95, 3, 14, 9)}, 4 assumptions, 6 experiments, 3 meetings, 1 evidence pack"
        " and 6 forecasts from a file",
        f"imported {added.format(8, 75, 2, 6, 5)}, 3 assumptions, 2 experiments and 2 forecasts from a file",
    ]


async def test_one_person_serves_both_engagements(database, document):
    async with database.write() as session:
        await bring(session, only(document, "alder"))
        await bring(session, only(document, "birch"))
        query = select(Account).where(Account.external_id == "U_MAREN")
        (account,) = await session.scalars(query)
        roles = await session.scalars(
            select(Membership.role).where(Membership.person_id == account.person_id)
        )
        assert list(roles) == ["cmo", "cmo"]


async def test_a_person_who_is_known_is_reused_and_not_overwritten(database, document):
    async with database.write() as session:
        await bring(session, only(document, "alder"))
        document["people"]["U_MAREN"]["title"] = "Somebody else"
        imported = await bring(session, only(document, "birch"))
        titles = await session.scalars(select(Person.title).where(Person.name == "Maren Ashdown"))
        assert list(titles) == ["Fractional CMO"]
    assert [str(each) for each in imported.differences] == ["people.U_MAREN.title"]


async def test_the_home_channel_is_there_and_in_the_console_it_can_be_opened(database, document):
    async with database.write() as session:
        await bring(session, document)
        homes = [channel.conversation for channel in await rows_of(session, EngagementChannel)]
        assert homes == ["#alder-clinics", "#birch-go-to-market"]
        assert [channel.name for channel in await rows_of(session, ConsoleChannel)] == homes


async def test_elsewhere_no_console_channel_is_made(database, document):
    async with database.write() as session:
        await bring(session, document, platform="slack")
        assert await rows_of(session, ConsoleChannel) == []


async def test_values_become_chains_that_tell_who_when_and_why(database, document):
    async with database.write() as session:
        await bring(session, document)
        (null,) = await chain(session, "care_plan_members", "2026-04")
        (reported,) = await chain(session, "new_patients", "2026-10")
        (unknown,) = await chain(session, "new_patients", "2026-09")
        (running,) = await chain(session, "new_patients", "2026-11")
        first, corrected = await chain(session, "new_patients", "2026-08")
        assert await chain(session, "new_patients", "2025-10") == []
    assert (null.kind, null.value, null.supersedes_id) == ("retraction", None, None)
    assert reported.reported_at == datetime(2026, 11, 4, 9, 12, tzinfo=UTC)
    assert (unknown.value, unknown.reported_at, unknown.recorded_at) == (426, None, NOW)
    assert (running.value, running.is_provisional, running.through) == (188, True, date(2026, 11, 13))
    assert (first.kind, first.value) == ("report", 474)
    assert (corrected.kind, corrected.value, corrected.supersedes_id) == ("correction", 448, first.id)
    assert corrected.reason == "One clinic was counted twice"
    assert {row.source for row in (null, reported, unknown, running, first, corrected)} == {"import"}


async def test_a_membership_that_is_over_is_an_ended_one(database, document):
    document["engagements"][0]["members"] += [
        {"person": "U_KIT", "role": "team", "from": "2026-03-02", "to": "2026-05-29"}
    ]
    async with database.write() as session:
        await bring(session, document)
        (kit,) = await session.scalars(select(Membership).join(Person).where(Person.name == "Kit Larkspur"))
        assert (kit.last_day, kit.started_at) == (date(2026, 5, 29), datetime(2026, 3, 2, tzinfo=UTC))
        # London is an hour ahead in May: the day ends an hour before midnight of UTC.
        assert kit.ended_at == datetime(2026, 5, 29, 23, tzinfo=UTC)
        text = await taken_out(session, "alder")
    assert json.loads(text)["engagements"][0]["members"][-1] == document["engagements"][0]["members"][-1]


async def test_anonymous_feedback_has_neither_author_nor_hour(database, document):
    async with database.write() as session:
        await bring(session, document)
        alder = await found(session, "alder")
        query = select(Feedback).where(Feedback.engagement_id == alder.id, Feedback.number == 8)
        feedback = (await session.scalars(query)).one()
        assert (feedback.is_anonymous, feedback.by_id, feedback.given_at) == (True, None, None)
        steps = await session.scalars(
            select(FeedbackStep.status).where(FeedbackStep.feedback_id == feedback.id)
        )
        assert list(steps) == ["acknowledged"]


async def test_the_history_names_who_brought_the_file(database, document):
    async with database.write() as session:
        await bring(session, only(document, "alder"))
        alder = (await rows_of(session, Engagement))[0]
        alder_of(document)["feedback"].append({**alder_of(document)["feedback"][0], "id": 99})
        await bring(session, only(document, "alder"), imported_by=alder.set_up_by)
        newest, _older = await history.latest(session, engagement_id=alder.id, limit=2)
    assert (newest[0].what, newest[1]) == ("imported 1 piece of feedback from a file", "Maren Ashdown")
