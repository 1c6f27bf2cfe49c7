"""What stands around the lean: fragility, counter-evidence, gaps, candidates, warnings, opening."""

from dataclasses import replace
from datetime import date

import pytest

from domain.evidence import pack_of
from domain.evidence.inputs import DecisionFacts, EarlierPack, MoneyFacts, PromiseFacts, TripwireFacts
from tests.domain.evidence.making import (
    falling,
    going_on,
    make_assumption,
    make_experiment,
    make_feedback,
    make_inputs,
    make_kpi,
    rising,
)
from tests.domain.evidence.sampling import sample_inputs

PIVOT_ON = date(2026, 6, 24)


def test_an_engagement_in_which_all_points_on_leans_to_persevere():
    pack = pack_of(going_on())
    assert pack.lean == "persevere"
    assert pack.because.startswith("Rule 4: the assumptions (S1) and learning (S3) both point to continuing")
    assert pack.counter == "Nothing that is recorded speaks for changing. Ask who has not been heard yet."
    assert pack.checks == ()


@pytest.mark.parametrize(
    "against",
    [
        {"feedback": make_feedback(*["negative"] * 6)},
        {"experiments": (make_experiment(1), make_experiment(2, cycle=2))},
        {
            "tripwires": (
                TripwireFacts(
                    number=1,
                    kpi_key="one",
                    words="One above 110",
                    armed_on=date(2026, 8, 26),
                    hit_on=date(2026, 11, 4),
                ),
            )
        },
    ],
)
def test_it_is_mixed_as_soon_as_one_of_them_speaks_against_it(against):
    pack = pack_of(going_on(**against))
    assert pack.lean == "mixed"
    assert pack.because.startswith("Rule 5")


def test_stop_comes_before_a_pivot_and_asks_whether_one_is_open():
    failed = tuple(make_assumption(n, "not_supported") for n in (1, 2))
    pack = pack_of(going_on(assumptions=failed, feedback=make_feedback(*["negative"] * 6)))
    assert pack.lean == "stop"
    assert "Is any pivot still open? Apart from that, it would lean to pivot." in pack.because
    assert [check.name for check in pack.checks] == ["patience", "capital", "audience"]
    broke = going_on(money=MoneyFacts(runway_months=3, worst_runway_months=2, balance_on=date(2026, 11, 1)))
    assert pack_of(broke).lean == "stop"
    assert "Rule 2: the cash lasts for too few months (S6)" in pack_of(broke).because


def test_a_lean_that_rests_on_three_ways_at_once_turns_on_no_signal():
    earlier = (EarlierPack(number=1, on=date(2026, 8, 24), signals=(("S2", "change"),), lean="mixed"),)
    pack = pack_of(
        going_on(
            assumptions=(make_assumption(1, "not_supported"),),
            feedback=make_feedback(*["negative"] * 6),
            kpis=(falling("one"), falling("two"), falling("three")),
            earlier=earlier,
        )
    )
    assert (pack.lean, pack.fragile) == ("pivot", ())


def test_a_pack_may_turn_on_the_last_value_of_one_driver():
    # Without its last value the early sign of a rise is gone, and with it the second driver that can be told.
    early = make_kpi("early", 10, 11, 12, 13, 14, first="2026-06")
    inputs = going_on(
        kpis=(rising(), early), experiments=(), assumptions=(make_assumption(1, "supported"),), feedback=()
    )
    pack = pack_of(inputs)
    assert pack.lean == "mixed"
    assert any(
        line.startswith("Fragile: it turns on one number, Early of 14 in October 2026.")
        for line in pack.fragile
    )


def test_the_three_ways_say_no_where_there_is_nothing_to_wait_for():
    failed = (make_assumption(1, "not_supported"),)
    inputs = going_on(
        assumptions=failed,
        feedback=make_feedback(*["negative"] * 6),
        money=MoneyFacts(unspent=0.05),
        experiments=(make_experiment(1, sample_planned=10, n=12, started_on=PIVOT_ON), make_experiment(2)),
    )
    checks = pack_of(inputs).checks
    assert [check.answer for check in checks] == [False, False, False]
    cut = pack_of(replace(inputs, money=MoneyFacts(unspent=-0.3))).checks[1]
    assert (cut.answer, cut.words) == (True, "Yes: 30% of the budget was cut.")


def test_the_strongest_counter_evidence_is_a_record_and_not_a_sum():
    pack = pack_of(going_on(kpis=(rising("one"), rising("two"), falling("three"))))
    assert pack.lean == "persevere"
    assert pack.counter.startswith("Three moves away from what is wanted: clear fall")
    assert pack.counter in pack.for_changing


def test_an_engagement_with_nothing_in_it_says_what_to_do_first():
    pack = pack_of(make_inputs(cycles=(), leads=(), deciders=(), meets_on=None))
    assert pack.lean == "not_enough"
    assert pack.because.startswith("Rule 1: no assumption is written;")
    assert [gap.about for gap in pack.gaps] == ["assumption", "kpi", "meeting", "feedback"]
    assert {gap.who for gap in pack.gaps} == {"whoever leads the engagement"}
    assert pack.opening[-1].in_full.startswith("What to do first: write down the assumption")
    assert pack.settles.startswith("Write the first assumption")
    assert pack.fixed.endswith("Nobody is named yet who decides, and no meeting is planned.")
    assert (pack.fragile, pack.checks, pack.warning) == ((), (), None)


def decided(number, on, outcome="persevere"):
    return DecisionFacts(number=number, on=on, outcome=outcome, decider="Gwen Tarrant", reason="More time")


def packed(number, on, **signals):
    return EarlierPack(number=number, on=on, signals=tuple(signals.items()), lean="mixed")


TWO = (decided(1, date(2026, 6, 26)), decided(2, date(2026, 8, 26)))
WARNED = (packed(1, date(2026, 6, 24), S2="change"), packed(2, date(2026, 8, 24), S4="change"))


def test_persevering_twice_in_a_row_against_the_evidence_is_the_danger_zone():
    danger = pack_of(going_on(decisions=TWO, earlier=WARNED)).danger
    assert danger == (
        "Danger zone: the last two decisions were to persevere although the pack said change: on 26 June"
        " 2026 in the drivers (S2), and on 26 August 2026 in market feedback (S4)."
    )


def test_of_a_meeting_without_a_pack_the_one_that_somebody_asked_for_counts_in_the_danger_zone():
    asked = replace(packed(3, date(2026, 8, 25), S2="silent"), is_on_request=True)
    assert pack_of(going_on(decisions=TWO, earlier=(*WARNED, asked))).danger.startswith("Danger zone")
    first = replace(WARNED[0], is_on_request=True)
    assert pack_of(going_on(decisions=TWO, earlier=(first, WARNED[1]))).danger.startswith("Danger zone")


@pytest.mark.parametrize("outcome", ["vision_change", "other"])
@pytest.mark.parametrize("on", [date(2026, 7, 10), date(2026, 8, 25), date(2026, 9, 10)])
def test_a_decision_that_leaves_the_course_alone_ends_no_danger_zone(outcome, on):
    decisions = (TWO[0], decided(3, on, outcome), replace(TWO[1], number=4))
    assert pack_of(going_on(decisions=decisions, earlier=WARNED)).danger.startswith("Danger zone")


@pytest.mark.parametrize(
    ("decisions", "earlier"),
    [
        ((), WARNED),
        (TWO, WARNED[:1]),
        ((TWO[0], decided(2, date(2026, 8, 26), "pivot")), WARNED),
        ((decided(1, date(2026, 6, 26), "pivot"), TWO[1]), WARNED),
    ],
)
def test_it_is_no_danger_zone_without_two_such_decisions_in_a_row(decisions, earlier):
    assert pack_of(going_on(decisions=decisions, earlier=earlier)).danger == ""


def test_a_warning_that_a_pivot_has_answered_is_not_repeated():
    earlier = (packed(1, date(2026, 4, 13), S1="change"), packed(2, date(2026, 8, 24), S2="change"))
    before = pack_of(going_on(earlier=earlier)).warning
    after = pack_of(going_on(earlier=earlier, decisions=(decided(1, PIVOT_ON, "pivot"),))).warning
    assert before is not None
    assert after is not None
    assert (before.on, after.on) == (date(2026, 4, 13), date(2026, 8, 24))


def test_this_pack_may_be_the_first_warning():
    warning = pack_of(going_on(feedback=make_feedback(*["negative"] * 6))).warning
    assert warning is not None
    assert (warning.signal, warning.days, warning.meetings_since) == ("S4", 0, 0)


def test_after_a_pivot_a_driver_is_shown_in_two_windows():
    pack = pack_of(going_on(decisions=(decided(1, PIVOT_ON, "pivot"),)))
    assert pack.drivers[0].trend.startswith("Clear rise")
    assert pack.drivers[0].since_pivot.startswith("Since the pivot of 24 June 2026: four values: no test can")
    assert pack_of(going_on()).drivers[0].since_pivot == ""


def test_the_next_period_is_forecast_with_its_range_where_it_can_be():
    pack = pack_of(going_on(kpis=(rising(), make_kpi("few", 1, 2, 3, 4, 5))))
    said = {driver.key: driver.forecast for driver in pack.drivers}
    assert said["rising"].startswith("November 2026: about 112 (")
    assert said["rising"].endswith("from 12 values.")
    assert said["few"] == ""


def test_a_pack_without_a_lean_opens_with_misses_and_names_nobody():
    promises = (
        PromiseFacts(number=1, text="Sign it", owner="Gwen Tarrant", due=date(2026, 11, 9), status="open"),
        PromiseFacts(
            number=2, text="List them", owner="Rhoda Pikestaff", due=date(2026, 9, 18), status="done"
        ),
        PromiseFacts(number=3, text="Test it", owner="Idris Fallow", due=date(2026, 11, 20), status="open"),
    )
    behind = replace(rising("leads"), band="behind", pace="Behind: 57% of the way.")
    opening = pack_of(make_inputs(promises=promises, kpis=(behind,))).opening
    assert tuple(one.in_full for one in opening) == (
        'Promised and overdue: "Sign it", due 9 November 2026.',
        "Leads: Behind: 57% of the way.",
        'Kept: 1 of 3 promises: "List them".',
        'Still open and not due yet: "Test it", due 20 November 2026.',
        "Leads: Clear rise, about 1 a month (90% range 1 to 1), over 12 values: the right way.",
    )


def test_no_sentence_claims_a_cause_or_gives_a_chance():
    for key in ("alder", "birch"):
        said = repr(pack_of(sample_inputs(key))).casefold()
        assert "because of" not in said
        assert "chance" not in said
        assert "probab" not in said


def test_of_numbers_that_stopped_coming_no_trend_and_no_forecast_is_told():
    stopped = rising("old", freshness="very_stale", late=("2026-09", "2026-10"))
    pack = pack_of(make_inputs(kpis=(stopped,)))
    (found,) = pack.drivers
    assert (found.trend, found.forecast, found.p) == (
        "No trend is told: 2 months in a row are missing.",
        "",
        None,
    )
    assert [one.in_full for one in pack.opening] == [f"Old: {found.trend}"]
