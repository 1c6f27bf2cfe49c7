"""What a decision has answered is no news any more."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from domain.evidence import pack_of
from domain.evidence.inputs import CycleFacts, DecisionFacts, EarlierPack, TripwireFacts
from tests.domain.evidence.making import CYCLES, falling, going_on, rising

MET_ON = date(2026, 8, 26)


def decided(outcome, on=MET_ON):
    return DecisionFacts(number=4, on=on, outcome=outcome, decider="Gwen Tarrant", reason="Time")


def tripped(hit_on=date(2026, 8, 1), armed_on=date(2026, 6, 24)):
    return TripwireFacts(
        number=1,
        kpi_key="one",
        words="One below 90",
        armed_on=armed_on,
        hit_on=hit_on,
        hit_words="88 in July",
    )


def test_a_tripwire_that_a_decision_has_answered_is_shown_so_and_says_nothing_more():
    pack = pack_of(going_on(tripwires=(tripped(),), decisions=(decided("persevere"),)))
    signal = pack.signal("T")
    assert (signal.verdict, pack.lean, pack.tripped) == ("silent", "persevere", ())
    assert signal.facts == (
        "1 tripwire stands, and no hit is unanswered. One below 90. Agreed on 24 June 2026, hit on 1 August"
        " 2026: 88 in July. Answered by decision 4 of 26 August 2026, to persevere."
    )


@pytest.mark.parametrize(
    ("wire", "decision"),
    [
        (tripped(hit_on=date(2026, 8, 27)), decided("persevere")),
        (tripped(), decided("other")),
        # The decision that armed it, on the day on which it was hit.
        (tripped(hit_on=MET_ON, armed_on=MET_ON), decided("persevere")),
    ],
)
def test_a_tripwire_that_no_decision_on_the_course_has_answered_waits(wire, decision):
    pack = pack_of(going_on(tripwires=(wire,), decisions=(decision,)))
    assert (pack.signal("T").verdict, len(pack.tripped)) == ("change", 1)


@pytest.mark.parametrize(("hour", "verdict"), [(10, "silent"), (18, "change")])
def test_a_number_that_came_in_the_evening_after_the_meeting_is_not_answered_by_it(hour, verdict):
    wire = replace(tripped(hit_on=MET_ON), hit_at=datetime(2026, 8, 26, hour, tzinfo=UTC))
    decision = replace(decided("persevere"), made_at=datetime(2026, 8, 26, 11, tzinfo=UTC))
    assert pack_of(going_on(tripwires=(wire,), decisions=(decision,))).signal("T").verdict == verdict


def test_drivers_that_pointed_to_change_before_a_pivot_do_not_count_after_it():
    before = EarlierPack(number=1, on=date(2026, 8, 24), signals=(("S2", "change"),), lean="pivot")
    given = {"kpis": (falling("one"), falling("two"), rising()), "earlier": (before,)}
    assert pack_of(going_on(**given)).lean == "pivot"
    assert pack_of(going_on(**given, decisions=(decided("pivot"),))).lean == "persevere"


def test_of_a_cycle_that_has_just_begun_learning_says_so():
    cycles = (*CYCLES[:2], replace(CYCLES[2], until=date(2026, 11, 10)))
    young = (*cycles, CycleFacts(number=4, since=date(2026, 11, 10)))
    signal = pack_of(going_on(cycles=young)).signal("S3")
    assert (signal.verdict, signal.is_thin) == ("change", True)
    assert "This cycle began 5 days ago, and the last one was whole." in signal.facts
