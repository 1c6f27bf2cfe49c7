"""What a lead says about the check-in, by form and by command."""

from domain.cadence import in_words, read_cadence
from domain.chat import Form
from domain.plain_text import plain_text
from tests.handlers.occurring import person_id
from tests.handlers.play import DM, errors
from tests.handlers.schedules.making import scheduled

LONDON = "Europe/London"


async def texts(play):
    return [question["text"] for question in (await scheduled(play)).settings["questions"]]


async def test_the_form_begins_with_the_template_of_the_use_case(play):
    await play.set_up(use_case="emerging_growth", team=["U_TOM"])
    form = await play.ask("U_DANA", "checkin set", where=DM)
    assert isinstance(form, Form)
    values = {field.name: field.value for field in form.fields}
    assert values["template"] == ("growth",)
    assert values["question3"] == ("What slows you down?",)
    assert values["people"] == ()
    # Another template and untouched questions: its own ones; what was typed would win.
    assert "with 3 questions" in plain_text(await play.fill("U_DANA", where=DM, template="change"))
    assert (await texts(play))[0] == "What works in the new way since last week, and what does not?"
    assert "as before" in await play.press("U_DANA", "Undo", where=DM)
    assert (await texts(play))[2] == "What slows you down?"


async def test_questions_people_time_and_reminder_are_taken_from_the_form(asked):
    await asked.ask("U_DANA", "checkin set", where=DM)
    said = plain_text(
        await asked.fill(
            "U_DANA",
            where=DM,
            question1="What did you finish?",
            question2="",
            question3="What blocks you?",
            when="every 2 weeks on tue 10:00",
            people=["U_TOM"],
            reminder=[],
        )
    )
    assert "with 2 questions, for Tom Hale." in said
    now = await scheduled(asked)
    assert [question["kind"] for question in now.settings["questions"]] == ["done", "blocker"]
    assert now.settings["people"] == [await person_id(asked, "U_TOM")]
    assert now.settings["reminder"] is False
    assert in_words(now.cadence) == in_words(
        read_cadence("every 2 weeks on tue 10:00", zone=LONDON, starts=now.cadence.starts)
    )


async def test_a_mistake_in_the_form_changes_nothing(asked):
    before = await scheduled(asked)
    await asked.ask("U_DANA", "checkin set", where=DM)
    wrong = await asked.fill(
        "U_DANA", where=DM, question1="", question2="", question3="", when="soonish", people=["U_LEO"]
    )
    assert set(errors(wrong)) == {"question1", "when", "people"}
    assert await scheduled(asked) == before


async def test_single_things_can_be_typed(asked):
    for typed, said in (
        ("every friday 15:00", "every Friday at 15:00"),
        ("question 3", "with 2 questions"),
        ("question 3 Who needs help?", "with 3 questions"),
        ("template growth", "with 3 questions"),
        ("people @Tom Hale", "for Tom Hale"),
        ("people everybody", "for everybody but observers"),
        ("reminder off", "with 3 questions"),
    ):
        assert said in await asked.say("U_DANA", f"checkin set {typed}", where=DM)
    assert (await scheduled(asked)).settings["reminder"] is False
    for typed in ("reminder perhaps", "question 7 x", "people @Nobody", "template moon", "soonish"):
        before = await scheduled(asked)
        await asked.say("U_DANA", f"checkin set {typed}", where=DM)
        assert await scheduled(asked) == before
    assert "Only a" in await asked.say("U_TOM", "checkin set every friday", where=DM)
