"""What a pack is made of, as it is gathered from the rows."""

from domain.evidence.inputs import Named
from domain.periods import Period
from tests.handlers.occurring import person_id


async def test_whose_word_counts_is_told_by_id_and_what_is_missing_is_needed_before_the_holidays(alder):
    await alder.say("U_MAREN", 'schedule holidays add 20 Nov "office closed"')
    await alder.say("U_MAREN", 'schedule holidays add 19 Nov "office closed"')
    found = await alder.gathered()
    maren, gwen = [await person_id(alder.play, who) for who in ("U_MAREN", "U_GWEN")]
    assert found.leads == (Named(id=maren, name="Maren Ashdown"),)
    assert found.deciders == (Named(id=gwen, name="Gwen Tarrant"),)
    assert (str(found.meets_on), str(found.needed_by)) == ("2026-11-24", "2026-11-17")


async def test_a_target_that_each_period_is_to_keep_says_from_when_until_when(alder):
    await alder.say("U_MAREN", "kpi target new_patients between 600 and 700 until nov 2026")
    kpi = next(one for one in (await alder.gathered()).kpis if one.key == "new_patients")
    assert (kpi.target_low, kpi.target_until) == (600.0, Period.parse("2026-11").ordinal)
    assert kpi.target_from is not None
