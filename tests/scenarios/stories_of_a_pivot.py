"""Two cycles, then a pivot: assumptions, tests, votes, packs, decisions, a tripwire, a special review."""

from tests.scenarios.meetings_of_a_pivot import (
    at,
    first_meeting,
    second_meeting,
    special_review,
    tripwire,
)
from tests.scenarios.stage import DM, Seen, Stage
from tests.scenarios.stories import CLIENT

HISTORY = """Month,Leads,Cost per lead
Sep 2025,98,182
Oct 2025,104,185
Nov 2025,95,181
Dec 2025,101,190
Jan 2026,107,188
Feb 2026,99,194
Mar 2026,96,199
Apr 2026,103,197
May 2026,100,203
Jun 2026,105,208
Jul 2026,97,206
Aug 2026,102,214
Sep 2026,99,219
Oct 2026,101,222
"""


async def two_cycles_then_a_pivot(stage: Stage) -> None:
    """From the setup in November to the pivot in April."""
    await begin(stage)
    await first_cycle(stage)
    await first_meeting(stage)
    await second_cycle(stage)
    await second_meeting(stage)
    await tripwire(stage)
    await special_review(stage)


async def begin(stage: Stage) -> None:
    """Dana sets up the engagement with Kit as its CEO, brings fourteen months, and says what must be true."""
    assert (await stage.say("U_DANA", "setup")).has_form
    await stage.fill("U_DANA", {"name": CLIENT, "ceo": "U_KIT", "team": ["U_TOM"]})
    await stage.say("U_DANA", "kpi import")
    await stage.fill("U_DANA", {"table": HISTORY})
    assert "Imported 28 values for 2 KPIs" in (await stage.press("U_DANA", "Import")).text
    await stage.say("U_DANA", "kpi driver leads and cpl")
    await stage.say("U_DANA", "kpi target leads 180 by dec 2027 from 101 in oct")
    await stage.say("U_DANA", "kpi target cpl 170 by dec 2027 from 222 in oct")
    await stage.say("U_DANA", "schedule pause check-in")
    assert "Tue 5 Jan" in (await stage.say("U_DANA", "meet every 2 months first tuesday 15:00")).text
    empty = await stage.say("U_DANA", "evidence")
    assert "Not enough evidence" in empty.text
    await stage.say(
        "U_DANA",
        'assume "Studios find us when they search for their deadline"'
        ' threshold "at least 40% of demo requests name search" type channel',
    )
    await stage.say(
        "U_DANA",
        'assume "Studios will pay to have their month closed for them"'
        ' threshold "at least 20% of trial users ask for it" type value',
    )


async def first_cycle(stage: Stage) -> None:
    """Two experiments, and what the market says; a month before the meeting the gaps are named."""
    await stage.tick(at(2026, 11, 23, 10))
    planned = await stage.say(
        "U_TOM",
        'exp "Deadline page" assumption 1 hypothesis "If we answer what is due and when, searchers ask for a'
        ' demo" measure "share of demo requests that name search" threshold "at least 40%" sample 100'
        " stop 18 dec",
    )
    assert "Start" in planned.buttons
    await stage.press("U_TOM", "Start")
    await stage.say(
        "U_TOM",
        'exp "Close for you" assumption 2 hypothesis "If we offer to close the month, trial users ask for'
        ' it" measure "share of trial users who ask for it" threshold "at least 20%" sample 60 stop 18 dec',
    )
    await stage.say("U_TOM", "exp start 2")
    refused = await stage.say("U_TOM", "exp result 1 52")
    assert "A result needs the number of those observed" in refused.text
    await stage.tick(at(2026, 12, 4, 10))
    await stage.posts("U_DANA", where=DM)
    await stage.say("U_DANA", "kpi leads 103 nov, cpl 226 nov")
    await stage.say("U_DANA", 'feedback - "I want to see my own numbers, not hand them over" customer')
    await stage.say("U_DANA", 'feedback ~ "Nice, but month end is not what hurts us" prospect')
    await stage.say("U_TOM", 'feedback ~ "They nod, and ask for nothing" sales')
    interim = await stage.say("U_TOM", "exp result 1 31 of 70")
    assert "Too early" in interim.text
    await stage.tick(at(2026, 12, 18, 16))
    await concluded(stage, "exp result 1 52 of 118", "exp conclude 1", "Studios search for their deadline")
    await concluded(stage, "exp result 2 5 of 74", "exp conclude 2", "Studios want the close explained")


async def concluded(stage: Stage, result: str, conclude: str, lesson: str) -> Seen:
    """Enter a result, conclude what it says, and write down the lesson."""
    await stage.say("U_TOM", result)
    assert (await stage.say("U_TOM", conclude)).has_form
    return await stage.fill("U_TOM", {"lesson": lesson})


async def second_cycle(stage: Stage) -> None:
    """The offer at half the price, and a webinar; the numbers of December and January."""
    await stage.tick(at(2027, 1, 11, 10))
    await stage.say("U_DANA", "kpi leads 98 dec, cpl 231 dec")
    await stage.say(
        "U_TOM",
        'exp "Close for you at half the price" assumption 2 hypothesis "If it costs half as much, trial users'
        ' ask for it" measure "share of trial users who ask for it" threshold "at least 20%" sample 60'
        " stop 19 feb",
    )
    await stage.say("U_TOM", "exp start 3")
    await stage.say(
        "U_TOM",
        'exp "Accountants\' webinar" hypothesis "If we explain the close to accountants, they bring their'
        ' studios" measure "share of guests who bring one" threshold "at least 10%" sample 40 stop 12 feb',
    )
    await stage.say("U_TOM", "exp start 4")
    await stage.tick(at(2027, 2, 5, 10))
    await stage.say("U_DANA", "kpi leads 104 jan, cpl 238 jan")
    for said in (
        'feedback ~ "It is fine, we would not miss it" customer',
        'feedback - "Half the price of something I do not need" prospect',
        'feedback ~ "They ask what their accountant says" sales',
        'feedback ~ "I would have to ask my accountant" prospect',
        'feedback - "I closed the page when I saw done for you" prospect',
        'feedback + "The deadline page is the first clear answer I found" customer',
    ):
        await stage.say("U_TOM", said)
    await stage.tick(at(2027, 2, 19, 16))
    await concluded(stage, "exp result 3 7 of 68", "exp conclude 3", "The price is not what holds them back")
    await concluded(
        stage,
        "exp result 4 9 of 44",
        "exp conclude 4",
        "Accountants bring studios that are convinced",
    )
    await stage.press("U_TOM", "Add to playbook")


STORIES = (two_cycles_then_a_pivot,)
