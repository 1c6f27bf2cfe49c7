"""Frozen packs: as they were, whatever is recorded later, and with what was changed since."""

from dataclasses import replace

from domain.evidence import pack_of
from handlers.evidence import details, listing, words
from tests.handlers.play import labels

GWEN, MAREN, CALLUM = "U_GWEN", "U_MAREN", "U_CALLUM"
RECORDS = (
    (MAREN, "kpi no_show_rate 8 sep"),
    (MAREN, 'kpi fix enquiry_to_booking_rate 41 oct "the desk counted twice"'),
    (MAREN, "kpi target new_patients 500 by dec"),
    (CALLUM, "feedback - 'Too dear' customer"),
    (MAREN, "feedback acted 12 'Price page rewritten'"),
    (MAREN, "exp result 6 90 of 300"),
    (MAREN, 'assume "Clinics refer each other" threshold "at least 5 a month"'),
    (MAREN, "action done 2"),
    (MAREN, "tripwire drop 2"),
    (MAREN, "evidence set market_items 12"),
)


async def test_records_that_come_later_change_no_earlier_pack_nor_what_it_is_made_of(alder):
    await alder.say(GWEN, "evidence")
    frozen = await alder.frozen(2)
    assert pack_of(frozen.inputs) == frozen.pack
    for who, what in RECORDS:
        await alder.play.pass_time(minutes=1)
        before = await alder.gathered()
        said = await alder.say(who, what)
        after = await alder.gathered()
        assert after != replace(before, as_of=after.as_of), said
        assert await alder.frozen(2) == frozen
        if what != "evidence set market_items 12":
            assert await alder.gathered(as_of=frozen.as_of) == frozen.inputs, said


async def test_a_pack_is_shown_as_it_was_with_what_was_changed_since(alder):
    await alder.say(GWEN, "evidence")
    assert listing.NOTHING_CHANGED in await alder.say(GWEN, "evidence show 2")
    await alder.play.pass_time(minutes=1)
    await alder.say(MAREN, 'kpi fix enquiry_to_booking_rate 41 oct "the desk counted twice"')
    said = await alder.say(GWEN, "evidence show 2")
    assert "Leans to pivot. " in said
    assert listing.CHANGED in said
    assert "Enquiry-to-booking rate of October 2026 was corrected from 33.4% to 41%." in said
    assert "Leans to pivot. " not in await alder.say(GWEN, "evidence")
    listed = await alder.say(GWEN, "evidence list")
    assert [row.split()[0] for row in listed.splitlines()[2:5]] == ["3", "2", "1"]


async def test_of_a_pack_of_a_file_its_signals_are_known_and_it_opens_to_nothing(alder):
    answer = await alder.play.ask(GWEN, "evidence show 1", where="dm")
    said = await alder.say(GWEN, "evidence show #1")
    assert words.FROM_FILE in said
    assert "Market feedback (S4): for changing." in said
    assert labels(answer) == []


async def test_a_pack_that_is_not_there_is_refused_with_how_to_see_those_that_are(northwind):
    for typed in ("9", "x", "²", "123456789012"):
        assert "There is no pack" in await northwind.say("U_DANA", f"evidence show {typed}")
    for command in ("evidence show", "evidence list", "evidence open", "evidence details", "evidence gaps"):
        assert details.NONE_YET in await northwind.say("U_DANA", command)
