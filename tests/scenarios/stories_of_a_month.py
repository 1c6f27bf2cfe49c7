"""A month of an engagement: what is posted by itself, what people do about it, and how quiet it is."""

from datetime import UTC, datetime, timedelta

from tests.scenarios.stage import DM, Stage
from tests.scenarios.stories import CLIENT

DAY = timedelta(days=1)
REMINDED = "I remind you once"


def at(month: int, day: int, hour: int = 15, minute: int = 5) -> datetime:
    """A moment of late 2026, when London keeps UTC."""
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


async def days_go_by(stage: Stage, first: datetime, last: datetime) -> None:
    """Let each day come, until the last one."""
    while first <= last:
        await stage.tick(first)
        first += DAY


async def a_month_of_an_engagement(stage: Stage) -> None:
    """From the setup on 16 November to the week before Christmas."""
    await begin(stage)
    await first_round(stage)
    await second_round(stage)
    await numbers_that_are_due(stage)
    await an_outage(stage)
    await a_pause(stage)


async def begin(stage: Stage) -> None:
    """Dana sets up the engagement, sees what will be posted when, and plans the meetings."""
    assert (await stage.say("U_DANA", "setup")).has_form
    answer = await stage.fill("U_DANA", {"name": CLIENT, "team": ["U_TOM", "U_KIT"]})
    assert "The first check-in comes on Mon 23 Nov at 9:30" in answer.text
    told = (await stage.press("U_DANA", "Who gets what, when")).text
    assert "it asks Dana Reed, Tom Hale, Kit Larkspur" in told
    planned = await stage.say("U_DANA", "meet every 2 months first tuesday 15:00")
    assert "Tue 5 Jan" in planned.text
    await days_go_by(stage, at(11, 17), at(11, 22))


async def first_round(stage: Stage) -> None:
    """Tom answers by the form, Dana has nothing to add, Kit is reminded once; then the digest."""
    await stage.tick(at(11, 23, 9, 29))
    assert "Check-in 1" not in await stage.posts("U_TOM")
    await stage.tick(at(11, 23, 9, 31))
    assert "0 of 3 have answered" in await stage.posts("U_DANA")
    await stage.say("U_TOM", "checkin answer")
    done = {
        "q1": "The pricing page is live",
        "q2": "Two webinars booked",
        "q3": "Waiting for the legal review",
    }
    answer = await stage.fill("U_TOM", done)
    assert "1 of 3 have answered" in answer.text
    assert "blocker 1" in answer.text
    assert "2 of 3" in (await stage.press("U_DANA", "Nothing to add")).text
    await stage.tick(at(11, 24, 10))
    assert REMINDED not in await stage.posts("U_TOM", where=DM)
    assert REMINDED in await stage.posts("U_KIT", where=DM)
    answer = await stage.say("U_KIT", "104 leads oct, cpl 212 oct, waiting for the budget", where=DM)
    assert "Qualified leads = 104 for October 2026" in answer.text
    assert "Nothing is saved yet" in answer.text
    assert "3 of 3" in (await stage.press("U_KIT", "Save", where=DM)).text
    await stage.tick(at(11, 25, 10))
    told = await stage.posts("U_TOM")
    assert "Digest of check-in 1" in told
    assert "Blocked for 2 days: Waiting for the legal review" in told


async def second_round(stage: Stage) -> None:
    """Kit is away: nobody asks or counts him. Tom is asked whether he did what he intended."""
    answer = await stage.say("U_KIT", "away until 4 Dec", where=DM)
    assert "You are away until Fri 4 Dec" in answer.text
    await days_go_by(stage, at(11, 26), at(11, 29))
    await stage.tick(at(11, 30, 9, 31))
    assert "0 of 2 have answered" in await stage.posts("U_DANA")
    asked = await stage.say("U_TOM", "checkin answer")
    if "Two webinars booked" not in asked.text:
        asked = await stage.fill("U_TOM", {})
    await stage.fill("U_TOM", {"did": "partly", "q1": "One webinar took place", "q2": "The second one"})
    await stage.press("U_DANA", "Skip this week")
    await days_go_by(stage, at(12, 1), at(12, 2))
    assert "1 skipped" in await stage.posts("U_TOM")
    assert (await stage.posts("U_KIT", where=DM)).count(REMINDED) == 1


async def numbers_that_are_due(stage: Stage) -> None:
    """On the third working day after November its owner is asked for the numbers, once."""
    await days_go_by(stage, at(12, 3), at(12, 4))
    told = await stage.posts("U_DANA", where=DM)
    assert "Numbers that are due" in told
    assert (await stage.press("U_DANA", "Enter them all", where=DM)).has_form
    numbers = {"revenue:2026-11": "41500", "qualified_leads:2026-11": "118", "cost_per_lead:2026-11": "204"}
    answer = await stage.fill("U_DANA", numbers, where=DM)
    assert "Qualified leads is 118 for November 2026" in answer.text
    await days_go_by(stage, at(12, 5), at(12, 11))
    assert (await stage.posts("U_DANA", where=DM)).count("Numbers that are due") == 1


async def an_outage(stage: Stage) -> None:
    """Nothing runs from Friday until Tuesday evening: the check-in is missed, and Dana decides."""
    await stage.tick(at(12, 15, 17, 30))
    assert "Check-in 4" not in await stage.posts("U_TOM")
    # She hears of it when she is at work again.
    await stage.tick(at(12, 16, 9, 5))
    told = await stage.posts("U_DANA", where=DM)
    assert "Weekly check-in of Mon 14 Dec" in told
    await stage.press("U_DANA", "Post now", where=DM)
    await stage.tick(at(12, 16, 9, 6))
    assert "Check-in 4" in await stage.posts("U_TOM")


async def a_pause(stage: Stage) -> None:
    """Over Christmas everything rests, until a day."""
    answer = await stage.say("U_DANA", "schedule pause all until 4 Jan")
    assert "4 Jan" in answer.text
    await days_go_by(stage, at(12, 17), at(12, 22))
    assert "Check-in 5" not in await stage.posts("U_TOM")


STORIES = (a_month_of_an_engagement,)
