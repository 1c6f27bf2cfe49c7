"""Setting targets: typed, by form, superseded, taken back."""

import pytest

from domain.plain_text import plain_text
from storage.tables import KpiTarget
from tests.handlers.play import errors, labels


async def months(play, key, *values, first=1):
    """Record values of months that follow each other in 2026."""
    for month, value in enumerate(values, first):
        await play.say("U_DANA", f"kpi {key} {value} 2026-{month:02d}")


async def test_a_level_is_set_in_one_line_and_paced_at_once(northwind):
    await months(northwind, "leads", 80, 85, 90, first=6)
    said = await northwind.say("U_DANA", 'kpi target leads 120 by dec from 80 in jun "agreed with Ann"')
    assert "Target set: Qualified leads, 120 by December 2026, starting from 80 in June 2026." in said
    assert "Far behind: 25% of the way from 80 to 120 with 33% of the time gone" not in said
    assert "25% of the way from 80 to 120 with 33% of the time gone" in said
    assert "It needs to rise by 7.5 a month from here" in said
    assert labels(northwind.last["U_DANA", "#northwind"]) == ["Undo", "Details", "Where from?"]
    (row,) = await northwind.rows(KpiTarget)
    assert (row.reason, row.source) == ("agreed with Ann", "command")
    assert "because: agreed with Ann" in await northwind.say("U_DANA", "kpi show leads")
    assert "set by Dana Reed on 16 November 2026" in await northwind.say("U_DANA", "kpi show leads")


async def test_without_a_baseline_the_latest_value_is_it_and_that_is_said(northwind):
    await months(northwind, "leads", 80, 85, first=8)
    said = await northwind.say("U_DANA", "kpi target leads 120 by mar")
    assert "starting from 85 in September 2026" in said
    assert "I took the latest value as the baseline" in said


async def test_without_any_value_it_is_set_and_asks_where_it_starts(northwind):
    said = await northwind.say("U_DANA", "kpi target leads 120 by mar")
    assert "Target set: Qualified leads, 120 by March 2027." in said
    assert "There is no value yet to start from" in said
    assert "No value yet" in said


async def test_a_limit_without_an_end_counts_to_the_end_of_the_term(northwind):
    await northwind.say("U_DANA", "settings term_end 2027-06-30")
    await northwind.say("U_DANA", "kpi add churn")
    said = await northwind.say("U_DANA", "kpi target churn below 3%")
    assert "at most 3% in every month from November 2026 to June 2027" in said
    assert "when the term ends" in said


async def test_a_limit_without_an_end_or_a_term_counts_for_a_year(northwind):
    await northwind.say("U_DANA", "kpi add churn")
    said = await northwind.say("U_DANA", "kpi target churn below 3%")
    assert "to October 2027" in said
    assert "add `until` and a month" in said


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("20 a month until mar", "at least 20 in every month from November 2026 to March 2027"),
        ("500 in total by dec from jan", "500 in total from January 2026 to December 2026"),
        ("between 80 and 100 until dec", "between 80 and 100 from November 2026 to December 2026"),
        ("120 by dec plan nov 110", "120 by December 2026"),
    ],
)
async def test_every_kind_of_target_is_kept_as_it_was_meant(northwind, typed, words):
    await months(northwind, "leads", 80, 85, first=8)
    assert words in await northwind.say("U_DANA", f"kpi target leads {typed}")
    assert words in await northwind.say("U_DANA", "kpi show leads")
    assert words in await northwind.say("U_DANA", "status")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("120 by sep 2026", "September 2026 has ended already"),
        ("120 by dec from 80 in nov", "November 2026 has not ended yet"),
        ("120 by oct 2025 from 80 in nov 2025", "The target has to come later"),
        ("120", "Say by when"),
        ("a lot by dec", "I could not read"),
        ("12% by dec", "is kept as a plain number"),
        ("-5 by dec", "is below 0, the lowest"),
        ("between 100 and 80 until dec", "lower end first"),
        ("120 by dec plan jan 2027 130", "The plan has a value for January 2027"),
    ],
)
async def test_a_target_that_cannot_be_kept_is_refused_in_a_sentence(northwind, typed, sentence):
    await months(northwind, "leads", 80, 85, first=8)
    said = await northwind.say("U_DANA", f"kpi target leads {typed}")
    assert sentence in said
    assert await northwind.rows(KpiTarget) == []


async def test_a_target_that_equals_the_baseline_means_to_hold_it(northwind):
    await months(northwind, "leads", 80, 85, first=8)
    said = await northwind.say("U_DANA", "kpi target leads 85 by dec")
    assert "The target equals the baseline, so it means: hold 85 until December 2026." in said


async def test_another_target_replaces_it_and_undo_brings_it_back(play_on_both):
    northwind = play_on_both
    await northwind.set_up()
    await months(northwind, "leads", 80, 85, first=8)
    await northwind.say("U_DANA", "kpi target leads 120 by dec")
    said = await northwind.say("U_DANA", "kpi target leads 130 by dec")
    assert "It replaces this target: 120 by December 2026." in said
    assert "starting from 85 in September 2026" in said
    shown = await northwind.say("U_DANA", "kpi show leads")
    assert "Before: 120 by December 2026" in shown
    first, now = "To the first target: ", "(target 130 by December 2026)"
    assert shown.index(first) < shown.index(now)
    await northwind.ask("U_DANA", "kpi target leads 140 by dec")
    assert "is 130 by December 2026 again" in await northwind.press("U_DANA", "Undo")
    assert "140" not in await northwind.say("U_DANA", "status")
    assert len(await northwind.rows(KpiTarget)) == 4
    told = await northwind.say("U_DANA", "history")
    assert "set the target of Qualified leads: 140 by December 2026" in told
    assert "undid the target of Qualified leads" in told


async def test_the_first_target_undone_leaves_none(northwind):
    await months(northwind, "leads", 80, 85, first=8)
    await northwind.ask("U_DANA", "kpi target leads 120 by dec")
    assert "has no target, as before" in await northwind.press("U_DANA", "Undo")
    assert "No target." in await northwind.say("U_DANA", "kpi show leads")


async def test_an_older_target_is_not_undone_behind_a_newer_one(northwind):
    await months(northwind, "leads", 80, 85, first=8)
    first = await northwind.ask("U_DANA", "kpi target leads 120 by dec")
    await northwind.ask("U_DANA", "kpi target leads 130 by dec")
    token = next(b.id for b in first.buttons if b.label == "Undo")
    assert "was changed since then" in await northwind.click("U_DANA", token)


async def test_the_same_target_again_changes_nothing(northwind):
    await months(northwind, "leads", 80, 85, first=8)
    await northwind.ask("U_DANA", "kpi target leads 120 by dec")
    assert "the target of Qualified leads already" in await northwind.say(
        "U_DANA", "kpi target leads 120 by dec"
    )
    assert len(await northwind.rows(KpiTarget)) == 1


async def test_the_form_has_every_part_in_a_field_of_its_own(northwind):
    await months(northwind, "leads", 80, 85, first=8)
    await northwind.ask("U_DANA", "kpi target leads")
    wrong = await northwind.fill("U_DANA", target="120 by dec", baseline="eighty", reason="x")
    assert list(errors(wrong)) == ["baseline"]
    wrong = await northwind.fill("U_DANA", target="120", baseline="")
    assert "Say by when" in errors(wrong)["target"]
    wrong = await northwind.fill("U_DANA", target="120 by dec", plan="soon 100")
    assert list(errors(wrong)) == ["plan"]
    answer = await northwind.fill(
        "U_DANA", target="120 by dec", baseline="80 in jun", plan="nov 110", reason="agreed"
    )
    said = plain_text(answer)
    assert "starting from 80 in June 2026, along November 2026 110." in said
    (row,) = await northwind.rows(KpiTarget)
    assert (row.reason, row.plan) == ("agreed", {"2026-11": "110"})


async def test_a_team_member_hears_who_may_set_a_target(northwind):
    said = await northwind.say("U_TOM", "kpi target leads 120 by dec")
    assert "Only a fractional CMO, client CEO or marketing director can set a target" in said


async def test_a_new_definition_starts_without_a_target(northwind):
    await months(northwind, "leads", 80, 85, first=8)
    await northwind.ask("U_DANA", "kpi target leads 120 by dec")
    await northwind.ask("U_DANA", "kpi edit leads")
    await northwind.fill("U_DANA", definition="Only those with a budget")
    said = await northwind.say("U_DANA", "kpi show leads")
    assert "No target." in said
    assert "Counted otherwise until 16 November 2026 (version 1)" in said
    assert "These values stand by themselves" in said


async def test_a_kpi_of_the_sow_reminds_that_the_ceo_agrees(northwind):
    await northwind.ask("U_DANA", "kpi edit leads")
    await northwind.fill("U_DANA", flags=["in_sow"])
    said = await northwind.say("U_DANA", "kpi target leads 120 by dec")
    assert "make sure that the client CEO agrees" in said
    assert "Qualified leads (SOW)" in await northwind.say("U_DANA", "status")
