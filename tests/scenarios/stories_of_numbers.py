"""Stories about what numbers mean; each runs on every stage."""

from tests.scenarios.stage import Seen, Stage

SIX_MONTHS = """Month,Leads,Cost per lead
Apr 2026,80,"£231"
May 2026,84,"£228"
Jun 2026,83,"£235"
Jul 2026,88,"£219"
Aug 2026,91,"£222"
Sep 2026,95,"£214"
"""


def lines_of(answer: Seen) -> list[str]:
    """The lines of the answer, without the one that says where it was asked."""
    return [line for line in answer.text.splitlines() if not line.startswith("Asked in ")]


async def six_months_a_target_a_bad_month_and_a_correction(stage: Stage) -> None:
    """Six months pasted, a target, a bad month, a correction; every sentence can be worked out by hand."""
    await paste(stage)
    answer = await stage.say("U_DANA", "kpi target leads 120 by mar from 80 in apr")
    # 95 lies 15 of 40 on the way (37.5 %), 5 of 11 months are gone (45 %): 0.825, behind.
    # From September 95 it takes 25 in 6 months; from April to September it rose by 15 in 5.
    assert lines_of(answer)[:3] == [
        "Target set: Qualified leads, 120 by March 2027, starting from 80 in April 2026.",
        "Behind: 38% of the way from 80 to 120 with 45% of the time gone (target 120 by March 2027).",
        "It needs to rise by 4.17 a month from here; over the last 6 values it rose by 3 a month on average.",
    ]
    await bad_month(stage)
    await corrected(stage)
    await looked_at(stage)


async def paste(stage: Stage) -> None:
    """Bring six months of two KPIs at the end of the setup."""
    await stage.say("U_DANA", "setup")
    answer = await stage.fill("U_DANA", {"name": "Northwind Ltd"})
    assert "Paste past months" in answer.buttons
    assert (await stage.press("U_DANA", "Paste past months")).has_form
    answer = await stage.fill("U_DANA", {"table": SIX_MONTHS})
    assert "I read 12 numbers in the pasted table. Nothing is saved yet." in answer.text
    assert answer.buttons == ("Import", "Discard")
    assert "not reported" in (await stage.say("U_DANA", "kpi list")).text
    await stage.say("U_DANA", "kpi import")
    await stage.fill("U_DANA", {"table": SIX_MONTHS})
    answer = await stage.press("U_DANA", "Import")
    assert "Imported 12 values for 2 KPIs" in answer.text


async def bad_month(stage: Stage) -> None:
    """A number far below the others: away from the target, unusual, and still no trend."""
    answer = await stage.say("U_DANA", "kpi leads 61")
    # 59 in 5 months from here; from May (84) to October (61) it fell by 23 in 5 months.
    assert lines_of(answer)[:4] == [
        "Recorded: Qualified leads is 61 for October 2026 (September 2026: 95).",
        "Moving away: 61 in October 2026, from 80 in April 2026 (target 120 by March 2027).",
        "It needs to rise by 11.8 a month from here; over the last 6 values it fell by 4.6 a month"
        " on average.",
        "No clear trend in 7 values.",
    ]
    assert "61 is unusual: below the normal spread" in answer.text
    assert answer.buttons == ("Undo", "Details", "Where from?")
    details = (await stage.press("U_DANA", "Details")).text
    assert "7 of 7 months reported" in details
    assert "Test: p = " in details


async def corrected(stage: Stage) -> None:
    """The right number: both values stay, and what is said follows the new one."""
    answer = await stage.say("U_DANA", 'kpi fix leads 91 oct "the fair was missing"')
    # 11 of 40 (27.5 %) with 6 of 11 months gone (54.5 %); 29 in 5 months; from 84 to 91 in 5 months.
    assert lines_of(answer)[:3] == [
        "Corrected: Qualified leads for October 2026 is 91 now, it was 61.",
        "Far behind: 28% of the way from 80 to 120 with 55% of the time gone (target 120 by March 2027).",
        "It needs to rise by 5.8 a month from here; over the last 6 values it rose by 1.4 a month"
        " on average.",
    ]
    why = (await stage.say("U_DANA", "kpi why leads oct")).text
    assert "reported 61" in why
    assert "corrected to 91" in why
    assert "because: the fair was missing" in why


async def looked_at(stage: Stage) -> None:
    """Scorecard, home and chart tell the same."""
    status = (await stage.say("U_DANA", "status")).text
    assert "1 of 1 that can be told is off: Qualified leads." in status
    assert "far behind, 120 by March 2027" in status
    home = (await stage.say("U_DANA", "home")).text
    assert "Cost per lead, October 2026: was due 6 November 2026" in home
    chart = (await stage.say("U_DANA", "kpi chart leads cpl")).text
    assert "First 80 in Apr 2026, last 91 in Oct 2026" in chart
    assert "Corrected: Oct 2026." in chart
    assert "lowest £214 in Sep 2026" in chart
    shown = (await stage.say("U_DANA", "kpi show leads")).text
    assert "Target: 120 by March 2027, from 80 in April 2026 (set by Dana Reed on 16 November 2026)." in shown


STORIES = (six_months_a_target_a_bad_month_and_a_correction,)
