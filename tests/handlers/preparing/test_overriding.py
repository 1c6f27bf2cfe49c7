"""A meeting outside its window, because a named person wants it there; and how often one was put off."""

from domain.plain_text import plain_text
from storage.tables import HistoryEvent
from tests.handlers.play import CHANNEL, Play, errors, labels


async def listed(play: Play) -> str:
    return await play.say("U_DANA", "meet list")


async def test_a_named_person_moves_a_meeting_outside_its_window_and_that_stands_beside_it(crew):
    said = await crew.say("U_DANA", 'meet move 5 jan to 20 feb "the CEO is away"')
    assert "The last day is Tue 16 Feb 2027." in said
    assert labels(crew.last["U_DANA", CHANNEL]) == ["Move it all the same", "Pick another day"]
    await crew.press("U_DANA", "Move it all the same")
    assert "reason" in errors(await crew.fill("U_DANA", reason=""))
    moved = plain_text(await crew.fill("U_DANA", reason="the board meets on the 18th"))
    assert "It stands outside its window, which ends on Tue 16 Feb 2027, as Dana Reed wants it" in moved
    told = (await crew.rows(HistoryEvent))[-1].what
    assert told.endswith("to Sat 20 Feb 2027, 15:00, outside its window")
    undo = crew.last["U_DANA", CHANNEL]
    shown = await listed(crew)
    assert "postponed once: “the board meets on the 18th”" in shown
    assert "outside its window, which ended on Tue 16 Feb 2027, by Dana Reed: “the board" in shown
    crew.last["U_DANA", CHANNEL] = undo
    await crew.press("U_DANA", "Undo")
    assert "postponed" not in await listed(crew)


async def test_a_form_with_a_day_outside_the_window_offers_the_same(crew):
    await crew.ask("U_DANA", "meet move")
    refused = await crew.fill("U_DANA", to="2027-02-17", reason="the CEO is away")
    assert labels(refused) == ["Move it all the same", "Pick another day"]
    await crew.say("U_DANA", 'meet move 5 jan to 12 jan "the CEO is away"')
    await crew.say("U_DANA", 'meet move 12 jan to 19 jan "the train"')
    await crew.say("U_DANA", 'meet move 19 jan to 18 jan "sooner"')
    assert "postponed 2 times: “the CEO is away”; “the train”" in await listed(crew)
