"""The thresholds: shown with the usual ones, changed with [Undo], and refused where they make no sense."""

import pytest

from domain.errors import UserError
from domain.evidence import thresholds
from domain.evidence.inputs import Thresholds
from handlers.evidence import settings
from storage.tables import Engagement, HistoryEvent

DANA = "U_DANA"


async def test_a_threshold_is_changed_taken_back_and_shown_in_the_rules_of_the_next_pack(alder):
    said = await alder.say("U_MAREN", "evidence set market items 12")
    assert "market_items is 12 now, it was 5: " in said
    assert settings.FROZEN_STAY in said
    await alder.say("U_GWEN", "evidence")
    assert "market_items 12 (usually 5)" in await alder.press("U_GWEN", "Details")
    assert (await alder.frozen(2)).pack.signal("S4").verdict == "silent"
    row = (await alder.say("U_GWEN", "evidence settings")).split("market_items")[1].split()
    assert row[:3] == ["12", "(usually", "5)"]
    history = [one.what for one in await alder.play.rows(HistoryEvent) if one.subject == "settings"]
    assert history[-1] == "changed how the evidence is judged: market_items from 5 to 12"


async def test_undo_brings_back_what_was_set_before_unless_it_was_changed_again(northwind):
    await northwind.ask(DANA, "evidence set patience_weeks 8")
    first = northwind.last[DANA, "#northwind"]
    assert "patience_weeks is 8 already" in await northwind.say(DANA, "evidence set patience_weeks 8")
    await northwind.ask(DANA, "evidence set patience_weeks default")
    second = northwind.last[DANA, "#northwind"]
    northwind.last[DANA, "#northwind"] = first
    assert "was changed again" in await northwind.press(DANA, "Undo")
    northwind.last[DANA, "#northwind"] = second
    assert "Undone: patience_weeks is 8 again." in await northwind.press(DANA, "Undo")
    assert (await northwind.rows(Engagement))[0].terms["evidence"] == {"patience_weeks": 8}
    assert "Only a" in await northwind.say("U_TOM", "evidence set patience_weeks 8")


SENSELESS = (
    ("", thresholds.WHICH),
    ("market_items", thresholds.WHICH),
    ("markt_items 6", "Did you mean market_items?"),
    ("patience six", "Did you mean patience_weeks?"),
    ("market_items six", "a whole number, as in 6"),
    ("market_items 5.5", "a whole number, as in 6"),
    ("market_items 60%", "a whole number, as in 6"),
    ("market_items 2", "from 3 to 100"),
    ("change_share 40%", "from 50% to 100%"),
    ("change_share 1/0", "a share, as in 60%"),
    (f"change_share {'9' * 400}/3", "a share, as in 60%"),
    (f"change_share {'9' * 5000}/3", "a share, as in 60%"),
    (f"market_items {'9' * 400}", "a whole number, as in 6"),
    ("change_floor 70%", thresholds.FLOOR_TOO_HIGH),
    ("cash_stop_months 7", thresholds.CASH_TURNED),
)


async def test_what_makes_no_sense_is_refused_with_what_would(northwind):
    for typed, sentence in SENSELESS:
        assert sentence in await northwind.say(DANA, f"evidence set {typed}")
    assert "evidence" not in (await northwind.rows(Engagement))[0].terms


@pytest.mark.parametrize("typed", ["60%", "60 %", "60", "0.6", "0,6", "3/5"])
def test_a_share_may_be_typed_in_many_ways(typed):
    assert thresholds.read_value("change_share", typed, locale="en-GB") == pytest.approx(0.6)


def test_every_threshold_can_be_set_and_the_usual_ones_lie_inside_their_ranges():
    usual = vars(Thresholds())
    assert set(thresholds.SETTINGS) == set(usual)
    for name, setting in thresholds.SETTINGS.items():
        assert setting.low <= usual[name] <= setting.high
        assert thresholds.changed(Thresholds(), name, usual[name]) == Thresholds()
    with pytest.raises(UserError, match="cash_stop_months"):
        thresholds.changed(Thresholds(), "cash_warning_months", 2)
