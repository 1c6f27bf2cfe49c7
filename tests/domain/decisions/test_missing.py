"""What a decision needs before it has an effect: nothing of 2.4 may be left out, by any way of leaving it."""

from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.decisions import GROUPS, Missing, Outcome, missing_groups, missing_parts, parts_from_json
from domain.decisions import missing as rules
from domain.meetings import Window

TODAY = date(2026, 11, 18)
WINDOW = Window(first=date(2026, 12, 16), last=date(2027, 2, 16))
ANY: dict[str, Any] = {
    "actions": [{"text": "Tell the team", "owner_id": 1, "due": "2026-11-20"}],
    "dissent": [],
    "review": "2027-01-12",
}
OWN: dict[Outcome, dict[str, Any]] = {
    "persevere": {
        "tripwires": [{"kpi_id": 3, "op": "<", "value": "35"}],
        "giving": ["patience"],
    },
    "pivot": {
        "change": {"type": "channel", "from": "shops", "to": "partners"},
        "kept": {"lessons": [{"number": 1, "text": "They ask for the same person"}], "words": ""},
        "vision": "unchanged",
        "assumption": {"text": "Partners will sell it", "threshold": "at least 3 a month"},
        "experiment": {
            "name": "Two partners",
            "measure": "contracts",
            "threshold": ">= 3",
            "sample": 20,
            "stop_on": "2027-01-08",
        },
    },
    "stop": {
        "condition": {"which": "cash", "words": ""},
        "considered": {"types": ["channel"], "words": "too late for any of them"},
        "handover": {"owner_id": 2, "due": "2026-12-01"},
    },
    "vision_change": {"reapproval": "2026-12-18"},
    "other": {},
}
OUTCOMES = sorted(OWN)


def missing(outcome: Outcome, parts: dict[str, Any], **others: Any) -> list[str]:
    """The names of the parts that are missing, in order."""
    return [one.part for one in lacking(outcome, parts, **others)]


def lacking(outcome: Outcome, parts: dict[str, Any], **others: Any) -> tuple[Missing, ...]:
    """What is missing, with the sentences that say so."""
    given_ = {
        "reason": "because",
        "has_evidence": True,
        "may_decide": True,
        "is_decided_by_ceo": True,
        "window": WINDOW,
        "today": TODAY,
        **others,
    }
    return missing_parts(outcome, parts_from_json(parts), **given_)


def whole(outcome: Outcome) -> dict[str, Any]:
    """Everything that this outcome needs."""
    return deepcopy({**ANY, **OWN[outcome]})


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_with_everything_nothing_is_missing(outcome):
    assert missing(outcome, whole(outcome)) == []


@given(outcome=st.sampled_from(OUTCOMES), data=st.data())
@settings(max_examples=60, deadline=None)
def test_nothing_can_be_left_out(outcome, data):
    parts = whole(outcome)
    left_out = data.draw(st.sets(st.sampled_from(sorted(parts)), min_size=1))
    kept = {name: value for name, value in parts.items() if name not in left_out}
    assert set(missing(outcome, kept)) == left_out


@given(outcome=st.sampled_from(OUTCOMES), data=st.data())
@settings(max_examples=120, deadline=None)
def test_a_part_that_is_emptied_is_missing_and_junk_never_counts(outcome, data):
    parts = whole(outcome)
    name = data.draw(st.sampled_from(sorted(parts)))
    junk = data.draw(st.sampled_from([None, "", " ", 0, {}, [{}], "soon", [""], {"text": " "}]))
    parts[name] = junk
    assert name in missing(outcome, parts)


@given(outcome=st.sampled_from(OUTCOMES), data=st.data())
@settings(max_examples=120, deadline=None)
def test_a_part_of_which_a_piece_is_gone_is_missing(outcome, data):
    parts = whole(outcome)
    held = {name: value[0] if isinstance(value, list) else value for name, value in parts.items() if value}
    name = data.draw(st.sampled_from(sorted(name for name, value in held.items() if isinstance(value, dict))))
    optional = {"words", "types", "lessons"} if name != "considered" else set()
    piece = data.draw(st.sampled_from(sorted(set(held[name]) - optional) or ["lessons"]))
    held[name].pop(piece, None)
    if name == "kept":
        held[name]["words"] = ""
    assert name in missing(outcome, parts)


@pytest.mark.parametrize("outcome", OUTCOMES)
@pytest.mark.parametrize(
    ("left_out", "part"),
    [
        ({"may_decide": False}, "decider"),
        ({"reason": "  "}, "reason"),
        ({"has_evidence": False}, "evidence"),
    ],
)
def test_a_decider_without_the_right_no_reason_or_no_evidence_hold_it_up(outcome, left_out, part):
    assert missing(outcome, whole(outcome), **left_out) == [part]


def test_a_change_of_the_vision_is_the_ceos_alone_and_other_outcomes_are_not():
    assert missing("vision_change", whole("vision_change"), is_decided_by_ceo=False) == ["decider"]
    assert missing("persevere", whole("persevere"), is_decided_by_ceo=False) == []


@given(day=st.dates(min_value=date(2026, 11, 1), max_value=date(2027, 4, 1)))
@settings(max_examples=60, deadline=None)
def test_the_review_lies_inside_the_window_both_days_included(day):
    found = missing("other", {**whole("other"), "review": day.isoformat()})
    assert found == ([] if WINDOW.first <= day <= WINDOW.last else ["review"])


def test_nobody_is_an_answer_to_the_question_of_dissent_and_an_opinion_has_a_why():
    assert missing("other", {**whole("other"), "dissent": []}) == []
    assert missing("other", {**whole("other"), "dissent": [{"person_id": 4, "why": "too early"}]}) == []
    assert missing("other", {**whole("other"), "dissent": [{"person_id": 4, "why": ""}]}) == ["dissent"]


def test_a_pivot_without_a_new_assumption_is_told_so_and_one_without_a_threshold_otherwise():
    parts = whole("pivot")
    del parts["assumption"]
    assert [one.sentence for one in lacking("pivot", parts)] == [rules.ASSUMPTION]
    parts["assumption"] = {"text": "Partners will sell it", "threshold": ""}
    assert [one.sentence for one in lacking("pivot", parts)] == [rules.THRESHOLD]
    parts["assumption"]["threshold"] = "at least 3"
    parts["vision"] = "changed"
    assert missing("pivot", parts) == ["vision"]


def test_none_of_the_three_is_an_answer_but_not_beside_one_of_them():
    assert missing("persevere", {**whole("persevere"), "giving": ["none"]}) == []
    assert missing("persevere", {**whole("persevere"), "giving": ["none", "capital"]}) == ["giving"]
    assert missing("persevere", {**whole("persevere"), "giving": ["luck"]}) == ["giving"]


def test_another_stop_condition_comes_with_words():
    parts = whole("stop")
    parts["condition"] = {"which": "other", "words": ""}
    assert missing("stop", parts) == ["condition"]
    parts["condition"]["words"] = "the founder leaves"
    assert missing("stop", parts) == []


def test_a_persevere_needs_two_forms_and_a_pivot_three():
    assert {outcome: missing_groups(lacking(outcome, {})) for outcome in OWN} == {
        "persevere": ["mind", "follow"],
        "pivot": ["pivot", "test", "follow"],
        "stop": ["stop", "follow"],
        "vision_change": ["follow"],
        "other": ["follow"],
    }


def test_every_part_that_may_be_missing_is_asked_for_by_some_form():
    asked = {part for parts in GROUPS.values() for part in parts}
    for outcome in OWN:
        found = lacking(outcome, {}, has_evidence=False)
        names = {one.part for one in found}
        assert names <= asked
        assert names <= {part for group in missing_groups(found) for part in GROUPS[group]}


@pytest.mark.parametrize(
    ("outcome", "today", "others", "left"),
    [
        ("persevere", date(2026, 11, 21), {}, ["actions"]),
        ("persevere", TODAY, {"retired_kpis": {3}}, ["tripwires"]),
        ("pivot", TODAY, {"retired_kpis": {7}}, ["assumption"]),
        ("pivot", date(2027, 1, 8), {}, ["experiment", "actions"]),
        ("stop", date(2026, 12, 2), {}, ["handover", "actions"]),
        ("stop", TODAY, {"left": {2: "Tom Hale"}}, ["handover"]),
        ("other", TODAY, {"left": {1: "Ann Berg"}}, ["actions"]),
        ("vision_change", date(2026, 12, 19), {}, ["reapproval", "actions"]),
        ("other", TODAY, {"is_end_lost": True}, ["reverses"]),
    ],
)
def test_what_does_not_hold_any_more_is_missing(outcome, today, others, left):
    parts = whole(outcome)
    if outcome == "pivot":
        parts["assumption"]["kpi_id"] = 7
    assert sorted(missing(outcome, parts, today=today, **others)) == sorted(left)
    assert missing(outcome, parts) == []


def test_a_stop_considered_one_pivot_at_least_and_says_why_not():
    parts = whole("stop")
    parts["considered"]["types"] = []
    assert missing("stop", parts) == ["considered"]
