"""The ten kinds of pivot: each is whole, found as people name it, and other questions are left alone."""

import json
from importlib import resources

import pytest

from domain.pivots import asked_pivot, find_pivot, is_asking_for_all, pivot_name, pivots


def test_there_are_ten_each_of_them_whole_and_named_as_in_the_engagement_file():
    assert len(pivots()) == 10
    for kind in pivots().values():
        assert all(words.strip() for words in (kind.name, kind.meaning, kind.example, kind.stays, kind.cue))
        assert kind.meaning.endswith(".")
    schema = json.loads(
        (resources.files("domain.catalogues") / "engagement.schema.json").read_text(encoding="utf-8")
    )
    assert json.dumps([*pivots(), "other"]) in json.dumps(schema)


def test_no_two_kinds_share_a_name_or_an_alias():
    names = [name for kind in pivots().values() for name in {kind.name.casefold(), *kind.aliases}]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("zoomout", "zoom_out"),
        ("zoom out", "zoom_out"),
        ("Zoom-Out pivot", "zoom_out"),
        ("the customer need pivot", "customer_need"),
        ("technolgy", "technology"),
        ("growth engine", "engine_of_growth"),
        ("value_capture", "value_capture"),
        ("zoom", None),
        ("what", None),
        ("", None),
    ],
)
def test_a_kind_is_found_as_people_name_it(typed, key):
    found = find_pivot(typed)
    assert (found.key if found else None) == key


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("what is a zoom-out pivot", "zoom_out"),
        ("What's a zoom out pivot?", "zoom_out"),
        ("explain the channel pivot", "channel"),
        ("what does zoom-in pivot mean?", "zoom_in"),
        ("what’s a zoom-in", "zoom_in"),
        ("what is a “zoom-out” pivot", "zoom_out"),
        ("explain value capture pivot please", "value_capture"),
        ("what is our cost per lead", None),
        ("what is the channel", None),
        ("should we pivot?", None),
        ("what was our last pivot", None),
        ("what is the pivot meeting", None),
    ],
)
def test_a_question_about_a_kind_is_told_from_every_other_question(words, key):
    found = asked_pivot(words)
    assert (found.key if found else None) == key
    assert not is_asking_for_all(words)


@pytest.mark.parametrize(
    "words", ["what is a pivot", "which pivots are there?", "what are the ten pivots", "what is a b2b pivot?"]
)
def test_a_question_about_all_kinds_is_known(words):
    assert is_asking_for_all(words)


def test_a_kind_that_the_catalogue_does_not_know_is_another_one():
    assert pivot_name("other") == "Another kind"
    assert pivot_name("zoom_in") == "Zoom-in"
