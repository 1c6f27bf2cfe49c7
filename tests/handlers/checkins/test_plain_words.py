"""Answers in plain words: shown first, saved on a word; and replies in the thread of the post."""

from domain.chat import Form, Reply
from domain.plain_text import plain_text
from storage.tables import CheckinAnswer, KpiUpdate
from tests.handlers.checkins.rounds import answer, answers, blockers, thread_says
from tests.handlers.occurring import at
from tests.handlers.play import DM, labels

ASKS = "I read this as your answer to the check-in."


async def test_numbers_blockers_and_words_are_shown_and_saved_on_a_word(asked):
    said = await asked.say(
        "U_DANA", "104 leads, cost per lead 212, wrote the brief, waiting for legal", where=DM
    )
    assert said.splitlines() == [
        "I read this as your answer to the check-in. Shall I save it?",
        "wrote the brief",
        "Qualified leads = 104 for October 2026",
        "Cost per lead = £212 for October 2026",
        "In your way: waiting for legal",
        "1 save - 2 edit - 3 not an answer",
        "Nothing is saved yet.",
    ]
    assert await asked.rows(CheckinAnswer) == []
    assert "1 of 3 have answered" in await asked.say("U_DANA", "save", where=DM)
    assert await answers(asked) == [("answer", ["", "", "waiting for legal"], "wrote the brief")]
    assert await blockers(asked) == ["waiting for legal"]
    assert len(await asked.rows(KpiUpdate)) == 2


async def test_edit_opens_the_form_with_everything_in_it(asked):
    await asked.ask("U_DANA", "104 leads, wrote the brief, waiting for legal", where=DM)
    await asked.press("U_DANA", "Edit", where=DM)
    form = asked.last["U_DANA", DM]
    assert isinstance(form, Form)
    values = {field.name: field.value for field in form.fields}
    assert values["q1"] == ("wrote the brief",)
    assert values["q3"] == ("waiting for legal",)
    assert values["qualified_leads:2026-10"] == ("104",)
    assert "saved" in plain_text(await asked.fill("U_DANA", where=DM, q2="next"))
    assert len(await asked.rows(KpiUpdate)) == 1


async def test_not_an_answer_offers_the_numbers_alone(asked):
    await asked.ask("U_DANA", "104 leads", where=DM)
    assert "save the numbers alone" in await asked.press("U_DANA", "Not an answer", where=DM)
    assert "Qualified leads is 104" in await asked.say("U_DANA", "save", where=DM)
    await asked.ask("U_TOM", "met Ann", where=DM)
    assert "leave it at that" in await asked.press("U_TOM", "Not an answer", where=DM)
    assert await asked.rows(CheckinAnswer) == []


async def test_a_bare_number_counts_only_where_one_is_due(asked):
    assert "Which number is 104?" in await asked.say("U_DANA", "104, waiting for legal", where=DM)
    shown = await asked.press("U_DANA", "Qualified leads, October 2026", where=DM)
    assert "Qualified leads = 104 for October 2026\nIn your way: waiting for legal" in shown
    await asked.say("U_DANA", "kpi revenue 9000, leads 104", where=DM)
    assert "Cost per lead = £212" in await asked.say("U_DANA", "212", where=DM)
    await asked.say("U_DANA", "kpi cost per lead 212", where=DM)
    assert "Which number is 5?" in await asked.say("U_DANA", "5", where=DM)
    assert f"{ASKS} Shall I save it?\n5\n" in await asked.press("U_DANA", "None of them", where=DM)


async def test_numbered_lines_belong_to_the_questions(asked):
    await asked.ask("U_TOM", "1. page\n2. ads\n3. none", where=DM)
    await asked.say("U_TOM", "save", where=DM)
    assert await answers(asked) == [("answer", ["page", "ads", "none"], "")]
    assert await blockers(asked) == []


async def test_nothing_to_say_is_an_answer_too(asked):
    assert "nothing to add" in await asked.say("U_TOM", "nothing new", where=DM)
    assert "Noted" in await asked.say("U_TOM", "save", where=DM)
    assert await answers(asked) == [("nothing", [], "")]


async def test_what_is_no_answer_is_not_taken_for_one(asked):
    for who, text in (
        ("U_TOM", "what are our leads"),
        ("U_TOM", "Launched it. Shall we tell Ann?"),
        ("U_TOM", "hello"),
        ("U_TOM", "thanks"),
        ("U_TOM", "histry"),
        ("U_TOM", "chekin show"),
        ("U_TOM", "I'm away until 3 Dec"),
        ("U_LEO", "wrote the brief"),
    ):
        assert ASKS not in await asked.say(who, text, where=DM)


async def test_an_answer_that_begins_with_the_word_of_a_command_is_offered_with_what_the_command_says(asked):
    for words, command in (
        ("quiet week, nothing to report", "I could not read “week, nothing to report”"),
        ("away from the desk most of the week, but the pricing page is live", "I could not read"),
        ("back at it: 104 leads", "the command `back`"),
        ("status is good", "the command `status`"),
        ("meet legal about the contract", "the command `meet`: Only a"),
        ("blockers are legal and the pixel", "the command `blockers`: Please type it alone."),
        ("home office week, wrote the brief", "the command `home`"),
    ):
        said = await asked.say("U_TOM", words, where=DM)
        assert said.startswith(ASKS), said
        assert command in said
    said = await asked.say("U_TOM", "back at it, 104 leads", where=DM)
    assert "Qualified leads = 104" in said
    assert "1 of 3 have answered" in await asked.say("U_TOM", "save", where=DM)
    # One answer is enough: now what may be a slip is a command again, and what is none may be added.
    assert (await asked.say("U_TOM", "quiet week, nothing to report", where=DM)).startswith("I could not")
    assert "add this to your answer?" in await asked.say("U_TOM", "blockers are legal", where=DM)


async def test_what_a_command_can_read_is_one_and_in_the_channel_everything_is(asked):
    for words, begins in (
        ("quiet until friday", "You hear nothing from me unasked"),
        ("away until friday", "You are away until"),
        ("back", "Welcome back."),
        ("kpi leeds 103", "I don't know the KPI"),
        ("why is it so?", "I don't know the KPI"),
    ):
        said = await asked.say("U_DANA", words, where=DM)
        assert ASKS not in said
        assert begins in said
    assert "I could not read" in (await asked.say("U_TOM", "quiet week, all fine"))[:20]
    assert (await asked.say("U_LEO", "quiet week, all fine", where=DM)).startswith("I could not read")


async def test_numbers_alone_are_no_answer_once_there_is_one_or_it_is_too_late(asked):
    await answer(asked, "U_DANA", q1="done")
    assert "Qualified leads" in (said := await asked.say("U_DANA", "leads 104", where=DM))
    assert "check-in" not in said
    asked.now = at("2026-11-25 09:30")
    assert ASKS not in await asked.say("U_TOM", "leads 105", where=DM)
    assert ASKS not in await asked.say("U_TOM", "wrote the brief", where="#northwind")
    # What was said in time stays.
    assert "I don't know" in await asked.say("U_DANA", "wrote the brief", where=DM)


async def test_a_reply_in_the_thread_is_offered_to_its_author_and_no_other(asked):
    for who, text, thread in (
        ("U_LEO", "I wrote the brief today", ""),
        ("U_KIT", "I wrote the brief today", ""),
        ("U_ANN", "I wrote the brief today", "message-9"),
        ("U_ANN", "Is that so in October?", ""),
        ("U_ANN", "We launched the page. Shall we tell them?", ""),
        ("U_ANN", "<@U_TOM> that went well I think", ""),
        ("U_ANN", "nice work all", ""),
        ("U_ANN", "help", "message-9"),
    ):
        assert await thread_says(asked, who, text, thread=thread) == Reply()
    offered = await thread_says(asked, "U_TOM", "help is what I need: waiting for legal")
    assert isinstance(offered, Reply)
    assert offered.visible_to == "asker"
    assert labels(offered) == ["Save as my answer", "Edit", "Not an answer"]
    assert "1 of 3 have answered" in await asked.press("U_TOM", "Save as my answer")
    assert await thread_says(asked, "U_TOM", "one more thing of mine") == Reply()


async def test_a_thread_offers_twice_at_most_and_not_again_once_it_was_refused(asked):
    for _time in range(2):
        assert ASKS in plain_text(await thread_says(asked, "U_TOM", "that looks good to me"))
    assert await thread_says(asked, "U_TOM", "the webinar is done now") == Reply()
    await thread_says(asked, "U_ANN", "that looks good to me")
    await asked.press("U_ANN", "Not an answer")
    assert await thread_says(asked, "U_ANN", "the webinar is done now") == Reply()


async def test_words_to_us_in_the_thread_are_an_answer(asked):
    assert ASKS in plain_text(await thread_says(asked, "U_TOM", "wrote the brief", is_addressed=True))
    said = await thread_says(asked, "U_TOM", "wrote the brief", is_addressed=True, thread="message-9")
    assert ASKS not in plain_text(said)
