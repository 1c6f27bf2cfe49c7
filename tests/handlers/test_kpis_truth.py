"""Sentences that were once untrue, each beside what is true."""

from domain.plain_text import plain_text
from tests.handlers.play import button
from tests.handlers.test_kpis_targets import months


async def test_a_stock_that_never_changed_has_no_trend(northwind):
    await northwind.say("U_DANA", "kpi add subscribers")
    await months(northwind, "subscribers", *[500] * 7, first=4)
    said = await northwind.say("U_DANA", "kpi show subscribers")
    assert "No clear trend: all 7 values are equal." in said
    assert "fall" not in said


async def test_numbers_saved_together_know_of_each_other(northwind):
    said = await northwind.say("U_DANA", "kpi leads 90 aug, leads 110 jul, leads 80 jun")
    assert "is 90 for August 2026 (July 2026: 110)" in said
    assert "is 110 for July 2026 (June 2026: 80)" in said
    assert said.count("Too few values for a trend.") == 1


async def test_a_number_so_far_is_said_as_one(northwind):
    await northwind.say("U_DANA", "kpi leads 40 nov")
    await northwind.pass_time(days=50)
    assert "(November 2026: 40 so far)" in await northwind.say("U_DANA", "kpi leads 100 dec")


async def test_a_definition_with_a_target_is_not_undone(northwind):
    await northwind.say("U_DANA", "kpi leads 100 sep")
    await northwind.ask("U_DANA", "kpi edit leads")
    changed = await northwind.fill("U_DANA", unit="percent", aggregation="mean")
    await northwind.say("U_DANA", "kpi target leads 40% by dec")
    assert "has a target by now" in await northwind.click("U_DANA", button(changed, "Undo"))
    assert (await northwind.kpi("qualified_leads")).unit == "percent"


async def test_a_value_before_the_targets_time_is_no_missing_value(northwind):
    await months(northwind, "cpl", 200, first=10)
    said = await northwind.say("U_DANA", "kpi target cpl below 150 until mar")
    assert "No value in its time yet" in said
    assert "nothing to pace yet" in await northwind.say("U_DANA", "status")


async def test_five_months_are_not_called_a_year(northwind):
    await northwind.ask("U_DANA", "kpi edit leads")
    await northwind.fill("U_DANA", flags=["seasonal"])
    await months(northwind, "leads", 80, 84, 83, 88, 91, first=6)
    assert "with less than a year of data: 5 values" in await northwind.say("U_DANA", "kpi show leads")


async def test_all_late_months_are_counted(northwind):
    await northwind.say("U_DANA", "kpi leads 100 2023-01")
    said = await northwind.say("U_DANA", "kpi show leads")
    assert "45 months in a row are missing; February 2023 was due on 7 March 2023." in said


async def test_two_kpis_of_one_stage_are_no_step(northwind):
    for key in ("leads", "revenue"):
        await northwind.ask("U_DANA", f"kpi edit {key}")
        await northwind.fill("U_DANA", stage="lead")
    await months(northwind, "leads", 10, 10, first=9)
    await months(northwind, "revenue", 40, 20, first=9)
    assert "Weakest step" not in await northwind.say("U_DANA", "status")


async def test_values_of_an_earlier_definition_are_drawn_alone_too(northwind):
    await months(northwind, "leads", 80, 84)
    await northwind.ask("U_DANA", "kpi edit leads")
    await northwind.fill("U_DANA", definition="Only those with a budget")
    said = plain_text(await northwind.ask("U_DANA", "kpi chart leads"))
    assert "80 in Jan 2026" in said


async def test_a_kpi_whose_values_were_taken_back_has_nothing_to_draw(northwind):
    await northwind.ask("U_DANA", "kpi leads 80 sep")
    await northwind.press("U_DANA", "Undo")
    assert "nothing to draw" in await northwind.say("U_DANA", "kpi chart leads")


async def test_a_definition_changed_on_the_day_of_the_engagement(northwind):
    await northwind.say("U_DANA", "settings zone Pacific/Auckland")
    await northwind.pass_time(hours=3)
    await northwind.say("U_DANA", "kpi leads 80 sep")
    await northwind.ask("U_DANA", "kpi edit leads")
    await northwind.fill("U_DANA", definition="Only those with a budget")
    assert "until 17 November 2026" in await northwind.say("U_DANA", "kpi show leads")


async def test_due_numbers_stand_by_their_day_and_none_is_hidden(northwind):
    for key in ("leads", "revenue", "cpl"):
        await northwind.say("U_DANA", f"kpi {key} 100 may")
    said = await northwind.say("U_DANA", "home")
    lines = [line for line in said.splitlines() if "was due" in line]
    assert [line.split(",")[0] for line in lines[:3]] == ["- Revenue", "- Qualified leads", "- Cost per lead"]
    assert all("June 2026" in line for line in lines[:3])
    assert "and 9 more" in said


async def test_gaps_go_before_the_spread(northwind):
    await months(northwind, "leads", 80, 84, 83, 81, 82, 80, 83)
    await northwind.say("U_DANA", "kpi target leads 120 by dec from 80 in jan")
    said = await northwind.say("U_DANA", "kpi leads 200 sep")
    assert "August 2026" in said.splitlines()[3]
    assert "unusual" in said.splitlines()[4]


async def test_nothing_due_is_said_once(northwind):
    assert (await northwind.say("U_DANA", "kpi show leads")).count("Nothing is due yet.") == 1


async def test_the_example_of_a_target_points_the_right_way(northwind):
    said = await northwind.say("U_DANA", "kpi cpl 200 sep")
    assert "kpi target cost_per_lead 160 by " in said
    assert "kpi target qualified_leads 120 by " in await northwind.say("U_DANA", "kpi leads 100 sep")


async def test_a_target_for_every_month_starts_from_no_baseline(northwind):
    await months(northwind, "cpl", 200, 190, first=9)
    await northwind.say("U_DANA", "kpi target cpl 150 by mar")
    said = await northwind.say("U_DANA", "kpi target cpl below 160 until mar")
    assert "starting from" not in said


async def test_another_reason_for_the_same_target_is_kept(northwind):
    await months(northwind, "leads", 80, 84, first=9)
    await northwind.say("U_DANA", "kpi target leads 120 by mar")
    await northwind.say("U_DANA", 'kpi target leads 120 by mar "the board agreed"')
    assert "because: the board agreed" in await northwind.say("U_DANA", "kpi show leads")


async def test_an_upper_limit_is_not_taken_for_a_lower_one(northwind):
    await months(northwind, "leads", 80, 84, first=9)
    said = await northwind.say("U_DANA", "kpi target leads below 100 until mar")
    assert "For Qualified leads higher is better, and you wrote an upper limit" in said
    assert "Target set" not in said


async def test_a_baseline_beside_another_recorded_value_is_pointed_out(northwind):
    await months(northwind, "leads", 80, 84, first=9)
    said = await northwind.say("U_DANA", "kpi target leads 120 by mar from 95 in sep")
    assert "Recorded for September 2026 is 80, and the baseline says 95." in said


async def test_a_target_far_from_the_latest_value_is_pointed_out(northwind):
    await months(northwind, "leads", 80, 84, first=9)
    said = await northwind.say("U_DANA", "kpi target leads 1200 by mar")
    assert "Please check: 1,200 is far from the latest value, 84." in said


async def test_the_ceo_is_told_to_ask_the_cmo(northwind):
    await northwind.join("U_ANN", "client_ceo")
    await northwind.ask("U_DANA", "kpi edit leads")
    await northwind.fill("U_DANA", flags=["in_sow"])
    said = await northwind.say("U_ANN", "kpi target leads 120 by mar")
    assert "make sure that the fractional CMO agrees" in said


async def test_what_cannot_be_told_is_no_success(northwind):
    await northwind.say("U_DANA", "kpi target leads 120 by mar")
    await months(northwind, "leads", 80, 84, first=9)
    said = await northwind.say("U_DANA", "status")
    assert "1 can't be told yet: Qualified leads." in said
    assert "not off" not in said
    assert "behind it: `from 80 in jun`" in await northwind.say("U_DANA", "kpi leads 86 aug")


async def test_the_form_shows_the_target_in_force(northwind):
    await months(northwind, "leads", 80, 84, first=9)
    await northwind.say("U_DANA", "kpi target leads 120 by mar plan dec 100")
    form = await northwind.ask("U_DANA", "kpi target leads")
    shown = {field.name: field.value for field in form.fields}
    assert shown["target"] == ("120 by March 2027",)
    assert shown["baseline"] == ("84 in October 2026",)
    assert shown["plan"] == ("December 2026 100",)
    assert "the target of Qualified leads already" in plain_text(await northwind.fill("U_DANA"))


async def test_a_target_is_taken_away_and_comes_back_with_undo(northwind):
    await months(northwind, "leads", 80, 84, first=9)
    await northwind.say("U_DANA", "kpi target leads 120 by mar")
    said = await northwind.say("U_DANA", "kpi target leads none")
    assert "Qualified leads has no target now. It was 120 by March 2027." in said
    assert "No target; baseline 84 in October 2026." in await northwind.say("U_DANA", "kpi show leads")
    await northwind.ask("U_DANA", "kpi target leads 130 by mar")
    await northwind.say("U_DANA", "kpi target leads none")
    assert "is 130 by March 2027 again" in await northwind.say("U_DANA", "undo")


async def test_another_direction_asks_about_the_target(northwind):
    await months(northwind, "leads", 80, 84, first=9)
    await northwind.say("U_DANA", "kpi target leads 120 by mar")
    await northwind.ask("U_DANA", "kpi edit leads")
    said = plain_text(await northwind.fill("U_DANA", direction="down"))
    assert "Its target stays 120 by March 2027. Set another one if it no longer fits" in said


async def test_a_missing_month_is_named_once(northwind):
    await northwind.say("U_DANA", "kpi leads 80 sep")
    said = await northwind.say("U_DANA", "kpi show leads")
    assert "October 2026 is missing; it was due on 6 November 2026. 1 of 2 months reported." in said
