"""Stories, told once; each runs on every stage."""

from tests.scenarios.stage import CHANNEL, Stage

CLIENT = "Northwind Ltd"


async def set_up(stage: Stage, *, team: str = "U_TOM") -> None:
    """Dana sets up the engagement, with Tom in the team."""
    assert (await stage.say("U_DANA", "setup")).has_form
    answer = await stage.fill("U_DANA", {"name": CLIENT, "team": [team] if team else []})
    assert "Northwind Ltd is set up, with 3 KPIs and 2 people" in answer.text


async def first_week(stage: Stage) -> None:
    """The first week of an engagement, from setup to history."""
    await set_up(stage)
    assert "Welcome: Northwind Ltd" in await stage.posts("U_TOM")
    assert "Churn rate is followed now" in (await stage.say("U_DANA", "kpi add churn")).text
    await record(stage)
    await correct_and_undo(stage)
    await hear_and_answer(stage)
    told = (await stage.say("U_TOM", "history")).text
    for line in ("set up Northwind Ltd", "corrected Qualified leads", "undid Qualified leads"):
        assert line in told
    assert "gave feedback 1" in told


async def record(stage: Stage) -> None:
    """Numbers in one line, and by the form of what is owed."""
    answer = await stage.say("U_DANA", 'kpi leads 103 sep, cpl £219 sep "from the ad account"')
    assert "Qualified leads is 103 for September 2026" in answer.text
    assert "Cost per lead is £219 for September 2026" in answer.text
    assert answer.buttons == ("Undo", "Details", "Where from?")
    assert (await stage.say("U_DANA", "kpi")).has_form
    refused = await stage.fill("U_DANA", {"revenue:2026-10": "a lot"})
    assert refused.has_form
    assert 'I could not read "a lot" as a number' in refused.text
    answer = await stage.fill("U_DANA", {"revenue:2026-10": "41.5k"})
    assert "Revenue is £41,500 for October 2026" in answer.text


async def correct_and_undo(stage: Stage) -> None:
    """A correction with its reason, an undo, and the chain behind the number."""
    answer = await stage.say("U_DANA", 'kpi fix leads 97 sep "webinar leads were missing"')
    assert "Qualified leads for September 2026 is 97 now, it was 103" in answer.text
    answer = await stage.say("U_DANA", "kpi leads 110")
    assert "Recorded: Qualified leads is 110 for October 2026" in answer.text
    answer = await stage.press("U_DANA", "Undo")
    assert "Qualified leads for October 2026 counts as not reported, as before" in answer.text
    answer = await stage.say("U_DANA", "kpi why leads sep")
    assert "Dana Reed reported 103" in answer.text
    assert "Dana Reed corrected to 97" in answer.text
    assert "because: webinar leads were missing" in answer.text


async def hear_and_answer(stage: Stage) -> None:
    """Feedback, and what was done about it."""
    answer = await stage.say("U_TOM", 'feedback - "returns form took 20 minutes" customer')
    assert "Feedback 1 is saved: negative, from customer" in answer.text
    answer = await stage.say("U_DANA", "feedback acted 1 made the form shorter")
    assert "made the form shorter" in answer.text


async def odd_numbers(stage: Stage) -> None:
    """Whatever looks odd is asked about before it is saved."""
    await set_up(stage)
    for line in ("kpi leads 103 jul", "kpi leads 99 aug", "kpi leads 101 sep"):
        await stage.say("U_DANA", line)
    answer = await stage.say("U_DANA", "kpi leads 1030")
    assert "more than 5 times the usual size" in answer.text
    assert answer.buttons == ("Save", "Edit")
    await stage.press("U_DANA", "Save")
    assert "1,030" in (await stage.say("U_DANA", "kpi list")).text

    answer = await stage.say("U_DANA", "kpi leads 104")
    assert "is 1,030 already, reported by Dana Reed. You wrote 104" in answer.text
    assert (await stage.press("U_DANA", "Correct")).has_form
    answer = await stage.fill("U_DANA", {"reason": "one zero too many"})
    assert "is 104 now, it was 1,030" in answer.text

    answer = await stage.say("U_DANA", "kpi leads 4 nov")
    assert "November 2026 is still running" in answer.text
    answer = await stage.say("U_DANA", "kpi leads 12 nov")
    assert "Recorded: Qualified leads is 12 for November 2026" in answer.text


async def nothing_is_half_saved(stage: Stage) -> None:
    """One bad item saves nothing, and every refusal says what to do."""
    await set_up(stage)
    bad = {
        "kpi leads 103, cpp 219": "Nothing was saved",
        "kpi leeds 103": "Did you mean Qualified leads?",
        "kpi leads many": 'I could not read "many" as a number',
        "kpi leads 103 Q3": "Write sep, 2026-09",
        "kpi leads 103 dec 2026": "has not begun yet",
        "kpi cpl $219": "is kept in GBP",
        "kpi leads 12%": "is kept as a plain number",
        "kpi leads 1 sep, leads 2 sep": "stands there twice",
        'kpi fix leads 97 sep "typo"': "nothing to correct",
        "kpi why leads sep": "Nothing is reported",
        "kpi show": "Which KPI?",
    }
    for text, said in bad.items():
        assert said in (await stage.say("U_DANA", text)).text, text
    listed = (await stage.say("U_DANA", "kpi list")).text
    assert "103" not in listed
    assert "219" not in listed


async def rights(stage: Stage) -> None:
    """Outsiders hear one sentence; members hear who has the right; others propose."""
    await set_up(stage)
    outside = "I can only talk about the engagement you belong to here."
    for text in ("card", "kpi list", "kpi leads 3", "history", "feedback list", "settings"):
        assert (await stage.say("U_KIT", text)).text == outside
    for text in ("in Northwind Ltd: card", "in Birch: card", "card"):
        said = (await stage.say("U_KIT", text, where="dm")).text
        assert (
            said == f"{outside} Ask whoever leads the work with your client here to add you: `members add`."
        )

    refused = await stage.say("U_TOM", "settings zone Europe/Paris")
    assert "Only a fractional CMO or marketing director can change the settings" in refused.text
    assert "is proposed" in (await stage.say("U_TOM", "kpi leads 88 sep")).text
    assert "Tom Hale proposes Qualified leads = 88" in await stage.posts("U_DANA", where="dm")
    assert "Recorded" in (await stage.press("U_DANA", "Save", where="dm")).text
    why = (await stage.say("U_DANA", "kpi why leads sep")).text
    assert "Dana Reed reported 88" in why
    assert "proposed by Tom Hale" in why

    assert "only lead" in (await stage.say("U_DANA", "members remove @Dana Reed")).text
    assert "is client CEO now" in (await stage.say("U_DANA", "members role @Tom Hale ceo")).text
    assert "is team member" in (await stage.press("U_DANA", "Undo")).text
    assert "no longer belongs" in (await stage.say("U_DANA", "members remove @Tom Hale")).text
    assert (await stage.say("U_TOM", "card")).text == outside


async def plain_words(stage: Stage) -> None:
    """Plain words that write ask first; words that mean nothing get help."""
    await set_up(stage)
    answer = await stage.say("U_DANA", "leads were 88 in sep", where="dm")
    assert answer.buttons == ("Save", "Edit")
    assert "Nothing is saved yet" in answer.text
    assert "Nothing is reported" in (await stage.say("U_DANA", "kpi why leads sep", where="dm")).text
    await stage.say("U_DANA", "leads were 88 in sep", where="dm")
    assert "Recorded: Qualified leads is 88" in (await stage.say("U_DANA", "save", where="dm")).text
    assert "Did you mean `card`" in (await stage.say("U_DANA", "crad", where="dm")).text
    assert "Type `help`" in (await stage.say("U_DANA", "what a lovely day", where="dm")).text
    helped = (await stage.say("U_DANA", "help", where="dm")).text
    assert "kpi fix" in helped
    assert "feedback" in helped


async def anonymous_feedback(stage: Stage) -> None:
    """Nobody can tell who gave it, and it cannot be undone."""
    await set_up(stage)
    await stage.say("U_TOM", "feedback")
    answer = await stage.fill(
        "U_TOM",
        {"text": "Too many meetings", "sentiment": "negative", "source": "team", "anonymous": ["yes"]},
    )
    assert "without your name" in answer.text
    assert answer.buttons == ()
    listed = (await stage.say("U_DANA", "feedback list")).text
    assert "Too many meetings" in listed
    assert "anonymous" in listed
    told = (await stage.say("U_DANA", "history feedback")).text
    assert "somebody gave feedback 1" in told
    assert "Tom" not in told


STORIES = (first_week, odd_numbers, nothing_is_half_saved, rights, plain_words, anonymous_feedback)

__all__ = ["CHANNEL", "STORIES"]
