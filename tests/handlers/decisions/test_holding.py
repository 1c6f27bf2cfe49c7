"""A draft that does not hold any more, that two people edit, or that is corrected or taken back."""

from datetime import timedelta

from domain.chat import Form
from domain.plain_text import plain_text
from handlers.decisions import clashing, following, heading, recording, status
from storage.tables import Decision, HistoryEvent, OutboxPost, RegisterItem, Tripwire
from tests.handlers.decisions.deciding import (
    ANN,
    DANA,
    LEO,
    REASON,
    TOM,
    fill_follow,
    fill_mind,
    fill_pivot,
    fill_test,
    in_force,
    noted,
    pivot,
    press_fill,
)
from tests.handlers.occurring import happen, person_id, words_of
from tests.handlers.play import DM, Play, errors, labels


async def test_a_value_reported_before_the_confirmation_hits_at_once_and_is_told(complete: Play) -> None:
    await happen(complete, "tripwires")
    complete.now += timedelta(minutes=5)
    await complete.say(DANA, "kpi cost_per_lead 341 oct")
    complete.now += timedelta(minutes=5)
    await complete.say(ANN, "decisions show 1", where=DM)
    assert "Hit: £341" in await complete.press(ANN, status.DECIDE, where=DM)
    complete.now += timedelta(minutes=16)
    await complete.deliver()
    posts = await complete.rows(OutboxPost, OutboxPost.job == "tripwires", OutboxPost.state == "sent")
    assert [post for post in posts if "is £341, above the tripwire" in words_of(post)]


async def test_a_tripwire_on_a_retired_kpi_is_missing_until_another_one_takes_its_place(
    complete: Play,
) -> None:
    await complete.ask(DANA, "kpi retire cost_per_lead")
    said = await complete.say(DANA, "decisions show 1", where=DM)
    assert "A tripwire watches a KPI that was retired" in said
    said = await press_fill(
        complete, "What would change our mind", fill_mind, kpi="revenue", bound="below 9000"
    )
    assert "takes effect once" in said
    await noted(complete)
    (wire,) = await complete.rows(Tripwire)
    assert wire.kpi_id == (await complete.kpi("revenue")).id


async def test_an_action_of_somebody_who_left_is_missing_until_somebody_else_does_it(complete: Play) -> None:
    await complete.say(DANA, "members remove @Tom Hale")
    said = await complete.say(DANA, "decisions show 1", where=DM)
    assert "Tom Hale, who was to do an action, does not belong here any more: who does it?" in said
    assert status.DECIDE not in labels(await complete.ask(ANN, "decisions show 1", where=DM))
    leo = str(await person_id(complete, LEO))
    said = await press_fill(complete, "Actions, dissent, review", fill_follow, owner=leo)
    assert "takes effect once" in said
    await noted(complete)
    (item,) = await complete.rows(RegisterItem)
    assert str(item.owner_id) == leo


async def test_nobody_takes_no_opinion_away_that_is_noted(complete: Play) -> None:
    leo = str(await person_id(complete, LEO))
    await complete.press(DANA, status.MORE_DISSENT, where=DM)
    await complete.fill(DANA, where=DM, dissent=leo, why="too early")
    await complete.press(DANA, status.MORE_DISSENT, where=DM)
    wrong = await complete.fill(DANA, where=DM, dissent="nobody")
    assert errors(wrong) == {"dissent": following.IS_NOTED.format(names="Leo Stone")}


async def test_who_comes_last_sees_what_the_other_one_wrote_before_anything_is_saved(stage: Play) -> None:
    await stage.say(DANA, 'decide pivot "single visits do not pay"', where=DM)
    await stage.press(DANA, "The pivot", where=DM)
    await stage.say(LEO, "decisions show 1", where=DM)
    await stage.press(LEO, "The pivot", where=DM)
    await fill_pivot(stage, LEO, to="courses for firms")
    shown = await fill_pivot(stage, DANA)
    assert isinstance(shown, Form)
    assert shown.intro == "Leo Stone" + clashing.CHANGED.format(number=1)
    assert [field.value for field in shown.fields if field.name == "to"] == [("courses for firms",)]
    said = plain_text(await stage.fill(DANA, where=DM, to="a monthly care plan"))
    assert "has it now" in said


async def test_decider_and_reason_can_be_changed_and_the_new_decider_is_asked(complete: Play) -> None:
    await complete.join("U_KIT", "client_ceo")
    await complete.say(DANA, "decisions show 1", where=DM)
    await complete.press(DANA, status.CHANGE_HEAD, where=DM)
    kit = str(await person_id(complete, "U_KIT"))
    leo = str(await person_id(complete, LEO))
    assert "may not decide" in errors(await complete.fill(DANA, where=DM, decider=leo))["decider"]
    said = plain_text(await complete.fill(DANA, where=DM, decider=kit, reason="it works"))
    assert "takes effect once Kit Larkspur confirms it" in said
    assert await complete.rows(OutboxPost, OutboxPost.key.contains(f"/1/{kit}/"))
    await complete.say("U_KIT", "decisions show 1", where=DM)
    said = await complete.press("U_KIT", status.DECIDE, where=DM)
    assert "confirmed by Kit Larkspur with a click" in said
    assert "it works" in said
    assert REASON not in said


async def test_a_draft_is_taken_back_by_anybody_who_may_record_one_and_that_can_be_undone(
    complete: Play,
) -> None:
    await complete.say(LEO, "decisions show 1", where=DM)
    assert heading.TOOK_BACK.format(number=1) in await complete.press(LEO, status.TAKE_BACK, where=DM)
    assert "No decision is recorded" in await complete.say(TOM, "decisions")
    assert "is a draft again" in await complete.press(LEO, "Undo", where=DM)
    assert "takes effect once" in await complete.say(LEO, "decisions show 1", where=DM)


async def test_a_draft_whose_end_is_lost_says_so_and_another_draft_of_the_day_is_named(
    complete: Play,
) -> None:
    await noted(complete)
    await complete.say(DANA, 'decisions reverse 1 other "one"', where=DM)
    said = await complete.say(DANA, 'decisions reverse 1 other "two"', where=DM)
    assert recording.ALSO_DRAFT.format(number=2) in said
    said = await complete.say(DANA, 'decisions reverse 1 other "three"', where=DM)
    assert recording.ALSO_DRAFTS.format(numbers="2 and 3") in said
    await complete.ask(DANA, "decisions show 3", where=DM)
    await press_fill(complete, "Actions, dissent, review", fill_follow)
    await noted(complete)
    said = await complete.say(DANA, "decisions show 2", where=DM)
    assert "is not in force any more, so this draft cannot take effect" in said
    assert labels(complete.last[DANA, DM]).count(status.TAKE_BACK) == 1


async def test_an_experiment_of_the_same_name_is_told_with_the_button_that_helps(stage: Play) -> None:
    await pivot(stage)
    pressed = stage.last[DANA, DM]
    await stage.say(DANA, 'exp "Offer at the third visit" measure "share"')
    stage.last[DANA, DM] = pressed
    said = await noted(stage)
    assert "So decision 1 cannot take effect yet" in said
    assert "[New assumption and first test]" in said
    assert await in_force(stage) == []


async def test_what_was_noted_in_somebodys_name_is_told_to_them(complete: Play) -> None:
    await noted(complete, how=status.EMAIL)
    await complete.deliver()
    (told,) = await complete.rows(OutboxPost, OutboxPost.key.startswith("decision in your name/"))
    assert "Dana Reed noted that you confirmed decision 1 (persevere) by e-mail." in words_of(told)
    assert told.target.endswith(ANN)


async def test_a_tripwire_of_a_decision_in_force_is_dropped_with_a_reason_alone(complete: Play) -> None:
    await noted(complete)
    shown = await complete.ask(DANA, "tripwire drop 1", where=DM)
    assert isinstance(shown, Form)
    assert "is part of decision 1" in shown.intro
    said = plain_text(await complete.fill(DANA, where=DM, why="we count otherwise now"))
    assert "It was part of decision 1" in said
    (line,) = await complete.rows(
        HistoryEvent, HistoryEvent.reason == "we count otherwise now", HistoryEvent.subject == "decision:1"
    )
    assert line.what.startswith("dropped tripwire 1 of decision 1")


async def test_by_is_read_behind_a_comma_and_alone_and_a_long_reason_is_refused(stage: Play) -> None:
    assert "decided by Ann Berg" in await stage.say(DANA, 'decide persevere "it works", by @ann', where=DM)
    shown = await stage.ask(DANA, "decide persevere by Ann Berg", where=DM)
    assert isinstance(shown, Form)
    assert shown.fields[2].value == ()
    assert "doing more of it" not in await stage.say(DANA, "decide persevere by doing less", where=DM)
    long = await stage.say(DANA, f'decide stop "{"x" * 301}"', where=DM)
    assert long.startswith("That reason has 301 characters.")
    assert [row.outcome for row in await stage.rows(Decision)] == ["persevere", "persevere"]


async def test_a_test_that_ends_today_is_refused_and_its_name_is_no_longer_than_an_experiments(
    stage: Play,
) -> None:
    await stage.say(DANA, 'decide pivot "single visits do not pay"', where=DM)
    await stage.press(DANA, "New assumption and first test", where=DM)
    assert set(errors(await fill_test(stage, until=stage.now.date().isoformat()))) == {"until"}
    assert set(errors(await fill_test(stage, name="n" * 121))) == {"name"}
