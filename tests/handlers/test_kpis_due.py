"""Numbers that are due: who is asked, when, once; and what they can answer."""

import pytest
from sqlalchemy import update

from domain.chat import Form
from domain.plain_text import plain_text
from handlers.kpis import due, unavailable
from storage import kpis, wishes
from storage.codec import reply_from_json
from storage.tables import HistoryEvent, Kpi, KpiUpdate, OutboxPost
from tests.handlers.occurring import at, engagement_id, happen, person_id, words_of
from tests.handlers.play import DM, Play, button

JOB = due.JOB
TOM, DANA = "U_TOM", "U_DANA"


@pytest.fixture
async def owned(northwind):
    """Tom reports qualified leads, the one KPI that is left, with Dana as his backup; October is over."""
    tom, dana = await person_id(northwind, TOM), await person_id(northwind, DANA)
    northwind.now = at("2026-10-16 09:30")
    await northwind.say(DANA, "kpi leads 97 sep")
    await northwind.press(DANA, "Save") if "Shall I" in plain_text(
        northwind.last[DANA, "#northwind"]
    ) else None
    mine = update(Kpi).where(Kpi.key == "qualified_leads")
    await northwind.change(mine.values(owner_id=tom, backup_owner_id=dana))
    await northwind.change(update(Kpi).where(Kpi.key != "qualified_leads").values(retired_at=northwind.now))
    northwind.now = at("2026-11-04 09:30")
    return northwind


async def asked(play: Play, day: str) -> list[str]:
    """Let the job come on that morning and everything be sent; whom that wrote to."""
    play.now = at(f"{day} 09:30")
    before = {row.id for row in await play.rows(OutboxPost)}
    await happen(play, JOB)
    await play.deliver()
    new = [row for row in await play.rows(OutboxPost) if row.id not in before and row.state == "sent"]
    return [row.target.rpartition("@")[2] for row in new if row.job == "morning"]


async def last_message(play: Play, who: str) -> OutboxPost:
    mine = (OutboxPost.person_id == await person_id(play, who), OutboxPost.job == "morning")
    row: OutboxPost = (await play.rows(OutboxPost, *mine))[-1]
    if row.reply:
        play.last[who, DM] = reply_from_json(row.reply)
    return row


async def test_the_owner_is_asked_on_the_third_working_day_the_backup_owner_on_the_sixth_each_once(owned):
    days = ["2026-11-03", "2026-11-04", "2026-11-05", "2026-11-06", "2026-11-09", "2026-11-10", "2026-11-11"]
    found = [await asked(owned, day) for day in days]
    assert found == [[], [TOM], [], [], [DANA], [], []]
    assert words_of(await last_message(owned, TOM)).splitlines() == [
        "Northwind Ltd",
        due.TITLES[0],
        "Qualified leads, October 2026: nothing yet. Last: 97 in September 2026.",
        "1 same - 2 enter - 3 not available, why",
        "To hear less of me: `quiet until monday`, or `quiet`.",
    ]
    assert due.AS_BACKUP.strip() in words_of(await last_message(owned, DANA))


async def test_nobody_is_asked_for_what_is_there_or_was_worked_on_in_the_last_two_days(owned):
    owned.now = at("2026-11-03 15:00")
    await owned.say(DANA, 'fix leads 98 sep "one was missing"')
    found = [await asked(owned, day) for day in ("2026-11-04", "2026-11-05")]
    assert found == [[], []]
    assert await asked(owned, "2026-11-06") == [TOM]
    owned.now = at("2026-11-06 11:00")
    await owned.say(TOM, "kpi leads 103")
    assert await asked(owned, "2026-11-09") == []


async def test_where_the_owner_is_away_the_backup_owner_is_asked_at_once(owned):
    async with owned.database.write() as session:
        await wishes.add(
            session,
            engagement_id=None,
            person_id=await person_id(owned, TOM),
            kind="away",
            first_day=at("2026-11-01 12:00").date(),
            last_day=at("2026-11-05 12:00").date(),
            by_id=None,
            source="test",
            now=owned.now,
        )
    found = [await asked(owned, day) for day in ("2026-11-04", "2026-11-05", "2026-11-06")]
    assert found == [[DANA], [], [TOM]]


async def test_a_number_that_arrives_before_the_message_leaves_is_not_asked_for(owned):
    owned.now = at("2026-11-04 08:00")
    await happen(owned, JOB)
    await owned.say(TOM, "kpi leads 103")
    owned.now = at("2026-11-04 09:00")
    await owned.deliver()
    assert (await last_message(owned, TOM)).state == "cancelled"


async def test_same_records_the_last_value_and_enter_opens_the_form_for_a_backup_owner_too(owned):
    await asked(owned, "2026-11-04")
    await last_message(owned, TOM)
    said = await owned.press(TOM, "Same", where=DM)
    assert "Recorded: Qualified leads is 97 for October 2026" in said
    row = (await owned.rows(KpiUpdate))[-1]
    assert (row.period, str(row.value), row.reported_by) == ("2026-10", "97", await person_id(owned, TOM))
    assert "Undone" in await owned.press(TOM, "Undo", where=DM)
    await asked(owned, "2026-11-09")
    await last_message(owned, DANA)
    await owned.press(DANA, "Enter", where=DM)
    form = owned.last[DANA, DM]
    assert isinstance(form, Form)
    assert [field.name for field in form.fields] == ["qualified_leads:2026-10"]
    said = plain_text(await owned.fill(DANA, where=DM, **{"qualified_leads:2026-10": "103"}))
    assert "Recorded: Qualified leads is 103" in said
    await last_message(owned, TOM)
    assert "is there by now: 103" in await owned.press(TOM, unavailable.LABEL, where=DM)


async def test_not_available_keeps_the_reason_and_nobody_is_asked_again_until_it_is_undone(owned):
    await asked(owned, "2026-11-04")
    await last_message(owned, TOM)
    await owned.press(TOM, unavailable.LABEL, where=DM)
    said = plain_text(await owned.fill(TOM, where=DM, why="the CRM was down all month"))
    assert "I will not ask for it again" in said
    undo = button(owned.last[TOM, DM], "Undo")
    why = await owned.say(TOM, "kpi why leads oct")
    assert "Nothing is reported for Qualified leads in October 2026." in why
    assert "the CRM was down all month" in why
    assert "You owe no numbers" in await owned.say(TOM, "kpi")
    assert (await owned.rows(HistoryEvent))[-1].reason == "the CRM was down all month"
    assert "counts as open again" in await owned.click(TOM, undo, where=DM)
    assert await asked(owned, "2026-11-09") == [DANA]


async def test_several_numbers_come_as_one_part_and_more_than_three_as_a_list_with_one_button(owned):
    tom = await person_id(owned, TOM)
    await owned.change(update(Kpi).values(owner_id=tom, retired_at=None, tracked_since="2026-10"))
    owned.now = at("2026-11-04 08:30")
    await happen(owned, JOB)
    owned.now = at("2026-11-04 09:00")
    await owned.deliver()
    said = words_of(await last_message(owned, TOM))
    assert said.count("nothing yet") == 3
    assert said.count(due.ENTER_ALL.casefold()) == 1
    e = await engagement_id(owned)
    async with owned.database.write() as session:
        usual = {"aliases": [], "definition": "x", "unit": "count", "aggregation": "sum", "direction": "up"}
        more = {"cadence": "monthly", "owner_id": tom, "created_at": at("2026-09-01 09:00")}
        row = Kpi(key="visits", name="Visits", tracked_since="2026-10", **usual, **more)
        await kpis.add(session, row, engagement_id=e)
    await asked(owned, "2026-12-03")
    said = words_of(await last_message(owned, TOM))
    assert said.splitlines()[-2] == f"1 {due.ENTER_ALL.casefold()}"
    assert said.count("nothing yet") == 4


async def test_a_kpi_that_was_added_after_the_period_is_not_due_for_it(northwind):
    assert await asked(northwind, "2026-11-18") == []
    assert await asked(northwind, "2026-12-03") == [DANA]


async def test_where_the_owner_left_and_there_is_no_backup_the_leads_are_asked(owned):
    await owned.change(update(Kpi).values(backup_owner_id=None))
    await owned.say(DANA, "members remove @Tom Hale")
    assert [await asked(owned, day) for day in ("2026-11-04", "2026-11-05")] == [[DANA], []]
    assert due.AS_LEAD.strip() in words_of(await last_message(owned, DANA))
