"""What each signal says, at the edges of its rule."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.evidence import pack_of
from domain.evidence.drivers import drivers_of
from domain.evidence.inputs import AssumptionState, CycleFacts, MoneyFacts, Thresholds, TripwireFacts
from domain.evidence.signals.assumptions import verdict_of as verdict_on_assumptions
from domain.evidence.signals.drivers import drivers_signal
from domain.evidence.signals.drivers import verdict_of as verdict_on_drivers
from domain.evidence.signals.improvement import improvement_signal
from domain.evidence.signals.learning import learning_signal
from domain.evidence.signals.learning import verdict_of as verdict_on_lessons
from domain.evidence.signals.market import market_signal
from tests.domain.evidence.making import (
    TODAY,
    falling,
    make_assumption,
    make_experiment,
    make_feedback,
    make_inputs,
    make_kpi,
    rising,
    still,
)

FOR: AssumptionState = "supported"
AGAINST: AssumptionState = "not_supported"
MIXED: AssumptionState = "mixed"
EARLY: AssumptionState = "too_early"


@pytest.mark.parametrize(
    ("states", "said"),
    [
        ([], "silent"),
        ([EARLY, "untested"], "silent"),
        ([FOR], "continue"),
        ([AGAINST], "change"),
        ([FOR, AGAINST], "change"),
        ([FOR, FOR, AGAINST], "mixed"),
        ([FOR, MIXED], "continue"),
        ([FOR, MIXED, MIXED], "mixed"),
        ([MIXED, AGAINST], "stop"),
        ([AGAINST, AGAINST, "untested"], "change"),
        ([AGAINST, AGAINST], "stop"),
    ],
)
def test_assumptions_that_are_critical_say(states, said):
    assumptions = tuple(make_assumption(n) for n in range(1, len(states) + 1))
    inputs = make_inputs(assumptions=assumptions)
    assert verdict_on_assumptions(dict(enumerate(states, start=1)), inputs) == said


def test_one_that_is_not_critical_does_not_call_for_change():
    assumptions = (make_assumption(1), make_assumption(2, is_critical=False))
    inputs = make_inputs(assumptions=assumptions)
    assert verdict_on_assumptions({1: FOR, 2: AGAINST}, inputs) == "continue"


def test_stop_takes_assumptions_that_were_open_for_a_whole_cycle():
    young = tuple(make_assumption(n, opened_on=date(2026, 7, 1)) for n in (1, 2))
    assert verdict_on_assumptions({1: AGAINST, 2: AGAINST}, make_inputs(assumptions=young)) == "change"


@pytest.mark.parametrize(
    ("toward", "told", "said"),
    [
        (1, 1, "silent"),
        (2, 2, "continue"),
        (1, 2, "mixed"),
        (0, 2, "change"),
        (1, 3, "change"),
        (2, 3, "continue"),
    ],
)
def test_drivers_say(toward, told, said):
    assert verdict_on_drivers(toward, told, needed=2) == said


def test_drivers_that_cannot_be_used_are_not_counted():
    stale = rising("stale", freshness="very_stale", late=("2026-09", "2026-10"))
    few = make_kpi("few", 1, 2, 3, 4)
    holes = rising("holes", reported=12, due=17)
    inputs = make_inputs(kpis=(rising(), falling(), stale, few, holes))
    signal = drivers_signal(inputs, drivers_of(inputs))
    assert (signal.verdict, signal.sources) == ("mixed", ("kpi:falling", "kpi:rising"))
    why = {found.key: found.why_not_usable for found in pack_of(inputs).drivers}
    assert why["stale"] == "2 months in a row are missing"
    assert why["few"] == "4 values so far, and 5 are needed"
    assert why["holes"].startswith("only 12 of 17 months are reported (70.6%; 75% are needed)")


def test_a_driver_of_less_is_better_moves_toward_what_is_wanted_as_it_falls():
    inputs = make_inputs(kpis=(falling("cost", direction="down"), rising("spend", direction="down")))
    assert {d.key: d.movement for d in pack_of(inputs).drivers} == {"cost": "toward", "spend": "away"}


def test_drivers_are_judged_together():
    noise = [make_kpi(f"noise_{n}", 5, 3, 6, 4, 7, 5, 6, 4, 6, 5, 7, 6) for n in range(9)]
    likely = make_kpi("likely", 10, 14, 9, 13, 15, 11, 16, 12, 14, 18, 13, 15)
    alone, together = make_inputs(kpis=(likely,)), make_inputs(kpis=(likely, *noise))
    (found,) = pack_of(alone).drivers
    assert found.trend.startswith("Likely rise")
    same = next(driver for driver in pack_of(together).drivers if driver.key == "likely")
    assert same.trend.startswith("No clear trend")
    assert same.p == found.p


@pytest.mark.parametrize(
    ("now", "before", "over", "said"),
    [
        (2, 1, 2, "continue"),
        (1, 0, 1, "mixed"),
        (1, 2, 1, "change"),
        (2, 2, 2, "mixed"),
        (0, 0, 0, "mixed"),
        (0, 0, 1, "change"),
    ],
)
def test_lessons_say(now, before, over, said):
    assert verdict_on_lessons(now, before, over=over, needed=2) == said


def test_a_lesson_counts_where_it_is_decisive_and_written():
    inputs = make_inputs(
        experiments=(
            make_experiment(1),
            make_experiment(2, outcome="invalidated"),
            make_experiment(3, lesson=" "),
            make_experiment(4, outcome="inconclusive", lesson="Nothing"),
            make_experiment(5, cycle=2),
        )
    )
    signal = learning_signal(inputs)
    assert (signal.verdict, signal.is_thin) == ("continue", True)
    assert signal.facts == (
        "2 decisive lessons in this cycle, 1 in the last. 2 experiments in this cycle ended without one."
        " Thin: 3 in both together."
    )


def test_in_the_first_cycle_learning_cannot_be_compared():
    first = make_inputs(
        cycles=(CycleFacts(number=1, since=date(2026, 9, 1)),), experiments=(make_experiment(1),)
    )
    assert learning_signal(first).verdict == "silent"


@pytest.mark.parametrize(
    ("sentiments", "said"),
    [
        (["negative"] * 4, "silent"),
        (["negative"] * 4 + ["positive"], "change"),
        (["indifferent"] * 4 + ["positive"], "change"),
        (["negative"] * 4 + ["positive"] * 2, "mixed"),  # two thirds, but from 40.9 %
        (["negative"] * 10 + ["positive"] * 5, "change"),  # two thirds to the item, and from 50.1 %
        (["negative"] * 9 + ["positive"] * 6, "mixed"),
        (["positive"] * 5, "continue"),
        (["neutral"] * 5, "mixed"),
    ],
)
def test_the_market_says(sentiments, said):
    assert market_signal(make_inputs(feedback=make_feedback(*sentiments))).verdict == said


def test_voices_that_nobody_recorded_count_each_as_one():
    assert (
        market_signal(make_inputs(feedback=make_feedback(*["positive"] * 5, voices=False))).verdict
        == "continue"
    )
    one_voice = tuple(replace(item, voice="the same") for item in make_feedback(*["positive"] * 5))
    assert market_signal(make_inputs(feedback=one_voice)).verdict == "silent"


@pytest.mark.parametrize("source", ["team", "partner", "ceo"])
def test_feedback_from_others_than_the_market_never_enters(source):
    inputs = make_inputs(feedback=make_feedback(*["negative"] * 9, source=source))
    assert market_signal(inputs).verdict == "silent"
    assert improvement_signal(inputs).verdict == "silent"


def test_feedback_of_earlier_cycles_says_nothing_of_this_one():
    old = make_feedback(*["negative"] * 9, day=date(2026, 8, 25))
    assert market_signal(make_inputs(feedback=old)).verdict == "silent"


@pytest.mark.parametrize(
    ("acted", "of", "said"),
    [(0, 0, "silent"), (0, 4, "mixed"), (0, 5, "change"), (1, 3, "mixed"), (2, 6, "continue")],
)
def test_what_became_of_feedback_says(acted, of, said):
    led = make_feedback(*["negative"] * acted, has_led_to_change=True)
    not_led = make_feedback(*["negative"] * (of - acted), first=acted + 1)
    assert improvement_signal(make_inputs(feedback=led + not_led)).verdict == said


def test_feedback_of_the_last_14_days_is_not_asked_what_became_of_it():
    young = make_feedback(*["negative"] * 5, day=TODAY - timedelta(days=14))
    assert improvement_signal(make_inputs(feedback=young)).verdict == "silent"


@pytest.mark.parametrize(
    ("worst", "day", "said"),
    [
        (2.9, date(2026, 11, 1), "stop"),
        (3, date(2026, 11, 1), "mixed"),
        (6, date(2026, 11, 1), "silent"),
        (1, date(2026, 9, 30), "silent"),
        (None, None, "silent"),
    ],
)
def test_cash_says(worst, day, said):
    money = MoneyFacts(runway_months=worst, worst_runway_months=worst, balance_on=day)
    assert pack_of(make_inputs(money=money)).signal("S6").verdict == said


def test_every_rule_is_printed_with_the_thresholds_in_force():
    strict = Thresholds(
        market_items=8, change_share=0.75, drivers_needed=3, lessons_needed=4, cash_stop_months=4.5
    )
    pack = pack_of(make_inputs(thresholds=strict))
    assert "at least 8 items from 3 voices" in pack.signal("S4").rule
    assert "are at least 75%" in pack.signal("S4").rule
    assert "that can be told, 3 at least" in pack.signal("S2").rule
    assert "more, and at least 4" in pack.signal("S3").rule
    assert "below 4.5 months" in pack.signal("S6").rule
    assert "are at least two thirds" in pack_of(make_inputs()).signal("S4").rule


def test_a_tripwire_that_stands_and_was_not_hit_is_named():
    wire = TripwireFacts(number=1, kpi_key="still", words="Still above 60", armed_on=date(2026, 8, 26))
    signal = pack_of(make_inputs(kpis=(still(),), tripwires=(wire,))).signal("T")
    assert (signal.verdict, signal.facts) == ("silent", "1 tripwire stands, none was hit.")
