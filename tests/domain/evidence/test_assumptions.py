"""Where an assumption stands, by its tests, its KPI, or somebody's word."""

from datetime import date

import pytest

from domain.evidence.assumptions import found_of, state_of
from tests.domain.evidence.making import make_assumption, make_experiment, make_inputs, make_kpi


def found(*experiments, kpis=(), **given):
    inputs = make_inputs(assumptions=(make_assumption(1, **given),), experiments=experiments, kpis=kpis)
    (one,) = found_of(inputs)
    assert one.state == state_of(inputs.assumptions[0], inputs)
    return one


@pytest.mark.parametrize(
    ("outcomes", "state"),
    [
        ([], "untested"),
        (["planned"], "untested"),
        (["abandoned"], "untested"),
        (["inconclusive"], "untested"),
        (["running"], "too_early"),
        (["validated"], "supported"),
        (["validated", "running"], "supported"),
        (["invalidated", "invalidated"], "not_supported"),
        (["validated", "invalidated"], "mixed"),
    ],
)
def test_its_tests_say(outcomes, state):
    tests = [make_experiment(n, outcome, assumption=1) for n, outcome in enumerate(outcomes, start=1)]
    assert found(*tests).state == state


def test_a_test_below_its_sample_is_too_early_and_shows_what_there_is_with_its_range():
    one = found(make_experiment(1, assumption=1, sample_planned=100, n=20, hits=10))
    assert one.state == "too_early"
    assert one.why == (
        'Experiment 1 "Test 1" was concluded: 10 of 20 (50%, 95% range 29.9% to 70.1%), of 100 planned. Too'
        " few to count."
    )


def test_a_result_whose_threshold_was_edited_after_the_start_counts_as_mixed():
    one = found(make_experiment(1, assumption=1, changed=("threshold",)))
    assert one.state == "mixed"
    assert "Its threshold was edited after the start of experiment 1" in one.why
    assert found(make_experiment(1, assumption=1, changed=("stop date",))).state == "supported"
    assert found(make_experiment(1, assumption=1), changed_on=date(2026, 10, 1)).state == "mixed"


def test_a_test_of_another_assumption_says_nothing():
    assert found(make_experiment(1, assumption=2)).state == "untested"


def test_the_word_of_a_named_person_wins_and_is_shown_beside_the_records():
    one = found(
        make_experiment(1, assumption=1), state="not_supported", said_why="The test had the wrong guests"
    )
    assert one.state == "not_supported"
    assert one.why.startswith(
        "Maren Ashdown says that it is not supported: The test had the wrong guests. By the records alone"
        " it is supported."
    )


def held(*values, freshness="fresh", **given):
    kpi = make_kpi("referrals", *values, first="2026-05", freshness=freshness)
    asked = {"kpi_key": "referrals", "op": ">=", "value": 6.0, "periods": 3}
    return found(kpis=(kpi,), **(asked | given))


def test_its_kpi_supports_it_by_meeting_the_threshold_over_the_whole_span():
    one = held(1, 1, 6, 7, 8)
    assert one.state == "supported"
    assert one.why == (
        "Referrals met it in each of the last 3 months: 6 in July 2026, 7 in August 2026 and 8 in September"
        " 2026; at least 6 was asked."
    )


def test_values_that_stopped_long_ago_still_support_it_and_their_day_is_told():
    one = held(1, 1, 6, 7, 8, freshness="very_stale")
    assert one.state == "supported"
    assert one.why.endswith("at least 6 was asked; its last value is of September 2026.")


def test_of_a_long_span_only_the_last_values_are_listed():
    one = held(*[9] * 40, periods=38, opened_on=date(2026, 7, 1))
    assert one.state == "supported"
    assert "each of the last 38 months: lately 9 in March 2029, 9 in April 2029" in one.why


def test_its_kpi_speaks_against_it_by_missing_the_threshold_in_the_span():
    one = held(9, 9, 6, 5, 8)
    assert one.state == "not_supported"
    assert "met in 2 of 3 months" in one.why


def test_months_that_had_begun_before_it_was_written_do_not_count():
    assert held(9, 9, 6, 7).state == "too_early"
    assert held(9, 9, 9, 9, 9, opened_on=date(2026, 7, 1)).state == "supported"
    assert held(9, 9, 9, 9, 9, opened_on=date(2026, 7, 2)).state == "too_early"


def test_a_month_that_is_missing_breaks_the_span():
    assert held(9, 9, 9, 9, None, 9).state == "too_early"


def test_a_kpi_without_a_readable_threshold_says_nothing():
    assert held(9, 9, 9, 9, 9, op="", value=None).state == "untested"
