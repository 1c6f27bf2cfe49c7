"""Check-ins to begin with, and questions in a lead's own words."""

import pytest

from domain.catalogues import use_cases
from domain.checkins import (
    MOST_QUESTIONS,
    from_json,
    kind_of,
    own_questions,
    template_for,
    templates,
    to_json,
)
from domain.errors import Unreadable


def test_every_template_fits_a_form_and_asks_for_blockers_and_intentions():
    for template in templates().values():
        assert own_questions([question.text for question in template.questions]) == template.questions
        assert {"intention", "blocker"} <= {question.kind for question in template.questions}
        assert len(template.questions) <= MOST_QUESTIONS


def test_every_use_case_has_one_template_and_everything_else_the_usual_one():
    named = [use_case for template in templates().values() for use_case in template.use_cases]
    assert sorted(named) == sorted(use_cases())
    assert template_for("emerging_growth").key == "growth"
    assert template_for("").key == template_for("of a newer version").key == "weekly"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("What did you get done?", "done"),
        ("Anything blocking you?", "blocker"),
        ("What will you focus on next?", "intention"),
        ("What do you need help from us with?", "blocker"),
        ("How do you feel?", "open"),
        ("Which number or access are you waiting for?", "blocker"),
    ],
)
def test_what_a_question_of_ones_own_is_for_is_read_from_its_words(text, kind):
    (question,) = own_questions(["", f"  {text} "])
    assert (question.key, question.text, question.kind) == ("q1", text, kind)
    assert kind_of(text) == kind
    assert from_json(to_json(question)) == question


@pytest.mark.parametrize("texts", [["", " "], ["a", "b", "c", "d"], ["x" * 151], ["Same?", "same?"]])
def test_too_few_too_many_too_long_or_the_same_questions_are_refused(texts):
    with pytest.raises(Unreadable):
        own_questions(texts)


def test_a_kind_of_another_version_is_refused():
    with pytest.raises(ValueError, match="mood"):
        from_json({"key": "q1", "text": "x", "kind": "mood"})
