"""What was changed since a pack was frozen."""

from dataclasses import replace
from datetime import date

import pytest

from domain.evidence import changes_since
from domain.evidence.inputs import DecisionFacts, PromiseFacts, Thresholds, TripwireFacts
from tests.domain.evidence.making import (
    make_assumption,
    make_experiment,
    make_feedback,
    make_inputs,
    make_kpi,
)

LEADS = make_kpi("leads", 90, 95, 97, first="2026-08")
FROZEN = make_inputs(
    kpis=(LEADS,),
    assumptions=(make_assumption(1),),
    experiments=(make_experiment(1, n=50, hits=20), make_experiment(2, "running", n=10, hits=2)),
    feedback=make_feedback("negative", "positive"),
)


def words(**now):
    return [change.words for change in changes_since(FROZEN, replace(FROZEN, **now))]


def test_nothing_is_changed_by_what_is_only_new():
    later = make_kpi("leads", 90, 95, 97, 99, first="2026-08")
    assert words() == []
    assert words(kpis=(later, make_kpi("new", 1))) == []
    assert words(feedback=make_feedback("negative", "positive", "neutral")) == []
    grown = make_experiment(2, "validated", n=30, hits=9)
    assert words(experiments=(FROZEN.experiments[0], grown)) == []


def test_a_number_that_was_corrected_or_taken_back_is_named_with_old_and_new():
    assert words(kpis=(make_kpi("leads", 90, 103, 97, first="2026-08"),)) == [
        "Leads of September 2026 was corrected from 95 to 103."
    ]
    assert words(kpis=(make_kpi("leads", 90, 95, None, first="2026-08"),)) == [
        "Leads of October 2026 was taken back; it was 97."
    ]
    assert words(kpis=(make_kpi("leads", None, 95, 97, first="2026-08"),)) == [
        "Leads of August 2026 was taken back; it was 90."
    ]


def test_values_that_only_fell_out_of_the_window_were_not_taken_back():
    year = make_kpi("leads", *range(36), first="2023-11")
    later = make_kpi("leads", *range(1, 37), first="2023-12")
    assert changes_since(make_inputs(kpis=(year,)), make_inputs(kpis=(later,))) == ()


def test_a_new_definition_is_said_once():
    anew = replace(LEADS, points=(), series_began=date(2026, 11, 1))
    assert words(kpis=(anew,)) == ["Leads was given a new definition, and its values start anew."]
    assert words(kpis=()) == ["Leads is not followed any more."]


def test_results_thresholds_and_judgements_are_named_with_old_and_new():
    other = make_experiment(1, "invalidated", n=50, hits=9, threshold=">= 30% join")
    assert words(experiments=(other, FROZEN.experiments[1])) == [
        'The threshold of experiment 1 "Test 1" was changed from ">= 20% join" to ">= 30% join".',
        'The result of experiment 1 "Test 1" was changed from validated, 20 of 50 to invalidated, 9 of 50.',
    ]
    assert words(assumptions=(make_assumption(1, threshold="at least 5%"),)) == [
        'The threshold of assumption 1 "They want number 1" was changed from "at least 20%" to "at least 5%".'
    ]
    assert words(feedback=make_feedback("neutral")) == [
        "Feedback 1 was judged anew: negative, from customer became neutral, from customer.",
        "Feedback 2 was withdrawn; it was positive, from customer.",
    ]
    assert words(thresholds=Thresholds(market_items=8)) == [
        'The setting "market items" was changed from 5 to 8.'
    ]


WIRE = TripwireFacts(
    number=1, kpi_key="leads", words="Leads below 90", armed_on=date(2026, 6, 24), hit_on=date(2026, 8, 1)
)
DECIDED = DecisionFacts(number=1, on=date(2026, 8, 26), outcome="persevere", decider="Gwen", reason="x")
PROMISED = PromiseFacts(number=4, text="Sign it", owner="Gwen", due=date(2026, 11, 9), status="open")
AGREED = make_inputs(
    kpis=(replace(LEADS, target="120 by December 2026", low=0.0),),
    assumptions=(make_assumption(1),),
    experiments=(make_experiment(1, stop_on=date(2026, 9, 1)),),
    feedback=make_feedback("negative", has_led_to_change=True),
    tripwires=(WIRE,),
    decisions=(DECIDED,),
    promises=(PROMISED,),
)
ONE = 'assumption 1 "They want number 1"'
TEST = 'experiment 1 "Test 1"'


@pytest.mark.parametrize(
    ("what", "edit", "said"),
    [
        ("kpis", {"is_driver": False}, "Leads was a driver then and is none now."),
        ("kpis", {"is_seasonal": True}, "Leads was judged without seasons then and is judged with them now."),
        ("kpis", {"direction": "down"}, "The good direction of Leads was changed from up to down."),
        ("kpis", {"target": ""}, "The target of Leads was changed from 120 by December 2026 to none."),
        ("kpis", {"low": None}, "The lowest possible value of Leads was changed from 0 to none."),
        (
            "assumptions",
            {"said": "not_supported"},
            f"The status given by a person of {ONE} was changed from none to not supported.",
        ),
        (
            "assumptions",
            {"is_critical": False},
            f"The weight of {ONE} was changed from critical to not critical.",
        ),
        (
            "experiments",
            {"lesson": ""},
            f'The lesson of {TEST} was changed from "They prefer it" to none.',
        ),
        (
            "experiments",
            {"changed": ("measure",)},
            f"The list of what was edited after the start of {TEST} was changed from none to measure.",
        ),
        (
            "experiments",
            {"stop_on": date(2026, 10, 1)},
            f"The stop date of {TEST} was changed from 1 September 2026 to 1 October 2026.",
        ),
        (
            "feedback",
            {"has_led_to_change": False},
            "Feedback 1 had led to a change then; that was taken back.",
        ),
        (
            "tripwires",
            {"words": "Leads below 80"},
            "Tripwire 1 was changed from Leads below 90 to Leads below 80.",
        ),
        (
            "tripwires",
            {"hit_on": None},
            "Tripwire 1 (Leads below 90) was hit then and is not now.",
        ),
        ("tripwires", None, "Tripwire 1 (Leads below 90) was withdrawn."),
        ("decisions", None, "Decision 1 (persevere) was in force then and is not now."),
        ("promises", {"status": "done"}, 'The status of promise 4 "Sign it" was changed from open to done.'),
        ("promises", None, 'Promise 4 "Sign it" was open then and is not now.'),
        ("engine", None, 'The setting "engine of growth" was changed from none to paid.'),
    ],
)
def test_whatever_the_signals_read_is_compared(what, edit, said):
    edited = tuple(replace(one, **edit) for one in getattr(AGREED, what)) if edit else ()
    now = replace(AGREED, **{what: "paid" if what == "engine" else edited})
    assert [change.words for change in changes_since(AGREED, now)] == [said]
