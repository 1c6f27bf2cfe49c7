"""What a KPI's numbers showed stays once it is defined anew or retired, and other numbers do not count."""

import pytest

from domain.evidence import pack_of
from domain.plain_text import plain_text
from handlers.tripwires import listing
from tests.handlers.occurring import at
from tests.handlers.play import DM

MAREN, KEY = "U_MAREN", "enquiry_to_booking_rate"


async def redefine(client, **values):
    """Edit the KPI by its form, and give what was answered."""
    await client.play.ask(MAREN, f"kpi edit {KEY}", where=DM)
    return plain_text(await client.play.fill(MAREN, where=DM, **values))


@pytest.mark.parametrize("is_retired", [False, True])
async def test_a_tripwire_that_was_hit_stays_so_and_the_answer_names_it(alder, is_retired):
    if is_retired:
        said = await alder.say(MAREN, f"kpi retire {KEY}")
    else:
        said = await redefine(alder, definition="Bookings per hundred calls answered")
    inputs = await alder.gathered()
    (wire,) = inputs.tripwires
    pack = pack_of(inputs)
    assert (wire.hit_words, pack.signal("T").verdict, pack.lean) == (
        "33.4% in October 2026",
        "change",
        "pivot",
    )
    assert "tripwire 2 (Enquiry-to-booking rate below 35%)" in said
    assert "hit: 33.4% for October 2026" in await alder.say(MAREN, "tripwire list")


async def test_numbers_of_another_definition_neither_hit_a_tripwire_nor_meet_a_threshold(alder):
    alder.play.now = at("2026-11-30 09:00")
    await alder.say(MAREN, f"tripwire {KEY} below 30")
    await alder.say(MAREN, f'assume "They book" threshold "at least 35% for one month" kpi {KEY}')
    alder.play.now = at("2027-01-11 09:00")
    await alder.say(MAREN, f"kpi {KEY} 37 dec")
    before = pack_of(await alder.gathered()).assumptions[-1]
    assert "below 30%), assumption" in await redefine(alder, unit="count")
    await alder.say(MAREN, f"kpi {KEY} 29 dec")
    inputs = await alder.gathered()
    assert [one.number for one in inputs.tripwires if one.hit_on] == [2]
    after = pack_of(inputs).assumptions[-1]
    assert (before.state, after.state) == ("supported", "supported")
    assert "37% in December 2026" in after.why
    assert listing.REDEFINED in await alder.say(MAREN, "tripwire list")
    assert "numbers by another definition do not count" in await alder.say(
        MAREN, f"assume show {after.number}"
    )


async def test_a_kpi_that_is_retired_keeps_its_links_and_the_card_says_so(alder):
    await alder.say(MAREN, f'assume "They call" threshold "many of them" kpi {KEY}')
    await alder.say(MAREN, f'assume "They book" threshold "at least 35% for one month" kpi {KEY}')
    before = [(one.number, one.kpi_key) for one in (await alder.gathered()).assumptions]
    await alder.say(MAREN, f"kpi retire {KEY}")
    after = (await alder.gathered()).assumptions
    assert [(one.number, one.kpi_key) for one in after] == before
    card = await alder.say(MAREN, f"assume show {after[-1].number}")
    assert "is retired; what it showed until then counts." in card


async def test_a_clock_behind_that_of_the_kpi_links_no_threshold_to_its_new_definition(alder):
    await alder.say(MAREN, f'assume "They book" threshold "at least 35% for one month" kpi {KEY}')
    alder.play.now = at("2026-11-30 09:00")
    await redefine(alder, unit="count")
    alder.play.now = at("2026-01-05 09:00")
    assert (await alder.gathered()).assumptions[-1].held_to is not None


async def test_only_what_there_is_starts_anew(alder):
    await alder.say(MAREN, "kpi add roas")
    await alder.say(MAREN, "tripwire roas below 2")
    await alder.play.ask(MAREN, "kpi edit roas", where=DM)
    said = plain_text(await alder.play.fill(MAREN, where=DM, definition="Revenue from ads by their cost"))
    assert "Held to the earlier definition: tripwire" in said
    assert "start anew" not in said
