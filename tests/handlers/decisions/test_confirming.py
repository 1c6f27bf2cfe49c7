"""Taking effect: by the decider's click or a noted word, by nobody else, and with everything it brings."""

from datetime import timedelta

from sqlalchemy import update

from domain.plain_text import plain_text
from handlers.decisions import confirming, effects, status
from storage.tables import (
    Assumption,
    Decision,
    DecisionStep,
    EvidenceSnapshot,
    Experiment,
    HistoryEvent,
    Membership,
    OutboxPost,
    RegisterItem,
    Tripwire,
)
from tests.handlers.decisions.deciding import (
    ANN,
    DANA,
    LEO,
    TOM,
    fill_follow,
    fill_pivot,
    fill_test,
    in_force,
    noted,
    pivot,
    press_fill,
)
from tests.handlers.occurring import happen, person_id, words_of
from tests.handlers.play import CHANNEL, DM, Play, button, errors, labels


async def channel(play: Play, kind: str) -> list[str]:
    """What the channel was told under keys that begin so, once everything has gone out."""
    await play.deliver()
    rows = await play.rows(OutboxPost, OutboxPost.key.startswith(kind), OutboxPost.state == "sent")
    return [words_of(row) for row in rows if row.target.endswith(CHANNEL)]


async def test_a_persevere_needs_two_forms_and_the_deciders_click(complete: Play) -> None:
    said = plain_text(complete.last[DANA, DM])
    assert "It takes effect once Ann Berg confirms it." in said
    assert "I have asked Ann Berg" in said
    assert await in_force(complete) == []
    await complete.deliver()
    (asked,) = await complete.rows(OutboxPost, OutboxPost.key.startswith("decision to confirm/"))
    assert "Do you decide this?" in words_of(asked)
    await complete.say(ANN, "decisions show 1", where=DM)
    said = await complete.press(ANN, status.DECIDE, where=DM)
    assert "Decision 1: persevere is in force, confirmed by Ann Berg with a click." in said
    assert await in_force(complete) == [1]
    (wire,) = await complete.rows(Tripwire)
    (item,) = await complete.rows(RegisterItem)
    assert (wire.origin, item.origin) == ("decision:1", "decision:1")
    assert item.owner_id == await person_id(complete, TOM)
    (card,) = await channel(complete, "decision/")
    for words in (
        "Decision 1: persevere",
        "Cost per lead above £300",
        "Tell the team",
        "nobody was of another",
    ):
        assert words in card
    (kept,) = await complete.rows(EvidenceSnapshot)
    assert (await complete.rows(Decision))[0].snapshot_id == kept.id
    whats = [row.what for row in await complete.rows(HistoryEvent) if row.subject == "decision:1"]
    assert whats[-1] == "put decision 1 in force: persevere, confirmed by Ann Berg with a click"


async def test_the_scribe_notes_how_the_decider_confirmed_it_and_that_is_shown(complete: Play) -> None:
    said = await noted(complete, how=status.EMAIL)
    assert "confirmed by e-mail by Ann Berg, as Dana Reed noted" in said
    assert status.DECIDE not in labels(complete.last[DANA, DM])
    assert await in_force(complete) == [1]
    complete.now += timedelta(minutes=1)
    await complete.say(ANN, "decisions show 1", where=DM)
    assert status.DECIDE not in labels(complete.last[ANN, DM])


async def test_a_forged_click_of_somebody_without_the_right_is_refused(complete: Play) -> None:
    await complete.say(ANN, "decisions show 1", where=DM)
    token = button(complete.last[ANN, DM], status.DECIDE)
    for who in (TOM, LEO, DANA):
        said = await complete.click(who, token, where=DM)
        assert "is in force" not in said, who
    assert await in_force(complete) == []


async def test_a_decider_who_lost_the_right_since_cannot_put_it_in_force(complete: Play) -> None:
    await complete.say(ANN, "decisions show 1", where=DM)
    token = button(complete.last[ANN, DM], status.DECIDE)
    ann = await person_id(complete, ANN)
    is_ann = Membership.person_id == ann
    await complete.change(update(Membership).where(is_ann).values(role="marketing_manager"))
    assert "Ann Berg may not decide here. That is for Dana Reed" in await complete.click(ANN, token, where=DM)
    assert "may not decide here" in await complete.press(DANA, status.ALOUD, where=DM)
    assert await in_force(complete) == []


async def test_what_was_changed_since_the_decider_read_it_is_shown_again_first(complete: Play) -> None:
    await complete.say(ANN, "decisions show 1", where=DM)
    token = button(complete.last[ANN, DM], status.DECIDE)
    await complete.press(DANA, status.MORE_ACTION, where=DM)
    more = {"action": "Buy the list", "owner": str(await person_id(complete, TOM)), "due": "2026-12-01"}
    await complete.fill(DANA, where=DM, **more)
    said = await complete.click(ANN, token, where=DM)
    assert confirming.CHANGED.format(number=1) in said
    assert "Buy the list" in said
    assert await in_force(complete) == []
    assert "is in force" in await complete.press(ANN, status.DECIDE, where=DM)
    assert len(await complete.rows(RegisterItem)) == 2


async def test_it_takes_effect_once_however_often_it_is_confirmed(complete: Play) -> None:
    scribe = button(complete.last[DANA, DM], status.ALOUD)
    await complete.say(ANN, "decisions show 1", where=DM)
    await complete.press(ANN, status.DECIDE, where=DM)
    assert "is in force" in await complete.click(DANA, scribe, where=DM)
    assert len(await complete.rows(Tripwire)) == len(await complete.rows(RegisterItem)) == 1


async def test_a_pivot_writes_its_assumption_and_its_test_when_it_takes_effect(stage: Play) -> None:
    await pivot(stage)
    assert not await stage.rows(Assumption)
    assert not await stage.rows(Experiment)
    said = await noted(stage)
    assert "Assumption 1 and experiment 1 are written down" in said
    (assumption,) = await stage.rows(Assumption)
    (test,) = await stage.rows(Experiment)
    assert (assumption.origin, assumption.kind, assumption.is_critical) == ("decision:1", "price", True)
    assert (test.origin, test.assumption_id, test.name) == (
        "decision:1",
        assumption.id,
        "Offer at the third visit",
    )
    (card,) = await channel(stage, "decision/")
    for words in ("Value capture pivot: from single visits to a monthly care plan", "the exercise videos"):
        assert words in card


async def test_a_pivot_needs_an_assumption_with_a_threshold_and_an_unchanged_vision(stage: Play) -> None:
    await stage.say(DANA, 'decide pivot "single visits do not pay"', where=DM)
    await stage.press(DANA, "The pivot", where=DM)
    assert "client's CEO" in errors(await fill_pivot(stage, vision="changed"))["vision"]
    assert set(errors(await fill_pivot(stage, kept=""))) == {"kept"}
    await fill_pivot(stage)
    await stage.press(DANA, "New assumption and first test", where=DM)
    assert set(errors(await fill_test(stage, threshold="good"))) == {"threshold"}
    assert set(errors(await fill_test(stage, sample="many"))) == {"sample"}
    said = await stage.say(DANA, "decisions show 1", where=DM)
    assert "No pivot without one." in said
    assert status.ALOUD not in labels(stage.last[DANA, DM])


async def test_a_stop_opens_its_hand_over_and_a_vision_change_what_is_approved_again(stage: Play) -> None:
    await stage.say(DANA, 'decide stop "the cash ends in June"', where=DM)

    async def fill_stop(play: Play, who: str) -> object:
        values = {
            "condition": "cash",
            "considered": "too late for any of them",
            "types": ("channel",),
            "due": "2026-12-11",
        }
        return await play.fill(who, where=DM, owner=str(await person_id(play, DANA)), **values)

    await press_fill(stage, "Why we stop", fill_stop)
    await press_fill(stage, "Actions, dissent, review", fill_follow, action="End the ads")
    said = await noted(stage)
    assert "Stop condition: the cash for going on looking is running out" in said
    texts = [row.text for row in await stage.rows(RegisterItem)]
    assert texts == ["End the ads", effects.HANDOVER]

    await stage.say(ANN, 'decide vision "another country"', where=DM)
    await press_fill(stage, "Actions, dissent, review", fill_follow, ANN, reapproval="2026-12-18")
    assert "is in force" in await stage.press(ANN, status.DECIDE, where=DM)
    texts = [row.text for row in await stage.rows(RegisterItem)]
    assert texts[-2:] == [effects.GOALS, effects.SOW]


async def test_a_tripwire_of_a_decision_is_watched_and_told_with_what_was_agreed(stage: Play) -> None:
    await happen(stage, "tripwires")
    await stage.say(DANA, 'decide persevere "one more cycle"', where=DM)
    await stage.press(DANA, "What would change our mind", where=DM)
    await stage.fill(
        DANA,
        where=DM,
        kpi="cost_per_lead",
        bound="above 300",
        agreed="Rethink the plan",
        consequence="decide at a special review",
        giving=("none",),
    )
    await press_fill(stage, "Actions, dissent, review", fill_follow)
    await noted(stage)
    await stage.say(DANA, "kpi cost_per_lead 341 oct")
    stage.now += timedelta(minutes=16)
    (hit,) = await channel(stage, "tripwires/")
    for words in ("Rethink the plan", "decide at a special review", "decision 1: "):
        assert words in hit.casefold() or words in hit
    said = await stage.say(TOM, "decisions show 1")
    assert "Hit: £341" in said


async def test_a_value_that_came_since_holds_up_a_tripwire_that_nobody_would_hear_of(stage: Play) -> None:
    await stage.say(DANA, 'decide persevere "one more cycle"', where=DM)
    await stage.press(DANA, "What would change our mind", where=DM)
    await stage.fill(DANA, where=DM, kpi="cost_per_lead", bound="above 300 in 2026-10", giving=("none",))
    await press_fill(stage, "Actions, dissent, review", fill_follow)
    await stage.say(DANA, "kpi cost_per_lead 290 oct")
    await stage.say(DANA, "decisions show 1", where=DM)
    said = await noted(stage)
    assert "was reported since the tripwire was written" in said
    assert await in_force(stage) == []
    assert not await stage.rows(Tripwire)
    assert not await stage.rows(RegisterItem)
    await stage.say(DANA, "decisions show 1", where=DM)
    assert "has none of these any more: tripwires" in await stage.press(DANA, "Clear the tripwires", where=DM)


async def test_an_opinion_and_a_card_in_words_are_shown_as_they_were_typed(stage: Play) -> None:
    await stage.say(DANA, 'decide other "a *bold* step"', where=DM)
    leo = str(await person_id(stage, LEO))
    why = "{too} early <for> me"
    said = await press_fill(stage, "Actions, dissent, review", fill_follow, dissent=leo, why=why)
    assert "takes effect" in said
    said = plain_text(await stage.ask(TOM, "decisions show 1"))
    assert f"Leo Stone: {why}" in said
    assert "a *bold* step" in said


async def test_with_any_part_gone_behind_everybodys_back_a_click_has_no_effect(complete: Play) -> None:
    await complete.say(ANN, "decisions show 1", where=DM)
    token = button(complete.last[ANN, DM], status.DECIDE)
    for step in await complete.rows(DecisionStep):
        for part in step.data:
            others = {name: value for name, value in step.data.items() if name != part}
            one = update(DecisionStep).where(DecisionStep.id == step.id)
            await complete.change(one.values(data=others))
            assert "cannot take effect yet" in await complete.click(ANN, token, where=DM), part
            await complete.change(one.values(data=step.data))
    assert await in_force(complete) == []
    assert not await complete.rows(Tripwire)
    assert not await complete.rows(RegisterItem)
    assert "is in force" in await complete.click(ANN, token, where=DM)
