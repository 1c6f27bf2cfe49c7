"""What the reply to a number says: pace, need, trend, gaps; more behind [Details] and [Where from?]."""

from domain.plain_text import plain_text
from tests.handlers.play import labels
from tests.handlers.test_kpis_targets import months

RISING = (80, 84, 83, 88, 91, 95, 97, 99, 104)


async def test_the_first_number_says_that_it_is_too_few_and_how_to_set_a_target(northwind):
    said = await northwind.say("U_DANA", "kpi leads 103 sep")
    assert said.splitlines()[:4] == [
        "Recorded: Qualified leads is 103 for September 2026.",
        "1 value is too few to call a trend. Value: 103.",
        "1 of 2 months reported; October 2026 is missing.",
        "No target yet. Set one as in `kpi target qualified_leads 124 by 2027-01`.",
    ]


async def test_a_team_member_is_not_asked_for_a_target(northwind):
    await northwind.ask("U_DANA", "kpi edit leads")
    await northwind.fill("U_DANA", backup="U_TOM")
    assert "No target yet" not in await northwind.say("U_TOM", "kpi leads 103 sep")


async def test_a_number_is_told_against_target_need_and_trend_in_five_lines(northwind):
    await months(northwind, "leads", *RISING)
    await northwind.say("U_DANA", "kpi target leads 120 by dec from 80 in jan")
    said = await northwind.say("U_DANA", "kpi leads 108")
    lines = said.splitlines()
    assert lines[0] == "Recorded: Qualified leads is 108 for October 2026 (September 2026: 104)."
    assert lines[1].startswith("Behind: 70% of the way from 80 to 120 with 82% of the time gone")
    assert lines[2].startswith("It needs to rise by 6 a month from here")
    assert lines[3].startswith("Clear rise, about 3")
    assert "over 10 values: the right way." in lines[3]
    assert lines[-1] == "1 undo - 2 details - 3 where from?"
    assert len(lines) <= 6


async def test_gaps_are_named(northwind):
    await months(northwind, "leads", 80, 84)
    await months(northwind, "leads", 88, 91, first=9)
    said = await northwind.say("U_DANA", "kpi leads 86 jul")
    assert "7 of 10 months" not in said
    assert "months reported; " in said
    assert "August 2026" in said


async def test_an_earlier_month_says_which_value_counts(northwind):
    await months(northwind, "leads", 80, 84, first=9)
    said = await northwind.say("U_DANA", "kpi leads 77 aug")
    assert "The latest value is 84 for October 2026; pace and trend count it." in said


async def test_a_wild_value_is_called_unusual_and_nothing_more(northwind):
    await months(northwind, "leads", 80, 84, 83, 81, 82, 80, 83, 82)
    said = await northwind.say("U_DANA", "kpi leads 140 sep")
    assert "unusual" in said
    assert "because" not in said


async def test_all_values_equal_are_no_trend_and_are_not_called_flat(northwind):
    await months(northwind, "leads", *[80] * 9)
    said = await northwind.say("U_DANA", "kpi leads 80")
    assert "No clear trend: all 10 values are equal." in said
    assert "flat" not in said.lower()


async def test_a_number_so_far_changes_neither_pace_nor_trend(northwind):
    await months(northwind, "leads", *RISING)
    await northwind.say("U_DANA", "kpi target leads 120 by dec from 80 in jan")
    said = await northwind.say("U_DANA", "kpi leads 4 nov")
    assert "still running" in said
    assert "of the way" not in said
    assert "trend" not in said


async def test_several_numbers_get_a_few_words_each(northwind):
    await months(northwind, "leads", *RISING)
    await northwind.say("U_DANA", "kpi target leads 120 by dec from 80 in jan")
    said = await northwind.say("U_DANA", "kpi leads 108, cpl 219")
    assert "Qualified leads is 108 for October 2026 (September 2026: 104). Behind; clear rise." in said
    assert "Cost per lead is £219 for October 2026. Too few values for a trend." in said


async def test_a_correction_says_what_it_means_too(northwind):
    await months(northwind, "leads", *RISING, 40)
    await northwind.say("U_DANA", "kpi target leads 120 by dec from 80 in jan")
    said = await northwind.say("U_DANA", 'kpi fix leads 108 "one zero was missing"')
    assert "Corrected: Qualified leads for October 2026 is 108 now, it was 40." in said
    assert "Behind: 70% of the way" in said


async def test_details_have_the_test_behind_the_words_and_can_be_opened_again(northwind):
    await months(northwind, "leads", *RISING)
    answer = await northwind.ask("U_DANA", "kpi leads 108")
    first = await northwind.press("U_DANA", "Details")
    assert "Test: p = 0.0" in first
    assert "Mann-Kendall" in first
    northwind.last["U_DANA", "#northwind"] = answer
    assert await northwind.press("U_DANA", "Details") == first


async def test_the_rows_behind_a_figure_tell_who_and_what_was_corrected(northwind):
    await months(northwind, "leads", 80, 84)
    await northwind.say("U_DANA", 'kpi fix leads 85 2026-02 "recount of the fair"')
    await northwind.ask("U_DANA", 'kpi leads 90 2026-03 "from the ad account"')
    said = await northwind.press("U_DANA", "Where from?")
    rows = [" ".join(line.split()) for line in said.splitlines() if line.startswith(("March", "February"))]
    assert rows == [
        "March 2026 90 Dana Reed 16 November 2026 09:30 command from the ad account",
        "February 2026 85 Dana Reed 16 November 2026 09:30 command corrected, it was 84, recount of the fair",
    ]


async def test_details_of_several_kpis_have_a_part_for_each(northwind):
    await northwind.ask("U_DANA", "kpi leads 108, cpl 219")
    said = await northwind.press("U_DANA", "Details")
    assert "Qualified leads\n" in said
    assert "Cost per lead\n" in said
    await northwind.ask("U_DANA", "kpi leads 109 sep, cpl 218 sep")
    said = await northwind.press("U_DANA", "Where from?")
    assert "The rows behind the scorecard" in said


async def test_a_chart_draws_values_target_and_gaps_and_says_the_same(northwind):
    await months(northwind, "leads", 80, 84)
    await months(northwind, "leads", 90, first=4)
    await northwind.say("U_DANA", "kpi target leads 120 by dec from 80 in jan plan nov 110")
    answer = await northwind.ask("U_DANA", "kpi chart leads")
    said = plain_text(answer)
    assert "First 80 in Jan 2026, last 90 in Apr 2026" in said
    assert "Not reported: Mar 2026." in said
    assert "Target: 120 by Dec 2026." in said
    assert "110 in Nov 2026" in said
    assert labels(answer) == ["Where from?"]


async def test_two_kpis_are_drawn_under_each_other_and_three_are_too_many(northwind):
    await northwind.ask("U_DANA", "kpi leads 108, cpl 219, revenue 41500")
    answer = await northwind.ask("U_DANA", "kpi chart leads cpl")
    assert len(next(block for block in answer.blocks if block.kind == "chart").panels) == 2
    assert "two KPIs" in await northwind.say("U_DANA", "kpi chart leads, cpl and revenue")


async def test_a_chart_of_nothing_says_so(northwind):
    assert "nothing to draw" in await northwind.say("U_DANA", "kpi chart leads")
    assert "Which KPI?" in await northwind.say("U_DANA", "kpi chart")
    assert "I don't know the KPI" in await northwind.say("U_DANA", "kpi chart leads nonsense")


async def test_a_gap_belongs_to_the_definition_that_it_lies_in(northwind):
    await months(northwind, "leads", 80)
    await months(northwind, "leads", 88, first=3)
    await northwind.ask("U_DANA", "kpi edit leads")
    await northwind.fill("U_DANA", definition="Only those with a budget")
    await months(northwind, "leads", 20, first=5)
    await months(northwind, "leads", 22, first=7)
    answer = await northwind.ask("U_DANA", "kpi chart leads")
    panel = next(block for block in answer.blocks if block.kind == "chart").panels[0]
    assert [point.segment for point in panel.points] == [1, 1, 1, 1, 2, 2, 2]


async def test_a_chart_parts_the_definitions(northwind):
    await months(northwind, "leads", 80, 84, 88)
    await northwind.ask("U_DANA", "kpi edit leads")
    await northwind.fill("U_DANA", definition="Only those with a budget")
    await months(northwind, "leads", 20, 22, first=4)
    answer = await northwind.ask("U_DANA", "kpi chart leads")
    panel = next(block for block in answer.blocks if block.kind == "chart").panels[0]
    assert [point.segment for point in panel.points] == [1, 1, 1, 2, 2]
    assert "The definition changed" in plain_text(answer)
