"""Correcting a number."""

import pytest

from domain.chat import Form
from domain.plain_text import plain_text
from storage.tables import KpiUpdate
from tests.handlers.play import CHANNEL, Play, errors, labels


@pytest.fixture
async def reported(northwind: Play) -> Play:
    """Leads are 103 for September."""
    await northwind.say("U_DANA", "kpi leads 103 sep")
    return northwind


async def test_the_old_value_and_the_reason_stay_readable(reported):
    assert "is 97 now, it was 103" in await reported.say(
        "U_DANA", 'kpi fix leads 97 sep "webinar was missing"'
    )
    old, new = await reported.rows(KpiUpdate)
    assert (old.value, new.value, new.kind, new.supersedes_id) == (103, 97, "correction", old.id)
    assert new.reason == "webinar was missing"


async def test_undo_of_a_correction_brings_the_old_value_back(reported):
    await reported.say("U_DANA", 'kpi fix leads 97 sep "a slip"')
    assert "is 103 again" in await reported.press("U_DANA", "Undo")
    assert [str(u.value) for u in await reported.rows(KpiUpdate)] == ["103", "97", "103"]


@pytest.mark.parametrize("reason", ["", ' ""', ' "ab"'])
async def test_without_a_reason_the_form_asks_for_it(reported, reason):
    form = await reported.ask("U_DANA", f"kpi fix leads 97 sep{reason}")
    assert isinstance(form, Form)
    assert "Please say why" in errors(await reported.fill("U_DANA", reason="  no "))["reason"]
    assert "is 97 now" in plain_text(await reported.fill("U_DANA", reason="a slip"))


async def test_an_odd_correction_is_asked_about(reported):
    assert "below 0" in await reported.say("U_DANA", 'kpi fix leads -97 sep "a slip"')
    assert labels(reported.last["U_DANA", CHANNEL]) == ["Save", "Edit"]
    assert "is -97 now" in await reported.press("U_DANA", "Save")


async def test_one_number_at_a_time(reported):
    assert "one number at a time" in await reported.say("U_DANA", 'kpi fix leads 97 sep, cpl 3 sep "x y z"')


async def test_the_same_value_is_nothing_to_correct(reported):
    assert "is 103 already" in await reported.say("U_DANA", 'kpi fix leads 103 sep "a slip"')


async def test_nothing_there_tells_how_to_record_it_in_the_locale(reported):
    await reported.say("U_DANA", "settings locale de-DE")
    said = await reported.say("U_DANA", 'kpi fix cpl 1,234 aug "a slip"')
    assert "`kpi cost_per_lead 1,234 2026-08`" in said


async def test_only_who_may_record_it_may_correct_it(reported):
    said = await reported.say("U_TOM", 'kpi fix leads 97 sep "a slip"')
    assert said.startswith("Only the owner of Qualified leads, a fractional CMO")
    assert len(await reported.rows(KpiUpdate)) == 1
