"""Answering by form and by one press; changing it, undoing it, and what it leaves in the register."""

from domain.chat import Form
from domain.plain_text import plain_text
from storage.codec import reply_from_json
from storage.tables import CheckinAnswer, KpiUpdate, OutboxPost
from tests.handlers.checkins.rounds import answer, answers, begin, blockers, in_channel
from tests.handlers.occurring import at
from tests.handlers.play import DM, button, errors, labels


async def test_alone_it_opens_the_form_that_the_person_wants(asked):
    lead = await asked.ask("U_DANA", "checkin", where=DM)
    assert isinstance(lead, Form)
    assert (lead.title, "checkin answer" in lead.intro) == ("The check-in", True)
    team = await asked.ask("U_TOM", "checkin", where=DM)
    assert isinstance(team, Form)
    assert [field.name for field in team.fields] == ["q1", "q2", "q3"]
    asked.now = at("2026-11-26 09:30")
    assert "No check-in is open right now. Next: Mon 30 Nov" in await asked.say("U_TOM", "checkin", where=DM)


async def test_an_answer_is_kept_counted_and_can_be_changed_and_undone(asked):
    assert "Thank you, that is saved. 1 of 3 have answered." in await answer(asked, "U_TOM", q1="Launched")
    form = await asked.ask("U_TOM", "checkin answer", where=DM)
    assert isinstance(form, Form)
    assert form.fields[0].value == ("Launched",)
    assert "Your answer is changed." in plain_text(await asked.fill("U_TOM", where=DM, q2="Call Ann"))
    assert "earlier answer counts again" in await asked.press("U_TOM", "Undo", where=DM)
    assert [kind_texts[1] for kind_texts in await answers(asked)] == [
        ["Launched", "", ""],
        ["Launched", "Call Ann", ""],
        ["Launched", "", ""],
    ]
    assert "undone" not in (await asked.say("U_TOM", "checkin show", where=DM)).lower()


async def test_undoing_the_first_answer_takes_it_and_its_blockers_back(asked):
    await answer(asked, "U_TOM", q3="waiting for legal")
    assert "taken back" in await asked.press("U_TOM", "Undo", where=DM)
    assert "0 of 3 have answered." in await in_channel(asked)
    assert "Nothing is in the way" in await asked.say("U_TOM", "blockers", where=DM)


async def test_an_empty_form_and_a_wrong_number_save_nothing(asked):
    await asked.ask("U_DANA", "checkin answer", where=DM)
    empty = await asked.fill("U_DANA", where=DM)
    assert "Nothing is written yet" in errors(empty)[""]
    await asked.ask("U_DANA", "checkin answer", where=DM)
    wrong = await asked.fill("U_DANA", where=DM, q1="x", **{"qualified_leads:2026-10": "many"})
    assert list(errors(wrong)) == ["qualified_leads:2026-10"]
    assert await asked.rows(CheckinAnswer) == []
    assert await asked.rows(KpiUpdate) == []


async def test_numbers_that_are_owed_can_go_into_the_same_form(asked):
    said = await answer(asked, "U_DANA", **{"qualified_leads:2026-10": "104", "cost_per_lead:2026-10": "212"})
    assert "Qualified leads is 104" in said
    assert len(await asked.rows(KpiUpdate)) == 2
    assert {"Undo", "Undo numbers"} <= set(labels(asked.last["U_DANA", DM]))
    form = await asked.ask("U_DANA", "checkin answer", where=DM)
    assert isinstance(form, Form)
    assert "qualified_leads:2026-10" not in {field.name for field in form.fields}
    assert "Dana Reed: sent numbers" in await asked.say("U_DANA", "checkin show", where=DM)


async def test_a_press_answers_too_and_says_so(asked):
    assert "out of this one. 0 of 3 have answered, 1 skipped." in await asked.say(
        "U_TOM", "checkin skip", where=DM
    )
    assert "nothing to add. 1 of 3 have answered, 1 skipped." in await asked.say(
        "U_ANN", "checkin nothing", where=DM
    )
    shown = await asked.say("U_ANN", "checkin show", where=DM)
    assert "Tom Hale: skipped this one" in shown
    assert "Ann Berg: nothing to add" in shown
    assert "Dana" not in shown


async def test_what_was_intended_comes_back_as_a_question(asked):
    await answer(asked, "U_TOM", q2="Call\nAnn")
    await begin(asked, "2026-11-30 09:30")
    form = await asked.ask("U_TOM", "checkin", where=DM)
    assert isinstance(form, Form)
    assert (form.fields[0].label, form.fields[0].hint) == (
        "Did you do what you intended?",
        "You wrote: “Call Ann”",
    )
    assert "saved" in plain_text(await asked.fill("U_TOM", where=DM, did="partly"))
    assert "intended? Partly" in await asked.say("U_TOM", "checkin history", where=DM)


async def test_a_blocker_that_is_said_again_keeps_its_age_and_can_be_solved(asked):
    first = await answer(asked, "U_TOM", q3="waiting for legal\n- none\n- the pixel")
    assert "In your way: waiting for legal (blocker 1, since today)" in first
    await begin(asked, "2026-11-30 09:30")
    again = await answer(asked, "U_TOM", q3="Still waiting for Legal.")
    assert "waiting for legal (blocker 1, for 7 days)" in again
    assert await blockers(asked) == ["waiting for legal", "the pixel"]
    assert "Blocker 2 is solved" in await asked.press("U_TOM", "Solved 2", where=DM)
    assert "blocker 2" not in await answer(asked, "U_TOM", q1="x")


async def test_what_an_edit_leaves_out_is_taken_off_the_list_again(asked):
    await answer(asked, "U_TOM", q3="waiting for legal\nthe pixel")
    said = await answer(asked, "U_TOM", q3="waiting for legall")
    assert "the pixel" not in said
    assert await blockers(asked) == ["waiting for legal", "the pixel"]


async def test_after_the_end_an_answer_is_late_and_one_that_was_in_time_stays(asked):
    await answer(asked, "U_TOM", q1="in time")
    asked.now = at("2026-11-25 09:30")
    assert "stays as it is" in await asked.say("U_TOM", "checkin answer", where=DM)
    assert "marked as late" in await answer(asked, "U_ANN", q1="later")
    assert "Ann Berg (late)" in await asked.say("U_DANA", "checkin show", where=DM)
    await begin(asked, "2026-11-30 09:30")
    assert "newer one has begun" in await asked.say("U_ANN", "checkin skip 1", where=DM)


async def test_what_was_written_for_the_round_before_can_be_taken_along(asked):
    form = await asked.ask("U_TOM", "checkin answer", where=DM)
    assert isinstance(form, Form)
    await begin(asked, "2026-11-24 09:00")
    said = plain_text(await asked.send("U_TOM", form, where=DM, q1="page", q3="legal"))
    assert "newer one has begun" in said
    assert await asked.rows(CheckinAnswer) == []
    await asked.press("U_TOM", "Take it along", where=DM)
    assert "saved" in plain_text(await asked.fill("U_TOM", where=DM))
    assert await answers(asked) == [("answer", ["page\nlegal", "", ""], "")]


async def test_rounds_are_shown_to_members_and_not_to_observers(asked):
    await answer(asked, "U_TOM", q1="The page")
    await begin(asked, "2026-11-30 09:30")
    assert "Nobody has answered yet." in await asked.say("U_ANN", "checkin show", where=DM)
    assert "The page" in await asked.say("U_ANN", "checkin show 1", where=DM)
    assert "no check-in 9" in await asked.say("U_ANN", "checkin show 9", where=DM)
    assert "Only a" in await asked.say("U_LEO", "checkin show", where=DM)
    assert "not answered a check-in yet" in await asked.say("U_ANN", "checkin history", where=DM)


async def test_undoing_an_answer_takes_the_numbers_back_that_were_proposed_with_it(asked):
    for is_sent in (False, True):
        await asked.say("U_TOM", "104 leads in oct", where=DM)
        await asked.press("U_TOM", "Save", where=DM)
        if is_sent:
            await asked.deliver()
        assert "taken back, too" in await asked.press("U_TOM", "Undo", where=DM)
    waiting, sent = await asked.rows(OutboxPost, OutboxPost.key.startswith("proposal/"))
    assert (waiting.state, sent.state) == ("cancelled", "sent")
    assert "is proposed" not in await asked.say("U_DANA", "home", where=DM)
    save = button(reply_from_json(sent.reply), "Save")
    assert "Tom Hale took that back. Nothing was saved." in await asked.click("U_DANA", save, where=DM)
    assert await asked.rows(KpiUpdate) == []
