"""Tripwires: set with [Undo], watched after every change and daily, told once and as a fact."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from domain.plain_text import plain_text
from handlers.tripwires import listing, setting, watching
from storage.tables import HistoryEvent, KpiUpdate, Occurrence, OutboxPost, Schedule, Tripwire
from tests.handlers.occurring import at, happen, words_of
from tests.handlers.play import CHANNEL, Play, errors

DANA, TOM, JOB = "U_DANA", "U_TOM", "tripwires"


@pytest.fixture
async def watched(northwind):
    """Northwind on 16 November, where the job is announced."""
    await happen(northwind, JOB)
    return northwind


async def told(play: Play) -> list[str]:
    """What the channel was told of hits, once everything has gone out that waits for an undo."""
    play.now += watching.TOLD_AFTER
    await play.deliver()
    rows = await play.rows(OutboxPost, OutboxPost.job == JOB, OutboxPost.state == "sent")
    assert all(row.target.endswith(CHANNEL) for row in rows)
    return [words_of(row) for row in rows]


async def test_it_is_set_listed_dropped_and_each_can_be_undone(watched):
    said = await watched.say(DANA, 'tripwire cost_per_lead above 300 in dec "reopen the decision"')
    assert "Tripwire 1 is set: Cost per lead above £300 in December 2026." in said
    assert "reopen the decision" in said
    shown = await watched.say(TOM, "tripwire list")
    assert "Cost per lead above £300 in December 2026" in shown
    assert listing.ARMED in shown
    await watched.ask(DANA, "tripwire cost_per_lead > 400")
    assert "Undone: tripwire 2 is gone." in await watched.press(DANA, "Undo")
    await watched.ask(DANA, "tripwire drop 1")
    assert "is watched again" in await watched.press(DANA, "Undo")
    assert "Tripwire 1 is dropped" in await watched.say(DANA, "tripwire drop 1")
    assert "No tripwire is set." in await watched.say(DANA, "tripwire list")
    assert "There is no tripwire" in await watched.say(DANA, "tripwire drop 1")
    subjects = [row.what for row in await watched.rows(HistoryEvent) if row.subject.startswith("tripwire:")]
    assert [what.split(" a tripwire")[0] for what in subjects] == [
        "set",
        "set",
        "took back",
        "dropped",
        "brought",
        "dropped",
    ]


async def test_alone_it_opens_its_form_for_those_who_may_set_one_and_what_is_wrong_stands_at_the_field(
    watched,
):
    assert "Only a" in await watched.say(TOM, "tripwire")
    await watched.ask(DANA, "tripwire")
    wrong = await watched.fill(DANA, kpi="cost_per_lead", bound="300")
    assert set(errors(wrong)) == {"bound"}
    said = plain_text(await watched.fill(DANA, kpi="cost_per_lead", bound="> 300", text="look at the ads"))
    assert "Tripwire 1 is set" in said
    assert (await watched.rows(Tripwire))[0].text == "look at the ads"


async def test_the_same_one_twice_and_one_whose_number_is_there_are_refused(watched):
    await watched.say(DANA, "tripwire cost_per_lead > 300")
    assert setting.SAME.format(number=1) in await watched.say(DANA, "tripwire cost_per_lead above 300")
    await watched.say(DANA, "kpi cost_per_lead 212 oct")
    assert "is reported already" in await watched.say(DANA, "tripwire cost_per_lead > 200 in 2026-10")
    assert "Only numbers that are reported from now on" in await watched.say(
        DANA, "tripwire cost_per_lead > 200"
    )


async def test_a_hit_is_told_once_as_a_fact_after_the_time_for_undo(watched):
    await watched.say(DANA, 'tripwire cost_per_lead above 300 "reopen the decision"')
    await watched.say(DANA, "kpi cost_per_lead 300 oct")
    assert await told(watched) == []
    await watched.say(DANA, 'fix cost_per_lead 312 oct "one invoice was missing"')
    await watched.deliver()
    waiting = await watched.rows(OutboxPost, OutboxPost.job == JOB)
    assert [row.state for row in waiting] == ["pending"]
    (said,) = await told(watched)
    fact = (
        "Cost per lead for October 2026 is £312, above the tripwire of £300 that was set on 16 November 2026."
    )
    assert said.splitlines()[:2] == [fact, "Agreed on then: reopen the decision"]
    await watched.say(DANA, 'fix cost_per_lead 320 oct "another one"')
    watched.now = at("2026-12-02 10:00")
    await watched.say(DANA, "kpi cost_per_lead 350 nov")
    await happen(watched, JOB)
    assert len(await told(watched)) == 1
    assert "hit: £320 for October 2026" in await watched.say(DANA, "tripwire list")


async def test_neither_a_value_that_is_taken_back_in_time_nor_a_dropped_tripwire_is_told(watched):
    await watched.say(DANA, "tripwire cost_per_lead > 300")
    await watched.ask(DANA, "kpi cost_per_lead 3120 oct")
    await watched.press(DANA, "Undo")
    await watched.say(DANA, "kpi cost_per_lead 212 oct")
    assert await told(watched) == []
    (row,) = await watched.rows(OutboxPost, OutboxPost.job == JOB)
    assert (row.state, row.reason) == ("cancelled", watching.TAKEN_BACK)
    await watched.say(DANA, 'fix cost_per_lead 312 oct "invoices"')
    assert len(await told(watched)) == 1
    await watched.say(DANA, "tripwire cost_per_lead > 100")
    await watched.say(DANA, 'fix cost_per_lead 320 oct "invoices"')
    await watched.say(DANA, "tripwire drop 2")
    assert len(await told(watched)) == 1


async def test_a_period_that_still_runs_and_values_from_before_do_not_count(watched):
    await watched.say(DANA, "kpi cost_per_lead 312 sep")
    watched.now += timedelta(minutes=1)
    await watched.say(DANA, "tripwire cost_per_lead > 300")
    await watched.say(DANA, "kpi cost_per_lead 400 nov")
    await watched.say(DANA, "kpi cost_per_lead 350 aug")
    assert await told(watched) == []


async def test_daily_it_finds_what_was_recorded_while_the_job_rested(watched):
    await watched.say(DANA, "tripwire cost_per_lead > 300")
    await watched.change(update(Schedule).where(Schedule.job == JOB).values(announced_at=None))
    await watched.say(DANA, "kpi cost_per_lead 312 oct")
    assert await told(watched) == []
    watched.now = at("2026-11-17 09:15")
    await happen(watched, JOB)
    assert len(await told(watched)) == 1
    watched.now = at("2026-11-18 09:15")
    occurrence = await happen(watched, JOB)
    assert (occurrence.state, occurrence.reason) == ("cancelled", watching.NONE_HIT)
    assert len(await told(watched)) == 1
    assert len(await watched.rows(KpiUpdate)) == 1
    assert len(await watched.rows(Occurrence, Occurrence.job == JOB)) == 3
