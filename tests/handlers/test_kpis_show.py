"""Opening numbers."""

from tests.handlers.play import CHANNEL, OTHER_CHANNEL


async def test_the_list_shows_the_last_ended_period_and_never_a_zero(northwind):
    await northwind.say("U_DANA", "kpi revenue 41.5k")
    said = await northwind.say("U_DANA", "kpi list")
    assert "£41,500" in said
    assert said.count("not reported") == 2


async def test_one_kpi_shows_its_last_periods_with_the_gaps(northwind):
    await northwind.say("U_DANA", "kpi leads 103 jul")
    await northwind.say("U_DANA", 'kpi leads 104 sep "webinar"')
    await northwind.say("U_DANA", "kpi leads 9 nov")
    said = await northwind.say("U_DANA", "kpi show leads")
    rows = [
        " ".join(line.split())
        for line in said.splitlines()
        if "2026" in line and "kpi why" not in line and not line.startswith("- ")
    ]
    assert rows == [
        "November 2026 9 so far",
        "October 2026 not reported",
        "September 2026 104 webinar",
        "August 2026 not reported",
        "July 2026 103",
    ]


async def test_why_takes_a_period_or_the_last_one(northwind):
    await northwind.say("U_DANA", "kpi leads 103")
    for text in ("kpi why leads", "why leads oct", "kpi why leads in october 2026?", "kpi why leads 31 oct"):
        assert "Dana Reed reported 103" in await northwind.say("U_DANA", text), text
    assert "Nothing is reported for Qualified leads in August 2026" in await northwind.say(
        "U_DANA", "why leads aug"
    )
    assert "Which number?" in await northwind.say("U_DANA", "kpi why leads so much")


async def test_moments_are_told_where_the_engagement_is(northwind):
    await northwind.say("U_DANA", "settings zone Pacific/Auckland")
    await northwind.say("U_DANA", "kpi leads 103 sep")
    assert "16 November 2026 22:30: Dana Reed" in await northwind.say("U_DANA", "kpi why leads sep")
    await northwind.say("U_DANA", "settings locale en-US")
    assert "November 16, 2026 22:30: Dana Reed" in await northwind.say("U_DANA", "kpi why leads sep")


async def test_the_same_kpi_elsewhere_has_its_own_numbers(northwind):
    await northwind.set_up("U_KIT", name="Birch", where=OTHER_CHANNEL)
    await northwind.say("U_DANA", "kpi leads 103 sep")
    for text in ("kpi list", "kpi show leads", "kpi why leads sep", "history", "history leads"):
        said = await northwind.say("U_KIT", text, where=OTHER_CHANNEL)
        assert "103" not in said, text
        assert "Dana" not in said, text


async def test_no_kpi_at_all_is_said_with_the_way_to_the_first(play):
    await play.set_up(kpis=[])
    for text in ("kpi list", "kpi leads 5", "kpi show leads", "kpi why leads"):
        assert "No KPI is followed here yet. Type `kpi add`" in await play.say("U_DANA", text, where=CHANNEL)


async def test_a_retired_kpi_can_still_be_opened(northwind):
    await northwind.say("U_DANA", "kpi leads 103 sep")
    await northwind.say("U_DANA", "kpi retire leads")
    assert "103" in await northwind.say("U_DANA", "kpi show leads")
    assert "Dana Reed reported 103" in await northwind.say("U_DANA", "kpi why leads sep")
    assert "retired the KPI" in await northwind.say("U_DANA", "history leads")
    assert "I don't know the KPI" in await northwind.say("U_DANA", "kpi leads 104")


async def test_a_correction_that_was_undone_leaves_no_mark_on_the_value(northwind):
    await northwind.say("U_DANA", "kpi leads 103 sep")
    await northwind.say("U_DANA", 'kpi fix leads 97 sep "a slip"')
    await northwind.say("U_DANA", "undo")
    assert "corrected" not in await northwind.say("U_DANA", "kpi show leads")
    assert "went back to 103" in await northwind.say("U_DANA", "kpi why leads sep")
