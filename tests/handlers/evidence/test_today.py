"""`evidence`: the pack of today in a dozen lines, the same for everybody who asks, bad news first."""

from collections import Counter

from sqlalchemy import event

from domain.chat import Buttons, Click, Context, Form, Heading, Reply
from domain.plain_text import plain_text
from handlers.evidence import today, words
from storage.tables import EvidenceSnapshot, Forecast, HistoryEvent
from tests.handlers.play import DM, Play, button, labels

GWEN, CALLUM, TUULI, DANA = "U_GWEN", "U_CALLUM", "U_TUULI", "U_DANA"


def lines_of(answer: Reply) -> list[str]:
    """The lines of a summary, without its heading, small print and buttons."""
    aside = (Heading, Context, Buttons)
    told = Reply(blocks=tuple(one for one in answer.blocks if not isinstance(one, aside)))
    return [line.removeprefix("- ") for line in plain_text(told).splitlines()]


async def test_alder_leans_to_pivot_with_what_speaks_against_it_and_on_what_it_turns(alder):
    answer = await alder.play.ask(GWEN, "evidence", where=DM)
    lines = lines_of(answer)
    beginnings = (
        "Tripwire hit: ",
        "Leans to pivot. ",
        "Speaks against that: ",
        "Assumptions (S1): mixed. ",
        "Drivers (S2): for changing. ",
        "Learning (S3): for continuing. 2 decisive lessons in this cycle, 1 in the last. Thin",
        "Market feedback (S4): mixed. ",
        "Improvement (S5): ",
        "Fragile: it turns on one number, Enquiry-to-booking rate of 33.4% in October 2026.",
        "First warning: market feedback on 24 August 2026, 83 days ago; 1 meeting since.",
        "Close to the danger zone: ",
        "This is what the recorded evidence leans towards. It is not a decision. Gwen Tarrant decides on 24",
    )
    assert len(lines) == words.MOST_LINES
    for line, beginning in zip(lines, beginnings, strict=True):
        assert line.startswith(beginning), line
    assert "33.4% in October 2026" in lines[0]
    assert "it would be mixed. It turns on both the tripwire (T) and the drivers (S2)." in lines[8]
    assert labels(answer) == ["Details", "Where from?", "What is missing", "Open pack"]


async def test_a_pack_is_frozen_once_while_nothing_goes_in_and_gives_its_forecasts_to_be_scored(alder):
    await alder.say(GWEN, "evidence")
    await alder.play.pass_time(minutes=5)
    await alder.say(CALLUM, "evidence")
    assert len(await alder.play.rows(EvidenceSnapshot)) == 2  # one is of the file
    given = [row for row in await alder.play.rows(Forecast) if row.source == "pack"]
    assert {(row.period, row.last_period, row.value) for row in given} == {("2026-11", "2026-10", None)}
    assert len(given) == 4
    asked = [row.what for row in await alder.play.rows(HistoryEvent) if row.subject.startswith("evidence:")]
    assert asked == ["asked for the evidence: pack 2"]
    await alder.say(GWEN, "feedback + 'Good' customer")
    await alder.say(CALLUM, "evidence")
    await alder.play.pass_time(days=1)
    await alder.say(CALLUM, "evidence")
    assert [row.number for row in await alder.play.rows(EvidenceSnapshot)] == [1, 2, 3, 4]


async def test_everything_that_a_pack_is_made_of_is_read_once(alder):
    asked: list[str] = []
    engine = alder.play.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", lambda *its: asked.append(f"{its[2]} {its[3]}"))
    for text in ("evidence", "evidence show 2"):
        asked.clear()
        await alder.say(GWEN, text)
        read = Counter(one for one in asked if one.startswith("SELECT"))
        assert set(read.values()) == {1}, text


async def test_the_details_give_each_rule_with_its_facts_the_raw_p_and_the_track_record(alder):
    await alder.say(GWEN, "evidence")
    said = plain_text(await alder.open(GWEN, "Details"))
    for part in (
        "Tripwire (T): for changing.",
        " Rule: ",
        "Employers will pay for on-site assessment days (critical): not supported.",
        "Cost per new patient: away from its target.",
        "(p < 0.001)",
        "On its current course, November 2026: about £75.80 (80% range £73.70 to £77.90)",
        "Patience. Yes: 2 experiments",
        "Zoom-in. ",
        "For continuing: ",
        "Forecasts: 5 of my last 6 ranges held the value.",
        "Judged by the usual thresholds",
    ):
        assert part in said, part


async def test_a_pack_opens_to_its_rows_even_where_one_was_corrected_since(alder):
    await alder.say(GWEN, "evidence")
    first = alder.play.last[GWEN, DM]
    await alder.say("U_MAREN", 'kpi fix new_patients 440 oct "late bookings"')
    alder.play.last[GWEN, DM] = first
    said = plain_text(await alder.open(GWEN, "Where from?"))
    assert "434  Callum Wrenfield, 4 November 2026 09:12, import, corrected since" in said
    assert "4. Employer assessment days: 3 contracts in two months. Invalidated. Concluded on 4 Nov" in said
    assert "Numbers 1, 2, 3, " in said
    assert "1, of 24 August 2026" in said
    alder.play.last[GWEN, DM] = first
    said = plain_text(await alder.open(GWEN, "What is missing"))
    assert "Experiment 5" in said
    assert " Maren Ashdown: " in said


async def test_birch_has_not_enough_and_says_what_can_be_said_and_what_is_missing(bring):
    birch = await bring("birch")
    lines = lines_of(await birch.play.ask(TUULI, "evidence", where=DM))
    assert lines[0].startswith("Not enough evidence. ")
    assert lines[2].startswith("Pipeline value: Far behind: ")
    assert "Can't say yet: Assumptions (S1); Learning (S3); Market feedback (S4)." in lines
    assert lines[-2].startswith("Missing: Assumption 2 ")
    assert len(lines) <= words.MOST_LINES
    said = (await birch.press(TUULI, "Details")).replace("\xa0", " ")
    assert "6 of 74 (8,1 %, 95 % range 3,8 % to 16,6 %)" in said
    assert "this is the first cycle" in await after(birch, "What is missing")


async def after(client, label: str):
    """What a button says below the evidence."""
    await client.say(TUULI, "evidence")
    return await client.press(TUULI, label)


async def test_without_any_data_it_says_so_and_what_to_do_first_by_buttons(northwind):
    answer = await northwind.ask(DANA, "evidence")
    assert today.NOTHING in plain_text(answer)
    steps = ["Write an assumption", "Bring numbers", "Choose drivers", "Note feedback", "Plan a test"]
    assert labels(answer) == steps
    assert isinstance(await press(northwind, "Write an assumption"), Form)
    assert isinstance(await press(northwind, "Bring numbers"), Form)
    assert labels(await northwind.ask("U_TOM", "evidence")) == [
        "Bring numbers",
        "Note feedback",
        "Plan a test",
    ]
    await northwind.join("U_LEO", "observer")
    assert "Only a" in await northwind.say("U_LEO", "evidence", where=DM)


async def press(play: Play, label: str):
    """What a button below the evidence leads to."""
    answer = await play.ask(DANA, "evidence")
    return await play.act(DANA, Click(button=button(answer, label)))


async def test_asked_yes_or_no_it_gives_the_lean_what_speaks_against_it_and_who_decides(alder):
    asked = await alder.play.say(GWEN, "should we pivot or go on?", where=DM)
    for words_of_pack in ("Leans to pivot.", "Speaks against that: ", "Gwen Tarrant decides on 24"):
        assert words_of_pack in asked
    assert not asked.casefold().startswith(("yes", "no"))
    assert "Leans to" not in await alder.play.say(GWEN, "should we stop the ads in Leeds?", where=DM)
