"""The log, what happened since, and a decision that ends another one."""

from datetime import timedelta

from sqlalchemy import insert, update

from handlers.decisions import happened
from storage.tables import Decision, HistoryEvent, Kpi, MeetingRecord, Tripwire
from tests.handlers.decisions.deciding import ANN, DANA, TOM, fill_follow, in_force, noted, press_fill
from tests.handlers.occurring import at
from tests.handlers.play import DM, Play


async def decided(play: Play) -> None:
    """A persevere in force."""
    await noted(play)


async def test_the_log_begins_with_the_newest_and_says_how_each_stands(complete: Play) -> None:
    await decided(complete)
    complete.now += timedelta(days=1)
    await complete.say(DANA, 'decide other "we meet at noon"', where=DM)
    said = await complete.say(TOM, "decisions")
    assert said.index("we meet at noon") < said.index("the plan beat its threshold")
    assert "in force since Mon 16 Nov" in said
    assert "draft, without effect" in said


async def test_what_happened_since_compares_drivers_and_proves_nothing(
    complete: Play,
) -> None:
    await complete.change(update(Kpi).where(Kpi.key == "qualified_leads").values(is_driver=True))
    for month, value in (("aug", 90), ("sep", 100), ("oct", 110)):
        await complete.say(DANA, f"kpi qualified_leads {value} {month}")
    await decided(complete)
    said = await complete.say(TOM, "decisions show 1")
    assert "100 (n = 3)" in said
    assert happened.NONE_YET in said
    assert "not proof" in said
    complete.now += timedelta(days=48)
    await complete.say(DANA, "kpi qualified_leads 999 nov")
    await complete.say(DANA, "kpi qualified_leads 130 dec")
    said = await complete.say(TOM, "decisions show 1")
    assert "130 (n = 1)" in said, "November, in which it was decided, counts for neither"


async def test_what_happened_is_counted_from_the_day_of_the_meeting_not_from_that_of_the_effect(
    complete: Play,
) -> None:
    await complete.change(update(Kpi).where(Kpi.key == "qualified_leads").values(is_driver=True))
    for month, value in (("aug", 90), ("sep", 100), ("oct", 110)):
        await complete.say(DANA, f"kpi qualified_leads {value} {month}")
    await decided(complete)
    met = {
        "id": 90,
        "engagement_id": 1,
        "number": 90,
        "kind": "special",
        "minutes": 60,
        "origin": "tripwire:1",
    }
    moment = at("2026-10-26 10:00")
    await complete.change(insert(MeetingRecord).values(**met, at=moment, created_at=moment))
    await complete.change(update(Decision).values(meeting_id=90))
    assert "95 (n = 2)" in await complete.say(TOM, "decisions show 1")


async def test_a_reversal_is_a_decision_of_its_own_that_ends_the_old_one_and_its_tripwires(
    complete: Play,
) -> None:
    await decided(complete)
    said = await complete.say(DANA, 'decisions reverse 1 other "the numbers were wrong"', where=DM)
    assert "Once it is in force, decision 1 is reversed." in said
    assert "in force" in await complete.say(TOM, "decisions")
    await press_fill(complete, "Actions, dissent, review", fill_follow)
    assert await in_force(complete) == [1]
    said = await noted(complete)
    assert "1 tripwire of decision 1 is dropped." in said
    assert "Open actions of decision 1 stay open" in said
    (wire,) = await complete.rows(Tripwire)
    assert wire.disarmed_at is not None
    assert "reversed by 2" in await complete.say(TOM, "decisions")
    said = await complete.say(DANA, 'decisions reverse 1 stop "again"')
    assert "was reversed by decision 2 already" in said
    whats = [row.what for row in await complete.rows(HistoryEvent) if row.subject == "decision:1"]
    assert whats[-1] == "reversed decision 1 by decision 2"


async def test_without_an_outcome_the_form_is_opened_for_what_ends_it(complete: Play) -> None:
    await decided(complete)
    await complete.ask(DANA, 'decisions reverse 1 "the numbers were wrong"', where=DM)
    await complete.fill(DANA, where=DM, outcome="other")
    await complete.say(ANN, "decisions show 2", where=DM)
    assert "decision 1" in await complete.say(ANN, "decisions show 2", where=DM)
