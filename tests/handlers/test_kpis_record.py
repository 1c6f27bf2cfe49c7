"""Recording numbers: what is asked before, what is said after, and taking it back."""

from decimal import Decimal

import pytest

from domain.plain_text import plain_text
from storage.tables import HistoryEvent, KpiUpdate, Offer
from tests.handlers.play import CHANNEL, DM, Play, button, errors, labels

GONE = "That KPI was changed or retired since then, so nothing was saved. Type `kpi list` to see it."


async def test_an_unknown_kpi_saves_nothing_of_the_whole_line(northwind):
    said = await northwind.say("U_DANA", "kpi leads 103, cst per lead 219")
    assert "Did you mean" in said
    assert "Cost per lead" in said
    assert await northwind.rows(KpiUpdate) == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("kpi cpl -5", "Please check before I save"),
        ("kpi leads -5", "-5 is below 0"),
        ("kpi leads 600", "more than 5 times the usual size"),
    ],
)
async def test_an_odd_value_is_asked_about_first(northwind, line, said):
    for month in ("jul", "aug", "sep"):
        await northwind.say("U_DANA", f"kpi leads 100 {month}")
    await northwind.ask("U_DANA", "kpi edit cpl")
    await northwind.fill("U_DANA", valid_min="0")
    before = len(await northwind.rows(KpiUpdate))
    assert said in await northwind.say("U_DANA", line)
    assert labels(northwind.last["U_DANA", CHANNEL]) == ["Save", "Edit"]
    assert len(await northwind.rows(KpiUpdate)) == before
    assert "Recorded" in await northwind.press("U_DANA", "Save")


async def test_edit_shows_the_number_in_a_form(northwind):
    await northwind.ask("U_DANA", 'kpi leads -5 sep "from the tool"')
    form = await northwind.press("U_DANA", "Edit")
    assert "value - Value: -5" in form
    assert "period - Period (optional): 2026-09" in form
    assert "note - Note (optional): from the tool" in form
    assert "Qualified leads is 5 for September 2026" in plain_text(await northwind.fill("U_DANA", value="5"))
    assert (await northwind.rows(KpiUpdate))[0].note == "from the tool"


async def test_a_running_period_is_provisional_until_it_is_over(northwind):
    assert "is still running" in await northwind.say("U_DANA", "kpi leads 4 nov")
    (update,) = await northwind.rows(KpiUpdate)
    assert (update.is_provisional, str(update.through)) == (True, "2026-11-16")
    assert "Recorded" in await northwind.say("U_DANA", "kpi leads 6 nov")
    await northwind.pass_time(days=20)
    assert "Recorded: Qualified leads is 6" in await northwind.say("U_DANA", "kpi leads 6 nov")
    assert not (await northwind.rows(KpiUpdate))[-1].is_provisional


async def test_undo_of_a_provisional_value_brings_the_provisional_one_back(northwind):
    await northwind.say("U_DANA", "kpi leads 4 nov")
    await northwind.say("U_DANA", "kpi leads 6 nov")
    assert "4" in await northwind.press("U_DANA", "Undo")
    last = (await northwind.rows(KpiUpdate))[-1]
    assert (last.kind, last.value, last.is_provisional) == ("correction", Decimal(4), True)


async def test_undo_of_several_numbers_takes_all_back_or_none(northwind):
    answer = await northwind.ask("U_DANA", "kpi leads 103 sep, cpl 219 sep")
    await northwind.say("U_DANA", 'kpi fix cpl 210 sep "a slip"')
    before = len(await northwind.rows(KpiUpdate))
    assert "Cost per lead was changed again" in await northwind.click("U_DANA", button(answer, "Undo"))
    assert len(await northwind.rows(KpiUpdate)) == before


async def test_a_number_that_was_taken_back_can_be_reported_again(northwind):
    for value in ("103", "104"):
        assert "Recorded" in await northwind.say("U_DANA", f"kpi leads {value} sep")
        assert "Undone" in await northwind.press("U_DANA", "Undo")
    kinds = [update.kind for update in await northwind.rows(KpiUpdate)]
    assert kinds == ["report", "retraction", "report", "retraction"]
    why = await northwind.say("U_DANA", "kpi why leads sep")
    assert why.splitlines()[0].endswith("not reported")
    assert len(why.splitlines()) == 5


async def test_two_undos_in_a_chain_end_where_it_began(northwind):
    first = await northwind.ask("U_DANA", "kpi leads 103 sep")
    fixed = await northwind.ask("U_DANA", 'kpi fix leads 97 sep "a slip"')
    assert "was changed again since then" in await northwind.click("U_DANA", button(first, "Undo"))
    assert "is 103 again" in await northwind.click("U_DANA", button(fixed, "Undo"))
    assert "was changed again since then" in await northwind.click("U_DANA", button(first, "Undo"))
    assert "103" in await northwind.say("U_DANA", "kpi why leads sep")


async def test_the_same_value_again_changes_nothing(northwind):
    await northwind.say("U_DANA", "kpi leads 103 sep")
    before = await northwind.counts()
    assert "is 103 already. Nothing to change" in await northwind.say("U_DANA", "kpi leads 103.0 sep")
    after = await northwind.counts()
    assert after == before | {"receipts": before["receipts"] + 1}


async def test_another_value_for_the_same_period_is_asked_about_and_can_be_kept(northwind):
    await northwind.say("U_DANA", "kpi leads 103 sep")
    said = await northwind.say("U_DANA", "kpi leads 104 sep, cpl 219 sep")
    assert "is 103 already, reported by Dana Reed. You wrote 104" in said
    assert labels(northwind.last["U_DANA", CHANNEL]) == ["Correct", "Save the others", "Keep"]
    asked = northwind.last["U_DANA", CHANNEL]
    assert "Cost per lead is £219" in await northwind.press("U_DANA", "Save the others")
    assert await northwind.click("U_DANA", button(asked, "Correct"))
    assert "why" in plain_text(northwind.last["U_DANA", CHANNEL]).lower()


async def test_keep_leaves_the_number(northwind):
    await northwind.say("U_DANA", "kpi leads 103 sep")
    await northwind.ask("U_DANA", "kpi leads 104 sep")
    assert await northwind.press("U_DANA", "Keep") == "Kept as it was. Nothing was changed."
    assert len(await northwind.rows(KpiUpdate)) == 1


@pytest.mark.parametrize("change", ["kpi retire leads", "weekly"], ids=["retired", "another cadence"])
async def test_a_save_button_of_a_kpi_that_changed_is_refused_in_words(northwind, change):
    answer = await northwind.ask("U_DANA", "kpi leads -5 sep")
    if change == "weekly":
        await northwind.ask("U_DANA", "kpi edit leads")
        await northwind.fill("U_DANA", cadence="weekly")
    else:
        await northwind.say("U_DANA", change)
    assert await northwind.click("U_DANA", button(answer, "Save")) == GONE
    assert await northwind.rows(KpiUpdate) == []


async def test_every_number_leaves_a_line_of_history_with_its_way(northwind):
    await northwind.say("U_DANA", "kpi leads 103 sep")
    await northwind.press("U_DANA", "Undo")
    await northwind.say("U_DANA", "kpi leads 5 aug", where=DM)
    lines = [e for e in await northwind.rows(HistoryEvent) if e.subject.startswith("kpi:qualified_leads:")]
    assert [(e.source, e.before, e.after) for e in lines] == [
        ("command", None, {"value": "103"}),
        ("button", {"value": "103"}, {"value": None}),
        ("dm", None, {"value": "5"}),
    ]


async def test_the_entry_form_says_what_is_wrong_with_which_field(northwind):
    await northwind.open("U_DANA", "kpi record")
    wrong = errors(await northwind.fill("U_DANA", kpi="leads", value="x", period="smarch"))
    assert set(wrong) == {"value", "period"}
    assert set(errors(await northwind.fill("U_DANA", kpi="nope", value="1"))) == {"kpi"}
    assert "is 1 for October 2026" in plain_text(
        await northwind.fill("U_DANA", kpi="leads", value="1", period="")
    )


async def test_offers_keep_no_more_than_they_need(northwind):
    await northwind.ask("U_DANA", "kpi leads -5 sep")
    args = [offer.args for offer in await northwind.rows(Offer, Offer.route == "kpi save")]
    assert args == [
        {
            "items": [{"kpi": 2, "period": "2026-09", "value": "-5", "provisional": False, "note": ""}],
            "checked": True,
        }
    ]


async def test_two_people_report_at_once_and_nothing_is_lost(play_on_both: Play):
    play = play_on_both
    await play.set_up()
    await play.join("U_ANN", "cmo")
    first = await play.ask("U_DANA", "kpi leads -1 sep")
    second = await play.ask("U_ANN", "kpi leads -2 sep")
    assert "Recorded" in await play.click("U_DANA", button(first, "Save"))
    assert "is -1 already, reported by Dana Reed" in await play.click("U_ANN", button(second, "Save"))


async def test_words_behind_a_number_that_name_no_period_are_read_out(northwind):
    said = await northwind.say("U_DANA", "kpi leads 5 smarch")
    assert 'could not read "smarch" as a period' in said


async def test_a_value_that_is_recorded_already_is_not_doubted(northwind):
    for line in ("kpi leads 1 jun", "kpi leads 1 jul", "kpi leads 1 aug", "kpi leads 103 sep"):
        await northwind.say("U_DANA", line)
    await northwind.press("U_DANA", "Save")
    assert "is 103 already" in await northwind.say("U_DANA", "kpi leads 103 sep")


@pytest.mark.parametrize(
    "said", ["our leads were 44 in june", "we had 44 leads in june", "the leads: 44 june"]
)
async def test_numbers_are_understood_as_people_say_them(northwind, said):
    answer = await northwind.say("U_DANA", said, where=DM)
    assert "Qualified leads = 44 for June 2026" in answer
