"""Numbers that went stale: told to the leads, and only what is new."""

import pytest
from sqlalchemy import update

from handlers.kpis import stale
from storage.tables import Kpi, Occurrence, OutboxPost
from tests.handlers.occurring import at, happen, person_id, reasons, words_of
from tests.handlers.play import Play

JOB, DANA, TOM = stale.JOB, "U_DANA", "U_TOM"


@pytest.fixture
async def followed(northwind):
    """September of qualified leads is there; Tom reports them."""
    northwind.now = at("2026-10-16 09:30")
    await northwind.say(DANA, "kpi leads 97 sep")
    tom = await person_id(northwind, TOM)
    await northwind.change(update(Kpi).where(Kpi.key == "qualified_leads").values(owner_id=tom))
    return northwind


async def told(play: Play, day: str) -> list[OutboxPost]:
    """Let the job come on that Monday; the messages that went out for it."""
    play.now = at(f"{day} 10:00")
    before = {row.id for row in await play.rows(OutboxPost)}
    await happen(play, JOB)
    await play.deliver()
    new = [row for row in await play.rows(OutboxPost) if row.id not in before]
    return [row for row in new if row.job == "morning" and row.state == "sent"]


async def test_the_leads_hear_once_of_each_number_that_became_stale(followed):
    weeks = ["2026-11-02", "2026-11-09", "2026-11-16", "2026-12-07"]
    found = [await told(followed, week) for week in weeks]
    assert [[row.person_id for row in rows] for rows in found] == [
        [],
        [await person_id(followed, DANA)],
        [],
        [],
    ]
    assert (
        "Qualified leads: October 2026 is missing; it was due on 6 November 2026. That was 3 days ago."
        " Tom Hale looks after it."
    ) in words_of(found[1][0])
    quiet = [row.reason for row in await followed.rows(Occurrence, Occurrence.state == "cancelled")]
    assert quiet == [stale.NOTHING_NEW] * 3


async def test_what_was_reported_and_went_stale_again_is_new(followed):
    assert len(await told(followed, "2026-11-09")) == 1
    await followed.say(TOM, "kpi leads 99 oct")
    assert await told(followed, "2026-11-16") == []
    assert len(await told(followed, "2026-12-14")) == 1


async def test_what_arrives_before_the_message_leaves_is_not_told(followed):
    followed.now = at("2026-11-09 08:00")
    await happen(followed, JOB)
    await followed.say(TOM, "kpi leads 99 oct")
    followed.now = at("2026-11-09 09:00")
    await followed.deliver()
    assert [state for state, _reason in await reasons(followed, JOB)] == ["cancelled"]


async def test_why_a_number_is_not_available_stands_beside_it(followed):
    followed.now = at("2026-11-09 09:30")
    kpi = await followed.kpi("qualified_leads")
    await followed.open(TOM, "kpi unavailable", kpi=kpi.id, period="2026-10")
    await followed.fill(TOM, why="the CRM was down")
    (row,) = await told(followed, "2026-11-09")
    assert "Not available: the CRM was down" in words_of(row)
