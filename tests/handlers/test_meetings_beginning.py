"""With which meeting a series begins, and from where the window for it counts."""

from datetime import UTC, date, datetime

from sqlalchemy import update

from storage.tables import Engagement

BY_TWO = "meet every 2 months first tuesday 15:00"


async def test_a_series_goes_on_from_the_meeting_that_stands_in_the_window_as_the_refusal_advises(northwind):
    await northwind.change(update(Engagement).values(start=date(2026, 8, 26)))
    northwind.now = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)
    said = await northwind.say("U_DANA", BY_TWO)
    assert "due by Thu 26 Nov" in said
    advised = said.partition("as in `")[2].partition("`")[0]
    assert advised == "meet on Thu 26 Nov 15:00"
    assert "Meetings are planned" in await northwind.say("U_DANA", advised)
    said = await northwind.say("U_DANA", BY_TWO.replace("15:00", "14:00"))
    assert "Next: Thu 26 Nov, 15:00; Tue 5 Jan 2027, 14:00; Tue 2 Mar 2027, 14:00." in said
    assert "The meeting on Thu 26 Nov stays where it is" in said
    assert "from Tue 5 Jan 2027" not in said


async def test_a_series_that_begins_too_late_is_told_a_day_that_its_rule_names(northwind):
    assert "Begin sooner, as in `from Tue 5 Jan 2027`." in await northwind.say(
        "U_DANA", f"{BY_TWO} from 1 Mar 2027"
    )
    await northwind.say("U_DANA", f"{BY_TWO} from Tue 5 Jan 2027")
    await northwind.say("U_DANA", "schedule pause meeting")
    said = await northwind.say("U_DANA", "meet monthly first thursday 15:00")
    assert "Meetings are planned anew" in said
    assert "Next:" not in said
    assert "An hour before" not in said


async def test_an_engagement_older_than_its_record_is_not_told_that_it_missed_anything(northwind):
    await northwind.change(update(Engagement).values(start=date(2026, 3, 2)))
    assert (
        "Tue 16 Feb 2027: a month to a quarter after Mon 16 Nov, since when I watch it."
        in await northwind.say("U_DANA", "meet list")
    )
    await northwind.change(update(Engagement).values(terms={"meetings": [{"on": "2026-07-01"}]}))
    assert "closed on Thu 1 Oct, a quarter after the last one, on Wed 1 Jul." in await northwind.say(
        "U_DANA", "meet list"
    )
