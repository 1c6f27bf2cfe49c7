"""Experiments: a plan that is fixed at the start, results with n, a conclusion by the threshold, a lesson."""

from datetime import timedelta

from domain.chat import Form, Reply
from domain.plain_text import plain_text
from handlers.experiments import concluding, planning
from storage.tables import ExperimentStep, HistoryEvent
from tests.handlers.play import Play, button, errors, labels

DANA, TOM = "U_DANA", "U_TOM"
CHANNEL = "#northwind"
PLAN = (
    'exp "Call back at once" hypothesis "If we call at once, more will book" measure "share booked"'
    ' threshold ">= 42% booked on >= 300 enquiries" guard "complaints" stop 11 Dec'
)


async def running(play: Play) -> None:
    """The experiment, running since today, 16 November."""
    await play.say(DANA, PLAN)
    await play.say(DANA, "exp start 1")


async def kinds(play: Play) -> list[str]:
    return [row.kind for row in await play.rows(ExperimentStep)]


async def test_a_plan_is_typed_or_entered_and_says_how_it_will_be_judged(northwind):
    said = await northwind.say(DANA, PLAN)
    assert "Experiment 1 is planned: Call back at once" in said
    assert "as a share of those observed: at least 42%." in said
    assert "I took the planned sample from the threshold: 300." in said
    assert planning.READY in said
    asked = await northwind.ask(TOM, 'exp "Shorter form"')
    assert isinstance(asked, Form)
    wrong = {"sample_planned": "many", "stop_on": "someday"}
    assert set(errors(await northwind.fill(TOM, **wrong))) == {"sample_planned", "stop_on"}
    kept = await northwind.fill(TOM, sample_planned="none", stop_on="", hypothesis="Shorter is better")
    assert "Before it can start, it needs: measure, threshold, stop date." in plain_text(kept)
    again = PLAN.replace("exp", "exp add", 1)
    assert "Experiment 1 has that name already" in await northwind.say(DANA, again)
    assert await kinds(northwind) == ["plan", "plan"]
    said = await northwind.say(DANA, 'exp "Longer form" threshold "40%"')
    assert 'Is that at least 40%, or at most? Write it as in `exp change 3 threshold "at least 40%"`.' in said


async def test_it_starts_only_with_everything_that_is_fixed_then(northwind):
    await northwind.say(DANA, 'exp "Shorter form" measure "share who send it"')
    asked = await northwind.ask(DANA, "exp start 1")
    assert isinstance(asked, Form)
    assert (
        asked.intro
        == "Before it can start, it needs: hypothesis, threshold, planned sample (or none), stop date."
    )
    parts = {"hypothesis": "x", "threshold": "at least 42%", "sample_planned": "200", "stop_on": "2026-12-11"}
    filled = await northwind.fill(DANA, **parts)
    assert planning.READY in plain_text(filled)
    assert "runs since 16 November 2026, until 11 December 2026" in await northwind.press(DANA, "Start")
    assert "runs already" in await northwind.say(DANA, "exp start 1")


async def test_what_was_written_after_the_first_day_or_edited_since_is_marked_everywhere(northwind):
    await northwind.say(DANA, PLAN)
    said = await northwind.say(DANA, "exp start 1 on 9 Nov")
    late = "Measure, threshold, planned sample and stop date were written after that day"
    assert late in said
    shown = await northwind.say(TOM, "exp show 1")
    mark = "Measure, threshold, planned sample and stop date written after the start, on 16 November 2026"
    assert f"{mark} by Dana Reed." in shown
    assert "changed after the start" not in shown + await northwind.say(TOM, "exp list")
    assert "Undone" in await northwind.press(DANA, "Undo")
    await northwind.say(DANA, "exp start 1")
    said = await northwind.say(DANA, 'exp change 1 threshold "at least 35%"')
    mark = (
        "Threshold changed after the start, on 16 November 2026 by Dana Reed"
        ' (was ">= 42% booked on >= 300 enquiries").'
    )
    assert mark in said
    assert "threshold changed after the start" in await northwind.say(TOM, "exp list")
    assert mark in await northwind.say(TOM, "exp show 1")
    assert mark in await northwind.say(TOM, "exp result 1 12 of 40")
    refused = await northwind.say(DANA, 'exp change 1 threshold "at least 30%"')
    assert "A result is in already, so the threshold of experiment 1 stands" in refused
    assert "A result is in already" in await northwind.say(DANA, "exp change 1 sample 40")
    assert "£500" not in refused
    assert "is changed: cost." in await northwind.say(DANA, 'exp change 1 cost "£500"')


async def test_an_interim_result_has_its_range_and_is_too_early(northwind):
    await running(northwind)
    said = await northwind.say(TOM, "exp result 1 58 of 164")
    assert "58 of 164 (35.4%, 95% range 28.5% to 42.9%)" in said
    assert "So far it would not meet the threshold. Too early to say: 164 observed of 300 planned" in said
    assert "Must not get worse: complaints" in said
    assert labels(northwind.last[TOM, CHANNEL]) == ["Undo"]
    final = await northwind.say(TOM, "exp result 1 58 of 164 final")
    assert "Noted as final, with 164 of 300 planned and before the stop date of Fri 11 Dec." in final
    assert "So far" not in final
    await northwind.press(TOM, "Undo")
    listed = await northwind.say(TOM, "experiments")
    assert "58 of 164 (35.4%, 95% range 28.5% to 42.9%), 300 planned, 25 days left" in listed
    assert "It was 58 of 164" in await northwind.say(TOM, "exp result 1 60 of 170")
    await northwind.press(TOM, "Undo")
    assert "58 of 164" in await northwind.say(TOM, "exp show 1")


async def test_what_cannot_be_is_refused_and_nothing_is_half_saved(northwind):
    await running(northwind)
    await northwind.say(DANA, "exp result 1 6 of 12")
    before = await kinds(northwind)
    for typed, why in {
        "exp result 1 35%": "needs the number of those observed",
        "exp result 1 -5 of 10": "is no whole number of observations",
        "exp result 1 6 / 12": "That stands already for experiment 1",
        "exp stop 1": "`exp conclude 1`, or `exp abandon 1",
        "exp remove 1": "exp abandon 1",
        "exp result 1 65 of 64": "more than were observed",
        "exp result 1 5 of 0": "With nothing observed",
        "exp result 1 0 n 0": "With nothing observed",
        "exp result 1 3 of 99999999999": "cannot be",
        "exp results": "exp result 1 58 of 164",
        "exp 58 of 164": "exp result 1 58 of 164",
        "exp Start page test": "Words that begin so go in quotes",
        f'exp "{"n" * 121}" measure "m"': "121 characters for the name, and 120 is the most",
        f'exp change 1 hypothesis "{"n" * 1001}"': "1001 characters for the hypothesis",
        "exp result 2 5 of 64": "There is no experiment 2.",
        "exp result": "Which one?",
        "exp conclude 1 validated": "Too early to say: 12 observed of 300 planned",
        "exp conclude 1 great": "Write it as in",
        'exp lesson 1 "it works"': "is not concluded yet",
        "exp change 1 mood high": "What can be changed",
        "exp change 1 assumption 7": "There is no assumption 7.",
    }.items():
        assert why in await northwind.say(DANA, typed), typed
    assert await kinds(northwind) == before


async def test_no_result_before_the_start_and_no_start_that_lies_ahead_or_past_the_stop(northwind):
    await northwind.say(DANA, PLAN)
    assert "has not started" in await northwind.say(DANA, "exp result 1 5 of 64")
    assert "lies ahead" in await northwind.say(DANA, "exp start 1 on 2026-12-01")
    assert "has to come after the start" in await northwind.say(DANA, "exp change 1 start 9 Dec stop 9 Dec")
    northwind.now += timedelta(days=40)
    assert "Its stop date, 11 December 2026, does not lie ahead" in await northwind.say(DANA, "exp start 1")
    assert await kinds(northwind) == ["plan"]


async def test_the_threshold_suggests_and_a_person_confirms_and_says_what_was_learned(northwind):
    await running(northwind)
    await northwind.say(DANA, "exp result 1 58 of 164")
    asked = await northwind.ask(DANA, "exp conclude 1")
    assert isinstance(asked, Form)
    assert [option.value for option in asked.fields[0].options] == ["inconclusive"]
    assert "it runs until Fri 11 Dec. It can be concluded as inconclusive, or run on." in asked.intro
    northwind.now += timedelta(days=25)
    await northwind.say(DANA, "exp result 1 final 110 of 312")
    assert labels(northwind.last[DANA, CHANNEL]) == ["Undo", "Conclude"]
    assert "So it can be invalidated or inconclusive, and not validated" in await northwind.say(
        DANA, "exp conclude 1 validated"
    )
    asked = await northwind.ask(DANA, "exp conclude 1")
    assert isinstance(asked, Form)
    assert asked.fields[0].value == ("invalidated",)
    assert [field.name for field in asked.fields] == ["outcome", "guard_seen", "lesson", "contributed"]
    said = await northwind.fill(DANA, lesson="Speed was not it", contributed="They want the same physio")
    assert isinstance(said, Reply)
    assert "Experiment 1 is invalidated" in plain_text(said)
    assert labels(said) == ["Undo", concluding.ADD_TO_PLAYBOOK]
    card = await northwind.say(TOM, "exp 1")
    assert card == await northwind.say(TOM, "exp show 1")
    for part in (
        "Lesson: Speed was not it",
        "They want the same physio",
        "invalidated on 11 December 2026 by Dana",
    ):
        assert part in card
    assert "Undone" in await northwind.click(DANA, button(said, "Undo"))
    assert (await kinds(northwind))[-2:] == ["undo", "undo"]
    assert "running" in (await northwind.say(TOM, "exp list")).lower()


async def test_without_a_lesson_it_is_asked_for_and_written_later(northwind):
    await running(northwind)
    northwind.now += timedelta(days=25)
    await northwind.say(DANA, "exp result 1 140 of 312")
    assert concluding.LATER in await northwind.say(DANA, "exp conclude 1 validated")
    assert labels(northwind.last[DANA, CHANNEL]) == ["Undo", concluding.WRITE_LESSON]
    assert "no lesson yet" in await northwind.say(TOM, "exp list")
    assert "Calls at once win" in await northwind.say(TOM, 'exp lesson 1 "Calls at once win"')
    assert "Lesson 1 is in the playbook" in await northwind.press(TOM, concluding.ADD_TO_PLAYBOOK)
    assert isinstance(await northwind.ask(TOM, "exp show 1"), Reply)
    assert labels(northwind.last[TOM, CHANNEL]) == []
    assert "stands as it was written" in await northwind.say(DANA, "exp change 1 cost 5")


async def test_it_is_abandoned_for_a_reason_and_each_step_can_be_undone(northwind):
    await northwind.say(DANA, PLAN)
    planned = northwind.last[DANA, CHANNEL]
    await northwind.say(DANA, "exp start 1")
    asked = await northwind.ask(DANA, "exp abandon 1")
    assert isinstance(asked, Form)
    assert set(errors(await northwind.fill(DANA, why=""))) == {"why"}
    said = await northwind.fill(DANA, why="The phone line broke")
    assert "is abandoned: The phone line broke" in plain_text(said)
    assert "The phone line broke" in await northwind.say(TOM, "exp show 1")
    assert "Something came after that" in await northwind.click(DANA, button(planned, "Undo"))
    await northwind.click(DANA, button(said, "Undo"))
    told = [row.what for row in await northwind.rows(HistoryEvent, HistoryEvent.subject == "experiment:1")]
    assert told == [
        "planned experiment 1: Call back at once",
        "started experiment 1 on 16 November 2026",
        "abandoned experiment 1",
        "undid a step of experiment 1",
    ]


async def test_a_plan_can_be_taken_back(northwind):
    await northwind.say(DANA, PLAN)
    assert "is taken back" in await northwind.press(DANA, "Undo")
    assert "No experiment is planned" in await northwind.say(DANA, "exp list")


async def test_a_threshold_that_was_edited_is_not_said_to_be_written_first(northwind):
    await running(northwind)
    assert "Threshold, written first: " in await northwind.say(DANA, "exp result 1 10 of 30")
    await northwind.press(DANA, "Undo")
    await northwind.say(DANA, 'exp edit 1 threshold "at least 20%"')
    said = await northwind.say(DANA, "exp result 1 10 of 30")
    assert "Threshold: at least 20%" in said
    assert "written first" not in said
    assert await kinds(northwind) == ["plan", "start", "result", "undo", "plan", "result"]
