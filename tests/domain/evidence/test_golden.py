"""The packs of the sample engagements, and the example that was worked out by hand."""

from dataclasses import replace
from datetime import date

from domain.evidence import pack_of
from domain.evidence.inputs import CycleFacts, EarlierPack, MoneyFacts
from tests.domain.evidence.making import (
    CYCLES,
    make_assumption,
    make_experiment,
    make_feedback,
    make_inputs,
    rising,
    signals_said,
    still,
)
from tests.domain.evidence.sampling import sample_inputs

SAID = {"T": "change", "S1": "mixed", "S2": "change", "S3": "continue", "S4": "mixed", "S5": "continue"}


def test_alder_leans_to_pivot_by_its_tripwire_and_its_drivers():
    pack = pack_of(sample_inputs("alder"))
    assert pack.lean == "pivot"
    assert signals_said(pack) == SAID | {"S6": "silent"}
    assert pack.because == "Rule 3: a tripwire was hit (T), and the drivers (S2) point to change as well."
    assert [driver.movement for driver in pack.drivers] == ["away", "not_moving", "not_moving", "toward"]
    assert pack.signal("S3").facts.startswith("2 decisive lessons in this cycle, 1 in the last. Thin")
    assert pack.tripped[0].startswith('"Rethink the plan if the booking rate is below 35% in October".')
    assert "33.4% in October 2026" in pack.tripped[0]
    assert "Gwen Tarrant decides on 24 November 2026." in pack.fixed


def test_alder_was_first_warned_by_the_market_83_days_ago():
    warning = pack_of(sample_inputs("alder")).warning
    assert warning is not None
    assert (warning.on, warning.signal) == (date(2026, 8, 24), "S4")
    assert (warning.days, warning.meetings_since) == (83, 1)


def test_alder_turns_on_one_number_and_on_two_signals():
    assert pack_of(sample_inputs("alder")).fragile == (
        "Fragile: it turns on one number, Enquiry-to-booking rate of 33.4% in October 2026. Without it, the"
        " tripwire would not have been hit, and it would be mixed.",
        "Fragile: it turns on both the tripwire (T) and the drivers (S2). Without either one, it would be"
        " mixed.",
    )


def test_alder_would_be_mixed_without_the_tripwire():
    assert pack_of(replace(sample_inputs("alder"), tripwires=())).lean == "mixed"


def test_alder_would_be_mixed_if_its_drivers_could_not_be_told():
    alder = sample_inputs("alder")
    untold = tuple(
        replace(kpi, needed=None, is_seasonal=True) if kpi.key != "new_patients" else kpi
        for kpi in alder.kpis
    )
    pack = pack_of(replace(alder, kpis=untold))
    assert (pack.signal("S2").verdict, pack.lean) == ("silent", "mixed")


def test_alder_shows_what_speaks_against_a_pivot_and_the_three_ways():
    pack = pack_of(sample_inputs("alder"))
    assert pack.counter.startswith('Assumption 1 "Patients will commit to a monthly care plan')
    assert "52 of 212 (24.5%, 95% range 19.2% to 30.7%)" in pack.counter
    assert [(check.name, check.answer) for check in pack.checks] == [
        ("patience", True),
        ("capital", None),
        ("audience", True),
    ]
    assert "experiment 5: 246 of 400" in pack.checks[0].words
    assert {one.pivot for one in pack.candidates} >= {"value_capture", "engine_of_growth"}


def test_birch_has_too_little_evidence_and_says_what_is_missing():
    pack = pack_of(sample_inputs("birch"))
    assert pack.lean == "not_enough"
    assert {name for name, said in signals_said(pack).items() if said == "silent"} >= {"S1", "S3", "S4"}
    assert "4 separate items in this cycle" in pack.signal("S4").facts
    gaps = {gap.about: gap for gap in pack.gaps}
    assert {"assumption:2", "experiment:1", "feedback"} <= gaps.keys()
    webinar = gaps["experiment:1"]
    # Finnish English writes 3,8 %, with a space that does not break.
    seen = webinar.what.replace("\N{NO-BREAK SPACE}", " ")
    assert "6 of 74 (8,1 %, 95 % range 3,8 % to 16,6 %) so far, of 120 planned" in seen
    assert "46 more" in webinar.how
    assert webinar.by == date(2026, 11, 23)


def test_birch_opens_with_its_misses_since_it_cannot_lean():
    pack = pack_of(sample_inputs("birch"))
    assert pack.opening[0].in_full.startswith("Pipeline value: Far behind")
    assert pack.opening[-1].in_full.startswith("Service contract value: Clear rise")
    assert pack_of(sample_inputs("alder")).opening == ()


def worked_example(**given):
    """The example of the rules: two assumptions tested, three drivers, 3 lessons against 2, 6 voices."""
    lessons = [make_experiment(n, outcome="invalidated", cycle=3) for n in (1, 2, 3)]
    lessons += [make_experiment(n, cycle=2) for n in (4, 5)]
    facts = {
        "assumptions": (
            make_assumption(1, "supported"),
            make_assumption(2),
            make_assumption(3),
        ),
        "experiments": (
            replace(lessons[0], assumption=2),
            *lessons[1:],
            make_experiment(6, "running", assumption=2, name="The price version", sample_planned=100, n=40),
            make_experiment(7, "running", assumption=3, sample_planned=100, n=90),
        ),
        "kpis": (rising(), still("one"), still("other")),
        "feedback": make_feedback(*["positive"] * 2, *["neutral"] * 3, "negative"),
        "money": MoneyFacts(runway_months=9.5, worst_runway_months=9, balance_on=date(2026, 11, 1)),
        "earlier": (EarlierPack(number=1, on=date(2026, 8, 24), signals=(("S2", "mixed"),), lean="mixed"),),
    }
    return make_inputs(**(facts | given))


def test_the_worked_example_is_mixed():
    pack = pack_of(worked_example())
    expected = {
        "S1": "change",
        "S2": "change",
        "S3": "continue",
        "S4": "mixed",
        "S6": "silent",
        "T": "silent",
    }
    assert signals_said(pack) | expected == signals_said(pack)
    assert not pack.signal("S3").is_thin
    assert pack.lean == "mixed"
    assert pack.for_continuing
    assert pack.for_changing


def test_in_the_worked_example_the_test_of_the_price_version_settles_most():
    settles = pack_of(worked_example()).settles
    assert settles.startswith(
        'Experiment 6 "The price version", which tests assumption 2, with 40 of 100 so far.'
    )
    assert (
        "If it is validated, it would lean to persevere; if it is invalidated, it would be mixed." in settles
    )


def test_the_worked_example_leans_to_pivot_once_the_drivers_said_so_twice():
    earlier = (EarlierPack(number=1, on=date(2026, 8, 24), signals=(("S2", "change"),), lean="mixed"),)
    pack = pack_of(worked_example(earlier=earlier))
    assert pack.lean == "pivot"
    assert "they did in the pack of 24 August 2026 too" in pack.because


def test_a_pack_that_was_asked_for_last_week_does_not_count_the_same_evidence_twice():
    earlier = (EarlierPack(number=1, on=date(2026, 11, 9), signals=(("S2", "change"),), lean="mixed"),)
    assert pack_of(worked_example(earlier=earlier)).lean == "mixed"
    long_open = (CycleFacts(number=1, since=date(2026, 2, 16)),)
    month_ago = (EarlierPack(number=1, on=date(2026, 10, 9), signals=(("S2", "change"),), lean="mixed"),)
    assert pack_of(worked_example(earlier=month_ago, cycles=long_open)).lean == "pivot"
    asked = tuple(replace(one, is_on_request=True) for one in month_ago)
    assert pack_of(worked_example(earlier=asked, cycles=long_open)).lean == "mixed"


def test_the_pack_of_a_meeting_just_held_is_the_same_evidence_once():
    cycles = (*CYCLES[:2], CycleFacts(number=3, since=date(2026, 11, 11)))
    earlier = (EarlierPack(number=1, on=date(2026, 11, 9), signals=(("S2", "change"),), lean="mixed"),)
    assert "pack of 9 November" not in pack_of(worked_example(earlier=earlier, cycles=cycles)).because
