"""What the word of a person does to an assumption, and what it does not."""

from dataclasses import replace
from datetime import date

import pytest

from domain.evidence import pack_of
from domain.evidence.assumptions import found_of
from tests.domain.evidence.making import going_on, make_assumption, make_experiment, make_inputs, rising

OLD = date(2026, 2, 16)


@pytest.mark.parametrize("states", [["not_supported"], ["supported", "not_supported"], ["mixed"]])
def test_words_alone_never_make_the_assumptions_speak(states):
    said = tuple(make_assumption(n, state, opened_on=OLD) for n, state in enumerate(states, start=1))
    pack = pack_of(replace(going_on(), assumptions=said, experiments=(make_experiment(1, cycle=3),)))
    assert (pack.signal("S1").verdict, pack.lean) == ("silent", "not_enough")
    assert pack.signal("S1").facts.startswith(f"None of {len(said)} assumption")
    assert "no assumption has been tested" in pack.because
    assert any("stands on the word of Maren Ashdown alone" in gap.what for gap in pack.gaps)
    assert pack.settles.startswith("A test of assumption 1")


def test_beside_one_that_is_tested_words_count_and_are_named():
    said = make_assumption(2, "not_supported")
    tested = make_experiment(1, "invalidated", assumption=1)
    inputs = make_inputs(assumptions=(make_assumption(1), said), experiments=(tested,))
    signal = pack_of(inputs).signal("S1")
    assert signal.verdict == "change"
    assert signal.facts.startswith(
        "1 of 2 assumptions is tested: 1 not supported. 1 stands on a person's word (Maren Ashdown):"
        " 1 not supported. Critical and not supported: assumption 1"
    )


def test_a_word_is_the_weakest_that_speaks_for_one_side():
    inputs = make_inputs(assumptions=(make_assumption(1, "supported"),), kpis=(rising("one"),))
    first, last = pack_of(inputs).for_continuing
    assert first.startswith("One moves toward what is wanted")
    assert last.endswith("is supported: Maren Ashdown says that it is supported.")


def test_a_word_makes_no_stop_and_one_that_the_records_confirm_rests_on_them():
    failed = tuple(make_assumption(n, "not_supported", opened_on=OLD) for n in (1, 2))
    tests = tuple(make_experiment(n, "invalidated", assumption=n) for n in (1, 2))
    both, one = (make_inputs(assumptions=failed, experiments=some) for some in (tests, tests[:1]))
    assert pack_of(both).signal("S1").verdict == "stop"
    assert "word" not in pack_of(both).signal("S1").facts
    assert pack_of(one).signal("S1").verdict == "change"


@pytest.mark.parametrize(
    ("assumed", "tested"),
    [({"changed_on": date(2026, 10, 1)}, {}), ({}, {"changed": ("threshold",)})],
)
def test_a_word_does_not_lift_the_mark_of_an_edited_threshold(assumed, tested):
    test = make_experiment(1, assumption=1, **tested)
    inputs = make_inputs(assumptions=(make_assumption(1, "supported", **assumed),), experiments=(test,))
    (found,) = found_of(inputs)
    assert (found.state, found.by_word) == ("mixed", "")
    assert found.why.startswith("Maren Ashdown says that it is supported. By the records alone it is mixed.")
    assert found.why.endswith("A word does not lift the mark of a threshold that was edited after a result.")


def test_what_else_was_changed_after_the_start_of_a_test_is_said():
    test = make_experiment(1, assumption=1, changed=("threshold", "stop date", "planned sample"))
    (found,) = found_of(make_inputs(assumptions=(make_assumption(1),), experiments=(test,)))
    assert found.why.endswith(
        "so that this result counts as mixed. Its stop date and planned sample were changed after the start."
    )


def test_of_many_assumptions_three_are_named():
    many = tuple(make_assumption(n, "not_supported") for n in range(1, 61))
    pack = pack_of(going_on(assumptions=many))
    assert pack.signal("S1").facts.endswith('assumption 3 "They want number 3" and 57 more.')
    assert pack.candidates[0].evidence.endswith('number 3" and 57 more are not supported.')
