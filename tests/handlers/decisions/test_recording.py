"""Noting what was decided: the short form, typed words, who may, and the life of a draft without effect."""

from datetime import timedelta

import pytest

from domain.chat import Form
from domain.plain_text import plain_text
from handlers.decisions import following, parts, recording, rights, short_form, status
from storage.tables import Decision, EvidenceSnapshot, HistoryEvent, OutboxPost, RegisterItem, Tripwire
from tests.handlers.decisions.deciding import (
    ANN,
    DANA,
    LEO,
    REASON,
    TOM,
    fill_follow,
    fill_mind,
    in_force,
    press_fill,
)
from tests.handlers.occurring import person_id
from tests.handlers.play import DM, Play, errors, labels


async def test_alone_it_opens_the_short_form_whose_draft_has_no_effect_and_says_what_is_missing(
    stage: Play,
) -> None:
    shown = await stage.ask(DANA, "decide", where=DM)
    assert isinstance(shown, Form)
    assert [field.name for field in shown.fields] == ["outcome", "decider", "reason"]
    decider = shown.fields[1]
    assert [option.label for option in decider.options] == ["Ann Berg (client CEO)"]
    assert decider.value == (str(await person_id(stage, ANN)),)
    said = plain_text(await stage.fill(DANA, where=DM, outcome="persevere", reason=REASON))
    assert "Decision 1 is noted as a draft: persevere, decided by Ann Berg." in said
    assert REASON in said
    assert status.STILL_MISSING in said
    for sentence in ("a tripwire", "patience, capital or audience", "who does what first", "was not asked"):
        assert sentence in said
    assert "The evidence" not in said, "what the evidence says now is kept with it"
    assert "Mon 23 Nov" in said, "it can be finished for five working days"
    assert await in_force(stage) == []
    assert not await stage.rows(Tripwire)
    assert not await stage.rows(RegisterItem)


async def test_typed_words_are_read_and_what_they_leave_out_is_asked_in_the_form(stage: Play) -> None:
    said = await stage.say(DANA, 'decide stop because "the cash ends by June" by @ann', where=DM)
    assert "stop, decided by Ann Berg" in said
    (row,) = await stage.rows(Decision)
    assert row.reason == "the cash ends by June"
    shown = await stage.ask(DANA, "decide pivot", where=DM)
    assert isinstance(shown, Form)
    assert shown.fields[0].value == ("pivot",)
    assert recording.NO_OUTCOME in await stage.say(DANA, "decide perhaps", where="#northwind")


async def test_what_is_decided_between_meetings_shares_one_pack_while_nothing_goes_in(stage: Play) -> None:
    for word in ("persevere", "other"):
        await stage.say(DANA, f'decide {word} "{REASON}"', where=DM)
        await stage.pass_time(minutes=5)
    (pack,) = await stage.rows(EvidenceSnapshot)
    assert (pack.cause, pack.meeting_id) == ("decision", None)
    assert {row.snapshot_id for row in await stage.rows(Decision)} == {pack.id}
    assert "a decision" in await stage.say(DANA, "evidence list", where=DM)


async def test_whoever_may_not_record_or_decide_is_told_who_may(stage: Play) -> None:
    assert "can record a decision" in await stage.say(TOM, 'decide stop "enough"')
    said = await stage.say(LEO, 'decide persevere "it works" by @leo')
    assert "Leo Stone may not decide here. That is for Ann Berg (client CEO)." in said
    await stage.ask(DANA, "decide", where=DM)
    leo = str(await person_id(stage, LEO))
    wrong = await stage.fill(DANA, where=DM, outcome="persevere", reason="x", decider=leo)
    assert "That is for Ann Berg" in errors(wrong)["decider"]
    assert await stage.rows(Decision) == []


async def test_without_a_ceo_the_leads_decide_but_a_change_of_the_vision_waits_for_one(
    northwind: Play,
) -> None:
    said = await northwind.say(DANA, 'decide other "we meet at noon"', where=DM)
    assert "decided by Dana Reed" in said
    said = await northwind.say(DANA, 'decide vision "another country"', where="#northwind")
    assert rights.NO_CEO in said
    assert len(await northwind.rows(Decision)) == 1


async def test_each_form_says_what_is_left_and_each_step_can_be_undone(stage: Play) -> None:
    await stage.say(DANA, f'decide persevere "{REASON}"', where=DM)
    said = await press_fill(stage, "What would change our mind", fill_mind)
    filled = stage.last[DANA, DM]
    offered = labels(await stage.ask(DANA, "decisions show 1", where=DM))
    assert sorted(offered) == sorted(set(offered)), "nothing is offered twice"
    stage.last[DANA, DM] = filled
    assert "has it now: a tripwire and what is given to it" in said or "what is given to it and" in said
    assert "a tripwire, a value at which" not in said
    await stage.press(DANA, "Undo", where=DM)
    said = await stage.say(DANA, "decisions show 1", where=DM)
    assert "a tripwire, a value at which" in said
    await press_fill(stage, "What would change our mind", fill_mind)
    undo_first = stage.last[DANA, DM]
    await press_fill(stage, "Actions, dissent, review", fill_follow)
    stage.last[DANA, DM] = undo_first
    assert parts.CHANGED_SINCE.format(number=1) in await stage.press(DANA, "Undo", where=DM)


async def test_a_draft_can_be_taken_back_and_is_gone_from_the_log(stage: Play) -> None:
    await stage.say(DANA, f'decide persevere "{REASON}"', where=DM)
    assert recording.WITHDREW.format(number=1) in await stage.press(DANA, "Undo", where=DM)
    assert "No decision is recorded yet" in await stage.say(DANA, "decisions", where=DM)
    whats = [row.what for row in await stage.rows(HistoryEvent) if row.subject == "decision:1"]
    assert whats == ["noted decision 1 as a draft: persevere", "took back the draft of decision 1"]


async def test_what_is_wrong_in_a_form_stands_at_its_field_and_nothing_is_saved(stage: Play) -> None:
    await stage.say(DANA, f'decide persevere "{REASON}"', where=DM)
    await stage.press(DANA, "What would change our mind", where=DM)
    assert set(errors(await fill_mind(stage, bound="soon"))) == {"bound"}
    assert set(errors(await fill_mind(stage, giving=()))) == {"giving"}
    assert set(errors(await fill_mind(stage, giving=("none", "capital")))) == {"giving"}
    await stage.say(DANA, "decisions show 1", where=DM)
    await stage.press(DANA, "Actions, dissent, review", where=DM)
    assert set(errors(await fill_follow(stage, dissent=str(await person_id(stage, TOM)), why=""))) == {"why"}
    assert "outside the window" in errors(await fill_follow(stage, review="2028-01-10"))["review"]
    assert set(errors(await fill_follow(stage, due="yesterday"))) == {"due"}
    assert "nobody" not in (await stage.rows(Decision))[0].reason


async def test_after_five_working_days_it_lapses_and_can_be_taken_up_again_with_its_parts(
    complete: Play,
) -> None:
    complete.now += timedelta(days=8)
    said = await complete.say(DANA, "decisions show 1", where=DM)
    assert "lapsed on Mon 23 Nov, never in force" in said
    assert "Confirmed aloud" not in labels(complete.last[DANA, DM])
    said = await complete.press(DANA, short_form_label(), where=DM)
    assert "Decision 2 is noted as a draft" in said
    assert short_form.AGAIN.format(number=1) in said
    assert "The day of an action is over" in said
    said = await press_fill(complete, "Actions, dissent, review", fill_follow, dissent="")
    assert "takes effect once Ann Berg confirms it" in said
    assert await complete.rows(OutboxPost, OutboxPost.key.contains("/1/2/")), "Ann is asked again"
    await complete.say(DANA, "decisions show 1", where=DM)
    assert "as decision 2 already" in await complete.press(DANA, short_form_label(), where=DM)


def short_form_label() -> str:
    """The label of the button that takes a lapsed draft up again."""
    return "Take it up again"


async def test_an_action_of_somebody_who_left_can_be_replaced_where_no_other_fits(
    stage: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "MOST_ITEMS", 1)
    await stage.say(DANA, f'decide persevere "{REASON}"', where=DM)
    await press_fill(stage, "Actions, dissent, review", fill_follow)
    await stage.say(DANA, "members remove @tom")
    await stage.say(DANA, "decisions show 1", where=DM)
    said = await press_fill(stage, "Actions, dissent, review", fill_follow, owner=await id_of_leo(stage))
    assert "has it now: an action" in said


async def id_of_leo(play: Play) -> str:
    """As the choice of an owner has it."""
    return str(await person_id(play, LEO))


async def test_a_number_that_is_none_is_told_so(stage: Play) -> None:
    for text in ("decisions show 7", "decisions reverse 7 stop"):
        assert "There is no decision 7." in await stage.say(DANA, text)


async def test_a_decision_is_reviewed_tomorrow_at_the_earliest(stage: Play) -> None:
    await stage.pass_time(days=40)
    said = await stage.say(DANA, 'decide persevere "it works" by @ann', where=DM)
    assert f"A review belongs between {(stage.now + timedelta(days=1)):%a %-d %b} and " in said
