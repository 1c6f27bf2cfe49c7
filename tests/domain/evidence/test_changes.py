"""What was changed since a pack was frozen."""

from dataclasses import replace
from datetime import date

from domain.evidence import Thresholds, changes_since
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
