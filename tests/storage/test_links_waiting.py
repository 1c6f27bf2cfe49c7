"""What waits for a person, or was wished by them, when two become one; and when they are parted again."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from domain.chat import Address
from storage import checkins, links, meetings, outbox, registers, wishes
from storage.tables import CalendarLink, CheckinAsked, OutboxPost, Person, RegisterStep
from tests.storage.made import NOW
from tests.storage.test_checkins import Crowd

LATER = NOW + timedelta(hours=1)
DAY = NOW.date()


@pytest.fixture
async def crowd(migrated):
    """Dana and Tom: Tom is the second person, who becomes one with Dana."""
    return await Crowd(migrated).begin()


async def theirs(session, crowd, name):
    """What waits for the person: wishes, open items, rounds, posts, absences of files."""
    person_id = crowd.people[name]
    who = {**crowd.here, "person_id": person_id}
    mine = select(OutboxPost).where(OutboxPost.person_id == person_id).order_by(OutboxPost.id)
    posts = await session.scalars(mine)
    asked = select(CheckinAsked.checkin_id).where(CheckinAsked.person_id == person_id)
    return {
        "wishes": [wish.kind for wish in await wishes.list_of(session, **who, day=DAY)],
        "items": [i.text for i in await registers.open_items(session, **crowd.here, owner_id=person_id)],
        "asked": list(await session.scalars(asked)),
        "posts": [post.key for post in posts if post.builds["person"] == person_id],
    }


async def fill(crowd):
    """Tom is quiet and away, owns two items and has a message and a calendar; one round asks both."""
    tom = {**crowd.here, "person_id": crowd.people["TOM"]}
    said: dict[str, Any] = {"by_id": None, "source": "test", "now": NOW}
    round_ = await crowd.start()
    async with crowd.database.write() as session:
        await wishes.add(session, **tom, kind="quiet", first_day=DAY, **said)
        away = [{"from": "2026-11-20", "to": "2026-11-23"}]
        await session.execute(update(Person).where(Person.id == crowd.people["TOM"]).values(away=away))
        for text in ("the brief", "the page"):
            await registers.open_item(
                session,
                **crowd.here,
                kind="action",
                text=text,
                owner_id=crowd.people["TOM"],
                due=date(2026, 11, 20),
                origin="command",
                by_id=None,
                now=NOW,
            )
        address = Address(platform="test", workspace="W1", account="U_TOM")
        builds = {"what": "morning", "person": crowd.people["TOM"]}
        for key in ("waits", "sent"):
            words: dict[str, Any] = {"reply": None, "builds": builds, "job": "morning", "now": NOW}
            await outbox.add(session, key=key, address=address, **tom, **words)
        await session.execute(update(OutboxPost).where(OutboxPost.key == "sent").values(state="sent"))
        await meetings.current_link(session, **tom, now=NOW)
    return round_


TOMS = {"wishes": ["away", "quiet"], "items": ["the brief", "the page"], "posts": ["waits", "sent"]}


async def test_wishes_items_and_messages_go_over_by_steps_and_come_back(crowd):
    round_ = await fill(crowd)
    people = {"first": crowd.people["DANA"], "second": crowd.people["TOM"]}
    async with crowd.database.write() as session:
        before = await theirs(session, crowd, "TOM")
        assert before == {**TOMS, "asked": [round_.id]}
        moved = await links.join(session, **people, now=LATER)
    async with crowd.database.write() as session:
        dana = await theirs(session, crowd, "DANA")
        assert (dana["wishes"], dana["items"]) == (TOMS["wishes"], TOMS["items"])
        assert (dana["asked"], dana["posts"]) == ([round_.id], ["waits"])
        assert await theirs(session, crowd, "TOM") == {
            "wishes": ["away"],
            "items": [],
            "asked": [],
            "posts": ["sent"],
        }
        steps = list(await session.scalars(select(RegisterStep)))
        assert {(step.owner_id, step.source) for step in steps} == {(people["first"], "link")}
        (asked,) = await checkins.asked(session, **crowd.here, checkin_id=round_.id)
        assert asked.answer is None
        assert list(await session.scalars(select(CalendarLink.ended_at))) == [LATER]
        # What was decided since then stays: the brief is done.
        await registers.add_step(
            session, **crowd.here, item_id=1, status="done", by_id=None, source="test", now=LATER
        )
    async with crowd.database.write() as session:
        assert await links.part(session, moved, now=LATER)
        after = await theirs(session, crowd, "TOM")
        assert after == {**before, "items": ["the page"]}
        dana = await theirs(session, crowd, "DANA")
        assert dana == {"wishes": [], "items": [], "asked": [round_.id], "posts": []}
        assert list(await session.scalars(select(CalendarLink.ended_at))) == [None]


@pytest.mark.parametrize(
    ("spoke", "left"), [(["DANA"], "DANA"), (["TOM"], "TOM"), (["DANA", "TOM"], "DANA"), ([], "DANA")]
)
async def test_a_round_that_asks_both_goes_on_asking_one_of_them(crowd, spoke, left):
    round_ = await crowd.start()
    for name in spoke:
        await crowd.answer(round_, name, words="done")
    people = {"first": crowd.people["DANA"], "second": crowd.people["TOM"]}
    async with crowd.database.write() as session:
        moved = await links.join(session, **people, now=LATER)
        found = await checkins.asked(session, **crowd.here, checkin_id=round_.id)
        assert [one.person_id for one in found] == [crowd.people[left]]
        assert (found[0].answer is not None) == bool(spoke)
    async with crowd.database.write() as session:
        await links.part(session, moved, now=LATER)
        found = await checkins.asked(session, **crowd.here, checkin_id=round_.id)
        assert {one.person_id for one in found} == set(people.values())


async def test_whoever_answered_in_the_place_of_the_other_goes_on_being_asked(crowd):
    round_ = await crowd.start()
    dana, tom = crowd.people["DANA"], crowd.people["TOM"]
    async with crowd.database.write() as session:
        await session.execute(delete(CheckinAsked).where(CheckinAsked.person_id == dana))
        moved = await links.join(session, first=dana, second=tom, now=LATER)
    await crowd.answer(round_, "DANA", words="done")
    async with crowd.database.write() as session:
        await links.part(session, moved, now=LATER)
        found = await checkins.asked(session, **crowd.here, checkin_id=round_.id)
        assert [(one.person_id, one.answer is not None) for one in found] == [(dana, True)]
